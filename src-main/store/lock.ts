/**
 * One writer a project, across processes. The lock is an exclusive SQLite transaction on a file beside the project:
 * the operating system lets go of it when its holder dies, so a crash never locks anybody out.
 */
import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { AppError } from '../../src-shared/errors.ts';
import { codeOf, storeFailure } from './failures.ts';
import { makePrivate } from './private-file.ts';

export interface Lock {
  release(): void;
}

/** @throws AppError `conflict` when another process (or this one) holds the project */
export function lockProject(path: string): Lock {
  const file = `${path}-lock`;
  let db: Database.Database;
  try {
    makePrivate(file, 'a');
    db = new Database(file, { timeout: 0 });
  } catch (error) {
    throw storeFailure(path, error);
  }
  try {
    db.pragma('journal_mode = memory');
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw storeFailure(path, error);
    throw new AppError(
      'conflict',
      `The project ${path} is already open in Panelwright.`,
      'Use the window where it is open, close it there first, or wait until the command that works on it is done.',
      { cause: error },
    );
  }
  return {
    release() {
      db.close();
      rmSync(file, { force: true });
    },
  };
}
