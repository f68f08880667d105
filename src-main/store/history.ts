/** The table of history points: the curves of a training. */
import type { Database } from 'better-sqlite3';
import type { HistoryPoint } from '../../src-shared/model.ts';
import { fromJson, stored } from './stored-rows.ts';

interface Stored {
  step: number;
  k: number;
  temperature: number;
  loss: string;
  validation: string | null;
}

export function historyTable(db: Database) {
  const put = db.prepare(
    `insert into history (run_id, step, k, temperature, loss, validation) values (?, ?, ?, ?, ?, ?)
     on conflict (run_id, step) do update
     set k = excluded.k, temperature = excluded.temperature, loss = excluded.loss, validation = excluded.validation`,
  );
  const list = db.prepare<[number], Stored>(
    'select step, k, temperature, loss, validation from history where run_id = ? order by step',
  );

  const remove = db.prepare('delete from history where run_id = ?');

  return {
    remove: (runId: number) => remove.run(runId),
    append: db.transaction((runId: number, points: HistoryPoint[]) => {
      for (const { step, k, temperature, loss, validation } of points) {
        put.run(runId, step, k, temperature, JSON.stringify(loss), validation && JSON.stringify(validation));
      }
    }),
    list: (runId: number): HistoryPoint[] =>
      list.all(runId).map((row) => ({
        step: row.step,
        k: row.k,
        temperature: row.temperature,
        loss: fromJson<HistoryPoint['loss']>(stored.losses, row.loss, `the training curves of run ${runId}`),
        validation:
          row.validation === null
            ? null
            : fromJson<HistoryPoint['validation']>(
                stored.losses,
                row.validation,
                `the training curves of run ${runId}`,
              ),
      })),
  };
}
