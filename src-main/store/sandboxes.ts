/** The table of sandboxes: what was tried by hand with a run's panel, so that it is there wherever the project is. */
import type { Database } from 'better-sqlite3';
import type { SandboxHistory } from '../../src-shared/hand-panel.ts';
import { fromJson, stored } from './stored-rows.ts';

export function sandboxesTable(db: Database) {
  const get = db.prepare<[number], string>('select history from sandboxes where run_id = ?').pluck();
  const write = db.prepare(
    `insert into sandboxes (run_id, history, changed_at) values (?, ?, ?)
     on conflict (run_id) do update set history = excluded.history, changed_at = excluded.changed_at`,
  );
  const remove = db.prepare('delete from sandboxes where run_id = ?');

  return {
    get(runId: number): SandboxHistory | null {
      const history = get.get(runId);
      return history === undefined
        ? null
        : fromJson<SandboxHistory>(stored.history, history, `the panel of run ${runId} that was changed by hand`);
    },
    /** @param history null forgets it */
    set: (runId: number, history: SandboxHistory | null, at: string) =>
      history === null ? remove.run(runId) : write.run(runId, JSON.stringify(history), at),
  };
}
