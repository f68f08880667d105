/** The table of predictions for the labelled test cells of a run. */
import type { Database } from 'better-sqlite3';
import { pack, unpack } from './codec.ts';

/** Predictions of one task; the shape of `TaskPredictions` in engine/types.ts. */
export interface PredictionRow {
  task: string;
  /** rows of the run's data sets laid one below the other */
  cells: Int32Array;
  truth: Float32Array;
  predicted: Float32Array;
  /** cells × classes, row-major; null for a continuous task */
  probabilities: Float32Array | null;
}

interface Stored {
  task: string;
  cells: Buffer;
  truth: Buffer;
  predicted: Buffer;
  probabilities: Buffer | null;
}

export function predictionsTable(db: Database) {
  const insert = db.prepare(
    'insert into predictions (run_id, position, task, cells, truth, predicted, probabilities) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const list = db.prepare<[number], Stored>(
    'select task, cells, truth, predicted, probabilities from predictions where run_id = ? order by position',
  );

  return {
    insert: db.transaction((runId: number, rows: PredictionRow[]) => {
      rows.forEach((row, position) =>
        insert.run(
          runId,
          position,
          row.task,
          pack(row.cells),
          pack(row.truth),
          pack(row.predicted),
          row.probabilities && pack(row.probabilities),
        ),
      );
    }),
    list: (runId: number): PredictionRow[] =>
      list.all(runId).map((row) => ({
        task: row.task,
        cells: unpack(row.cells) as Int32Array,
        truth: unpack(row.truth) as Float32Array,
        predicted: unpack(row.predicted) as Float32Array,
        probabilities: row.probabilities && (unpack(row.probabilities) as Float32Array),
      })),
  };
}
