/** The table of results: scores of each task of a run. */
import { headlineOf } from '../../src-shared/metrics.ts';
import type { Database } from 'better-sqlite3';
import type { TaskResult } from '../../src-shared/model.ts';
import { fromJson, stored } from './stored-rows.ts';

export function resultsTable(db: Database) {
  const insert = db.prepare('insert into results (run_id, position, task, result) values (?, ?, ?, ?)');
  const list = db.prepare('select result from results where run_id = ? order by position').pluck();

  return {
    insert: db.transaction((runId: number, results: TaskResult[]) => {
      results.forEach((result, position) => insert.run(runId, position, result.task, JSON.stringify(result)));
    }),
    list: (runId: number) =>
      (list.all(runId) as string[]).map((text) =>
        complete(fromJson<TaskResult>(stored.result, text, `the scores of run ${runId}`)),
      ),
  };
}

/** Runs that were scored before there were probes have none, and one forest a task. */
function complete(result: TaskResult): TaskResult {
  const { probe = null, forest } = result;
  const seeds = forest.seeds ?? [headlineOf(forest)];
  return { ...result, probe, forest: { ...forest, seeds } } as TaskResult;
}
