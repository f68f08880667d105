/** What is pointed at by mistake: each in a sentence that says what it is and what to do. */
import { mkdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { File as H5File, ready } from 'h5wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../../src-main/formats/registry.ts';
import { AppError, describeError } from '../../src-preload/errors.ts';
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
    expect(await refusal(hdf5('bare.h5ad', 'obs', 'var'))).toContain('bare.h5ad: the table /obs has no row names.');
  });
  it('an h5Seurat, a MuData and a PyTables file, by name', async () => {
    expect(await refusal(hdf5('a.h5seurat', 'assays', 'meta.data'))).toContain('a.h5seurat is an h5Seurat file');
    expect(await refusal(hdf5('a.h5mu', 'mod', 'obs', 'var'))).toContain('a.h5mu is a MuData file');
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
  it('prose', async () => {
    expect(await refusal(folder.write('note.txt', 'hello\nworld\n'))).toContain(
      'note.txt is of no kind that is known here.',
    );
  });
});
