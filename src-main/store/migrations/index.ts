/** All migrations in order. They only go forward; a released one is never edited. */
import type { Database } from 'better-sqlite3';
import * as createProject from './0001-create-project.ts';
import * as changeClassesOfTasks from './0002-change-classes-of-tasks.ts';
import * as keepModels from './0003-keep-models.ts';
import * as keepComparisons from './0004-keep-comparisons.ts';
import * as measurePanels from './0005-measure-panels.ts';
import * as keepNotes from './0006-keep-notes.ts';
import * as keepGeneRules from './0007-keep-gene-rules.ts';
import * as keepAllPredictions from './0008-keep-all-predictions.ts';
import * as keepSandboxes from './0009-keep-sandboxes.ts';
import * as nameExecutorsOfCheckpoints from './0010-name-executors-of-checkpoints.ts';
import * as addChecksums from './0011-add-checksums.ts';
import { SEALED_SINCE, provideDigest, sealAll } from '../seals.ts';

export interface Migration {
  /** the `user_version` of the file afterwards: 1, 2, 3, … */
  version: number;
  up(db: Database): void;
}

export const migrations: Migration[] = [
  createProject,
  changeClassesOfTasks,
  keepModels,
  keepComparisons,
  measurePanels,
  keepNotes,
  keepGeneRules,
  keepAllPredictions,
  keepSandboxes,
  nameExecutorsOfCheckpoints,
  addChecksums,
];

/**
 * Brings a file to the newest version, all in one transaction: it succeeds as a whole or leaves the file as it was.
 * `backup` is called before an existing file (version > 0) is changed.
 * @returns true when something was migrated
 */
export function migrate(db: Database, steps: Migration[], backup: (fromVersion: number) => void): boolean {
  const from = db.pragma('user_version', { simple: true }) as number;
  const due = steps.filter((step) => step.version > from);
  if (due.length === 0) return false;
  if (from > 0) backup(from);
  db.transaction(() => {
    for (const step of due) {
      step.up(db);
      db.pragma(`user_version = ${step.version}`);
    }
    // rows may have other columns now
    if (due.at(-1)!.version >= SEALED_SINCE) {
      provideDigest(db);
      sealAll(db);
    }
  }).exclusive();
  return true;
}
