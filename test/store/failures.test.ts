/** What is said where a project cannot be read or written. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../src-shared/errors.ts';
import { storeFailure } from '../../src-main/store/failures.ts';
import { createStore } from '../../src-main/store/open.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What SQLite throws when it does this. */
function thrown(work: (db: Database.Database) => void): unknown {
  const db = new Database(':memory:');
  db.exec('create table t (x unique)');
  try {
    work(db);
  } catch (error) {
    return error;
  } finally {
    db.close();
  }
  throw new Error('nothing was thrown');
}

describe('a failure of the store', () => {
  it('says that the disk is full', () => {
    const full = thrown((db) => {
      db.pragma('max_page_count = 4');
      db.prepare('insert into t values (zeroblob(100000))').run();
    });
    expect(describeError(storeFailure('/a/b.panelwright', full))).toBe(
      'The project /a/b.panelwright cannot be used: the disk is full. Make room on the drive, or keep the project on another one.',
    );
  });

  it('says that nothing can be written', () => {
    const readOnly = thrown((db) => {
      db.pragma('query_only = 1');
      db.exec('insert into t values (1)');
    });
    expect(describeError(storeFailure('p', readOnly))).toContain('p cannot be used: the file or its folder can only');
  });

  it('says that the project was closed meanwhile', () => {
    const db = new Database(':memory:');
    const read = db.prepare('select 1');
    db.close();
    let closed: unknown;
    try {
      read.get();
    } catch (error) {
      closed = error;
    }
    expect(storeFailure('p', closed)).toMatchObject({ code: 'cancelled', cause: closed });
  });

  it('leaves a defect of ours what it is', () => {
    const twice = thrown((db) => db.exec('insert into t values (1), (1)'));
    expect(storeFailure('p', twice)).toBe(twice);
    const other = new Error('other');
    expect(storeFailure('p', other)).toBe(other);
  });

  it('names the project that cannot be made', () => {
    const path = join(temporaryFolder(), `${'x'.repeat(252)}.panelwright`);
    expect(() => createStore(path, '1.0.0')).toThrow(
      `The project ${path} cannot be used: nothing can be opened or made`,
    );
  });
});
