/** Zip archives: what is inside is unpacked into a temporary folder and opened as if it lay there. */
import { createWriteStream } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../src-preload/errors.ts';
import { reasonOf } from './reason.ts';
import type { Format, Source } from './types.ts';
import { type OpenInner, openUnpacked } from './unpacked.ts';
import { openEntry } from './zip-entries.ts';

export function zip(openInner: OpenInner): Format {
  return { name: 'zip', match: isZip, open: openUnpacked(unpack, openInner) };
}

/** True for an archive as people make it, and not for an Office document, a NumPy or a Zarr store. */
function isZip(source: Source): boolean {
  const head = Buffer.from(source.head.subarray(0, 4096)).toString('latin1');
  return (
    head.startsWith('PK\x03\x04') && !/\[Content_Types\]|_rels\/|xl\/|\.npy|\.zgroup|\.zattrs|zarr\.json/.test(head)
  );
}

/** Unpacks what is to be opened, and nothing else; returns its path. */
async function unpack(source: Source, folder: string): Promise<string> {
  let archive: ZipFile | undefined;
  try {
    archive = await openPromise(source.path, { autoClose: false });
    const entries: Entry[] = [];
    for await (const entry of archive.eachEntry()) if (isFile(entry)) entries.push(entry);
    const { open, needed } = choose(source, entries);
    await checkSpace(source, folder, needed);
    for (const entry of needed) {
      const target = join(folder, entry.fileName);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(await openEntry(archive, entry), createWriteStream(target));
    }
    return join(folder, open.fileName);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'unreadable',
      `${source.name} cannot be unpacked: ${reasonOf(cause)}.`,
      'The archive is cut short or damaged: copy or download it again.',
      { cause },
    );
  } finally {
    archive?.close();
  }
}

/** Folders, and what macOS puts beside the files, are no data. */
function isFile(entry: Entry): boolean {
  return !entry.fileName.endsWith('/') && !/(^|\/)(__MACOSX\/|\.)/.test(entry.fileName);
}

/** The one entry that is data, and the entries that it needs: a Matrix Market file comes with those of its folder. */
function choose(source: Source, entries: Entry[]): { open: Entry; needed: Entry[] } {
  const matrices = entries.filter((entry) => /\.mtx(\.gz)?$/i.test(entry.fileName));
  if (matrices.length === 1) {
    const [open] = matrices;
    return { open, needed: entries.filter((entry) => dirname(entry.fileName) === dirname(open.fileName)) };
  }
  const data = entries.filter((entry) => !/(^|\/)(readme|licen[cs]e)|\.(md|pdf|docx?|html?|png|jpe?g)$/i.test(entry.fileName)); // prettier-ignore
  if (data.length === 1) return { open: data[0], needed: data };
  const names = entries.map((entry) => entry.fileName);
  throw new AppError(
    'unreadable',
    entries.length === 0
      ? `${source.name} is an empty zip archive.`
      : `${source.name} is a zip archive of ${names.length} ${names.length === 1 ? 'file' : 'files'} (${names.slice(0, 5).map((name) => basename(name)).join(', ')}${names.length > 5 ? ', …' : ''}); ${names.length === 1 ? 'it does not look like data' : 'which of them is the data cannot be told'}.`, // prettier-ignore
    'Unpack it and open the file or folder that holds the matrix.',
  );
}

async function checkSpace(source: Source, folder: string, entries: Entry[]): Promise<void> {
  const encrypted = entries.find((entry) => entry.isEncrypted());
  if (encrypted) {
    throw new AppError(
      'unreadable',
      `${source.name} is encrypted.`,
      'Unpack it with its password and open what is inside.',
    );
  }
  const bytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const { bavail, bsize } = await statfs(folder);
  if (bytes < bavail * bsize) return;
  const gigabytes = (value: number) => `${(value / 1e9).toFixed(1)} GB`;
  throw new AppError(
    'unreadable',
    `${source.name} holds ${gigabytes(bytes)}, and ${tmpdir()} has ${gigabytes(bavail * bsize)} left to unpack it.`,
    'Unpack it on another disk and open what is inside.',
  );
}
