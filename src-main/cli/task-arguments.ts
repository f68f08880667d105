/** The arguments of `panelwright design` that say what is asked: tasks, their classes, their weights, their levels. */
import { basename } from 'node:path';
import type { Input } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ClassChange, ClassTarget, Dataset, TaskSource, TaskSummary } from '../../src-shared/model.ts';
import { didYouMean } from '../data/nearest.ts';
import { readLabelFile } from '../formats/readers/label-file.ts';
import { UsageError } from './usage.ts';

export interface TaskArguments {
  /** as they were written: `[NAME=]COLUMN[*COLUMN][|COLUMN…]` */
  asked: string[];
  /** values that mean "no label", by task or column; '' for every one */
  unlabelled: { column: string; value: string }[];
  /** a table of classes to merge, rename or drop */
  merge: string | undefined;
  weights: Map<string, number>;
  /** tasks from broad to fine */
  hierarchies: string[][];
  /** tasks whose classes are numbers to be predicted as such */
  continuous: string[];
  /** classes that must not be missed */
  targets: ClassTarget[];
}

/** What a task is called that was asked for like this: NAME, or the columns as they were written. */
export const taskName = (asked: string): string => /^([^=*|]+)=./.exec(asked)?.[1].trim() ?? asked;

/** @throws UsageError for what names no task, or no number */
export function readTaskArguments(values: {
  task: string[];
  unlabelled: string[];
  merge?: string;
  'task-weight': string[];
  hierarchy: string[];
  continuous: string[];
  target: string[];
}): TaskArguments {
  const hierarchies = values.hierarchy.map((entry) => entry.split(',').map((level) => level.trim()));
  const asked = [...new Set([...values.task, ...hierarchies.flat(), ...values.continuous])];
  const names = asked.map(taskName);
  const columns = asked.flatMap((text) => [taskName(text), ...alternatives(text).flat()]);
  const weights = values['task-weight'].map((entry): [string, number] => {
    const at = entry.lastIndexOf('=');
    const weight = Number(entry.slice(at + 1));
    if (at < 1 || !(weight > 0 && weight <= 1000)) {
      throw new UsageError(`--task-weight takes TASK=NUMBER, a number above 0 and at most 1000, not "${entry}".`);
    }
    return [entry.slice(0, at), weight];
  });
  for (const name of weights.map(([name]) => name)) {
    if (!names.includes(name))
      throw new UsageError(`--task-weight names one of the tasks ${names.join(', ')}, not "${name}".`);
  }
  for (const levels of hierarchies) {
    if (levels.length < 2) throw new UsageError('--hierarchy takes two or more columns, from broad to fine: A,B,C.');
  }
  return {
    asked,
    unlabelled: values.unlabelled.map((entry) => {
      const column = columns.find((name) => entry.startsWith(`${name}=`));
      return column === undefined ? { column: '', value: entry } : { column, value: entry.slice(column.length + 1) };
    }),
    merge: values.merge,
    weights: new Map(weights),
    hierarchies,
    continuous: values.continuous,
    targets: values.target.map((entry) => readTarget(entry, names)),
  };
}

/** `TASK:CLASS=RECALL`; of a single task CLASS=RECALL will do. @throws UsageError */
function readTarget(entry: string, names: string[]): ClassTarget {
  const at = entry.lastIndexOf('=');
  const asked = entry.slice(0, at);
  const recall = Number(entry.slice(at + 1));
  const task = names.find((name) => asked.startsWith(`${name}:`));
  const className = task === undefined ? asked : asked.slice(task.length + 1);
  if (at < 1 || className === '' || entry.endsWith('=') || !(recall > 0 && recall <= 1)) {
    throw new UsageError(`--target takes TASK:CLASS=RECALL, a share above 0 and at most 1, not "${entry}".`);
  }
  if (task === undefined && names.length > 1)
    throw new UsageError(`--target names the task of the class, one of ${names.join(', ')}: TASK:${entry}.`);
  return { task: task ?? names[0], className, recall };
}

/** The columns, or pairs of columns, that a task can be made of; a data set gives the first that it has. */
function alternatives(asked: string): string[][] {
  const columns = asked.slice(taskName(asked) === asked ? 0 : asked.indexOf('=') + 1);
  return columns.split('|').map((one) => one.split('*').map((column) => column.trim()));
}

/** The columns of every task that was asked for. */
export const columnsOf = (asked: string): string[] => [asked, ...alternatives(asked).flat()];

/**
 * One task over all data sets that have its columns. What is not said of a task that the project knows stays as it is.
 *
 * @param changes classes to change, by task or column
 * @throws AppError `not-found` where no data set has them
 */
export function draftTask(
  asked: string,
  { unlabelled, weights, continuous }: TaskArguments,
  changes: Map<string, ClassChange[]>,
  datasets: Dataset[],
  known: TaskSummary | undefined,
): Input<'tasks.add'> {
  const name = taskName(asked);
  const having = datasets.flatMap((dataset) => {
    const column = (wanted: string) => dataset.columns.find((candidate) => candidate.name === wanted);
    // a column may be called like what else would be a pair
    const exact = column(asked);
    const found = exact ? [asked] : alternatives(asked).find((columns) => columns.every(column));
    if (!found) return [];
    if (found.length > 2)
      throw new AppError('invalid', `"${asked}" pairs more than two columns.`, 'Pair two columns: A*B.');
    const source: TaskSource = {
      datasetId: dataset.id,
      column: found[0],
      ...(found[1] !== undefined && { by: found[1] }),
    };
    return [{ source, kind: column(found[0])!.kind }];
  });
  if (having.length === 0) throw missingColumn(asked, datasets);
  const names = new Set([name, ...having.flatMap(({ source }) => [source.column, source.by ?? source.column])]);
  const of = <T>(table: Map<string, T>) => [...names].map((key) => table.get(key)).find((value) => value !== undefined);
  const numbers = continuous.includes(asked) || having.some(({ kind }) => kind === 'continuous');
  return {
    name,
    kind: numbers ? 'continuous' : 'categorical',
    sources: having.map(({ source }) => source),
    unlabelled: unlabelled.filter(({ column }) => column === '' || names.has(column)).map(({ value }) => value),
    merges: of(changes) ?? known?.merges ?? [],
    weight: weights.get(name) ?? known?.weight ?? 1,
    broader: known?.broader ?? null,
  };
}

function missingColumn(asked: string, datasets: Dataset[]): AppError {
  const names = [...new Set(datasets.flatMap((dataset) => dataset.columns.map((candidate) => candidate.name)))];
  const wanted = alternatives(asked).flat();
  const missing = wanted.find((column) => !names.includes(column)) ?? asked;
  const where = datasets.map((dataset) => dataset.name).join(', ');
  if (names.includes(missing) || (wanted.length > 1 && wanted.every((column) => names.includes(column)))) {
    return new AppError(
      'not-found',
      `No data set has all columns of "${asked}".`,
      `Their columns: ${names.join(', ')}.`,
    );
  }
  return new AppError(
    'not-found',
    `There is no label column "${missing}" in ${where}.`,
    didYouMean(
      missing,
      names,
      names.length > 0 ? `Label columns: ${names.join(', ')}.` : 'Join a label file with --labels.',
    ),
  );
}

/**
 * Reads a table of classes to change: columns `task` (or `column`), `from`, `to`; an empty `to` drops the class.
 *
 * @param known names that the first column may have
 * @returns the changes by task or column
 * @throws AppError for a table of another form, or one that speaks of a task that is not asked for
 */
export async function readMerges(path: string, known: string[]): Promise<Map<string, ClassChange[]>> {
  const { columns, rows } = await readLabelFile(path);
  const at = (...names: string[]) => columns.findIndex((column) => names.includes(column.toLowerCase()));
  const [task, from, to] = [at('task', 'column'), at('from'), at('to')];
  if (task < 0 || from < 0 || to < 0) {
    throw new AppError(
      'unreadable',
      `${basename(path)} has the columns ${columns.join(', ')}; a table of classes has task, from and to.`,
      'Write a line for each class: the task, the class as the data call it, and its new name (nothing to drop it).',
    );
  }
  const changes = new Map<string, ClassChange[]>();
  for (const row of rows) {
    const name = row[task].trim();
    if (!known.includes(name)) {
      throw new AppError(
        'not-found',
        `${basename(path)} changes classes of "${name}", which is no task of this design.`,
        didYouMean(name, known, `The tasks are ${known.join(', ')}.`),
      );
    }
    const list = changes.get(name) ?? [];
    const change = { from: row[from].trim(), to: row[to].trim() };
    const before = list.find((other) => other.from === change.from);
    if (before && before.to !== change.to) {
      throw new AppError(
        'invalid',
        `${basename(path)} makes "${change.from}" of ${name} both "${before.to}" and "${change.to}".`,
        'Keep one of the two lines.',
      );
    }
    if (!before) changes.set(name, [...list, change]);
  }
  return changes;
}
