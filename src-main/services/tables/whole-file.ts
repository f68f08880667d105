/**
 * Files written as a whole or not at all: to a temporary one next to the place, then moved there. Every file that a user
 * names is written here, by the window and the command line, so this is where it is seen to that nothing is lost by it.
 */
import { randomBytes } from 'node:crypto';
import {
  type Stats,
  accessSync,
  closeSync,
  constants,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { AppError } from '../../../src-shared/errors.ts';
import { filesInUse, isProject } from '../../store/files-in-use.ts';

/** Whether somebody agreed, in a dialog of the host or by an option, to replace the file that is there. */
export interface Consent {
  overwrite: boolean;
}

/**
 * Looks before the work begins whether a result can be written when it ends.
 * @throws AppError `not-found` for a folder that is not there, `unreadable` for one that cannot be written to, `conflict`
 * for a file that is there without consent to replace it, and for what is never replaced: a project, a file that a data
 * set of an open project was read from, anything hidden
 */
export function checkWritable(path: string, consent: Consent): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) {
    throw new AppError(
      'not-found',
      `${path} cannot be written: there is no folder ${folder}.`,
      'Make it first, or choose another.',
    );
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw refused(path, 'it is a folder', 'Name a file in it.');
  try {
    accessSync(stat ? path : folder, constants.W_OK);
  } catch (error) {
    throw new AppError('unreadable', `${path} cannot be written: permission denied.`, 'Choose another folder.', {
      cause: error,
    });
  }
  refuseLoss(path, stat, consent);
}

/** Links are followed, and files compared by device and number: another name of a file is the same file. */
function refuseLoss(path: string, stat: Stats | undefined, { overwrite }: Consent): void {
  if (stat && !stat.isFile()) return; // a device or a pipe is written to, never replaced
  const place = placeOf(path);
  if (isHidden(place) || (stat && isHidden(realpathSync(path)))) {
    throw refused(path, 'hidden files and folders belong to other programs', 'Choose a place that is not hidden.');
  }
  for (const { file, why } of filesInUse()) {
    const used = statSync(file, { throwIfNoEntry: false });
    const isIt = used?.isDirectory()
      ? stat && place.startsWith(realpathSync(file) + sep)
      : placeOf(file) === place || (stat && used && used.dev === stat.dev && used.ino === stat.ino);
    if (isIt) throw refused(path, why, 'Choose another name.');
  }
  const owner = /^(.+)-(wal|shm|journal|lock)$/.exec(place)?.[1];
  if (owner !== undefined && isProject(owner))
    throw refused(path, 'it would belong to a project', 'Choose another name.');
  if (!stat) return;
  if (isProject(path)) throw refused(path, 'it is a project', 'Choose another name.');
  if (!overwrite) {
    throw refused(path, 'the file is there already', 'Choose another name, or agree to replace it (“--overwrite”).');
  }
}

/** Its path without links in the folders on the way; as it is where there are no such folders. */
function placeOf(path: string): string {
  const folder = dirname(resolve(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

/** Whether the way to it goes through a name that begins with a dot; the home folder itself may lie anywhere. */
function isHidden(place: string): boolean {
  const way = relative(homedir(), place);
  const names = (way.startsWith('..') ? place : way).split(sep);
  return names.some((name) => /^\.[^.]/.test(name));
}

const refused = (path: string, why: string, remedy: string) =>
  new AppError('conflict', `${path} cannot be written: ${why}.`, remedy);

/**
 * Writes a file, and returns when it is on the drive.
 * @throws AppError when it cannot or may not be written (`checkWritable`); no half file stays, and what was there before is
 * untouched
 */
export function writeWhole(path: string, content: string | Uint8Array, consent: Consent): void {
  const temporary = nextTo(path);
  try {
    if (isDevice(path)) return writeFileSync(path, content);
    refuseLoss(path, statSync(path, { throwIfNoEntry: false }), consent);
    writeFileSync(temporary, content, { flag: 'wx', flush: true });
    moveTo(path, temporary);
  } catch (error) {
    discard(temporary);
    throw error instanceof AppError ? error : unwritable(path, error);
  }
}

/**
 * The same for what is too large to be held: `write` is given a stream and ends it.
 * @returns bytes written
 * @throws AppError when it cannot or may not be written, and whatever `write` throws; either way no half file stays
 */
export async function writeStreamed(
  path: string,
  write: (out: Writable) => Promise<void>,
  consent: Consent,
): Promise<number> {
  const device = isDevice(path);
  const temporary = device ? path : nextTo(path);
  const out = createWriteStream(temporary, { flags: device ? 'w' : 'wx', flush: !device });
  // a stream that breaks while nobody waits for it must not end the process
  const ended = finished(out).catch((error: unknown) => Promise.reject(unwritable(path, error)));
  ended.catch(() => {});
  try {
    await Promise.race([Promise.all([write(out), ended]), ended]);
    if (!device) {
      refuseLoss(path, statSync(path, { throwIfNoEntry: false }), consent);
      moveTo(path, temporary);
    }
    return out.bytesWritten;
  } catch (error) {
    out.destroy();
    await ended.catch(() => {});
    if (!device) discard(temporary);
    throw isOfTheDrive(error) ? unwritable(path, error) : error;
  }
}

/** Puts a file, which is on the drive, into its place, and sees to it that the folder says so after a power cut. */
function moveTo(path: string, temporary: string): void {
  renameSync(temporary, path);
  syncFolder(dirname(resolve(path)));
}

/** Windows has no such call, and some network drives refuse it: the file itself is on the drive in any case. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    return;
  }
}

const nextTo = (path: string) =>
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
