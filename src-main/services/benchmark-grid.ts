/** A grid of runs: what is asked for cell by cell, and which runs of the project answer it already. */
import { methods } from '../../src-preload/methods.ts';
import type {
  Benchmark,
  BenchmarkCell,
  BenchmarkRequest,
  Run,
  RunRequest,
  YotoSettings,
} from '../../src-preload/model.ts';
import type { Store } from '../store/open.ts';
import { examineWithLimits } from './design-request.ts';
import { freeze } from './runs.ts';
import { requestKey } from './same-request.ts';
import { knownSplit } from './splits.ts';

/** Cells by repetition, then size, then method: all methods of a split are done before the next split begins. */
export function requestsOf({ base, methods: names, ks, repetitions }: BenchmarkRequest): RunRequest[] {
  return repetitions.flatMap(({ seed, splitSeed }) =>
    ks.flatMap((k) =>
      names.map((method): RunRequest => ({
        ...base,
        method,
        k,
        seed,
        splitSeed,
        name: `${methods[method].name}, ${k} genes, seed ${seed}, split ${splitSeed}`,
      })),
    ),
  );
}

export interface GridCell extends BenchmarkCell {
  request: RunRequest;
  run: Run | null;
}

/**
 * Every cell and the run that answers it: one that was asked for alike, on the same split with the same labels. One that
 * succeeded before one under way, and that before one that failed; of equal ones the newest. A run that was put out of
 * the way before the grid was asked for does not count; one of its own does, wherever it was put since.
 * @throws AppError where a task or data set of the grid is gone
 */
export async function gridCells(
  store: Store,
  { request, createdAt }: Pick<Benchmark, 'request' | 'createdAt'>,
): Promise<GridCell[]> {
  const requests = requestsOf(request);
  // what cells, labels and genes there are is the same for all
  const examined = await examineWithLimits(store, requests[0]);
  const byKey = new Map<string, Run>();
  const counting = store.runs.list().filter((run) => !run.archived || run.createdAt >= createdAt);
  for (const run of counting.sort((a, b) => standing(a) - standing(b) || a.id - b.id)) {
    byKey.set(`${requestKey(run.config)} ${run.config.splitId}`, run);
  }
  const seeds = [...new Set(requests.map(({ splitSeed }) => splitSeed))];
  const splits = new Map(
    seeds.map((splitSeed) => [splitSeed, knownSplit(store, { ...requests[0], splitSeed }, examined)]),
  );
  const refused = new Map((request.refused ?? []).map(({ method, k, why }) => [`${method} ${k}`, why]));
  return requests.map((one) => {
    const config = freeze(one, { ...examined, k: one.k }, 0);
    // as it was asked for then; a later version may have settings that those runs know nothing of
    const then = { ...config, settings: one.settings as YotoSettings };
    const split = splits.get(one.splitSeed);
    const run = byKey.get(`${requestKey(then)} ${split}`) ?? byKey.get(`${requestKey(config)} ${split}`) ?? null;
    return {
      method: one.method,
      k: one.k,
      seed: one.seed,
      splitSeed: one.splitSeed,
      runId: run?.id ?? null,
      state: run?.state ?? null,
      message: run?.message ?? refused.get(`${one.method} ${one.k}`) ?? null,
      request: one,
      run,
    };
  });
}

const standing = ({ state }: Run): number =>
  state === 'succeeded' ? 2 : state === 'running' || state === 'queued' ? 1 : 0;
