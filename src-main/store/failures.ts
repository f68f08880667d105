/** What SQLite answers where a project cannot be read or written, in words. */
import Database from 'better-sqlite3';
import { AppError } from '../../src-shared/errors.ts';

/** What to do about a damaged project. */
const MEND = 'Use a backup of it, or copy what can be read into a new project: panelwright rescue PROJECT NEW.';

/** By the beginning of SQLite's own name of what went wrong, the longer before the shorter. */
const known: [code: string, why: string, remedy: string][] = [
  ['SQLITE_FULL', 'the disk is full', 'Make room on the drive, or keep the project on another one.'],
  [
    'SQLITE_READONLY_DBMOVED',
    'its file was moved, renamed, deleted or replaced while it was open, so nothing is written to it any more',
    'All of it is still here while it is open: save it as another file, or close it, which does so.',
  ],
  ['SQLITE_READONLY', 'the file or its folder can only be read', 'Make both writable, or work on a copy.'],
  ['SQLITE_CANTOPEN', 'nothing can be opened or made there', 'Check the folder, or choose another one.'],
  ['SQLITE_IOERR', 'the drive answers with an error', 'Check that the drive is there and has room, and try again.'],
  ['SQLITE_BUSY', 'another program holds it', 'Close it there, and try again.'],
  ['SQLITE_CORRUPT', 'it is damaged', MEND],
];

/** SQLite's own name of what went wrong, `SQLITE_…`; empty for any other error. */
export const codeOf = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '');

/** What better-sqlite3 says of a store that was closed while somebody worked with it. */
const isClosed = (error: unknown) =>
  error instanceof TypeError && error.message === 'The database connection is not open';

/** The failure in words where it comes of the drive, or of closing, and not of a defect; any other error as it is. */
export function storeFailure(path: string, error: unknown): unknown {
  if (isClosed(error)) {
    return new AppError('cancelled', 'The project was closed before this was done.', 'Open it and ask again.', {
      cause: error,
    });
  }
  const code = codeOf(error);
  const found = known.find(([beginning]) => code.startsWith(beginning));
  if (!found) return error;
  const [, why, remedy] = found;
  return new AppError('unreadable', `The project ${path} cannot be used: ${why}.`, remedy, { cause: error });
}

/** A project of an earlier form that cannot be given the newest one. */
export function outdated(path: string): AppError {
  return new AppError(
    'unreadable',
    `${path} was written by an older Panelwright and has to be brought up to date, but it is read-only.`,
    'Make the file and its folder writable, or open a copy of it.',
  );
}

/** What SQLite answers for a file whose structure or whose description of its own tables is damaged. */
const isDamage = (error: unknown) => /^SQLITE_(CORRUPT|ERROR|NOTADB|MISMATCH|FORMAT|CONSTRAINT)/.test(codeOf(error));

/** A project that SQLite cannot open. */
export function unreadable(path: string, error: unknown): AppError {
  if (isDamage(error)) return damaged(path, reason(error), error);
  return new AppError(
    'unreadable',
    `The project ${path} cannot be opened: ${reason(error)}.`,
    'Check that the drive is there and that you may read and write the file.',
    { cause: error },
  );
}

/** @param what is not as it was written */
export function damaged(path: string, what: string, cause?: unknown): AppError {
  return new AppError('unreadable', `The project ${path} is damaged: ${what}.`, MEND, { cause });
}

/** A packed part of the open project, met while it was read. */
export const damagedPart = (): AppError =>
  new AppError('unreadable', 'The project is damaged: a part of its data does not match its checksum.', MEND);

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
