/** `panelwright benchmark`: a grid of runs over methods, sizes and repetitions, and what it says. */
import { isHeadline } from '../../src-shared/metrics.ts';
import { join } from 'node:path';
import type { Input } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import { isEntrant, rowName } from '../../src-shared/entrants.ts';
import { methodNames, methods } from '../../src-shared/methods.ts';
import type { Method } from '../../src-shared/methods.ts';
import type { BenchmarkState } from '../../src-shared/model.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { bytesOf } from '../services/tables/zip-file.ts';
import { assayFor } from './assay-arguments.ts';
import { checkResults, dashedValue, noValue, wholeNumber } from './arguments.ts';
import { bringData, datasetLeftOut } from './bring-data.ts';
import { bringTasks, taskCalled } from './bring-tasks.ts';
import { readDesignArguments } from './design-arguments.ts';
import type { DesignArguments } from './design-arguments.ts';
import { bringRules } from './gene-arguments.ts';
import { options } from './options.ts';
import { digits, progressLine, table } from './output.ts';
import type { ProgressLine } from './output.ts';
import { openOrMake, type Undo } from './project.ts';
import { inSession } from './session.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

interface BenchmarkArguments {
  methods: Method[];
  /** those that also design a panel for each task alone */
  alone: Method[];
  ks: number[];
  repetitions: { seed: number; splitSeed: number }[];
  jobs: number | undefined;
  out: string | undefined;
  html: string | undefined;
  predictions: string | undefined;
  /** the arguments that say so, as they were given */
  common: string[];
  /** data, tasks and what all runs have in common */
  design: DesignArguments;
}

export async function benchmarkCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const options = readBenchmarkArguments(args);
  const { out, html, predictions } = options;
  const { data, labels, project } = options.design;
  const read = [...data, ...labels.map(({ file }) => file), project];
  checkResults({ '--out': out, '--html': html, '--predictions': predictions }, read, options.design);
  const progress = progressLine(options.design.quiet);
  // the grid tells how far it is; its runs need not
  const quiet = { progress: progressLine(true), jobs: options.jobs };
  try {
    await inSession({ temporary: project === undefined, stopped, ...quiet }, (session, folder) =>
      runGrid(session, options, project ?? join(folder!, 'benchmark.panelwright'), progress),
    );
  } finally {
    progress.end();
  }
}

async function runGrid(
  session: Session,
  options: BenchmarkArguments,
  project: string,
  progress: ProgressLine,
): Promise<void> {
  const { call } = session;
  let state = await begin(session, options, project, progress);
  for (const { method, k, why } of state.benchmark.request.refused ?? [])
    progress.note(`${method} with ${k} genes is left out: ${why}`);
  const { id } = state.benchmark;
  const total = state.cells.filter(({ runId }) => runId !== null).length;
  const already = state.cells.filter(({ state }) => state === 'succeeded').length;
  if (already > 0) progress.say(`${already} of ${total} runs are in the project already.`);
  for (const cell of state.cells) {
    if (cell.runId === null || cell.state === 'succeeded') continue;
    const done = state.cells.filter(({ state }) => state === 'succeeded' || state === 'failed').length;
    progress.show(`${done} of ${total} runs, ${cell.method} with ${cell.k} genes`, done / total, state.secondsLeft);
    // one that fails says so in the table; the others go on
    await session.ended(cell.runId).catch(() => {});
    state = await call('benchmarks.get', { id });
  }
  progress.end();
  for (const { method, k, message } of state.cells.filter((cell) => cell.state === 'failed'))
    progress.note(`${method} with ${k} genes failed: ${message}`);
  await writeResults(session, state, options, progress);
  if (state.cells.some((cell) => cell.state === 'succeeded')) return;
  const [first] = state.cells.filter((cell) => cell.state === 'failed');
  throw new AppError(
    'internal',
    `None of the ${total} runs succeeded.`,
    first && `The first, ${first.method} with ${first.k} genes, said: ${first.message}`,
  );
}

/**
 * From the arguments to runs under way. What cannot begin leaves the project as it was; where some runs were asked for
 * before one was refused, they and their data stay.
 */
async function begin(
  session: Session,
  options: BenchmarkArguments,
  project: string,
  progress: ProgressLine,
): Promise<BenchmarkState> {
  const { call } = session;
  const { undo, takeBack } = await openOrMake(session, project);
  const before = (await call('benchmarks.list', {})).length;
  try {
    const asked = await askedOf(session, options, undo, progress);
    progress.say((await call('benchmarks.estimate', asked)).words);
    return await call('benchmarks.start', asked);
  } catch (error) {
    if ((await call('benchmarks.list', {})).length === before) await takeBack();
    throw error;
  }
}

/** Brings data and tasks into the open project, and says what is asked of them. */
export async function askedOf(
  session: Session,
  { design, methods: names, alone, ks, repetitions }: BenchmarkArguments,
  undo: Undo,
  progress: ProgressLine,
): Promise<Input<'benchmarks.start'>> {
  progress.show('Reading the data', 0, null);
  const datasets = await bringData(session, design, undo, progress);
  const taskIds = await bringTasks(session, design.tasks, design.request.minClass, datasets, undo);
  const { name: _n, method: _m, k: _k, seed: _s, splitSeed: _p, methodSettings: _o, ...common } = design.request;
  const { add: _a, ...rules } = await bringRules(session, design.genes);
  const base = {
    ...common,
    ...rules,
    assay: assayFor(design.assay, datasets),
    datasetIds: datasets.map(({ id }) => id),
    taskIds,
    leaveOut: datasetLeftOut(design, datasets),
    selectOn: taskCalled(design.selectOn, design.tasks, taskIds),
  };
  return { base, methods: names, alone, ks, repetitions };
}

async function writeResults(
  { call }: Session,
  state: BenchmarkState,
  { out, html, predictions, design }: BenchmarkArguments,
  progress: ProgressLine,
): Promise<void> {
  for (const [path, as] of [
    [out, 'csv'],
    [html, 'html'],
    [predictions, 'predictions'],
  ] as const) {
    if (path === undefined) continue;
    writeWhole(path, bytesOf(await call('benchmarks.export', { id: state.benchmark.id, as })), design);
    progress.say(`Wrote ${path}`);
  }
  process.stdout.write(textOf(state));
}

export function textOf({ benchmark, rows, costs, words }: BenchmarkState): string {
  const headline = rows.filter(({ metric, predictor }) => isHeadline(metric) && predictor !== 'ceiling');
  const lines = headline.map((row) => {
    const cost = costs.find((one) => isEntrant(one, row) && one.k === row.k);
    return [
      row.task,
      String(row.k),
      rowName(row),
      row.predictor,
      digits(row.mean),
      digits(row.sd),
      row.rank === null ? '–' : String(row.rank),
      cost?.selectSeconds?.toFixed(1) ?? '–',
      cost?.peakMemoryMB?.toFixed(0) ?? '–',
      String(cost?.models ?? ''),
    ];
  });
  const head = ['task', 'k', 'method', 'by', 'mean', 'sd', 'rank', 'seconds', 'MB', 'models'];
  return [benchmark.name, '', table([head, ...lines]), '', ...words, ''].join('\n');
}

/** Options of a single design that would say nothing here, and what says it instead. */
const instead: Record<string, string> = {
  '--method': 'methods are named with --methods A,B',
  '--seed': 'seeds are named with --seeds A,B',
  '--split-seed': 'splits are named with --splits A,B',
  '--json': 'the table is written with --out FILE, as CSV',
  '--cost-of-sharing': '--alone METHOD says what it costs to ask all at once',
  '--held-out-by': '--group COLUMN holds whole groups out in every run',
  '--markers': 'it is of one panel; see "panelwright design --help"',
  '--dry-run': 'it is of one panel; see "panelwright design --help"',
};

/** @throws UsageError */
export function readBenchmarkArguments(args: string[]): BenchmarkArguments {
  // what a design takes too is read there
  const own = ['-k', ...Object.keys(options.benchmark).flatMap((name) => (name === 'project' ? [] : [`--${name}`]))];
  const { taken, rest } = take(args, own);
  for (const [option] of rest.map((arg) => arg.split('='))) {
    if (Object.hasOwn(instead, option)) throw new UsageError(`benchmark has no ${option}: ${instead[option]}.`);
  }
  const paper = taken.get('--preset') === 'paper';
  if (taken.has('--preset') && !paper) throw new UsageError(`--preset is "paper", not "${taken.get('--preset')}".`);
  const sizes = taken.get('-k') ?? taken.get('--k');
  if (sizes === undefined) throw new UsageError('Say with -k which panel sizes to compare, as in -k 16,32,64.');
  const ks = numbers('-k', sizes, 1, 100_000);
  const preset = paper ? ['--test-fraction', '0.2', '--assay', 'as-sequenced'] : [];
  const named = readMethods('--methods', taken.get('--methods') ?? 'all');
  return {
    methods: named,
    alone: readAlone(taken.get('--alone') ?? (paper && named.includes('yoto') ? 'yoto' : undefined), named),
    ks,
    repetitions: pairUp(
      numbers('--seeds', taken.get('--seeds') ?? '0,1,2', 0, 0xffffffff),
      numbers('--splits', taken.get('--splits') ?? '0,1,2', 0, 0xffffffff),
      taken.has('--seeds'),
      taken.has('--splits'),
    ),
    jobs: wholeNumber('--jobs', taken.get('--jobs'), 1, 64),
    out: taken.get('--out'),
    html: taken.get('--html'),
    predictions: taken.get('--predictions'),
    common: rest,
    design: readDesignArguments([...preset, ...rest, '-k', String(ks[0])]),
  };
}

/** Takes options with their values out of arguments. */
function take(args: readonly string[], names: readonly string[]): { taken: Map<string, string>; rest: string[] } {
  const taken = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = /^-k./.test(args[i]) ? ['-k', args[i].slice(2)] : args[i].split(/=(.*)/s, 2);
    if (!names.includes(name)) rest.push(args[i]);
    else {
      const value = inline ?? args[++i];
      if (value === undefined) throw new UsageError(noValue(name));
      if (inline === undefined && /^-./.test(value)) throw new UsageError(dashedValue(name));
      taken.set(name, value);
    }
  }
  return { taken, rest };
}

const numbers = (option: string, text: string, min: number, max: number): number[] => [
  ...new Set(text.split(',').map((one) => wholeNumber(option, one.trim(), min, max)!)),
];

function readMethods(option: string, text: string): Method[] {
  if (text === 'all') return [...methodNames];
  return text.split(',').map((name) => {
    const method = methodNames.find((known) => known === name.trim());
    if (method) return method;
    throw new UsageError(`${option} takes "all" or names out of ${methodNames.join(', ')}, not "${name}".`);
  });
}

function readAlone(text: string | undefined, compared: Method[]): Method[] {
  if (text === undefined) return [];
  const alone = readMethods('--alone', text);
  const stranger = alone.find((method) => !compared.includes(method));
  if (text === 'all') return compared.filter((method) => methods[method].can.labels === 'all');
  if (stranger)
    throw new UsageError(`--alone takes methods that are compared, and ${stranger} is not among --methods.`);
  return alone;
}

/** One pair a repetition. The list that was not named follows the other, by its length. */
function pairUp(seeds: number[], splits: number[], seedsNamed: boolean, splitsNamed: boolean) {
  const length = seedsNamed ? seeds.length : splits.length;
  if (seedsNamed && splitsNamed && seeds.length !== splits.length) {
    throw new UsageError(
      `--seeds and --splits are paired: name as many of each, not ${seeds.length} and ${splits.length}.`,
    );
  }
  return Array.from({ length }, (_, i) => ({
    seed: seedsNamed ? seeds[i] : i,
    splitSeed: splitsNamed ? splits[i] : i,
  }));
}
