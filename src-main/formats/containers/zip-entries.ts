/** Entries of a zip archive, read with their checksums compared: yauzl leaves these to its users. */
import { Transform, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';

/**
 * The bytes of an entry, unpacked.
 *
 * @throws Error where they do not add up to the checksum that the archive states
 */
export async function openEntry(archive: ZipFile, entry: Entry): Promise<Readable> {
  let sum = 0;
  const check = new Transform({
    transform(part: Buffer, _, done) {
      sum = crc32(part, sum);
      done(null, part);
    },
    flush(done) {
      done(sum === entry.crc32 ? null : new Error(`the checksum of ${entry.fileName} is wrong`));
    },
  });
  const raw = await archive.openReadStreamPromise(entry);
  raw.on('error', (error) => check.destroy(error));
  return raw.pipe(check);
}

/** A whole entry as text. @throws Error where it is longer than `most` bytes, whatever the archive says of it */
export async function readEntryText(archive: ZipFile, entry: Entry, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of await openEntry(archive, entry)) {
    bytes += (part as Buffer).length;
    if (bytes > most) throw new Error(`${entry.fileName} is longer than ${most} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
