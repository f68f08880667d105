/** Runs that asked the same as another and held out whole groups: the same design, judged on donors it never saw. */
import type { GroupedRun } from '../../src-preload/model.ts';
import type { Store } from '../store/open.ts';
import type { RunRow } from '../store/runs.ts';
import { requestKey } from './same-request.ts';

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
