/**
 * A project is one SQLite file, like a document. While it is open for writing it is journalled ahead (WAL), which lets
 * training processes read; on closing all of that goes back into the one file.
 */
import Database from 'better-sqlite3';
import { type Stats, accessSync, constants, existsSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import type { ProjectInfo, RunConfig } from '../../src-shared/model.ts';
import { DAYS_KEPT, binOf } from './bin.ts';
import { adoptRuns } from './adopt-runs.ts';
import { benchmarksTable } from './benchmarks.ts';
import { checkpointsTable } from './checkpoints.ts';
import { classTargetsTable } from './class-targets.ts';
import { comparisonsTable } from './comparisons.ts';
import { datasetsTable } from './datasets.ts';
import { geneNotesTable } from './gene-notes.ts';
import { geneRulesTable } from './gene-rules.ts';
import { geneTablesTable } from './gene-tables.ts';
import { genesTable } from './genes.ts';
import { historyTable } from './history.ts';
import { damageAsText } from './damage.ts';
import { APPLICATION_ID, markOpen } from './files-in-use.ts';
import { codeOf, damaged, outdated, storeFailure, unreadable } from './failures.ts';
import { lockProject } from './lock.ts';
import type { Lock } from './lock.ts';
import { matrixChunksTable } from './matrix-chunks.ts';
import { migrate, migrations } from './migrations/index.ts';
import { modelsTable } from './models.ts';
import { obsColumnsTable } from './obs-columns.ts';
import { panelMetricsTable } from './panel-metrics.ts';
import { panelsTable } from './panels.ts';
import { makePrivate } from './private-file.ts';
import { predictionsTable } from './predictions.ts';
import { resultsTable } from './results.ts';
import { runsTable } from './runs.ts';
import { sandboxesTable } from './sandboxes.ts';
import { SEALED_SINCE, brokenSeals, keepSeals, provideDigest } from './seals.ts';
import { splitsTable } from './splits.ts';
import { tasksTable } from './tasks.ts';
import { harden, refuseCompanions, refuseForeignSchema, refuseSizes } from './stranger.ts';
import { createUnreadable } from './stored-rows.ts';

export const EXTENSION = '.panelwright';

export interface Store {
  path: string;
  readOnly: boolean;
  info(): ProjectInfo;
  /** all of `work` or nothing of it */
  transaction<T>(work: () => T): T;
  /** the same, and on the drive when it returns: a power cut takes none of it */
  durably<T>(work: () => T): T;
  datasets: ReturnType<typeof datasetsTable>;
  obsColumns: ReturnType<typeof obsColumnsTable>;
  genes: ReturnType<typeof genesTable>;
  matrixChunks: ReturnType<typeof matrixChunksTable>;
  tasks: ReturnType<typeof tasksTable>;
  splits: ReturnType<typeof splitsTable>;
  runs: ReturnType<typeof runsTable>;
  history: ReturnType<typeof historyTable>;
  checkpoints: ReturnType<typeof checkpointsTable>;
  panels: ReturnType<typeof panelsTable>;
  results: ReturnType<typeof resultsTable>;
  predictions: ReturnType<typeof predictionsTable>;
  panelMetrics: ReturnType<typeof panelMetricsTable>;
  models: ReturnType<typeof modelsTable>;
  comparisons: ReturnType<typeof comparisonsTable>;
  benchmarks: ReturnType<typeof benchmarksTable>;
  geneRules: ReturnType<typeof geneRulesTable>;
  geneTables: ReturnType<typeof geneTablesTable>;
  geneNotes: ReturnType<typeof geneNotesTable>;
  classTargets: ReturnType<typeof classTargetsTable>;
  sandboxes: ReturnType<typeof sandboxesTable>;
  /** what was removed, and can be brought back */
  bin: ReturnType<typeof binOf>;
  /** brings in runs of a project of the same data that are wanted, with all that is kept of them; answers their ids here */
  adoptRuns(path: string, wanted: (config: RunConfig) => boolean): number[];
  /** gives the room of what was deleted back to the drive */
  reclaim(): void;
  /** whether the file is no longer where it was opened: moved, deleted, or another in its place */
  isMoved(): boolean;
  /** Writes all that is in the project, as it is now, to another file, also where its own is gone. */
  saveCopy(path: string): void;
  /** leaves one file; of a project whose file was moved, what was not saved elsewhere is lost */
  close(): void;
}

/**
 * Makes a new project file and opens it.
 * @throws AppError `conflict` when the file exists, `not-found` when its folder does not, `unreadable` when it cannot be
 * written
 */
export function createStore(path: string, appVersion: string): Store {
  path = resolve(path);
  if (existsSync(path)) {
    throw new AppError('conflict', `${path} exists already.`, 'Open it, or choose another name.');
  }
  if (!existsSync(dirname(path))) {
    throw new AppError('not-found', `There is no folder ${dirname(path)}.`, 'Choose a folder that exists.');
  }
  if (!isWritable(dirname(path))) {
    throw new AppError('unreadable', `Nothing can be written to ${dirname(path)}.`, 'Choose another folder.');
  }
  const lock = lockProject(path);
  try {
    makePrivate(path, 'wx');
    const db = new Database(path);
    try {
      provideDigest(db);
      db.pragma('auto_vacuum = incremental');
      migrate(db, migrations, () => undefined);
      keepSeals(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.prepare('insert into project (id, created_at, app_version) values (1, ?, ?)').run(now(), appVersion);
    } finally {
      db.close();
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw storeFailure(path, error);
  } finally {
    lock.release();
  }
  return openStore(path);
}

/**
 * Opens a project; a file or folder without write permission is opened for reading. An older file is migrated, for a
 * reader too, with a copy of it left beside; what a crash left half-done is swept.
 * @throws AppError `not-found`, `unreadable` (not a project, damaged, from a newer version) or `conflict` (open for
 * writing elsewhere)
 *
 * @param options `checked`: another process of the application has looked for damage, which is not done again; packed
 * data are checked all the same when they are read
 */
export function openStore(path: string, options: { readOnly?: boolean; checked?: boolean } = {}): Store {
  path = resolve(path);
  const stat = statOf(path);
  if (!stat.isFile()) throw notAProject(path, 'it is a folder');
  // permission bits are looked at as well: to the superuser everything seems writable
  const writable = (stat.mode & 0o222) !== 0 && isWritable(path) && isWritable(dirname(path));
  const readOnly = options.readOnly || !writable;
  refuseCompanions(path);
  const lock = readOnly ? null : lockProject(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: readOnly, fileMustExist: true });
    harden(db);
    if (checkIdentity(db, path) === 'older' && readOnly) {
      if (!writable) throw outdated(path);
      db.close();
      openStore(path).close();
      db = new Database(path, { readonly: true, fileMustExist: true });
      harden(db);
    }
    refuseForeignSchema(db, path);
    refuseSizes(db, path);
    provideDigest(db);
    if (!options.checked) refuseDamage(db, path);
    if (!readOnly) prepareForWriting(db, path);
    const store = storeOver(db, path, lock);
    if (!readOnly) recover(store);
    return store;
  } catch (error) {
    db?.close();
    lock?.release();
    throw error instanceof AppError ? error : unreadable(path, error);
  }
}

/**
 * Checks a project as opening it does, and changes nothing: for a process of its own, because a file from a stranger can
 * be made to keep SQLite busy.
 * @throws AppError as `openStore`
 */
export function examineProject(path: string): void {
  path = resolve(path);
  if (!statOf(path).isFile()) throw notAProject(path, 'it is a folder');
  refuseCompanions(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    harden(db);
    checkIdentity(db, path);
    refuseForeignSchema(db, path);
    refuseSizes(db, path);
    provideDigest(db);
    refuseDamage(db, path);
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(path, error);
  } finally {
    db?.close();
  }
}

function statOf(path: string): Stats {
  let stat: Stats | undefined;
  try {
    stat = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unreadable(path, error);
  }
  if (stat) return stat;
  throw new AppError('not-found', `There is no project ${path}.`, 'Was it moved or renamed? Open it where it is now.');
}

function storeOver(db: Database.Database, path: string, lock: Lock | null): Store {
  const readOnly = lock === null;
  const file = statSync(path);
  // a copy is made also of what is written to no more
  const copy = db.prepare(COPY);
  if (!readOnly) {
    beforeEachWrite(db, () => {
      if (!isSameFile(file, path))
        throw new Database.SqliteError('the file is another one now', 'SQLITE_READONLY_DBMOVED');
    });
  }
  const createdAt = db.prepare<[], string>('select created_at from project').pluck().get();
  if (createdAt === undefined) throw damaged(path, 'the row that says when it was made is not there');
  const unreadable = createUnreadable();
  const store: Store = {
    path,
    readOnly,
    info: () => ({ path, name: basename(path, EXTENSION), createdAt, readOnly, unreadable: unreadable.list() }),
    transaction: (work) => db.transaction(work)(),
    durably(work) {
      const usual = db.pragma('synchronous', { simple: true }) as number;
      db.pragma('synchronous = full');
      try {
        return db.transaction(work)();
      } finally {
        db.pragma(`synchronous = ${usual}`);
      }
    },
    datasets: datasetsTable(db, unreadable),
    obsColumns: obsColumnsTable(db, unreadable),
    genes: genesTable(db),
    matrixChunks: matrixChunksTable(db),
    tasks: tasksTable(db, unreadable),
    splits: splitsTable(db),
    runs: runsTable(db, unreadable),
    history: historyTable(db),
    checkpoints: checkpointsTable(db),
    panels: panelsTable(db),
    results: resultsTable(db),
    predictions: predictionsTable(db),
    panelMetrics: panelMetricsTable(db),
    models: modelsTable(db),
    comparisons: comparisonsTable(db, unreadable),
    benchmarks: benchmarksTable(db, unreadable),
    geneRules: geneRulesTable(db, unreadable),
    geneTables: geneTablesTable(db),
    geneNotes: geneNotesTable(db),
    classTargets: classTargetsTable(db),
    sandboxes: sandboxesTable(db),
    bin: binOf(db),
    reclaim() {
      db.pragma('incremental_vacuum');
      // the log that it was written to is given back too, unless somebody reads
      db.pragma('wal_checkpoint(truncate)');
    },
    isMoved: () => !readOnly && !isSameFile(file, path),
    saveCopy: (to) => copyInto(copy, to),
    adoptRuns: (path, wanted) => adoptRuns(db, path, wanted),
    close() {
      if (!db.open) return;
      try {
        if (!readOnly) {
          if (!store.isMoved()) store.reclaim();
          backIntoOneFile(db);
        }
      } finally {
        closed();
        db.close();
        lock?.release();
      }
    },
  };
  look(store);
  const closed = markOpen({ path, sources: () => (db.open ? store.datasets.sources() : []) });
  return store;
}

/** Goes through what stands in lists, so that what cannot be read is known from the beginning. */
function look(store: Store): void {
  for (const { id } of store.datasets.list()) store.obsColumns.summaries(id);
  store.tasks.list();
  store.runs.list();
  store.comparisons.list();
  store.benchmarks.list();
  store.geneRules.list();
}

/** Whether a project has the newest form. @throws AppError `unreadable` when it is none, or from a newer version */
function checkIdentity(db: Database.Database, path: string): 'newest' | 'older' {
  let id: unknown;
  try {
    id = db.pragma('application_id', { simple: true });
  } catch (error) {
    if (codeOf(error) === 'SQLITE_NOTADB') throw notAProject(path, 'it is some other kind of file');
    throw error;
  }
  if (id !== APPLICATION_ID) throw notAProject(path, 'it is empty, or a database of another program');
  const version = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)!.version;
  if (version > newest) {
    throw new AppError(
      'unreadable',
      `${path} was written by a newer Panelwright (file version ${version}; this one reads up to ${newest}).`,
      'Update Panelwright to open it.',
    );
  }
  return version < newest ? 'older' : 'newest';
}

/** Bytes up to which opening reads the whole file to check how it is put together; a larger one is checked later. */
const CHECKED_AT_ONCE = 64e6;

/** @throws AppError `unreadable` where rows are not as they were written, or the file is not put together as it should be */
function refuseDamage(db: Database.Database, path: string): void {
  if (statSync(path).size <= CHECKED_AT_ONCE) {
    const said = db.pragma('integrity_check(1)', { simple: true }) as string;
    if (said !== 'ok') throw damaged(path, inOneLine(said));
  }
  if ((db.pragma('user_version', { simple: true }) as number) < SEALED_SINCE) return;
  const broken = brokenSeals(db);
  if (broken.length > 0) throw damaged(path, `${damageAsText(db, broken)}: not as written`);
}

/** What SQLite says of a file that is not put together as it should be, without its markup. */
const inOneLine = (said: string) =>
  said
    .replace(/^\*{3}.*\*{3}\s*/, '')
    .replace(/\s+/g, ' ')
    .trim();

function prepareForWriting(db: Database.Database, path: string): void {
  migrate(db, migrations, (version) => {
    const copy = `${path}.version-${version}`;
    rmSync(copy, { force: true });
    copyInto(db.prepare(COPY), copy);
  });
  keepSeals(db);
  db.pragma('foreign_keys = on');
  // where WAL is impossible (some network drives) SQLite answers with the journal that it keeps instead
  const journal = db.pragma('journal_mode = wal', { simple: true });
  db.pragma(`synchronous = ${journal === 'wal' ? 'normal' : 'full'}`);
}

/** After a crash: imports that never ended leave no trace, runs that nobody trains any more say so. */
function recover(store: Store): void {
  store.transaction(() => {
    store.bin.empty(new Date(Date.now() - DAYS_KEPT * 24 * 3600 * 1000).toISOString());
    for (const id of store.datasets.unfinished()) store.datasets.delete(id);
    store.runs.interrupt(now(), 'Panelwright was closed or stopped before this run was finished.');
  });
}

const COPY = 'vacuum into ?';

/** @throws AppError where it cannot be written; no half copy stays */
function copyInto(vacuum: Database.Statement, path: string): void {
  try {
    makePrivate(path, 'wx');
    vacuum.run(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true });
    throw storeFailure(path, error);
  }
}

const isSameFile = (file: Stats, path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.ino === file.ino && found.dev === file.dev;
};

/** Does something before every statement that changes the project, whichever table prepares it. */
function beforeEachWrite(db: Database.Database, check: () => void): void {
  const prepare = db.prepare.bind(db) as (sql: string) => Database.Statement;
  db.prepare = ((sql: string) => {
    const statement = prepare(sql);
    if (statement.readonly) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values: unknown[]) => {
      check();
      return run(...values);
    };
    return statement;
  }) as typeof db.prepare;
}

/**
 * With a reader still there the write-ahead log stays; the next closing folds it in. Of a file that was moved while it
 * was open the log is folded in, and nothing else can be changed any more.
 */
function backIntoOneFile(db: Database.Database): void {
  try {
    db.pragma('wal_checkpoint(truncate)');
    db.pragma('journal_mode = delete');
  } catch (error) {
    if (!/^SQLITE_(BUSY|READONLY_DBMOVED)/.test(codeOf(error))) throw error;
  }
}

const now = () => new Date().toISOString();

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function notAProject(path: string, because: string): AppError {
  return new AppError(
    'unreadable',
    `${path} is not a Panelwright project: ${because}.`,
    `Projects end in ${EXTENSION}. A data file is added to a project, not opened as one.`,
  );
}
