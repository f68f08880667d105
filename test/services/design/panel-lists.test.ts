import { describe, expect, it } from 'vitest';
import { readGenesAndRules, readPanelList } from '../../../src-main/services/design/panel-lists.ts';
import { markerOverlap } from '../../../src-main/services/runs/markers.ts';
import { laboratory, projectWithData } from '../laboratory.ts';

const names = (text: string) => readPanelList(text).genes.map(({ name }) => name);

describe('a panel list', () => {
  it('is a gene a line, genes by commas, or a table without a header', () => {
    expect(names('CD3D\r\n\r\nNKG7\n')).toEqual(['CD3D', 'NKG7']);
    expect(names('CD3D, NKG7,LYZ')).toEqual(['CD3D', 'NKG7', 'LYZ']);
    expect(names('CD3D,12\nNKG7,7\n')).toEqual(['CD3D', 'NKG7']);
    expect(names('# from the paper\n\ufeffCD3D\n')).toEqual(['CD3D']);
  });

  it('is ours, Xenium’s, or any with a column of symbols or Ensembl IDs', () => {
    expect(names("gene_symbol,gene_id,rank,score\nCD3D,ENSG1,1,0.5\n'-weird,,2,\n")).toEqual(['CD3D', '-weird']);
    expect(readPanelList('Gene,Ensembl ID,Probe sets,Force\nCD3D,ENSG00000167286,,forced\n').genes).toEqual([
      { name: 'CD3D', id: 'ENSG00000167286' },
    ]);
    expect(names('Panel\tEnsembl_ID\nimmune\tENSG00000167286\n')).toEqual(['ENSG00000167286']);
    expect(names('Category;Gene name\nT;CD3D\nNK;NKG7\nT;CD3D\n')).toEqual(['CD3D', 'NKG7']);
  });

  it('says how it was read where that is not plain', async () => {
    const lab = laboratory();
    const chosen = 'gene,selection\nCD3D,True\nLYZ,False\nMS4A1,True\n';
    expect(await lab.call('panels.read', { text: chosen })).toEqual({
      entries: ['CD3D', 'MS4A1'],
      notes: ['The 2 of 3 genes are taken for which the column “selection” is true.'],
    });
    expect(readGenesAndRules('/^MT-/\nCD3D\n1-Mar\n').notes).toEqual([
      '1-Mar is a date: a spreadsheet made it of MARCH1 or MARCHF1.',
    ]);
    expect(readGenesAndRules('CD3\u200bD\nLYZ\n').notes).toEqual([
      'Characters that nobody sees are taken out of 1 line.',
    ]);
  });

  it('without a gene is refused', () => {
    expect(() => readPanelList('\n\n')).toThrow('names no gene');
    expect(() => readPanelList('gene,probes\n')).toThrow('names no gene');
  });

  it('may hold rules on names among them', () => {
    const entries = (text: string) => readGenesAndRules(text).entries;
    expect(entries('/^MT-/\r\nCD3D\n/^RP[SL]/\n')).toEqual(['/^MT-/', '/^RP[SL]/', 'CD3D']);
    expect(entries('/^MT-/\n')).toEqual(['/^MT-/']);
    expect(entries('rank,gene\n1,CD3D\n2,LYZ\n')).toEqual(['CD3D', 'LYZ']);
    expect(() => readGenesAndRules('\n')).toThrow('names no gene');
  });
});

describe('a panel met with data', () => {
  it('says what it found, under which name, and what is missing', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const genes = (await lab.call('datasets.genes', { datasetIds: [datasetId], contains: '', limit: 10 })).genes;
    const [first, second] = genes.map(({ name }) => name);
    const text = [first, second.toLowerCase(), first, 'NOSUCH', ''].join('\n');
    const match = await lab.call('panels.match', { text, datasetIds: [datasetId] });
    expect(match).toMatchObject({
      asked: 3,
      found: [first, second],
      renamed: [{ asked: second.toLowerCase(), found: second }],
      missing: [{ asked: 'NOSUCH' }],
    });
  });
});

describe('markers', () => {
  const gene = (name: string) => ({ name, symbol: name, id: '' });
  const genes = ['CD3D', 'CD3E', 'MS4A1', 'CD79A', 'LYZ'].map(gene);

  it('are counted over all and set by set; those that were not measured are none', () => {
    const text = 'gene_set_name,gene_symbol\nT,CD3D\nT,cd3e\nB,MS4A1\nB,CD79A\nB,NOSUCH\n';
    expect(markerOverlap(text, [gene('CD3D'), gene('LYZ')], genes)).toEqual({
      markers: 4,
      unknown: 1,
      inPanel: 1,
      share: 0.25,
      sets: [
        { name: 'T', markers: 2, inPanel: ['CD3D'] },
        { name: 'B', markers: 2, inPanel: [] },
      ],
      notes: [],
    });
    const wide = markerOverlap('B,T\nMS4A1,CD3D\nCD79A,CD3E\n', [gene('CD3D')], genes);
    expect(wide.notes).toEqual(['The columns B, T are read as lists of genes.']);
    expect(() => markerOverlap('NOSUCH\n', [], genes)).toThrow('None of the markers');
  });
});

it.each([
  ['a list', readPanelList],
  ['a list of genes and rules', readGenesAndRules],
])('%s of more lines than there are genes is refused before it is read', (_name, read) => {
  const lines = 'CD3E\n'.repeat(1_200_000);
  expect(() => read(lines)).toThrow('The list has 1,200,001 lines');
  expect(() => read(`/x/\n${lines}`)).toThrow('lines');
});
