import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { summariseColumn } from '../../../src-main/formats/columns.ts';
import { joinLabels, readLabelFile } from '../../../src-main/formats/readers/label-file.ts';
import type { LabelTable } from '../../../src-main/formats/types.ts';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import { sha256 } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const folder = temporaryFolder();

/** A label table with a key column and a column "type". */
function table(keys: string[], labels = keys.map((_, i) => `type ${i}`)): LabelTable {
  return { name: 'labels.csv', columns: ['cell', 'type'], rows: keys.map((key, i) => [key, labels[i]]) };
}

/** The label of each cell, null where it has none. */
function joined(cells: string[], labels: LabelTable, column = 0): (string | null)[] {
  const found = joinLabels(cells, labels).columns[column];
  if (found.kind !== 'categorical') throw new Error('not categorical');
  return Array.from(found.codes, (code) => found.categories[code] ?? null);
}

describe('readLabelFile', () => {
  it('reads quoted, gzipped and tab-separated tables', async () => {
    const expected = { columns: ['cell', 'type'], rows: [['c1', 'B, naive'], ['c2', 'T']] }; // prettier-ignore
    const csv = 'cell,type\nc1,"B, naive"\nc2,T\n';
    expect(await readLabelFile(folder.write('a.csv', csv))).toMatchObject(expected);
    expect(await readLabelFile(folder.write('a.csv.gz', gzipSync(csv)))).toMatchObject(expected);
    expect(await readLabelFile(folder.write('a.tsv', 'cell\ttype\r\nc1\tB, naive\r\nc2\tT\r\n'))).toMatchObject(
      expected,
    );
  });

  it('reads the header one field short, as R writes it', async () => {
    expect((await readLabelFile(folder.write('b.csv', '"type"\n"c1","B"\n"c2","T"\n'))).columns).toEqual(['', 'type']);
  });

  it('passes over titles and comments above the names', async () => {
    const path = folder.write('title.csv', '# from Loupe, 2024\nMy labels\ncell,type,donor\nc1,B,d1\nc2,T,d2\n');
    expect(await readLabelFile(path)).toMatchObject({ columns: ['cell', 'type', 'donor'], rows: [['c1', 'B', 'd1'], ['c2', 'T', 'd2']] }); // prettier-ignore
  });

  it('refuses what is no table', async () => {
    const message = (name: string, content: string) =>
      readLabelFile(folder.write(name, content)).then(() => 'read', describeError);
    expect(await message('c.csv', 'c1\nc2\n')).toContain('c.csv has one column only');
    expect(await message('d.csv', 'cell,type\nc1,B,x\nc2,T,y,z\n')).toContain(
      'd.csv, line 3: 4 fields where the first line has 3',
    );
    expect(await message('e.csv', 'cell,type\n')).toContain('e.csv has a first line and nothing below it.');
    expect(await message('f.xlsx', 'PK\u0003\u0004xl/\0')).toContain('f.xlsx cannot be read as an Excel workbook');
    expect(await message('g.csv', '{"cell": ["c1", "c2"]}')).toContain('g.csv is a JSON file');
  });
});

describe('joinLabels', () => {
  const cells = ['AAACCTGAGAAACCAT-1', 'AAACCTGAGAAACCGC-1', 'AAACCTGAGAAACCTA-1'];

  it('keeps columns of one name apart, and none that holds nothing behind the last separator', () => {
    const rows = cells.map((cell, i) => [cell, 'BTB'[i], 'xyz'[i], '']);
    const { join } = joinLabels(cells, { name: 'labels.csv', columns: ['cell', 'type', 'type', ''], rows });
    expect(join.columns).toEqual(['type', 'type-1']);
    expect(join.reconciliation).toContain('Several columns are called type');
  });

  it('brings barcodes in small letters together with others', () => {
    const { join } = joinLabels(cells, table(cells.map((cell) => cell.toLowerCase())));
    expect(join).toMatchObject({ matched: 3, reconciliation: 'Upper and lower case were not told apart.' });
  });

  it('takes field of view and number for the name of a cell of CosMx', () => {
    const rows = [['2', '1', 'T'], ['1', '2', 'B'], ['1', '1', 'Mono']]; // prettier-ignore
    const labels: LabelTable = { name: 'metadata.csv', columns: ['fov', 'cell_ID', 'type'], rows };
    expect(joined(['1_1', '1_2', '2_1'], labels, 2)).toEqual(['Mono', 'B', 'T']);
  });

  it('meets cells by a column of theirs that names each, where their row names meet nothing', () => {
    const barcodes = {
      name: 'barcode',
      kind: 'categorical' as const,
      categories: cells,
      codes: Int32Array.of(2, 1, 0),
    };
    const { join, columns } = joinLabels(['0', '1', '2'], table(cells, ['B', 'Mono', 'cluster 2']), {
      own: [barcodes],
    });
    expect(join).toMatchObject({ matched: 3, reconciliation: 'Cells were met by their column “barcode”.' });
    expect(columns[0]).toMatchObject({ categories: ['B', 'Mono', 'cluster 2'], codes: Int32Array.of(2, 1, 0) });
  });

  it('joins in any order; cells that are not named have no label', () => {
    const { join, columns } = joinLabels(cells, table([cells[2], cells[0], 'stranger']));
    expect(join).toEqual({
      columns: ['type'],
      cells: 3,
      matched: 2,
      unmatchedExamples: ['stranger'],
      reconciliation: '',
    });
    expect(columns[0]).toMatchObject({ categories: ['type 0', 'type 1'], codes: Int32Array.of(1, -1, 0) });
  });

  it('finds the column that names the cells', () => {
    const labels = { name: 'l', columns: ['type', 'barcode'], rows: cells.map((cell, i) => [`t${i}`, cell]) };
    expect(joined(cells, labels)).toEqual(['t0', 't1', 't2']);
  });

  const reconciled: [what: string, cells: string[], keys: string[], words: string][] = [
    ['a suffix in the data', cells, cells.map((cell) => cell.replace('-1', '')), 'suffix of barcodes'],
    ['a suffix in the file', cells.map((cell) => cell.replace('-1', '')), cells, 'suffix of barcodes'],
    ['a prefix of a sample', cells, cells.map((cell) => `s1_${cell}`), 'prefix of barcodes'],
    ['prefix and suffix', cells.map((cell) => cell.replace('-1', '')), cells.map((cell) => `P1#${cell}`), 'Prefix and suffix'], // prettier-ignore
    ['R’s points', cells.map((cell) => cell.replace('-', '.')), cells, 'points'],
    ['barcodes within longer names', cells.map((cell) => `${cell}-sampleA`), cells.map((cell) => `run.${cell.slice(0, 16)}x`), 'Only the barcode'], // prettier-ignore
  ];
  for (const [what, names, keys, words] of reconciled) {
    it(`brings together ${what}`, () => {
      expect(joined(names, table(keys))).toEqual(['type 0', 'type 1', 'type 2']);
      expect(joinLabels(names, table(keys)).join.reconciliation).toContain(words);
    });
  }

  it('does not join names that become ambiguous', () => {
    const twoSamples = ['AAACCTGAGAAACCAT-1', 'AAACCTGAGAAACCAT-2', 'CAACCTGAGAAACCAT-1'];
    const labels = table(['AAACCTGAGAAACCAT', 'CAACCTGAGAAACCAT']);
    expect(joined(twoSamples, labels)).toEqual([null, null, 'type 1']);
    expect(joinLabels(twoSamples, labels).join.reconciliation).toContain('2 cells stay without a label');
  });

  it('takes any of several lines that say the same of a cell, and none where they do not', () => {
    const labels = table([cells[0], cells[0], cells[1], cells[1], cells[2]], ['B', 'B', 'T', 'NK', 'Mono']);
    expect(joined(cells, labels)).toEqual(['B', null, 'Mono']);
    expect(joinLabels(cells, labels).join.reconciliation).toBe(
      '1 cell stays without a label, as several lines of the table name it and say different things.',
    );
  });

  it('takes a first line that names a cell for data', () => {
    const { join } = joinLabels(cells, { name: 'l', columns: [cells[0], 'B'], rows: [[cells[1], 'T']] });
    expect(join).toMatchObject({ columns: ['column 2'], matched: 2 });
    expect(join.reconciliation).toContain('The first line was read as data');
  });

  it('recognises continuous columns and empty fields', () => {
    const rows = cells.map((cell, i) => [cell, ['0.5', '', '2'][i], ['a', '', 'NA'][i]]);
    const { columns } = joinLabels(cells, { name: 'l', columns: ['cell', 'pseudotime', 'kind'], rows });
    expect(columns).toEqual([
      { name: 'pseudotime', kind: 'continuous', values: Float64Array.of(0.5, NaN, 2) },
      { name: 'kind', kind: 'categorical', categories: ['NA', 'a'], codes: Int32Array.of(1, -1, 0) },
    ]);
  });

  it('shows both sides where nothing meets', () => {
    expect(() => joinLabels(cells, table(['x', 'y']))).toThrow(
      'No line of labels.csv names a cell of the data set. Cells are called "AAACCTGAGAAACCAT-1", "AAACCTGAGAAACCGC-1", ' +
        '"AAACCTGAGAAACCTA-1"; the first column of the file (cell) holds "x", "y".',
    );
  });
});

const data = '../shared/data';
describe.skipIf(!existsSync(data))('real label files (needs the data sets beside the repository)', () => {
  const tables = ['visp_labels.csv', 'formats/bonemarrow_paul2015_csv/labels.csv', 'formats/pbmc3k_10x_v3/labels.csv'];
  for (const path of tables) {
    it(`reads ${path} as pandas`, async () => {
      const { files } = JSON.parse(readFileSync(`${data}/reference/reading.json`, 'utf8')) as {
        files: Record<string, { file: string; readings: unknown[] }>;
      };
      const reading = Object.values(files).find((entry) => entry.file === path)!.readings[0] as {
        n_rows: number;
        index: { sha256_of_names_joined_by_newline: string };
        columns: Record<string, { n_distinct: number; value_counts?: Record<string, number> }>;
      };
      const labels = await readLabelFile(`${data}/${path}`);
      const names = labels.rows.map((row) => row[0]);
      expect(names.length).toBe(reading.n_rows);
      expect(sha256(names)).toBe(reading.index.sha256_of_names_joined_by_newline);
      const { join, columns } = joinLabels(names, labels);
      expect(join.matched).toBe(reading.n_rows);
      expect(columns.map((column) => column.name)).toEqual(Object.keys(reading.columns));
      for (const summary of columns.map(summariseColumn)) {
        const expected = reading.columns[summary.name];
        expect(summary.classes.length).toBe(expected.n_distinct);
        const counts = Object.fromEntries(summary.classes.map((entry) => [entry.name, entry.cells]));
        if (expected.value_counts) expect(counts).toEqual(expected.value_counts);
      }
    });
  }

  it('joins a text matrix and its labels', async () => {
    const labels = await readLabelFile(`${data}/formats/bonemarrow_paul2015_csv/labels.csv`);
    const file = await openFile(`${data}/formats/bonemarrow_paul2015_csv/counts.csv`);
    expect(joinLabels(file.obsNames, labels).join).toMatchObject({ cells: 2730, matched: 2730, reconciliation: '' });
    file.close();
  });

  it('refuses labels of other cells', async () => {
    const labels = await readLabelFile(`${data}/visp_labels.csv`);
    const file = await openFile(`${data}/osmfish_codeluppi2018.h5ad`);
    expect(() => joinLabels(file.obsNames, labels)).toThrow(
      /^No line of visp_labels\.csv names a cell of the data set/,
    );
    file.close();
  });
});
