import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';
import { zipOf } from '../zip-of.ts';

const folder = temporaryFolder();

const csv = 'gene,cell_1,cell_2\nCD3E,1,2\nLYZ,0,3\n';
const leftovers = () => readdirSync(tmpdir()).filter((name) => /^panelwright-[A-Za-z0-9]{6}$/.test(name));
// a folder of its own: other programs unpack into the usual one at the same time
beforeAll(() => void vi.stubEnv('TMPDIR', mkdirSync(folder.path('unpacked'), { recursive: true })!));
afterAll(() => vi.unstubAllEnvs());

describe('zip archives', () => {
  it('opens the one table inside, beside what is no data', async () => {
    const path = folder.write(
      'a.zip',
      zipOf({ 'README.md': 'x', '__MACOSX/._counts.csv': 'x', 'data/counts.csv': csv }),
    );
    const file = await openFile(path);
    expect(file.format).toBe('csv');
    expect(file.files).toEqual([path]);
    expect(await dense(file, 'X')).toEqual([[1, 0], [2, 3]]); // prettier-ignore
    file.close();
  });

  it('opens a 10x folder inside', async () => {
    const path = folder.write(
      'b.zip',
      zipOf({
        'out/matrix.mtx': '%%MatrixMarket matrix coordinate integer general\n2 1 1\n2 1 7\n',
        'out/features.tsv': 'E1\tCD3E\nE2\tLYZ\n',
        'out/barcodes.tsv': 'AAAC-1\n',
        'summary.csv': 'x',
      }),
    );
    const file = await openFile(path);
    expect(file.format).toBe('10x-mtx');
    expect(await dense(file, 'X')).toEqual([[0, 7]]);
    file.close();
  });

  it('opens an h5ad inside, and leaves nothing behind', async () => {
    const before = leftovers();
    const file = await openFile(
      folder.write('c.zip', zipOf({ 'v0.7.h5ad': readFileSync('test/fixtures/formats/v0.7.h5ad'), 'labels.csv': csv })),
    );
    expect(file.obsNames.length).toBe(30);
    file.close();
    expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('says what is inside where it cannot choose, and where the archive is broken', async () => {
    const message = (name: string, content: Uint8Array) =>
      openFile(folder.write(name, content)).then(() => 'it was opened', describeError);
    expect(await message('d.zip', zipOf({ 'a.csv': csv, 'b.csv': csv }))).toContain(
      'd.zip is a zip archive of 2 files (a.csv, b.csv); which of them is the data cannot be told. Unpack it',
    );
    expect(await message('e.zip', zipOf({ 'a.csv': csv }).subarray(0, -30))).toContain('e.zip cannot be unpacked:');
    expect(await message('f.zip', zipOf({ 'labels.csv': 'cell,type\na,B\n' }))).toContain(
      'labels.csv, line 2, column "type"',
    );
  });

  it('opens a gzipped HDF5 file, and says where one is cut short', async () => {
    const whole = gzipSync(readFileSync('test/fixtures/formats/v0.7.h5ad'));
    const file = await openFile(folder.write('GSM1.h5ad.gz', whole));
    expect([file.format, file.obsNames.length]).toEqual(['h5ad', 30]);
    file.close();
    const refusal = await openFile(folder.write('cut.h5ad.gz', whole.subarray(0, whole.length / 2))).then(
      () => '',
      describeError,
    );
    expect(refusal).toMatch(/^cut\.h5ad\.gz is gzipped, but cannot be unpacked: .* download it again\.$/);
  });
});
