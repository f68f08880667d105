/** `panelwright design`: the application without a window, from data files to a panel. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Input } from '../../src-preload/contract.ts';
import { AppError } from '../../src-preload/errors.ts';
import type { Dataset, Run } from '../../src-preload/model.ts';
import { didYouMean } from '../data/nearest.ts';
import { sha256OfFile } from '../formats/sha256.ts';
import { stateFolder } from '../hosts/http/folders.ts';
import { readDesignArguments } from './design-arguments.ts';
import type { DesignArguments } from './design-arguments.ts';
import { checkWritable, progressLine, writeWhole } from './output.ts';
import type { ProgressLine } from './output.ts';
import { jsonReport, textReport } from './report.ts';
import { startSession } from './session.ts';
import type { Session } from './session.ts';

/** Designs a panel and writes what was asked for; the results that nobody asked to be written go to stdout. */
export async function designCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const options = readDesignArguments(args);
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
    const selectOn = options.selectOn === undefined ? undefined : taskIds[options.columns.indexOf(options.selectOn)];
    run = await call('runs.start', { ...options.request, datasetIds, taskIds, selectOn });
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
  for (const value of idleValues(options, datasets)) {
    progress.say(`Note: no cell has the value "${value}", so --unlabelled ${value} changes nothing.`);
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

/** Values that should mean "no label" and are in no column asked for: misspelt, or meant for other data. */
function idleValues({ unlabelled, columns }: DesignArguments, datasets: Dataset[]): string[] {
  const asked = datasets.flatMap((dataset) => dataset.columns).filter(({ name }) => columns.includes(name));
  return unlabelled
    .filter(({ column, value }) =>
      asked.every(
        ({ name, kind, classes }) =>
          kind === 'categorical' && !(['', name].includes(column) && classes.some((entry) => entry.name === value)),
      ),
    )
    .map(({ value }) => value);
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
