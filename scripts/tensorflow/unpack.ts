/** Takes the libraries out of wheels, which are zip archives, and nothing else. */
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { AppError } from '../../src-shared/errors.ts';
import { libraryFiles } from '../../src-main/nn/tensorflow/library.ts';
import { checkRoom, outOfRoom } from './download.ts';

/** TensorFlow's two files, and NVIDIA's libraries beside them. */
const wanted = (name: string) =>
  libraryFiles.some((file) => name === `tensorflow/${file}`) || /^nvidia\/[^/]+\/lib\/[^/]+\.so[.\d]*$/.test(name);

/**
 * Unpacks the libraries of all wheels into the folder: either all of them are there in the end, or no folder.
 *
 * @throws AppError for want of room, and for a wheel without a library in it
 */
export async function unpackLibraries(wheels: readonly string[], folder: string): Promise<void> {
  const partial = `${folder}.part`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    for (const wheel of wheels) await unpack(wheel, partial);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw outOfRoom(folder, 'the libraries did not fit');
    throw error;
  }
}

async function unpack(wheel: string, folder: string): Promise<void> {
  const archive = await openPromise(wheel, { autoClose: false });
  try {
    const entries: Entry[] = [];
    for await (const entry of archive.eachEntry()) if (wanted(entry.fileName)) entries.push(entry);
    if (entries.length === 0) {
      throw new AppError(
        'unreadable',
        `${wheel} holds none of TensorFlow’s libraries.`,
        'Delete it and run this again.',
      );
    }
    await checkRoom(
      folder,
      entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0),
    );
    for (const entry of entries) {
      const target = join(folder, entry.fileName);
      mkdirSync(dirname(target), { recursive: true });
      await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target));
    }
  } finally {
    archive.close();
  }
}
