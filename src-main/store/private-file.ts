/** Files that only their user may read: data are not published. */
import Database from 'better-sqlite3';
import { closeSync, openSync } from 'node:fs';

/**
 * Makes an empty file for SQLite to fill, which keeps its permissions and gives them to the files next to it.
 * @param flags `wx`: it must not be there; `a`: it may
 * @throws SqliteError as SQLite would for a file that cannot be made, and EEXIST
 */
export function makePrivate(path: string, flags: 'wx' | 'a'): void {
  try {
    closeSync(openSync(path, flags, 0o600));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw error;
    throw new Database.SqliteError(message, code === 'ENOSPC' ? 'SQLITE_FULL' : 'SQLITE_CANTOPEN');
  }
}
