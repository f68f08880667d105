/** Runs that belong beside another: the same design on donors that it never saw, or for one of its questions alone. */
import type { AloneRun, GroupedRun, RunConfig } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import { requestKey } from '../same-request.ts';

/** Newest first; none for a run that held out groups itself. */
export function groupedCompanions(store: Store, { id, config }: RunRow): GroupedRun[] {
  if (config.group !== undefined) return [];
  const key = requestKey(config, ['group']);
  return store.runs
    .list()
    .filter((run) => run.id !== id && run.config.group !== undefined && requestKey(run.config, ['group']) === key)
    .map(({ id: runId, name, state, config: { group }, headline }) => ({ runId, name, state, group: group!, headline }))
    .reverse();
}

/** Runs of one task each that asked the same as a run of several, on the same cells: what the task reaches unshared. */
export function aloneCompanions(store: Store, { id, config }: RunRow): AloneRun[] {
  if (config.tasks.length < 2) return [];
  const but = ['tasks', 'labelsSha256', 'selectOn'] as const;
  const key = requestKey(config, but);
  const isSameSplit = (other: RunConfig) => other.splitId === config.splitId && other.tasks.length === 1;
  return store.runs
    .list()
    .filter((run) => run.id !== id && isSameSplit(run.config) && requestKey(run.config, but) === key)
    .filter((run) => config.tasks.some((task) => task.id === run.config.tasks[0].id))
    .map(({ id: runId, state, config: { tasks }, headline }) => ({
      task: tasks[0].name,
      runId,
      state,
      headline: headline[0] ?? null,
    }))
    .reverse();
}
