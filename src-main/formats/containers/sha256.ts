/** Fingerprints of source files, for provenance. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { reasonOf } from '../reason.ts';
import { filesIn, isStore } from '../zarr/store.ts';

/** What a folder is read from: its files; of a zarr store, those of the folders in it too. */
async function partsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return isStore(names) ? filesIn(folder) : names.sort().map((name) => join(folder, name));
}

/**
 * SHA-256 of a file as hexadecimal text; of several files, or of the files of a folder, one after the other in the order
 * of their paths.
 *
 * @throws AppError `unreadable` where a file cannot be read
 */
export async function sha256OfFile(path: string | readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const one of typeof path === 'string' ? [path] : [...path].sort()) {
    try {
      const files = (await stat(one)).isDirectory() ? await partsOf(one) : [one];
      for (const file of files) for await (const part of createReadStream(file)) hash.update(part as Buffer);
    } catch (cause) {
      throw new AppError('unreadable', `${one} cannot be read: ${reasonOf(cause)}.`, undefined, { cause });
    }
  }
  return hash.digest('hex');
}
