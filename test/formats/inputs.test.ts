/**
 * Files that public reports tell of, made small: what is said of each, or read from it. Every line is one situation; the
 * tests beside the readers hold more of each kind.
 */
import { dirname, join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { random } from '../../src-main/data/random.ts';
import { resolveGeneRules } from '../../src-main/data/gene-rules.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { readGeneList } from '../../src-main/formats/gene-lists.ts';
import { describeError } from '../../src-shared/errors.ts';
import { planted } from '../planted.ts';
import { denseColumns } from '../../src-main/data/csr.ts';
import { runHere } from '../cli/command.ts';
import { temporaryFolder } from './temporary.ts';
import { type SmallData, writeH5ad } from './write-h5ad.ts';

const folder = temporaryFolder();
const draw = random(17, 'inputs');
const genes = ['CD3D', 'CD3E', 'LYZ', 'MS4A1', 'NKG7', 'HLA-DRA', 'ACTB', 'B2M', 'MT-CO1', 'MT-ND1'];
const barcode = () => `${Array.from({ length: 16 }, () => 'ACGT'[draw.integer(4)]).join('')}-1`;
const cells = Array.from({ length: 60 }, barcode);
const types = cells.map((_, i) => ['B', 'NK', 'T'][i % 3]);
const x = cells.map((_, i) => genes.map((_, g) => (g % 3 === i % 3 ? 4 + draw.integer(6) : draw.integer(2))));
const h5ad = (name: string, more: Partial<SmallData> = {}) =>
  writeH5ad(folder.path(name), { cells, genes, x, ...more });
const csv = (name: string, rows: (string | number)[][], by = ',') => folder.write(name, rows.map((row) => row.join(by)).join('\n') + '\n'); // prettier-ignore

/** Classes of a column of a file, with a label file or without. */
async function classes(path: string, column: string, labels?: string): Promise<string[]> {
  const found = (await inspectData({ path, labels })).columns.find(({ name }) => name === column)!;
  return found.kind === 'continuous' ? ['continuous'] : found.classes.map(({ name }) => name).sort();
}
const refusal = (path: string) => openFile(path).then(() => 'read', describeError);
const codes = { donor: ['01', '1', '001', '2'], subcluster: ['1.1', '1.10', '1.2', '2'], well: ['1E2', '100', '2E1', '20'] }; // prettier-ignore

describe('data and labels', () => {
  it('01 antibodies and peaks in h5ad are no genes, and are counted', async () => {
    const names = [...genes, 'CD3_TotalSeqB', 'IgG1_control_TotalSeqB', 'chr1:0-500'];
    const kinds = [...genes.map(() => 'Gene Expression'), 'Antibody Capture', 'Antibody Capture', 'Peaks'];
    const wide = x.map((row) => [...row, 200, 8, 1]);
    const about = await inspectData({ path: await h5ad('cite.h5ad', { genes: names, x: wide, var: { feature_types: kinds } }) }); // prettier-ignore
    expect(about.genes).toBe(genes.length);
    expect(about.findings.find(({ code }) => code === 'other-features')?.what).toContain(
      '2 of type "Antibody Capture"',
    );
  });

  it.each(['gene', 'cell'])('02 a long table of counts is refused as one, %s first', async (first) => {
    const lines = cells
      .slice(0, 20)
      .flatMap((cell, i) => genes.map((gene, g) => [gene, cell.slice(0, -2), x[i][g] + 1]));
    const sorted = lines.toSorted((a, b) =>
      String(a[first === 'gene' ? 0 : 1]).localeCompare(String(b[first === 'gene' ? 0 : 1])),
    );
    const rows = first === 'gene' ? sorted : sorted.map(([gene, cell, count]) => [cell, gene, count]);
    const path = csv(`long-${first}.tsv`, [first === 'gene' ? ['gene', 'cell', 'count'] : ['cell', 'gene', 'count'], ...rows], '\t'); // prettier-ignore
    expect(await refusal(path)).toContain('is a list of molecules or counts and no matrix');
  });

  it.each(Object.entries(codes))('03 codes of %s stay as written', async (column, values) => {
    const path = await h5ad(`no-labels-${column}.h5ad`);
    const labels = csv(`codes-${column}.csv`, [['barcode', column], ...cells.map((cell, i) => [cell, values[i % 4]])]);
    expect(await classes(path, column, labels)).toEqual([...values].sort());
  });

  it('06 whole numbers beyond 2⁵³ are exact, and name cells', async () => {
    const ids = cells.map((_, i) => 1606388400003000000n + BigInt(i));
    const path = await h5ad('spatial.h5ad', {
      cells: cells.map((_, i) => String(i)),
      obs: { EntityID: BigInt64Array.from(ids) },
    });
    const labels = csv('entity.csv', [
      ['EntityID', 'cell_type'],
      ...ids.map((id, i) => [String(id), types[i]]).reverse(),
    ]);
    expect((await inspectData({ path, labels })).labels?.matched).toBe(60);
  });

  it('08 fractions below 20 are no logarithms for their size alone, and counts where it is said', async () => {
    const deep = x.map((row, i) => row.map((value) => value * (1 + (i % 3)) * (0.8 + 0.2 * draw.uniform())).map((value) => Math.min(value, 19.5))); // prettier-ignore
    const path = await h5ad('expected.h5ad', { x: deep });
    expect((await inspectData({ path })).matrices[0].kind).toBe('normalised');
    expect((await inspectData({ path, values: 'counts' })).matrices[0]).toMatchObject({
      kind: 'counts',
      declared: true,
    });
    const logs = x.map((row) => row.map((value) => Math.log1p((value / row.reduce((a, b) => a + b)) * 1e4)));
    expect((await inspectData({ path: await h5ad('logs.h5ad', { x: logs }) })).matrices[0].kind).toBe('log');
  });

  const deep = x.map((row, i) => row.map((value) => value * (1 + (i % 5))));
  const summing = (sum: number) => deep.map((row) => row.map((value) => (value / row.reduce((a, b) => a + b)) * sum));
  it.each<[what: string, rows: number[][], kind: string]>([
    ['counts per million', summing(1e6), 'normalised'],
    ['values that all sum to 10', summing(10), 'normalised'],
    ['logarithms to base 2', summing(1e4).map((row) => row.map((value) => Math.log2(value + 1))), 'log'],
    ['logarithms to base 10', summing(1e4).map((row) => row.map((value) => Math.log10(value + 1))), 'log'],
    ['counts less a soup of molecules', deep.map((row) => row.map((value) => Math.max(0, value - 0.3 * draw.uniform()))), 'normalised'],
    ['z-scores', deep.map((row) => row.map((value) => (value - 5) / 3)), 'scaled'],
    ['detected or not', deep.map((row) => row.map((value) => Number(value > 1))), 'binary'],
  ])('08 %s are taken for what they are', async (what, rows, kind) => {
    const path = await h5ad(`${what.replaceAll(' ', '-')}.h5ad`, { x: rows });
    expect((await inspectData({ path })).matrices[0].kind).toBe(kind);
  }); // prettier-ignore

  it('08 numbers below 0 are no counts, whoever says so', async () => {
    const path = await h5ad('below.h5ad', { x: deep.map((row) => row.map((value) => value - 1)) });
    await expect(inspectData({ path, values: 'counts' })).rejects.toThrow('is said to hold counts, but holds numbers below 0'); // prettier-ignore
    expect((await inspectData({ path, values: 'scaled' })).matrices[0].declared).toBe(true);
  });

  it.each(['Mt-', 'mt:', 'MT.', 'mt-', 'MT-'])(
    '10 the family of mitochondrial genes holds what inspect counts: %s',
    async (prefix) => {
      const written = genes.map((gene) => gene.replace('MT-', prefix));
      const path = await h5ad(`mito-${prefix.replace(/\W/g, (c) => String(c.charCodeAt(0)))}.h5ad`, { genes: written });
      const { profile } = await inspectData({ path, profile: {} });
      expect(profile?.mitochondrialGenes).toBe(2);
      const rules = resolveGeneRules(written.map((name) => ({ name, symbol: name, id: '' })), { mustInclude: [], exclude: ['family:mitochondrial'] }, { facts: null, table: null }); // prettier-ignore
      expect(rules.fallen).toHaveLength(2);
    },
  );

  it('12 decimal commas and thousands are numbers', async () => {
    const path = await h5ad('plain.h5ad');
    const german = csv(
      'german.csv',
      [['barcode', 'pseudotime'], ...cells.map((cell, i) => [cell, `${i},${5 + i}`])],
      ';',
    );
    expect(await classes(path, 'pseudotime', german)).toEqual(['continuous']);
    const english = csv('english.csv', [
      ['barcode', 'nCount'],
      ...cells.map((cell, i) => [cell, `"${i + 1},${500 + i}"`]),
    ]);
    expect(await classes(path, 'nCount', english)).toEqual(['continuous']);
  });

  it('13 names of BD Rhapsody are symbols, and its antibodies are no genes', async () => {
    const header = [
      'Cell_Index',
      ...genes.map((gene, g) => `${gene}|NM_00000${g}.2|Reference_end`),
      'CD3:UCHT1|CD3E|AHS0231|pAbO',
    ];
    const path = csv('MolsPerCell.csv', [['## pipeline'], header, ...x.map((row, i) => [1000 + i, ...row, 9])]);
    const about = await inspectData({ path });
    expect(about).toMatchObject({ genes: genes.length, geneExamples: genes.slice(0, 5) });
    expect(about.findings.map(({ code }) => code)).toContain('other-features');
  });

  it('18 classes in two Unicode forms are told of', async () => {
    const forms = cells.map((_, i) => 'Zellgröße'.normalize(i % 2 ? 'NFD' : 'NFC'));
    const { findings } = await inspectData({ path: await h5ad('forms.h5ad', { obs: { cell_type: forms } }) });
    expect(findings.map(({ code }) => code)).toContain('near-duplicate-classes');
  });

  it('20 no label is given by a barcode that occurs twice; by sample and barcode it is', async () => {
    const twice = [...cells, ...cells.slice(0, 20), ...Array.from({ length: 40 }, barcode)];
    const samples = twice.map((_, i) => (i < 60 ? 's1' : 's2'));
    const wide = twice.map((_, i) => x[i % 60]);
    const rows = twice.map((name, i) => [name, samples[i]]).reverse();
    const labels = csv('twice.csv', [['barcode', 'from_sample'], ...rows]);
    const without = await h5ad('merged.h5ad', { cells: twice, x: wide });
    expect((await inspectData({ path: without, labels })).labels?.matched).toBe(80);
    const path = await h5ad('merged-samples.h5ad', { cells: twice, x: wide, obs: { sample: samples } });
    const { labels: joined, columns } = await inspectData({ path, labels });
    expect(joined?.matched).toBe(120);
    expect(columns.find(({ name }) => name === 'from_sample')!.classes.map((entry) => entry.cells)).toEqual([60, 60]);
  });
});

describe('lists of genes', () => {
  const known = (name: string) => genes.includes(name);
  it.each<[what: string, text: string, expected: string[]]>([
    ['04 a probe set with a column of what was selected', ',gene_nr,selection,rank\nCD3D,1,True,1.0\nACTB,2,False,2.0\nLYZ,3,True,3.0\n', ['CD3D', 'LYZ']],
    ['05 a column for each cluster', 'B,T\nMS4A1,CD3D\nB2M,CD3E\n', ['MS4A1', 'B2M', 'CD3D', 'CD3E']],
    ['05 the same with numbers of lines', ',B,T\n0,MS4A1,CD3D\n1,B2M,CD3E\n', ['MS4A1', 'B2M', 'CD3D', 'CD3E']],
    ['05 several in a field', 'cell_name,marker\nT cell,"CD3D, CD3E"\nB cell,"MS4A1, B2M"\n', ['CD3D', 'CD3E', 'MS4A1', 'B2M']],
    ['05 gene sets', 'T_SET\tna\tCD3D\tCD3E\tLYZ\nB_SET\tna\tMS4A1\tB2M\n', ['CD3D', 'CD3E', 'LYZ', 'MS4A1', 'B2M']],
    ['15 gene_panel.json', JSON.stringify({ payload: { targets: [{ type: { descriptor: 'gene', data: { id: 'ENSG1', name: 'CD3D' } } }] } }), ['CD3D']],
    ['15 blanks', 'CD3D LYZ MS4A1 NKG7\n', ['CD3D', 'LYZ', 'MS4A1', 'NKG7']],
    ['15 an R vector', 'c("CD3D", "LYZ")\n', ['CD3D', 'LYZ']],
    ['15 characters of no width', 'CD3D\nMS4A1\u200b\nLYZ\n', ['CD3D', 'MS4A1', 'LYZ']],
    ['15 a codebook', 'version,1.0\ncodebook_name,demo\nbit_names,R1,R2\nname,id,barcodeType,R1,R2\nCD3D,T0,merfish,1,0\nBlank-1,B,merfish,0,1\n', ['CD3D']],
  ])('%s', (_, text, expected) => expect(readGeneList(text, known).genes.map(({ name }) => name)).toEqual(expected)); // prettier-ignore
  it('15 dates of a spreadsheet', () => {
    expect(readGeneList('gene\n1-Mar\nCD3D\n', known).notes[0]).toContain('MARCH1 or MARCHF1');
  });
});

describe('new cells', () => {
  const home = dirname(folder.path('x'));
  const { x: counts, genes: known, tasks } = planted({ cells: 240, genes: 20 });
  const dense = denseColumns(counts, Int32Array.from(known.keys()));
  const written = known.map(({ name }) => `HLA-${name.toUpperCase()}`);
  const rowsOf = (names: string[], scale = (value: number) => value) =>
    [['cell', ...names], ...Array.from({ length: 240 }, (_, i) => [`c${i}`, ...names.map((_, g) => scale(dense[g * 240 + i]))])]; // prettier-ignore
  const save = (name: string, rows: (string | number)[][]) => writeFileSync(join(home, name), rows.map((row) => row.join()).join('\n') + '\n'); // prettier-ignore
  const labels = Array.from(tasks[0].y, (c) => tasks[0].classes[c]);

  beforeAll(async () => {
    save('reference.csv', rowsOf(written));
    save('labels.csv', [['cell', 'type'], ...labels.map((label, i) => [`c${i}`, label])]);
    save('dots.csv', rowsOf(written.map((name) => name.replace('-', '.'))));
    save('strange.csv', [['cell', 'type'], ...labels.map((label, i) => [`c${i}`, i < 40 ? 'Mast' : i < 50 ? 'A' : label])]); // prettier-ignore
    save(
      'expected.csv',
      rowsOf(written, (value) => value * 0.9),
    );
    const ended = await runHere(['design', '@reference.csv', '--labels', '@labels.csv', '--task', 'type', '-k', '4', '--method', 'univariate-f', '--steps', '50', '--probe-steps', '100', '--quiet', '--project', '@p.panelwright'], home); // prettier-ignore
    expect(ended).toMatchObject({ code: 0 });
  }, 120_000);

  const predict = (...args: string[]) => runHere(['predict', '1', ...args, '--project', '@p.panelwright', '--quiet'], home); // prettier-ignore

  it('07 of classes that the predictor does not know are counted, and named', async () => {
    const { stdout } = await predict('@reference.csv', '--labels', '@strange.csv');
    expect(stdout).toContain('50 labelled cells have classes that the predictor does not know (Mast 40, A 10)');
    expect(stdout).toMatch(/Agrees with the labels of 190 cells, whose classes it knows: .*\n.*over all 240 labelled cells the accuracy is 0\.\d+/); // prettier-ignore
  });

  it('07 without any class in common, or partly unlabelled, are told apart from those that do not agree', async () => {
    save('all-unknown.csv', [['cell', 'type'], ...labels.map((_, i) => [`c${i}`, i % 2 ? 'Mast' : 'pDC'])]);
    save('half.csv', [['cell', 'type'], ...labels.map((label, i) => [`c${i}`, i % 2 ? label : ''])]);
    const unknown = (await predict('@reference.csv', '--labels', '@all-unknown.csv')).stdout;
    expect(unknown).toContain('240 labelled cells have classes that the predictor does not know (pDC 120, Mast 120)');
    expect(unknown).not.toContain('Agrees');
    const half = (await predict('@reference.csv', '--labels', '@half.csv')).stdout;
    expect(half).toContain('Agrees with the labels of 120 cells: ');
    expect(half).not.toContain('does not know');
  });

  it.each<[what: string, names: string[], said: string]>([
    ['in small letters', written.map((name) => name.toLowerCase()), ''],
    ['with underscores', written.map((name) => name.replace('-', '_')), 'are written differently in the data'],
    ['with characters that nobody sees', written.map((name) => `${name}\u200b`), ''],
    ['of which one has no name', written.map((name, g) => (g === 19 ? '' : name)), ''],
    ['each twice', [...written, ...written], 'are in the data several times, and the first of each is taken'],
  ])('07 whose genes are written %s are met', async (what, names, said) => {
    save(`${what}.csv`, [['cell', ...names], ...Array.from({ length: 240 }, (_, i) => [`c${i}`, ...names.map((_, g) => dense[(g % 20) * 240 + i])])]);
    const { stdout, stderr } = await predict(`@${what}.csv`);
    expect(stdout).toContain('4 of 4 genes of the panel');
    expect(said === '' ? stderr === '' : stderr.includes(said)).toBe(true);
  }); // prettier-ignore

  it('07 of another species are refused as that', async () => {
    save('mouse.csv', rowsOf(written.map((_, g) => `Actb${g}`)));
    const { code, stderr } = await predict('@mouse.csv');
    expect(code).toBe(1);
    expect(stderr).toContain('The panel looks human and the data look mouse or rat');
  });

  it('08 may be said to be counts', async () => {
    const ended = await predict('@expected.csv', '--values', 'counts');
    expect(ended).toMatchObject({ code: 0 });
    expect((await predict('@expected.csv', '--values', 'sums')).stderr).toContain(
      '--values is counts, normalised, log or scaled, not "sums"',
    );
  });

  it('09 whose genes R wrote with points are met, and that is said; required genes too', async () => {
    const { stdout, stderr } = await predict('@dots.csv');
    expect(stdout).toContain('4 of 4 genes of the panel');
    expect(stderr).toContain('are written differently in the data: HLA-G');
    const [first] = written;
    const dry = await runHere(['design', '@dots.csv', '--labels', '@labels.csv', '--task', 'type', '-k', '4', '--must-include', first, '--dry-run'], home); // prettier-ignore
    expect(dry.stdout).toContain(`Written differently in the data: ${first} is ${first.replace('-', '.')}`);
  });
});
