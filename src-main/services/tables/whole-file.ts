/** Files written as a whole or not at all: to a temporary one beside the place, then moved there. */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  createWriteStream,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { AppError } from '../../../src-shared/errors.ts';

/**
 * Looks before the work begins whether a result can be written when it ends.
 * @throws AppError `not-found` for a folder that is not there, `unreadable` for one that cannot be written to
 */
export function checkWritable(path: string): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) {
    throw new AppError(
      'not-found',
      `${path} cannot be written: there is no folder ${folder}.`,
      'Make it first, or choose another.',
    );
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    throw new AppError('conflict', `${path} cannot be written: it is a folder.`, 'Name a file in it.');
  }
  try {
    accessSync(stat ? path : folder, constants.W_OK);
  } catch (error) {
    throw new AppError('unreadable', `${path} cannot be written: permission denied.`, 'Choose another folder.', {
      cause: error,
    });
  }
}

/** Writes a file. @throws AppError when it cannot; no half file stays, and what was there before is untouched */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = beside(path);
  try {
    if (isDevice(path)) return writeFileSync(path, content);
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    throw unwritable(path, error);
  }
}

/**
 * The same for what is too large to be held: `write` is given a stream and ends it.
 * @returns bytes written
 * @throws AppError when it cannot be written, and whatever `write` throws; either way no half file stays
 */
export async function writeStreamed(path: string, write: (out: Writable) => Promise<void>): Promise<number> {
  const device = isDevice(path);
  const temporary = device ? path : beside(path);
  const out = createWriteStream(temporary, { flags: device ? 'w' : 'wx' });
  // a stream that breaks while nobody waits for it must not end the process
  const ended = finished(out).catch((error: unknown) => Promise.reject(unwritable(path, error)));
  ended.catch(() => {});
  try {
    await Promise.race([Promise.all([write(out), ended]), ended]);
    if (!device) renameSync(temporary, path);
    return out.bytesWritten;
  } catch (error) {
    out.destroy();
    await ended.catch(() => {});
    if (!device) discard(temporary);
    throw isOfTheDrive(error) ? unwritable(path, error) : error;
  }
}

const beside = (path: string) =>
  join(dirname(resolve(path)), `.${basename(path)}.${process.pid}.${randomBytes(3).toString('hex')}`);

/** Takes away what there is of it; where not even that can be done, the first failure is the one to tell. */
function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    return;
  }
}

/** A device or a pipe (/dev/stdout) is written to, never replaced. */
function isDevice(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile();
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the drive can only be read',
  ENOENT: 'its folder is not there',
  ENAMETOOLONG: 'its name is too long',
};

/** What the system answers has a code; what `write` throws besides has its own words. */
const isOfTheDrive = (error: unknown): boolean =>
  ((error as NodeJS.ErrnoException).code ?? '') in reasons || (error as NodeJS.ErrnoException).syscall !== undefined;

function unwritable(path: string, error: unknown): AppError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const remedy = code === 'ENOSPC' ? 'Make room, or choose another drive.' : 'Choose another place.';
  return new AppError('unreadable', `${path} cannot be written: ${reasons[code] ?? message}.`, remedy, {
    cause: error,
  });
}
