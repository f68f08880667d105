/** Methods compared on the user's own data: a grid of runs through the queue, resumable, each cell a run to be opened. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { isEntrant } from '../../../src-shared/entrants.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { methods } from '../../../src-shared/methods.ts';
import type { Benchmark, BenchmarkRequest, BenchmarkState, YotoSettings } from '../../../src-shared/model.ts';
import { trainingDefaults } from '../../../src-shared/settings/training.ts';
import { benchmarkPage } from '../../report/benchmark-page.ts';
import type { Store } from '../../store/open.ts';
import { version } from '../../version.ts';
import { gridCells, requestsOf } from './grid.ts';
import type { GridCell } from './grid.ts';
import { estimateGrid } from '../timing/benchmark-estimate.ts';
import { benchmarkArchive } from './predictions.ts';
import { benchmarkCosts, benchmarkRows, rankedInWords, secondsOf } from './table.ts';
import { benchmarkWords } from './words.ts';
import type { Context, Project } from '../context.ts';
import { openProject, timesFolder, writableProject } from '../context.ts';
import { toCsv } from '../tables/csv.ts';
import type { Cell } from '../tables/csv.ts';
import { examineWithLimits } from '../design/design-request.ts';
import { fileName } from '../tables/exports.ts';
import { rememberedTimes, sizeOf, timedRuns } from '../timing/run-times.ts';
import { runHandlers } from '../runs/runs.ts';

type BenchmarkHandlers = Pick<Handlers, Extract<keyof Handlers, `benchmarks.${string}`>>;

export function benchmarkHandlers(context: Context): BenchmarkHandlers {
  const setRemoved = (id: number, at: string | null) => {
    findBenchmark(writableProject(context).store, id, at === null);
    writableProject(context).store.benchmarks.setRemoved(id, at);
    return null;
  };
  return {
    'benchmarks.list': () => openProject(context).store.benchmarks.list(),
    'benchmarks.get'({ id }) {
      const project = openProject(context);
      return state(project, findBenchmark(project.store, id));
    },
    async 'benchmarks.estimate'(asked) {
      const { store, training } = openProject(context);
      const request = { ...asked, base: withDefaults(asked.base), refused: await refusals(store, asked) };
      const refused = new Set(request.refused.map(({ method, k }) => `${method} ${k}`));
      const cells = await gridCells(store, { request, createdAt: new Date().toISOString() });
      const open = cells.filter(({ method, k, state }) => state !== 'succeeded' && !refused.has(`${method} ${k}`));
      const datasets = store.datasets.list().filter(({ id }) => request.base.datasetIds.includes(id));
      const tasks = store.tasks.list();
      const sized = open.map((cell) => {
        const { settings, taskIds, ...one } = cell.request;
        const ofRun = tasks.filter(({ id }) => taskIds.includes(id));
        return sizeOf({ ...one, settings: withDefaults({ settings }).settings, datasets, tasks: ofRun });
      });
      const known = { project: timedRuns(store), machine: rememberedTimes(timesFolder(context)) };
      const estimate = estimateGrid(sized, known, Math.min(training.slots, Math.max(1, open.length)));
      return { ...estimate, refused: request.refused };
    },
    async 'benchmarks.start'({ name, ...asked }) {
      const project = writableProject(context);
      const { store } = project;
      const request = { ...asked, base: withDefaults(asked.base), refused: await refusals(store, asked) };
      const benchmark = { name: name ?? proposeName(request), request, createdAt: new Date().toISOString() };
      const id = store.benchmarks.insert(benchmark);
      await fill({ ...context, project }, benchmark);
      return state(project, { id, ...benchmark });
    },
    async 'benchmarks.resume'({ id }) {
      const project = writableProject(context);
      const benchmark = findBenchmark(project.store, id);
      await fill({ ...context, project }, benchmark);
      return state(project, benchmark);
    },
    async 'benchmarks.cancel'({ id }) {
      const { store, training } = openProject(context);
      // those that wait first, so that none of them takes the place of one that is stopped
      const cells = await gridCells(store, findBenchmark(store, id));
      for (const state of ['queued', 'running']) {
        for (const cell of cells) if (cell.state === state) training.cancel(cell.runId!);
      }
      return null;
    },
    'benchmarks.remove': ({ id }) => setRemoved(id, new Date().toISOString()),
    'benchmarks.restore': ({ id }) => setRemoved(id, null),
    async 'benchmarks.export'({ id, as }) {
      const project = openProject(context);
      const { store } = project;
      const found = await state(project, findBenchmark(store, id));
      const name = fileName(found.benchmark.name);
      if (as === 'predictions') {
        const cells = await gridCells(store, found.benchmark);
        return benchmarkArchive(store, name, cells, benchmarkTable(found));
      }
      if (as === 'csv')
        return { name: `${name}.csv`, mime: 'text/csv;charset=utf-8', content: toCsv(benchmarkTable(found)) };
      // those that the list no longer shows too
      const datasets = found.benchmark.request.base.datasetIds.flatMap((id) => store.datasets.get(id) ?? []);
      const content = benchmarkPage(found, store.info().name, datasets, {
        at: new Date().toISOString(),
        version,
      });
      return { name: `${name}.html`, mime: 'text/html;charset=utf-8', content };
    },
  };
}

/** Defaults may be others tomorrow, and the grid is to be the same. */
export const withDefaults = <Base extends { settings: Partial<YotoSettings> }>(base: Base) => ({
  ...base,
  settings: { ...trainingDefaults, ...base.settings },
});

function findBenchmark(store: Store, id: number, removedToo = false): Benchmark {
  const found = store.benchmarks.get(id, removedToo);
  if (found) return found;
  throw new AppError(
    'not-found',
    `There is no comparison of methods ${id} in this project.`,
    'Look at the list again.',
  );
}

async function state({ store, training }: Project, benchmark: Benchmark): Promise<BenchmarkState> {
  const { request } = benchmark;
  const cells = await gridCells(store, benchmark);
  const rows = benchmarkRows(store, request, cells);
  return {
    benchmark,
    cells: cells.map(({ request: _request, run: _run, ...cell }) => cell),
    rows,
    costs: benchmarkCosts(store, request, cells),
    words: benchmarkWords(request, rows),
    secondsLeft: secondsLeft(store, cells, training.slots),
  };
}

/** From how long the finished runs of each method took; of a method without one, as long as the average. */
function secondsLeft(store: Store, cells: readonly GridCell[], slots: number): number | null {
  const took = (list: readonly GridCell[]) => {
    const seconds = list.flatMap(({ run }) =>
      run?.state === 'succeeded' ? (store.runs.get(run.id)?.seconds ?? []) : [],
    );
    if (seconds.length === 0) return null;
    return seconds.reduce((sum, one) => sum + secondsOf(one), 0) / seconds.length;
  };
  const open = cells.filter(({ state }) => state === 'queued' || state === 'running');
  const average = took(cells);
  if (open.length === 0 || average === null) return null;
  const all = open.map((cell) => took(cells.filter((one) => isEntrant(one, cell))) ?? average);
  return all.reduce((sum, one) => sum + one, 0) / slots;
}

/** Methods that cannot do what is asked say so beforehand, and the others run. @throws AppError where none can */
export async function refusals(
  store: Store,
  request: Omit<BenchmarkRequest, 'refused'>,
): Promise<NonNullable<BenchmarkRequest['refused']>> {
  const refused: NonNullable<BenchmarkRequest['refused']> = [];
  const once = { ...request, repetitions: request.repetitions.slice(0, 1) };
  const asked = requestsOf({ ...once, alone: [] });
  let firstProblem: AppError | null = null;
  for (const one of asked) {
    const { findings } = await examineWithLimits(store, one);
    const problem = findings.find(({ severity }) => severity === 'problem');
    if (problem) {
      firstProblem ??= new AppError('invalid', problem.what, problem.remedy);
      refused.push({ method: one.method, k: one.k, why: problem.what });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (refused.length === asked.length && firstProblem) throw firstProblem;
  return refused;
}

/**
 * Asks for every run that there is not yet; one that did not end well is begun anew, or goes on where it was.
 *
 * @param context with the project that the grid is of: another may be opened before all runs are asked for
 */
async function fill(context: Context, benchmark: Pick<Benchmark, 'request' | 'createdAt'>): Promise<void> {
  const { store } = writableProject(context);
  const refused = new Set((benchmark.request.refused ?? []).map(({ method, k }) => `${method} ${k}`));
  const runs = runHandlers(context);
  // a run of all questions by which the cells of each split are parted
  const splitOf = new Map<number, number>();
  for (const cell of await gridCells(store, benchmark)) {
    if (refused.has(`${cell.method} ${cell.k}`)) continue;
    let { runId } = cell;
    if (runId === null) {
      const taken = cell.alone && { splitOf: splitOf.get(cell.splitSeed) };
      runId = (await runs['runs.start']({ ...cell.request, ...taken })).id;
    } else if (['failed', 'cancelled', 'interrupted'].includes(cell.state!)) await runs['runs.resume']({ id: runId });
    if (!cell.alone) splitOf.set(cell.splitSeed, runId);
    // the window goes on being answered meanwhile
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function proposeName({ methods: names, ks }: BenchmarkRequest): string {
  const some = names.length <= 3 ? names.map((name) => methods[name].name).join(', ') : `${names.length} methods`;
  return `${some}; ${ks.join(', ')} genes`;
}

/** Everything as one table: a row a task, metric, predictor, method and size. */
function benchmarkTable({ benchmark, rows, costs }: BenchmarkState): Cell[][] {
  const { repetitions } = benchmark.request;
  return [
    [
      'task', 'metric', 'predictor', 'method', 'questions', 'k', 'mean', 'sd', 'rank', 'ranked', 'select_seconds', 'seconds',
      'peak_memory_mb', 'models_trained',
      ...repetitions.map(({ seed, splitSeed }) => `seed ${seed} split ${splitSeed}`),
    ], // prettier-ignore
    ...rows.map((row): Cell[] => {
      const cost = costs.find((one) => isEntrant(one, row) && one.k === row.k)!;
      return [
        row.task,
        row.metric,
        row.predictor,
        row.method,
        row.alone ? 'one at a time' : 'together',
        row.k,
        row.mean,
        row.sd,
        row.rank,
        rankedInWords(row, rows),
        cost.selectSeconds,
        cost.seconds,
        cost.peakMemoryMB,
        cost.models,
        ...row.values,
      ];
    }),
  ];
}
