/** Odd files of labs and archives: each opens as it should, or is told of in words (test/fixtures/odd/make.py). */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { describeError } from '../../src-shared/errors.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const file = (name: string) => `test/fixtures/odd/${name}.h5ad`;
const inspect = (path: string) => inspectData({ path, profile: { everyMatrix: true } });
const refusal = (path: string) => openFile(path).then(() => 'it was opened', describeError);

/** What all of them hold, if they hold it. */
const counts = Array.from({ length: 24 }, (_, i) => Array.from({ length: 8 }, (_, j) => (i * j) % 5));
const sum = counts.flat().reduce((total, value) => total + value, 0);

describe('odd AnnData', () => {
  it.each<[name: string, matrix: string, dtype: string]>([
    ['half', 'X', 'float16'],
    ['csc', 'X', 'int64'],
    ['no-x', 'layers/counts', 'float32'],
    ['raw-alone', 'raw/X', 'float32'],
    ['columns', 'X', 'float32'],
  ])('%s: every value is read', async (name, matrix, dtype) => {
    const opened = await openFile(file(name));
    expect(opened.proposedMatrix).toBe(matrix);
    expect(opened.matrices[0]).toMatchObject({ kind: 'counts', dtype });
    expect(await dense(opened, matrix)).toEqual(counts);
    opened.close();
  });

  it.each<[name: string, severity: string, code: string, what: string]>([
    ['transposed', 'problem', 'transposed', 'The 8 cells are named like genes (CD3E)'],
    ['zeros', 'problem', 'nothing-in-it', 'Every value of X is 0.'],
    ['no-cells', 'problem', 'nothing-in-it', 'X has 0 cells and 8 genes.'],
    ['hole', 'problem', 'matrix-unreadable', 'X holds NaN at cell 4, gene 5'],
    ['two-genomes', 'warning', 'several-species', 'human and mouse'],
    ['blanks', 'warning', 'near-duplicate-classes', '"B", "B "'],
    ['columns', 'note', 'columns-skipped', '4 columns of obs cannot be read: nested'],
    ['one-cell', 'note', 'one-value', 'Column "cell_type" has one value only (T).'],
  ])('%s: a %s', async (name, severity, code, what) => {
    const { findings } = await inspect(file(name));
    const found = findings.find((finding) => finding.code === code);
    expect(found?.severity).toBe(severity);
    expect(found?.what).toContain(what);
  });

  it('passes over categories that no cell has, and keeps numbers that are classes', async () => {
    const { columns, profile } = await inspect(file('columns'));
    const column = (name: string) => columns.find((candidate) => candidate.name === name);
    expect(
      column('unused')
        ?.classes.map(({ name }) => name)
        .sort(),
    ).toEqual(['B', 'Mono', 'T']);
    expect(column('number')?.classes).toHaveLength(4);
    expect(column('absent')).toMatchObject({ classes: [], missing: 24 });
    expect(profile?.sum).toBe(sum);
  });

  it('knows truth values', async () => {
    const { matrices } = await inspect(file('bool'));
    expect(matrices[0]).toMatchObject({ kind: 'binary', dtype: 'bool' });
  });

  it('refuses a file without any matrix', async () => {
    expect(await refusal(file('nothing'))).toContain('holds no expression matrix: neither X, nor layers, nor raw');
  });
});

describe('odd folders', () => {
  const tenx = (path: string, prefix = '') => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, `${prefix}genes.tsv`), 'ENSG00000198851\tCD3E\nENSG00000090382\tLYZ\n');
    writeFileSync(join(path, `${prefix}barcodes.tsv`), 'AAAC-1\nAAAG-1\n');
    writeFileSync(join(path, `${prefix}matrix.mtx`), '%%MatrixMarket matrix coordinate integer general\n2 2 2\n1 1 3\n2 2 4\n'); // prettier-ignore
  };

  it('passes over what macOS puts beside the files', async () => {
    const path = folder.path('usb');
    tenx(path);
    cpSync(path, folder.path('usb-copy'), { recursive: true });
    for (const name of ['._matrix.mtx', '._genes.tsv', '._barcodes.tsv', '.DS_Store']) {
      writeFileSync(join(path, name), '\0\u0005\u0016\u0007\0');
    }
    const opened = await openFile(path);
    expect(await dense(opened, 'X')).toEqual([[3, 0], [0, 4]]); // prettier-ignore
    opened.close();
  });

  it('names the folder to open in an output folder of Cell Ranger', async () => {
    const path = folder.path('outs');
    tenx(join(path, 'filtered_feature_bc_matrix'));
    writeFileSync(join(path, 'metrics_summary.csv'), 'a,b\n1,2\n');
    mkdirSync(join(path, 'analysis'));
    expect(await refusal(path)).toContain('Open filtered_feature_bc_matrix in it.');
  });

  it('names the folders to open where nothing else is there', async () => {
    tenx(folder.path('study/sample_1'));
    tenx(folder.path('study/sample_2'));
    expect(await refusal(folder.path('study'))).toContain('Open one of these in it: sample_1, sample_2.');
  });

  it('says which of several samples to open, and opens it', async () => {
    const path = folder.path('series');
    tenx(path, 'GSM1_a_');
    tenx(path, 'GSM2_b_');
    expect(await refusal(path)).toContain('holds 2 matrices: GSM1_a_matrix.mtx, GSM2_b_matrix.mtx.');
    const opened = await openFile(join(path, 'GSM2_b_matrix.mtx'));
    expect(opened.files.every((name) => name.includes('GSM2_b_'))).toBe(true);
    opened.close();
  });
});
