/**
 * One writer a project, across processes. The lock is an exclusive SQLite transaction on a file beside the project:
 * the operating system lets go of it when its holder dies, so a crash never locks anybody out.
 */
import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { AppError } from '../../src-preload/errors.ts';

export interface Lock {
  release(): void;
}

/** @throws AppError `conflict` when another process (or this one) holds the project */
export function lockProject(path: string): Lock {
  const file = `${path}-lock`;
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('journal_mode = memory');
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    throw new AppError(
      'conflict',
      `The project ${path} is already open in Panelwright.`,
      'Use the window where it is open, or close it there first.',
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
