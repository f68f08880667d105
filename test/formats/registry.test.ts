/** What is pointed at by mistake: each in a sentence that says what it is and what to do. */
import { mkdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { File as H5File, ready } from 'h5wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../../src-main/formats/registry.ts';
import { AppError, describeError } from '../../src-shared/errors.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
beforeAll(() => ready);

/** An HDF5 file with empty groups and datasets of these names. */
function hdf5(name: string, ...entries: string[]): string {
  const file = new H5File(folder.path(name), 'w');
  for (const entry of entries) {
    const [group, dataset] = entry.split('/');
    const parent = file.keys().includes(group) ? file : (file.create_group(group), file);
    if (dataset) (parent.get(group) as H5File).create_dataset({ name: dataset, data: [1, 2, 3] });
  }
  file.close();
  return folder.path(name);
}

async function refusal(path: string): Promise<string> {
  return openFile(path).then(
    () => 'it was opened',
    (error: unknown) => {
      expect(error).toBeInstanceOf(AppError);
      return describeError(error);
    },
  );
}

describe('files that are refused', () => {
  it('a missing file', async () => {
    expect(await refusal('no/such/file.h5ad')).toBe(
      'There is no file or folder no/such/file.h5ad. Check the spelling and the folder.',
    );
  });
  it('an empty file', async () => {
    expect(await refusal(folder.write('empty.h5ad', ''))).toBe('empty.h5ad is empty. Copy or export the file again.');
  });
  it('a pipe or a device', async () => {
    expect(await refusal('/dev/null')).toBe(
      '/dev/null is a pipe or a device; data are read more than once, for which a file is needed. Write them to a file first, and name that.',
    );
  });
  it('a folder of other things', async () => {
    mkdirSync(folder.path('photos'));
    folder.write('photos/a.jpg', 'x');
    expect(await refusal(folder.path('photos'))).toContain(
      'The folder photos is nothing that is known here: it holds a.jpg.',
    );
  });
  it('an h5ad cut short', async () => {
    const whole = readFileSync('test/fixtures/formats/current.h5ad');
    const path = folder.write('cut.h5ad', whole.subarray(0, 50_000));
    expect(await refusal(path)).toBe(
      `cut.h5ad is cut short: it says that it has ${whole.length} bytes, but only 50000 are there. Copy or download the file again.`,
    );
  });
  it('an HDF5 file with a broken start', async () => {
    const bytes = readFileSync('test/fixtures/formats/current.h5ad');
    bytes.fill(0xff, 8, 90);
    expect(await refusal(folder.write('broken.h5ad', bytes))).toContain(
      'broken.h5ad starts like an HDF5 file, but cannot be opened as one',
    );
  });
  it('an HDF5 file of another kind', async () => {
    expect(await refusal(hdf5('model.h5', 'model_weights', 'optimizer_weights'))).toContain(
      'model.h5 is an HDF5 file, but neither AnnData nor 10x nor loom: instead of obs, var and X it holds model_weights, optimizer_weights.',
    );
  });
  it('AnnData without row names', async () => {
    expect(await refusal(hdf5('bare.h5ad', 'obs', 'var'))).toContain('bare.h5ad: the table obs has no row names.');
  });
  it('an h5Seurat, an empty MuData and a PyTables file, by name', async () => {
    expect(await refusal(hdf5('a.h5seurat', 'assays', 'meta.data'))).toContain('a.h5seurat is an h5Seurat file');
    expect(await refusal(hdf5('a.h5mu', 'mod', 'obs', 'var'))).toContain('a.h5mu has no modality');
    expect(await refusal(hdf5('a.h5', 'dge/axis0', 'dge/block0_values'))).toContain(
      'a.h5 is a table of pandas (PyTables)',
    );
  });
  it('R files, with the two lines that export them', async () => {
    const message = await refusal(folder.write('obj.rds', gzipSync(Buffer.from('X\n\0\0\0\u0003'))));
    expect(message).toContain('obj.rds is an R file');
    expect(message).toContain('writeH5AD');
    expect(await refusal(folder.write('renamed.dat', gzipSync(Buffer.from('RDX3\nX\n'))))).toContain('is an R file');
  });
  it('Loupe files', async () => {
    expect(await refusal(folder.write('run.cloupe', '{"nextHeaderOffset":0}\0\0'))).toContain('Loupe Browser');
  });
  it('an Excel workbook', async () => {
    expect(await refusal(folder.write('x.xlsx', 'PK\u0003\u0004....xl/workbook.xml\0'))).toContain(
      'x.xlsx is an Excel workbook',
    );
  });
  it('bytes of no kind', async () => {
    expect(
      await refusal(
        folder.write(
          'noise.bin',
          new Uint8Array(4000).map((_, i) => (i * 77) % 256),
        ),
      ),
    ).toContain('noise.bin is of no kind that is known here.');
  });
  it.each<[name: string, content: string | number[], sentence: string]>([
    [
      'note.txt',
      'hello\nworld\n',
      'note.txt is text, but no table: nothing separates fields in its first lines (“hello”).',
    ],
    ['panel.pdf', '%PDF-1.7\n1 0 obj, 2 0 obj', 'panel.pdf is a PDF document'],
    ['cells.json', '[{"cell": "a", "type": "B"}, {"cell": "b", "type": "T"}]', 'cells.json is a JSON file'],
    ['cells.csv', '{"cells": {"a": 1, "b": 2}}', 'cells.csv is a JSON file'],
    ['run.ipynb', '{"cells": [], "nbformat": 4}', 'run.ipynb is a Jupyter notebook'],
    ['data.h5ad', '<!DOCTYPE html>\n<html><body>Sign in, please</body></html>', 'data.h5ad is a web page'],
    [
      'big.h5ad',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n',
      'big.h5ad is a pointer of Git LFS',
    ],
    ['reads.fastq', '@r1 1, 2\nACGTN\n+\nIIIII\n', 'reads.fastq is a file of sequencing reads'],
    [
      'report.docx',
      'PK\u0003\u0004....[Content_Types].xml....word/document.xml\0',
      'report.docx is a document of Word',
    ],
    ['m.mat', 'MATLAB 5.0 MAT-file, Platform: GLNXA64\0', 'm.mat is a MATLAB file'],
    ['x.png', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0], 'x.png is a picture'],
    ['x.npy', [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0], 'x.npy is a Python pickle or NumPy array'],
    ['Trial.panelwright', 'SQLite format 3\0', 'Trial.panelwright is a project of Panelwright'],
    ['genes.gtf', '#!genome-build\nchr1\thavana\tgene\n', 'genes.gtf is a gene annotation'],
  ])('%s', async (name, content, sentence) => {
    const message = await refusal(folder.write(name, typeof content === 'string' ? content : Uint8Array.from(content)));
    expect(message).toContain(sentence);
    // and what to do
    expect(message.length).toBeGreaterThan(sentence.length + 20);
  });
});
