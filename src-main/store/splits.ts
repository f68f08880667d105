/** The tables of splits: which cells train, steer and are scored; a thing of its own that runs refer to. */
import type { Database } from 'better-sqlite3';
import type { RunDetail } from '../../src-shared/model.ts';
import { pack, unpack } from './codec.ts';

export type SplitRow = RunDetail['split'];

export function splitsTable(db: Database) {
  const insert = db.prepare(
    `insert into splits (made_from, seed, test_fraction, train, validation, test, created_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCells = db.prepare('insert into split_cells (split_id, dataset_id, assignment) values (?, ?, ?)');
  const find = db.prepare('select id from splits where made_from = ?').pluck();
  const get = db.prepare<[number], SplitRow>('select id, seed, train, validation, test from splits where id = ?');
  const assignment = db.prepare('select assignment from split_cells where split_id = ? and dataset_id = ?').pluck();

  return {
    insert: db.transaction(
      (
        split: Omit<SplitRow, 'id'> & { madeFrom: string; testFraction: number; createdAt: string },
        /** TRAIN, VALIDATION or TEST for each cell of each data set */
        assignments: { datasetId: number; assignment: Uint8Array }[],
      ): number => {
        const { lastInsertRowid } = insert.run(
          split.madeFrom,
          split.seed,
          split.testFraction,
          split.train,
          split.validation,
          split.test,
          split.createdAt,
        );
        for (const { datasetId, assignment } of assignments) {
          insertCells.run(lastInsertRowid, datasetId, pack(assignment));
        }
        return Number(lastInsertRowid);
      },
    ),
    /** the split that was made from the same cells, labels, seed and shares */
    find: (madeFrom: string) => find.get(madeFrom) as number | undefined,
    get: (id: number): SplitRow => get.get(id)!,
    assignment: (id: number, datasetId: number): Uint8Array =>
      unpack(assignment.get(id, datasetId) as Buffer) as Uint8Array,
  };
}
