/** A grid of runs: what is asked for cell by cell, and which runs of the project answer it already. */
import { entrantsOf } from '../../../src-shared/entrants.ts';
import { methods } from '../../../src-shared/methods.ts';
import type {
  Benchmark,
  BenchmarkCell,
  BenchmarkRequest,
  Run,
  RunRequest,
  YotoSettings,
} from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import { examineWithLimits } from '../design/design-request.ts';
import type { ExaminedRequest } from '../cohort/examined-request.ts';
import { freeze } from '../runs/runs.ts';
import { requestKey } from '../same-request.ts';
import { knownSplit } from '../cohort/splits.ts';

type CellRequest = RunRequest & Pick<BenchmarkCell, 'alone' | 'taskId'>;

/** Cells by repetition, then size, then method: all methods of a split are done before the next split begins. */
export function requestsOf(request: BenchmarkRequest): CellRequest[] {
  const { base, ks, repetitions } = request;
  return repetitions.flatMap(({ seed, splitSeed }) =>
    ks.flatMap((k) =>
      entrantsOf(request).flatMap(({ method, alone }): CellRequest[] => {
        const whole = { ...base, method, k, seed, splitSeed, alone };
        const name = `${methods[method].name}, ${k} genes, seed ${seed}, split ${splitSeed}`;
        if (!alone) return [{ ...whole, name, taskId: null }];
        const { selectOn: _selectOn, ...rest } = whole;
        return base.taskIds.map((taskId) => ({ ...rest, name, taskId, taskIds: [taskId] }));
      }),
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
  const asked = requestsOf(request);
  // what cells, labels and genes there are is the same for all that ask the same questions
  const examined = new Map<string, ExaminedRequest>();
  for (const one of asked) {
    const key = one.taskIds.join();
    if (!examined.has(key)) examined.set(key, await examineWithLimits(store, runRequestOf(store, one)));
  }
  const byKey = new Map<string, Run>();
  const counting = store.runs.list().filter((run) => !run.archived || run.createdAt >= createdAt);
  for (const run of counting.sort((a, b) => standing(a) - standing(b) || a.id - b.id)) {
    byKey.set(`${requestKey(run.config)} ${run.config.splitId}`, run);
  }
  // the cells are parted by all questions together, also where one of them is asked alone
  const first = runRequestOf(store, asked[0]);
  const together = examined.get(first.taskIds.join())!;
  const seeds = [...new Set(asked.map(({ splitSeed }) => splitSeed))];
  const splits = new Map(seeds.map((splitSeed) => [splitSeed, knownSplit(store, { ...first, splitSeed }, together)]));
  const refused = new Map((request.refused ?? []).map(({ method, k, why }) => [`${method} ${k}`, why]));
  return asked.map((one) => {
    const plain = runRequestOf(store, one);
    const config = freeze(plain, { ...examined.get(one.taskIds.join())!, k: one.k }, 0);
    // as it was asked for then; a later version may have settings that those runs know nothing of
    const then = { ...config, settings: one.settings as YotoSettings };
    const split = splits.get(one.splitSeed);
    const run = byKey.get(`${requestKey(then)} ${split}`) ?? byKey.get(`${requestKey(config)} ${split}`) ?? null;
    return {
      method: one.method,
      alone: one.alone,
      taskId: one.taskId,
      k: one.k,
      seed: one.seed,
      splitSeed: one.splitSeed,
      runId: run?.id ?? null,
      state: run?.state ?? null,
      message: run?.message ?? refused.get(`${one.method} ${one.k}`) ?? null,
      request: plain,
      run,
    };
  });
}

/** What a cell asks a run for. Recalls to be reached are of the questions that are asked. */
function runRequestOf(store: Store, { alone, taskId, ...request }: CellRequest): RunRequest {
  if (!alone) return request;
  const question = store.tasks.list().find(({ id }) => id === taskId)?.name;
  const targets = request.targets?.filter(({ task }) => task === question);
  return { ...request, name: `${request.name}, ${question} alone`, ...(targets && { targets }) };
}

const standing = ({ state }: Run): number =>
  state === 'succeeded' ? 2 : state === 'running' || state === 'queued' ? 1 : 0;
