/** What is packed to fill memory or disk, and archives that reach out of themselves: refused, and nothing stays. */
import { mkdirSync, readdirSync, statfsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkEntries, limited } from '../../../src-main/formats/containers/limits.ts';
import { readLabelFile } from '../../../src-main/formats/readers/label-file.ts';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';
import { zipOf } from '../zip-of.ts';

const folder = temporaryFolder();
beforeAll(() => void vi.stubEnv('TMPDIR', mkdirSync(folder.path('unpacked'), { recursive: true })!));
afterAll(() => vi.unstubAllEnvs());
afterEach(() => {
  vi.restoreAllMocks();
  expect(readdirSync(tmpdir())).toEqual([]);
});
const refusal = (path: string, within?: string[]) =>
  openFile(path, { within }).then((file) => {
    file.close();
    return 'it was opened';
  }, describeError);

/** A member of a tar archive as any program could write it; `size` need not be that of the content. */
function member(name: string, content: Uint8Array | string = '', { type = '0', link = '', size = -1 } = {}): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write((size < 0 ? bytes.length : size).toString(8).padStart(11, '0'), 124);
  header.write('00000000000', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\u000000', 257, 'latin1');
  header.write(
    header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0') + '\0 ',
    148,
  );
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
const tarOf = (...members: Buffer[]) => Buffer.concat([...members, Buffer.alloc(1024)]);

const csv = 'gene,c1,c2\nCD3E,1,2\nLYZ,0,3\n';
/** wide, because parsing many short lines would take most of the time of these tests */
const cells = 1000;
const line = `CD3E${',0'.repeat(cells)}\n`;
const huge = Buffer.concat([
  Buffer.from(`gene${Array.from({ length: cells }, (_, i) => `,c${i}`).join('')}\n`),
  Buffer.alloc(4000 * line.length, line),
]);
const large = gzipSync(huge);

/** A zip archive that says of its files that they unpack to this many bytes. */
function saying(archive: Buffer, bytes: number): Buffer {
  for (let at = 0; at < archive.length - 30; at++) {
    const mark = archive.readUInt32LE(at);
    if (mark === 0x04034b50) archive.writeUInt32LE(bytes, at + 22);
    if (mark === 0x02014b50) archive.writeUInt32LE(bytes, at + 24);
  }
  return archive;
}

describe('bombs', () => {
  it.each<[name: string, content: () => Uint8Array]>([
    ['text.csv.gz', () => large],
    ['text.zip', () => zipOf({ 'counts.csv': huge })],
    ['lying.zip', () => saying(zipOf({ 'counts.csv': huge }), 1000)],
    ['text.tar.gz', () => gzipSync(tarOf(member('counts.csv', huge)))],
    ['inside.zip', () => zipOf({ 'counts.csv.gz': large })],
    ['matrix.mtx.gz', () => gzipSync(Buffer.concat([Buffer.from('%%MatrixMarket matrix coordinate integer general\n'), Buffer.alloc(5 * 2 ** 20, `%${' '.repeat(998)}\n`)]))],
    ['twice.h5ad.gz', () => gzipSync(large)],
    ['h5.h5ad.gz', () => gzipSync(Buffer.concat([Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), Buffer.alloc(5 * 2 ** 20)]))],
  ])('%s', async (name, content) => {
    if (name.startsWith('matrix')) {
      writeFileSync(folder.path('features.tsv'), 'E1\tCD3E\n');
      writeFileSync(folder.path('barcodes.tsv'), 'AAAC-1\n');
    }
    const said = await refusal(folder.write(name, content()));
    expect(said).toMatch(/unpacks to more than 250 times its size|too many bytes in the stream|cannot be unpacked/);
  }); // prettier-ignore

  it('a bomb among label files: gzipped text, and a sheet', async () => {
    const read = (path: string) => readLabelFile(path).then(() => 'it was read', describeError);
    expect(await read(folder.write('labels.csv.gz', large))).toContain('250 times its size');
    const sheet = zipOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
      'xl/worksheets/s.xml': '<worksheet/>',
    });
    expect(await read(folder.write('labels.xlsx', saying(sheet, 300e6)))).toContain('unpacks to more than 256 MB');
  });

  it('archives in archives, as deep as they may be and deeper', async () => {
    let inner: Uint8Array = Buffer.from(csv);
    let name = 'counts.csv';
    for (let depth = 1; depth <= 6; depth++) {
      inner = zipOf({ [name]: inner });
      name = `depth${depth}.zip`;
      const said = await refusal(folder.write(name, inner));
      expect(said, name).toContain(depth <= 4 ? 'it was opened' : 'is an archive in an archive');
    }
  });

  it('more than half of what is free for temporary files', async () => {
    const { bsize } = statfsSync(tmpdir());
    const real = fs.statfs;
    const free = Math.ceil(1_000_000 / bsize) * bsize;
    vi.spyOn(fs, 'statfs').mockImplementation((async (path: string) => ({ ...(await real(path)), bavail: free / bsize })) as never); // prettier-ignore
    const { roomIn } = await import('../../../src-main/formats/containers/limits.ts');
    const room = await roomIn(tmpdir());
    expect(room).toBeLessThanOrEqual(statfsSync(tmpdir()).bavail * bsize);
    const through = limited('x.gz', 1e9, 500_000);
    const outcome = new Promise<string>((done) => through.on('error', (error) => done(describeError(error))));
    through.write(Buffer.alloc(400_000));
    through.write(Buffer.alloc(200_000));
    through.resume();
    expect(await outcome).toContain('half of what is free');
  });

  it('an archive of very many files', async () => {
    expect(() => checkEntries('many.tar', 50_001)).toThrow('many.tar holds more than 50,000 files');
    expect(() => checkEntries('many.tar', 50_000)).not.toThrow();
  });

  it('a text without line ends', async () => {
    const path = folder.write('one-line.csv', Buffer.concat([Buffer.from('gene,c1\nCD3E,'), Buffer.alloc(33 * 2 ** 20, '1')])); // prettier-ignore
    expect(await refusal(path)).toContain('letters');
  });
});

describe('archives that reach out of themselves', () => {
  const matrix = '%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 7\n';
  const names = [member('s/features.tsv', 'E1\tCD3E\n'), member('s/barcodes.tsv', 'AAAC-1\n')];

  it.each<[name: string, members: Buffer[]]>([
    ['a path upwards', [member('../../../../../../../../tmp/panelwright-evil.csv', csv)]],
    ['a link of a file’s name, after it', [member('s/matrix.mtx', matrix), ...names, member('s/barcodes.tsv', '', { type: '2', link: '/etc/passwd' })]],
    ['a link of a file’s name, before it', [member('s/barcodes.tsv', '', { type: '2', link: '/etc/passwd' }), member('s/matrix.mtx', matrix), names[0]!]],
    ['a hard link', [member('s/matrix.mtx', matrix), names[0]!, member('s/barcodes.tsv', '', { type: '1', link: '/etc/passwd' })]],
    ['a folder that is a link', [member('s', '', { type: '2', link: '/etc' }), member('s/matrix.mtx', matrix), ...names]],
  ])('%s: not one byte of another file is read', async (name, members) => {
    const path = folder.write(`${name.length}.tar`, tarOf(...members));
    const file = await openFile(path).catch(describeError);
    if (typeof file === 'string') return expect(file).not.toContain('root:');
    expect(file.obsNames).toEqual(['AAAC-1']);
    expect(await dense(file, 'X')).toEqual([[7]]);
    file.close();
    expect(() => statSync('/tmp/panelwright-evil.csv')).toThrow();
  }); // prettier-ignore

  it('a zip with paths upwards and links is refused or read without them', async () => {
    for (const name of ['../evil.csv', '/tmp/evil.csv', 'a/../../evil.csv', 'C:\\evil.csv', '..\\evil.csv']) {
      expect(await refusal(folder.write('up.zip', zipOf({ [name]: csv })))).toContain('cannot be unpacked');
    }
  });

  it('what lies next to a matrix is confined as the matrix is, links resolved', async () => {
    const inside = folder.path('inside');
    mkdirSync(inside);
    writeFileSync(`${inside}/matrix.mtx`, matrix);
    writeFileSync(`${inside}/features.tsv`, 'E1\tCD3E\n');
    const secret = folder.write('secret.tsv', 'SECRET-1\n');
    symlinkSync(secret, `${inside}/barcodes.tsv`);
    for (const path of [inside, `${inside}/matrix.mtx`]) {
      expect(await refusal(path, [inside])).toContain('outside the folders that may be read');
      expect(await refusal(path)).toBe('it was opened');
    }
    symlinkSync(secret, `${inside}/linked.csv`);
    expect(await refusal(`${inside}/linked.csv`, [inside])).toContain('outside the folders that may be read');
  });
});
