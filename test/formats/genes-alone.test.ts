/** What is no gene is left out and counted, whatever the file says of it and however it is written. */
import { describe, expect, it } from 'vitest';
import { divideFeatures, typesOf } from '../../src-main/formats/feature-kinds.ts';
import { nameGenes } from '../../src-main/formats/genes.ts';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';
import { type SmallData, writeH5ad } from './write-h5ad.ts';

const folder = temporaryFolder();
const cells = Array.from({ length: 12 }, (_, i) => `cell${i}`);
const counts = (genes: number) => cells.map((_, i) => Array.from({ length: genes }, (_, j) => (i * (j + 2)) % 5));
const named = (...names: string[]) => nameGenes(names, new Map()).genes;

let files = 0;
const write = (genes: string[], more: Partial<SmallData> = {}) =>
  writeH5ad(folder.path(`${files++}.h5ad`), { cells, genes, x: counts(genes.length), ...more });

/** Names of the features that are taken for genes, of a column of types or by their names alone. */
function genesOf(names: string[], types?: string[], column = 'feature_types'): string[] {
  const genes = named(...names);
  return divideFeatures(genes, types ? typesOf([{ name: column, values: types }]) : null).genes.map((i) => names[i]);
}

describe('by the type that the file gives', () => {
  it.each<[what: string, column: string, types: [string, string, string]]>([
    ['10x Genomics', 'feature_types', ['Gene Expression', 'Antibody Capture', 'Gene Expression']],
    ['multiome', 'feature_types', ['Gene Expression', 'Peaks', 'Gene Expression']],
    ['Xenium', 'feature_types', ['Gene Expression', 'Negative Control Codeword', 'Gene Expression']],
    ['CRISPR screens', 'feature_type', ['Gene Expression', 'CRISPR Guide Capture', 'Gene Expression']],
    ['muon', 'modality', ['rna', 'prot', 'rna']],
    ['CITE-seq by hand', 'Feature Type', ['GEX', 'ADT', 'GEX']],
    ['NanoString', 'CodeClass', ['Endogenous', 'Negative', 'Endogenous1']],
    ['CELLxGENE', 'feature_biotype', ['gene', 'spike-in', 'gene']],
    ['hashtags', 'feature_types', ['Gene Expression', 'Multiplexing Capture', 'Gene Expression']],
    ['what is not known', 'feature_types', ['Gene Expression', 'Something New', 'Gene Expression']],
    ['a column called type', 'type', ['gene', 'protein', 'gene']],
  ])('%s', (_, column, types) => {
    expect(genesOf(['CD3D', 'x', 'LYZ'], types, column)).toEqual(['CD3D', 'LYZ']);
  });

  it.each([
    ['biotypes', 'feature_type', ['protein_coding', 'lncRNA', 'snRNA', 'IG_C_gene']],
    ['biotypes beside genes', 'gene_biotype', ['protein_coding', 'gene', 'misc_RNA', 'TEC']],
    ['classes of genes by somebody', 'class', ['surface protein', 'enzyme', '', 'blank']],
    ['nothing', 'feature_types', ['', '', '', '']],
  ])('leaves genes alone: %s', (_, column, types) => {
    expect(genesOf(['CD3D', 'XIST', 'RNU6', 'IGHM'], types, column)).toHaveLength(4);
  });
});

describe('by names that no gene has', () => {
  it.each([
    [
      'antibodies',
      ['CD3_TotalSeqB', 'CD19-ADT', 'adt_CD4', 'prot:CD8', 'CD45RA:HI100|PTPRC|AHS0009|pAbO', 'CD56_TotalC'],
    ],
    ['isotype controls', ['IgG1_control', 'mouse_IgG2a_isotype', 'Isotype_RTK2071']],
    ['hashtags', ['Hashtag1', 'HTO_A', 'HTO-5', 'CMO301', 'SampleTag01_hs|stAbO']],
    ['peaks', ['chr1:1000-1500', 'chr1-1000-1500', 'chrX_5_900', 'GL000194.1:55758-56597', '1:9772-10660']],
    ['controls', ['NegControlProbe_00042', 'BLANK_0001', 'Blank-12', 'UnassignedCodeword_0001', 'NegPrb3', 'ERCC-00002', 'SystemControl1']], // prettier-ignore
    ['guides', ['GATA1_sgRNA1', 'NT_5_gRNA']],
  ])('%s', (_, names) => {
    expect(genesOf(['CD3D', ...names, 'LYZ'])).toEqual(['CD3D', 'LYZ']);
  });

  it('genes that look a little like these stay', () => {
    const genes = ['IGHG1', 'ERCC1', 'NEGR1', 'PROTEIN1', 'ADTRP', 'HTOR', 'CD3-1', 'HLA-A', 'CHRM1', 'C1orf112', 'X', 'NKX2-1', 'MT-CO1', 'PEAK1', 'TSC2', 'ABO', 'Gm1234', 'RP11-34P13.7', 'AC004556.1', 'Ighg2c', 'H2-K1']; // prettier-ignore
    expect(genesOf(genes)).toEqual(genes);
  });
});

describe('a file of several kinds', () => {
  it('has its genes alone, the others as matrices of their own, and counts what is left out', async () => {
    const path = await write(['CD3D', 'CD4', 'IgG1', 'CD4', 'Blank-1'], { var: { feature_types: ['Gene Expression', 'Antibody Capture', 'Antibody Capture', 'Gene Expression', 'Blank Codeword'] } }); // prettier-ignore
    const about = await inspectData({ path });
    expect(about).toMatchObject({ genes: 2, proposedMatrix: 'X' });
    expect(about.matrices.map(({ name, genes }) => [name, genes])).toEqual([['X', 2], ['X:Antibody Capture', 2]]); // prettier-ignore
    expect(about.findings.find(({ code }) => code === 'other-features')?.what).toBe(
      'Only the 2 genes are read; left out: 2 of type "Antibody Capture" (CD4, …), 1 of type "Blank Codeword" (Blank-1).',
    );
    const file = await openFile(path);
    const all = counts(5);
    expect(file.genes('X').map(({ name }) => name)).toEqual(['CD3D', 'CD4']);
    expect(await dense(file, 'X')).toEqual(all.map((row) => [row[0], row[3]]));
    expect(await dense(file, 'Antibody Capture')).toEqual(all.map((row) => [row[1], row[2]]));
    file.close();
  });

  it('is judged by its genes: antibodies are normalised in another way', async () => {
    const x = counts(3).map(([a, b, c]) => [a, b, c - 2.5]);
    const types = { feature_types: ['Gene Expression', 'Gene Expression', 'Antibody Capture'] };
    const { matrices } = await inspectData({ path: await write(['CD3D', 'LYZ', 'CD3'], { x, var: types }) });
    expect(matrices[0].kind).toBe('counts');
  });

  it('without any gene opens, with a warning', async () => {
    const { genes, findings } = await inspectData({ path: await write(['CD3_TotalSeqB', 'CD19_TotalSeqB']) });
    expect(genes).toBe(2);
    expect(findings.find(({ code }) => code === 'no-gene-expression')?.what).toBe(
      'No feature is a gene; the file holds 2 of type "antibodies".',
    );
  });

  it('is a table of BD Rhapsody: symbols are what stands before the first bar', async () => {
    const genes = ['CD3D|NM_000732.4|Reference_end', 'LYZ|NM_000239.2|Reference_end', 'CD3:UCHT1|CD3E|AHS0231|pAbO'];
    const lines = counts(3).map((row, i) => [1000 + i, ...row].join());
    const path = folder.write(
      'mols.csv',
      `## made by\n## a pipeline\nCell_Index,${genes.join()}\n${lines.join('\n')}\n`,
    );
    const file = await openFile(path);
    expect(file.genes('X').map(({ name }) => name)).toEqual(['CD3D', 'LYZ']);
    file.close();
  });

  it.each([
    ['one genome before every gene', ['GRCh38_CD3D', 'GRCh38_LYZ'], ['CD3D', 'LYZ']],
    ['modalities before every feature', ['rna:CD3D', 'rna:LYZ', 'prot:CD3'], ['CD3D', 'LYZ']],
    ['R’s points for bars', ['CD3D.NM_000732.4.Reference_end', 'LYZ.NM_000239.2.Reference_end'], ['CD3D', 'LYZ']],
    ['Seurat’s hyphens for bars', ['CD3D-NM-000732.4-Reference-end', 'LYZ-NM-000239.2-Reference-end'], ['CD3D', 'LYZ']],
    ['no symbols behind what all begin with', ['gene_0', 'gene_1'], ['gene_0', 'gene_1']],
    ['two genomes', ['GRCh38_CD3D', 'mm10_Cd3d'], ['GRCh38_CD3D', 'mm10_Cd3d']],
  ])('has names with %s', async (_, names, expected) => {
    const file = await openFile(await write(names));
    expect(file.genes('X').map(({ name }) => name)).toEqual(expected);
    file.close();
  });
});
