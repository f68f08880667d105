/** Starts runs in a project and waits until all have ended. */
import type { Input } from '../../src-preload/contract.ts';
import { stateFolder } from '../hosts/http/folders.ts';
import { progressLine } from './output.ts';
import { startSession } from './session.ts';

/** @returns the runs' ids, in the order of the requests. @throws AppError when one ends badly */
export async function startWork(
  project: string,
  requests: Input<'runs.start'>[],
  quiet: boolean,
  stopped: Promise<never>,
): Promise<number[]> {
  if (requests.length === 0) return [];
  const progress = progressLine(quiet);
  const session = startSession(stateFolder(), progress);
  const work = async () => {
    await session.call('project.open', { path: project });
    const ids: number[] = [];
    for (const request of requests) ids.push((await session.call('runs.start', request)).id);
    for (const id of ids) await session.ended(id);
    return ids;
  };
  const all = work();
  try {
    return await Promise.race([all, stopped]);
  } finally {
    progress.end();
    await session.close();
    await all.catch(() => {});
  }
}
