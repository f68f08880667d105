/** The tables of predictions for the labelled test cells of a run. */
import type { Database } from 'better-sqlite3';
import type { PredictorOutput, TaskPredictions } from '../engine/types.ts';
import { pack, unpack } from './codec.ts';

interface Stored {
  position: number;
  task: string;
  cells: Buffer;
  truth: Buffer;
  predicted: Buffer;
  probabilities: Buffer | null;
}

interface StoredOther extends Pick<PredictorOutput, 'predictor' | 'seed'> {
  position: number;
  values: Buffer;
}

export function predictionsTable(db: Database) {
  const insert = db.prepare(
    'insert into predictions (run_id, position, task, cells, truth, predicted, probabilities) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertOther = db.prepare(
    'insert into other_predictions (run_id, position, number, predictor, seed, "values") values (?, ?, ?, ?, ?, ?)',
  );
  const list = db.prepare<[number], Stored>(
    'select position, task, cells, truth, predicted, probabilities from predictions where run_id = ? order by position',
  );
  const others = db.prepare<[number, number], StoredOther>(
    'select position, predictor, seed, "values" from other_predictions where run_id = ? and position = ? order by number',
  );

  return {
    insert: db.transaction((runId: number, tasks: TaskPredictions[]) => {
      tasks.forEach(({ task, cells, truth, predicted, probabilities, others }, position) => {
        insert.run(
          runId,
          position,
          task,
          pack(cells),
          pack(truth),
          pack(predicted),
          probabilities && pack(probabilities),
        );
        others.forEach(({ predictor, seed, values }, number) =>
          insertOther.run(runId, position, number, predictor, seed, pack(values)),
        );
      });
    }),
    list: (runId: number): TaskPredictions[] =>
      list.all(runId).map((row) => ({
        task: row.task,
        cells: unpack(row.cells) as Int32Array,
        truth: unpack(row.truth) as Float32Array,
        predicted: unpack(row.predicted) as Float32Array,
        probabilities: row.probabilities && (unpack(row.probabilities) as Float32Array),
        others: others
          .all(runId, row.position)
          .map(({ predictor, seed, values }) => ({ predictor, seed, values: unpack(values) as Float32Array })),
      })),
  };
}
