/** The labels of a task over data sets laid one below the other: names made numbers. */
import { createHash } from 'node:crypto';
import type { ClassCount, Task, TaskSource } from '../../../src-shared/model.ts';
import type { TaskLabels } from '../../data/labels.ts';
import type { Store } from '../../store/open.ts';

/** A value of a column of a data set, and how many cells have it. */
type ValueCount = ClassCount & { datasetId: number };

/** A task's labels before anything is left out, and how many cells each class has. */
export interface StackedLabels {
  labels: TaskLabels;
  /** classes in the order of `labels.classes`, with the values that each is made of; empty for a continuous task */
  counts: (ClassCount & { from: ValueCount[] })[];
  /** values whose classes the task drops */
  dropped: ValueCount[];
  /** cells of the data sets, and those of them with a label */
  cells: number;
  labelled: number;
}

/**
 * Reads a task's labels. Data sets that are no source of the task have no labels; values in `task.unlabelled` are none.
 * Classes are those that `task.merges` makes of the values, sorted by name, and matched between data sets by exact name.
 */
export function stackLabels(store: Store, task: Task, datasetIds: readonly number[]): StackedLabels {
  const sizes = datasetIds.map((id) => store.datasets.get(id)!.cells);
  const cells = sizes.reduce((sum, size) => sum + size, 0);
  const { name, weight } = task;
  const none = new Set(task.unlabelled);
  const sources = datasetIds.map((id) => task.sources.find((candidate) => candidate.datasetId === id));
  if (task.kind === 'continuous') {
    const y = new Float32Array(cells).fill(NaN);
    let first = 0;
    sources.forEach((source, d) => {
      const column = source && store.obsColumns.get(source.datasetId, source.column);
      if (column) numbersOf(column, none).forEach((value, i) => (y[first + i] = value));
      first += sizes[d];
    });
    const labelled = y.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + 1), 0);
    return { labels: { name, weight, kind: 'continuous', y }, counts: [], dropped: [], cells, labelled };
  }

  const changes = new Map(task.merges.map(({ from, to }) => [from, to]));
  const columns = sources.map((source) => source && valuesOf(store, source, none, changes));
  const made = new Map<string, ValueCount[]>();
  columns.forEach((column, d) =>
    column?.names.forEach((value, code) => {
      if (column.cells[code] === 0) return;
      const name = column.classes[code];
      if (!made.has(name)) made.set(name, []);
      made.get(name)!.push({ name: value, cells: column.cells[code], datasetId: datasetIds[d] });
    }),
  );
  const dropped = made.get('') ?? [];
  made.delete('');
  const classes = [...made.keys()].sort();
  const position = new Map(classes.map((name, c) => [name, c]));
  const y = new Int32Array(cells).fill(-1);
  let first = 0;
  columns.forEach((column, d) => {
    if (column) {
      const classOf = column.classes.map((name) => position.get(name) ?? -1);
      column.codes.forEach((code, i) => (y[first + i] = code < 0 ? -1 : classOf[code]));
    }
    first += sizes[d];
  });
  const counts = classes.map((name) => {
    const from = made.get(name)!.sort((a, b) => b.cells - a.cells);
    return { name, cells: from.reduce((sum, value) => sum + value.cells, 0), from };
  });
  const labelled = counts.reduce((sum, entry) => sum + entry.cells, 0);
  return { labels: { name, weight, kind: 'categorical', classes, y }, counts, dropped, cells, labelled };
}

/** What the class of a cell is called that has two labels. */
const pairName = (a: string, b: string): string => `${a}${PAIRED}${b}`;

/** Between the two labels of a pair. */
export const PAIRED = ' × ';

interface Values {
  names: string[];
  /** the class that each value is; '' where it is dropped */
  classes: string[];
  /** −1: no value, or one that means so */
  codes: Int32Array;
  /** cells of each name */
  cells: number[];
}

/** The values of a column, or of the pairs of two (changed one by one, then as a pair); null where they are no classes. */
function valuesOf(
  store: Store,
  { datasetId, column, by }: TaskSource,
  none: Set<string>,
  changes: Map<string, string>,
): Values | null {
  const first = store.obsColumns.get(datasetId, column);
  if (first?.kind !== 'categorical') return null;
  const changed = (value: string) => changes.get(value) ?? value;
  if (by === undefined) {
    return { ...countValues(first.categories, first.codes, none), classes: first.categories.map(changed) };
  }
  const second = store.obsColumns.get(datasetId, by);
  if (second?.kind !== 'categorical') return null;
  const pairs = first.categories.flatMap((a) => second.categories.map((b): [string, string] => [a, b]));
  const names = pairs.map(([a, b]) => (none.has(a) || none.has(b) ? '' : pairName(a, b)));
  const classes = pairs.map(([a, b], p) => {
    const parts = [changed(a), changed(b)];
    return changes.get(names[p]) ?? (parts.includes('') ? '' : changed(pairName(parts[0], parts[1])));
  });
  const width = second.categories.length;
  const codes = first.codes.map((a, i) => (a < 0 || second.codes[i] < 0 ? -1 : a * width + second.codes[i]));
  return { ...countValues(names, codes, new Set([...none, ''])), classes };
}

function countValues(names: string[], codes: Int32Array, none: Set<string>): Omit<Values, 'classes'> {
  const known = codes.map((code) => (code < 0 || none.has(names[code]) ? -1 : code));
  const cells = names.map(() => 0);
  for (const code of known) if (code >= 0) cells[code]++;
  return { names, codes: known, cells };
}

/**
 * Leaves out classes with fewer than `minClass` cells: their cells count as unlabelled. Who is too small is decided by
 * counting all labelled cells, test cells included: a count says nothing about which cell is which.
 */
export function withoutSmallClasses({ labels, counts }: StackedLabels, minClass: number): TaskLabels {
  if (labels.kind === 'continuous') return labels;
  const kept = counts.filter((entry) => entry.cells >= minClass).map((entry) => entry.name);
  if (kept.length === labels.classes.length) return labels;
  const position = new Map(kept.map((name, c) => [name, c]));
  const renumbered = labels.classes.map((name) => position.get(name) ?? -1);
  return { ...labels, classes: kept, y: labels.y.map((c) => (c < 0 ? -1 : renumbered[c])) };
}

/** SHA-256 of what cells are called, task by task: classes and the label of every cell. */
export function labelsDigest(tasks: readonly TaskLabels[]): string {
  const hash = createHash('sha256');
  for (const task of tasks) {
    hash.update(JSON.stringify([task.kind, task.kind === 'categorical' ? task.classes : []]));
    hash.update(task.y);
  }
  return hash.digest('hex');
}

/** A column as numbers; NaN where it has none. Classes that are numbers (ages, passages) can be read as such. */
function numbersOf(column: NonNullable<ReturnType<Store['obsColumns']['get']>>, none: Set<string>): Float64Array {
  if (column.kind === 'continuous') return column.values.map((value) => (none.has(String(value)) ? NaN : value));
  const numbers = column.categories.map((name) => (none.has(name) || name.trim() === '' ? NaN : Number(name)));
  return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : numbers[code]));
}
