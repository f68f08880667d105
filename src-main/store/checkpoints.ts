/** The table of checkpoints: the newest of each run that is not finished, one row an array. */
import type { Database } from 'better-sqlite3';
import type { KeptCheckpoint } from '../data/checkpoint.ts';
import { pack, unpack } from './codec.ts';

interface Stored {
  name: string;
  step: number;
  executor: string;
  values: Buffer;
}

export function checkpointsTable(db: Database) {
  const put = db.prepare('insert into checkpoints (run_id, name, step, executor, "values") values (?, ?, ?, ?, ?)');
  const list = db.prepare<[number], Stored>('select name, step, executor, "values" from checkpoints where run_id = ?');
  const step = db.prepare<[number], number>('select max(step) from checkpoints where run_id = ?').pluck();
  const remove = db.prepare('delete from checkpoints where run_id = ?');

  return {
    /** in place of the one before */
    replace: db.transaction((runId: number, { step, executor, arrays }: KeptCheckpoint) => {
      remove.run(runId);
      for (const [name, values] of Object.entries(arrays)) {
        put.run(runId, name, step, executor, pack(values));
      }
    }),
    get(runId: number): KeptCheckpoint | null {
      const rows = list.all(runId);
      if (rows.length === 0) return null;
      const arrays = Object.fromEntries(rows.map(({ name, values }) => [name, unpack(values)]));
      const [{ step, executor }] = rows;
      return { step, executor, arrays: arrays as KeptCheckpoint['arrays'] };
    },
    /** steps that the checkpoint holds; null without one */
    step: (runId: number): number | null => step.get(runId) ?? null,
    remove: (runId: number) => remove.run(runId),
  };
}
