/** `panelwright design`: the application without a window, from data files to a panel. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CallName, Events, Input, Reply } from '../../src-preload/contract.ts';
import { AppError } from '../../src-preload/errors.ts';
import type { Dataset, Method, Run, RunRequest } from '../../src-preload/model.ts';
import { createApp, dispatch } from '../app.ts';
import { didYouMean } from '../data/nearest.ts';
import { sha256OfFile } from '../formats/sha256.ts';
import { stateFolder } from '../hosts/http/folders.ts';
import { spawnWithFork } from '../hosts/http/spawn.ts';
import { exampleFiles, exampleTasks } from '../services/example.ts';
import { decimal, geneList, parse, readLines, wholeNumber } from './arguments.ts';
import { checkWritable, progressLine, writeWhole } from './output.ts';
import type { ProgressLine } from './output.ts';
import { jsonReport, textReport } from './report.ts';
import { UsageError } from './usage.ts';

const resources = resolve(import.meta.dirname, '..', '..', 'resources');
const methods: Method[] = ['yoto', 'random', 'top-variance'];
const EXAMPLE_K = 32;

interface DesignArguments {
  data: string[];
  labels: string | undefined;
  columns: string[];
  /** values that mean "no label", by column; '' for every column */
  unlabelled: { column: string; value: string }[];
  request: Omit<RunRequest, 'datasetIds' | 'taskIds'>;
  project: string | undefined;
  out: string | undefined;
  predictions: string | undefined;
  json: string | undefined;
  quiet: boolean;
}

/** @throws UsageError for arguments that cannot be understood, AppError for files among them that are not there */
function readArguments(args: string[]): DesignArguments {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values, positionals } = parse(args, {
    example: { type: 'boolean', default: false },
    labels: text,
    task: list,
    k: { type: 'string', short: 'k' },
    method: text,
    seed: text,
    'split-seed': text,
    'must-include': list,
    exclude: list,
    unlabelled: list,
    'min-class': text,
    hvg: text,
    'test-fraction': text,
    'test-cells': text,
    steps: text,
    project: text,
    out: text,
    predictions: text,
    json: text,
    quiet: { type: 'boolean', default: false },
  });
  const example = exampleFiles(resources);
  if (values.example && positionals.length > 0)
    throw new UsageError('--example brings its own data; name no file with it.');
  const data = values.example ? [example.data] : positionals;
  const labels = values.labels ?? (values.example ? example.labels : undefined);
  const columns = values.example && values.task.length === 0 ? exampleTasks : [...new Set(values.task)];
  const k = wholeNumber('-k', values.k, 1, 100_000) ?? (values.example ? EXAMPLE_K : undefined);
  if (data.length === 0) throw new UsageError('Name a data file to design a panel from (or --example).');
  if (columns.length === 0) throw new UsageError('Name at least one label column with --task.');
  if (k === undefined) throw new UsageError('Say with -k how many genes the panel shall have.');
  const method = methods.find((name) => name === (values.method ?? 'yoto'));
  if (!method) throw new UsageError(`--method is one of ${methods.join(', ')}, not "${values.method}".`);
  const whole = Number.MAX_SAFE_INTEGER;
  const steps = wholeNumber('--steps', values.steps, 10, 1_000_000);
  const testFraction = decimal('--test-fraction', values['test-fraction'], 0.05, 0.5) ?? 0.2;
  const numbers = {
    seed: wholeNumber('--seed', values.seed, 0, 0xffffffff) ?? 0,
    splitSeed: wholeNumber('--split-seed', values['split-seed'], 0, 0xffffffff) ?? 0,
    minClass: wholeNumber('--min-class', values['min-class'], 2, whole) ?? 10,
    hvg: wholeNumber('--hvg', values.hvg, 2, whole) ?? 5000,
  };
  return {
    data: data.map((path) => resolve(path)),
    labels: labels === undefined ? undefined : resolve(labels),
    columns,
    unlabelled: values.unlabelled.map((entry) => unlabelledValue(entry, columns)),
    request: {
      method,
      k,
      testFraction,
      ...numbers,
      mustInclude: values['must-include'].flatMap(geneList),
      exclude: values.exclude.flatMap(geneList),
      testCells: values['test-cells'] === undefined ? undefined : readLines(values['test-cells']),
      settings: steps === undefined ? {} : { steps },
    },
    project: values.project === undefined ? undefined : resolve(values.project),
    out: values.out,
    predictions: values.predictions,
    json: values.json,
    quiet: values.quiet,
  };
}

/** `COLUMN=VALUE` where COLUMN is a task; else all of it is a value. */
function unlabelledValue(entry: string, columns: string[]): { column: string; value: string } {
  const column = columns.find((name) => entry.startsWith(`${name}=`));
  return column === undefined ? { column: '', value: entry } : { column, value: entry.slice(column.length + 1) };
}

/** Designs a panel and writes what was asked for; the results that nobody asked to be written go to stdout. */
export async function designCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const options = readArguments(args);
  for (const path of [options.out, options.predictions, options.json]) {
    if (path !== undefined && path !== '-') checkWritable(path);
  }
  const temporary = options.project === undefined ? mkdtempSync(join(tmpdir(), 'panelwright-')) : null;
  const progress = progressLine(options.quiet);
  const session = startSession(temporary ?? stateFolder(), progress);
  const work = designIn(session, options, temporary, progress);
  try {
    await Promise.race([work, stopped]);
  } finally {
    progress.end();
    await session.close();
    // closing ends whatever is under way; it then clears up after itself
    await work.catch(() => {});
    if (temporary) rmSync(temporary, { recursive: true, force: true });
  }
}

async function designIn(
  session: Session,
  options: DesignArguments,
  temporary: string | null,
  progress: ProgressLine,
): Promise<void> {
  const { call } = session;
  const project = options.project ?? join(temporary!, 'design.panelwright');
  const isNew = !existsSync(project);
  await (isNew ? call('project.create', { path: project }) : call('project.open', { path: project }));
  const undo: Undo = [];
  const started = performance.now();
  let datasets: Dataset[];
  let run: Run;
  let importSeconds: number;
  try {
    datasets = await bringData(session, options, undo);
    importSeconds = (performance.now() - started) / 1000;
    const taskIds = await bringTasks(session, options, datasets, undo);
    const datasetIds = datasets.map(({ id }) => id);
    run = await call('runs.start', { ...options.request, datasetIds, taskIds });
  } catch (error) {
    // what cannot be trained leaves the project as it was
    if (isNew) {
      await session.close();
      rmSync(project, { force: true });
    } else {
      for (const step of undo.reverse()) await step();
    }
    throw error;
  }
  const detail = await call('runs.get', { id: run.id });
  for (const note of detail.notes) if (note.severity === 'warning') progress.say(`Note: ${note.what}`);
  await session.ended(run.id);
  progress.end();
  await writeResults(session, run.id, datasets, importSeconds, options, progress);
}

/** Steps back, in the order in which they were taken. */
type Undo = (() => Promise<unknown>)[];

/** The data sets of the files: those that the project has already, and new ones. */
async function bringData({ call }: Session, { data, labels }: DesignArguments, undo: Undo): Promise<Dataset[]> {
  const present = await call('datasets.list', {});
  const found: Dataset[] = [];
  for (const path of data) {
    const digest = present.length > 0 && existsSync(path) ? await sha256OfFile(path) : null;
    const known = present.find((dataset) => dataset.sha256 === digest);
    if (known) {
      if (labels !== undefined) await call('datasets.labels', { id: known.id, path: labels, apply: true });
      found.push(known);
    } else {
      const dataset = await call('datasets.add', { path, labels });
      undo.push(() => call('datasets.remove', { id: dataset.id }));
      found.push(dataset);
    }
  }
  const ids = new Set(found.map(({ id }) => id));
  return (await call('datasets.list', {})).filter(({ id }) => ids.has(id));
}

/** One task a column, over all data sets that have it. Returns their ids. */
async function bringTasks(
  { call }: Session,
  options: DesignArguments,
  datasets: Dataset[],
  undo: Undo,
): Promise<number[]> {
  const tasks = await call('tasks.list', { minClass: options.request.minClass });
  const drafts = options.columns.map((column) => draftTask(column, options, datasets));
  const ids: number[] = [];
  for (const draft of drafts) {
    const known = tasks.find((task) => task.name === draft.name);
    if (known) {
      const { id, name, kind, sources, unlabelled } = known;
      await call('tasks.update', { ...draft, id });
      undo.push(() => call('tasks.update', { id, name, kind, sources, unlabelled }));
      ids.push(id);
    } else {
      const { id } = await call('tasks.add', draft);
      undo.push(() => call('tasks.remove', { id }));
      ids.push(id);
    }
  }
  return ids;
}

function draftTask(column: string, { unlabelled }: DesignArguments, datasets: Dataset[]): Input<'tasks.add'> {
  const having = datasets.flatMap((dataset) => {
    const found = dataset.columns.find((candidate) => candidate.name === column);
    return found ? [{ datasetId: dataset.id, kind: found.kind }] : [];
  });
  if (having.length === 0) {
    const names = [...new Set(datasets.flatMap((dataset) => dataset.columns.map((candidate) => candidate.name)))];
    throw new AppError(
      'not-found',
      `There is no label column "${column}" in ${datasets.map((dataset) => dataset.name).join(', ')}.`,
      didYouMean(
        column,
        names,
        names.length > 0 ? `There are ${names.join(', ')}.` : 'Join a label file with --labels.',
      ),
    );
  }
  const continuous = having.some(({ kind }) => kind === 'continuous');
  return {
    name: column,
    kind: continuous ? 'continuous' : 'categorical',
    sources: having.map(({ datasetId }) => ({ datasetId, column })),
    unlabelled: unlabelled.filter((entry) => ['', column].includes(entry.column)).map((entry) => entry.value),
  };
}

async function writeResults(
  { call }: Session,
  id: number,
  datasets: Dataset[],
  importSeconds: number,
  { out, predictions, json }: DesignArguments,
  progress: ProgressLine,
): Promise<void> {
  const write = (path: string, content: string) => {
    writeWhole(path, content);
    progress.say(`Wrote ${path}`);
  };
  const run = await call('runs.get', { id });
  if (out !== undefined) write(out, (await call('runs.exportPanel', { id })).content);
  if (predictions !== undefined) write(predictions, (await call('runs.exportPredictions', { id })).content);
  if (json !== undefined) {
    const memoryMB = process.resourceUsage().maxRSS / 1024;
    const report = JSON.stringify(jsonReport(run, { datasets, importSeconds, memoryMB }), null, 1) + '\n';
    if (json === '-') process.stdout.write(report);
    else write(json, report);
  }
  if (out === undefined && json === undefined) process.stdout.write(textReport(run));
}

interface Session {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>;
  /** resolves when the run succeeded. @throws AppError when it ended otherwise */
  ended(runId: number): Promise<void>;
  close(): Promise<void>;
}

/** The application as this command uses it: calls, and word of how they go on stderr. */
function startSession(state: string, progress: ProgressLine): Session {
  const finished = new Map<number, Run>();
  let wake = () => {};
  const heard = <E extends keyof Events>(event: E, payload: Events[E]) => {
    if (event === 'import.progress') {
      const { doing, fraction } = payload as Events['import.progress'];
      progress.show(doing, fraction, null);
    } else if (event === 'run.progress') {
      const { doing, fraction, secondsLeft } = payload as Events['run.progress'];
      progress.show(doing, fraction, secondsLeft);
    } else if (event === 'runs.changed' && payload) {
      const run = payload as Run;
      if (run.state !== 'queued' && run.state !== 'running') finished.set(run.id, run);
      wake();
    }
  };
  const app = createApp({
    host: { kind: 'terminal', home: process.cwd(), stateFolder: state, resources, filesRoot: null },
    spawnTrainer: spawnWithFork(),
    emit: heard,
  });
  return {
    call: (name, input) => dispatch(app, name, input) as never,
    async ended(runId) {
      while (!finished.has(runId)) await new Promise<void>((resolve) => (wake = resolve));
      const { state, message } = finished.get(runId)!;
      if (state !== 'succeeded') throw new AppError('internal', message ?? `The run was ${state}.`);
    },
    close: () => app.close(),
  };
}
