/** The labels of a task over data sets laid one below the other: names made numbers. */
import { createHash } from 'node:crypto';
import type { ClassCount, Task } from '../../src-preload/model.ts';
import type { TaskLabels } from '../data/labels.ts';
import type { Store } from '../store/open.ts';

/** A task's labels before anything is left out, and how many cells each class has. */
export interface StackedLabels {
  labels: TaskLabels;
  /** classes in the order of `labels.classes`; empty for a continuous task */
  counts: ClassCount[];
  /** cells of the data sets, and those of them with a label */
  cells: number;
  labelled: number;
}

/**
 * Reads a task's labels. Data sets that are no source of the task have no labels; values in `task.unlabelled` are none.
 * Classes are sorted by name, and matched between data sets by exact name.
 */
export function stackLabels(store: Store, task: Task, datasetIds: readonly number[]): StackedLabels {
  const sizes = datasetIds.map((id) => store.datasets.get(id)!.cells);
  const cells = sizes.reduce((sum, size) => sum + size, 0);
  const columns = datasetIds.map((id) => {
    const source = task.sources.find((candidate) => candidate.datasetId === id);
    return source && store.obsColumns.get(id, source.column);
  });
  const none = new Set(task.unlabelled);
  if (task.kind === 'continuous') {
    const y = new Float32Array(cells).fill(NaN);
    let first = 0;
    columns.forEach((column, d) => {
      if (column) numbersOf(column, none).forEach((value, i) => (y[first + i] = value));
      first += sizes[d];
    });
    const labelled = y.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + 1), 0);
    return { labels: { name: task.name, kind: 'continuous', y }, counts: [], cells, labelled };
  }

  const names = new Set<string>();
  for (const column of columns) {
    if (column?.kind !== 'categorical') continue;
    const used = new Set(column.codes);
    column.categories.forEach((name, code) => used.has(code) && !none.has(name) && names.add(name));
  }
  const classes = [...names].sort();
  const position = new Map(classes.map((name, c) => [name, c]));
  const counts = classes.map((name) => ({ name, cells: 0 }));
  const y = new Int32Array(cells).fill(-1);
  let first = 0;
  let labelled = 0;
  columns.forEach((column, d) => {
    if (column?.kind === 'categorical') {
      const classOf = column.categories.map((name) => position.get(name) ?? -1);
      column.codes.forEach((code, i) => {
        const c = code < 0 ? -1 : classOf[code];
        if (c < 0) return;
        y[first + i] = c;
        counts[c].cells++;
        labelled++;
      });
    }
    first += sizes[d];
  });
  return { labels: { name: task.name, kind: 'categorical', classes, y }, counts, cells, labelled };
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
