import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../src-main/formats/registry.ts';
import { describeError } from '../../src-preload/errors.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();

/** A zip archive of these files, deflated. */
function zipOf(files: Record<string, string | Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), data]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(directory.reduce((sum, entry) => sum + entry.length, 0), 12); // prettier-ignore
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const csv = 'gene,cell_1,cell_2\nCD3E,1,2\nLYZ,0,3\n';
const leftovers = () => readdirSync(tmpdir()).filter((name) => /^panelwright-[A-Za-z0-9]{6}$/.test(name));

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
      folder.write('c.zip', zipOf({ 'v0.7.h5ad': readFileSync('test/fixtures/formats/v0.7.h5ad') })),
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
});
