/** Zip archives: what is inside is unpacked into a temporary folder and opened as if it lay there. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../../src-shared/errors.ts';
import { checkSizes, chooseData, damaged, isFile } from './archive.ts';
import { checkEntries, limited } from './limits.ts';
import { reasonOf } from '../reason.ts';
import type { Format, Source } from '../types.ts';
import { type OpenInner, openUnpacked } from './unpacked.ts';
import { openEntry } from './zip-entries.ts';

export function zip(openInner: OpenInner): Format {
  return { name: 'zip', match: isZip, open: openUnpacked(unpack, openInner) };
}

/** True for an archive as people make it, and not for an Office document or arrays of NumPy. */
function isZip(source: Source): boolean {
  const head = Buffer.from(source.head.subarray(0, 4096)).toString('latin1');
  return head.startsWith('PK\x03\x04') && !/\[Content_Types\]|_rels\/|xl\/|\.npy/.test(head);
}

/** Unpacks what is to be opened, and nothing else; returns its path. */
async function unpack(source: Source, folder: string): Promise<string> {
  let archive: ZipFile | undefined;
  try {
    archive = await openPromise(source.path, { autoClose: false });
    const entries: Entry[] = [];
    checkEntries(source.name, archive.entryCount);
    for await (const entry of archive.eachEntry()) if (isFile(entry)) entries.push(entry);
    const { open, needed } = chooseData(`${source.name} is a zip archive`, entries);
    refuseEncrypted(source, needed);
    let room = await checkSizes(source.name, folder, needed, source.bytes);
    for (const entry of needed) {
      const target = join(folder, entry.fileName);
      await mkdir(dirname(target), { recursive: true });
      const within = limited(`${entry.fileName} in ${source.name}`, entry.compressedSize, room);
      await pipeline(await openEntry(archive, entry), within, createWriteStream(target));
      room -= entry.uncompressedSize;
    }
    return join(folder, open.fileName);
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(source.name, cause, reasonOf(cause));
  } finally {
    archive?.close();
  }
}

function refuseEncrypted(source: Source, entries: Entry[]): void {
  if (!entries.some((entry) => entry.isEncrypted())) return;
  throw new AppError(
    'unreadable',
    `${source.name} is encrypted.`,
    'Unpack it with its password and open what is inside.',
  );
}
