/** Starts runs in a project and waits until all have ended. */
import type { Input } from '../../src-shared/contract.ts';
import { progressLine } from './output.ts';
import { inSession } from './session.ts';

/** @returns the runs' ids, in the order of the requests. @throws AppError when one ends badly */
export async function startWork(
  project: string,
  requests: Input<'runs.start'>[],
  quiet: boolean,
  stopped: Promise<never>,
): Promise<number[]> {
  if (requests.length === 0) return [];
  return inSession({ temporary: false, progress: progressLine(quiet), stopped }, async ({ call, ended }) => {
    await call('project.open', { path: project });
    const ids: number[] = [];
    for (const request of requests) ids.push((await call('runs.start', request)).id);
    for (const id of ids) await ended(id);
    return ids;
  });
}
