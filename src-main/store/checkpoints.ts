/** The table of checkpoints: the newest of each run that is not finished, one row an array. */
import type { Database } from 'better-sqlite3';
import type { Checkpoint } from '../data/checkpoint.ts';
import { pack, unpack } from './codec.ts';

interface Stored {
  name: string;
  step: number;
  values: Buffer;
}

export function checkpointsTable(db: Database) {
  const put = db.prepare('insert into checkpoints (run_id, name, step, "values") values (?, ?, ?, ?)');
  const list = db.prepare<[number], Stored>('select name, step, "values" from checkpoints where run_id = ?');
  const step = db.prepare<[number], number>('select max(step) from checkpoints where run_id = ?').pluck();
  const remove = db.prepare('delete from checkpoints where run_id = ?');

  return {
    /** in place of the one before */
    replace: db.transaction((runId: number, checkpoint: Checkpoint) => {
      remove.run(runId);
      for (const [name, values] of Object.entries(checkpoint.arrays)) {
        put.run(runId, name, checkpoint.step, pack(values));
      }
    }),
    get(runId: number): Checkpoint | null {
      const rows = list.all(runId);
      if (rows.length === 0) return null;
      const arrays = Object.fromEntries(rows.map(({ name, values }) => [name, unpack(values)]));
      return { step: rows[0].step, arrays: arrays as Checkpoint['arrays'] };
    },
    /** steps that the checkpoint holds; null without one */
    step: (runId: number): number | null => step.get(runId) ?? null,
    remove: (runId: number) => remove.run(runId),
  };
}
