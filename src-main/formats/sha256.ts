/** Fingerprints of source files, for provenance. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-preload/errors.ts';

/**
 * SHA-256 of a file, or of the files of a folder one after the other in the order of their names, as hexadecimal text.
 *
 * @throws AppError `unreadable` where a file cannot be read
 */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    const folder = (await stat(path)).isDirectory();
    const entries = folder ? await readdir(path, { withFileTypes: true }) : [];
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    const files = folder ? names.sort().map((name) => join(path, name)) : [path];
    for (const file of files) for await (const part of createReadStream(file)) hash.update(part as Buffer);
  } catch (cause) {
    throw new AppError('unreadable', `${path} cannot be read: ${(cause as Error).message}.`, undefined, { cause });
  }
  return hash.digest('hex');
}
