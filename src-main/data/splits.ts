/** Which cells fit, which steer, which are scored once. See docs/METHOD.md, "Who sees what". */
import { AppError } from '../../src-shared/errors.ts';
import type { TaskLabels } from './labels.ts';
import { random, type Random } from './random.ts';

export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;
export const PARTS = 3;

/** Validation cells, as a share of those that are not test cells. */
const VALIDATION_SHARE = 0.2;

/** Classes that a continuous task is stratified by, at most, and so many cells in each at least: all parts need some. */
const QUANTILE_BINS = 10;
const BIN_CELLS = 10;

/** Cells to be split, and what must be spread evenly over the parts. */
export interface SplitUnits {
  tasks: TaskLabels[];
  cells: number;
  /** one a cell; cells of equal key (the same cell in two data sets) stay on one side */
  keys: string[];
}

/**
 * TRAIN, VALIDATION or TEST for each cell, stratified over all tasks at once.
 *
 * The test cells are drawn first, then the validation cells from what is left, by a stream of their own that sees no
 * test cell: who trains does not depend on the labels of test cells, whether those were drawn or given.
 *
 * @param options.testFraction share of the cells that become test cells; without meaning where `testCells` is given
 * @param options.testCells keys of the test cells, instead of drawing them
 * @throws AppError `not-found` where no cell has a key of `testCells`; `invalid` where a part would be empty
 */
export function makeSplit(
  units: SplitUnits,
  options: { seed: number; testFraction: number; testCells?: ReadonlySet<string> },
): Uint8Array {
  const { seed, testFraction, testCells } = options;
  const split = new Uint8Array(units.cells).fill(TRAIN);
  if (testCells) {
    for (let cell = 0; cell < units.cells; cell++) if (testCells.has(units.keys[cell])) split[cell] = TEST;
    if (!split.includes(TEST)) throw noTestCell(testCells, units.keys);
  } else {
    for (const cell of draw(units, cellsIn(split, TRAIN), testFraction, random(seed, 'split/test'))) split[cell] = TEST;
  }
  const rest = cellsIn(split, TRAIN);
  for (const cell of draw(units, rest, VALIDATION_SHARE, random(seed, 'split/validation'))) split[cell] = VALIDATION;
  for (const [part, name] of [
    [TRAIN, 'training'],
    [VALIDATION, 'validation'],
    [TEST, 'test'],
  ] as const) {
    if (!split.includes(part)) {
      throw new AppError(
        'invalid',
        `No ${name} cells are left: training, validation and test each need some of the ${units.cells} cells.`,
        testCells ? 'Name fewer test cells.' : 'Use more cells, or another share of test cells.',
      );
    }
  }
  return split;
}

/** Cells of one part, in order. */
export function cellsIn(split: Uint8Array, part: number): Int32Array {
  let count = 0;
  for (const s of split) if (s === part) count++;
  const cells = new Int32Array(count);
  let at = 0;
  for (let cell = 0; cell < split.length; cell++) if (split[cell] === part) cells[at++] = cell;
  return cells;
}

function noTestCell(testCells: ReadonlySet<string>, keys: string[]): AppError {
  const [named = 'nothing'] = testCells;
  return new AppError(
    'not-found',
    `None of the ${testCells.size} test cells is among the ${keys.length} cells: "${named}" was named, cells are called "${keys[0]}".`,
    'Name the test cells as the data set does, one a line.',
  );
}

/**
 * Draws about `share` of the cells of `pool` so that every class of every task gives its share: iterative
 * stratification (Sechidis, Tsoumakas & Vlahavas 2011, algorithm 1) with two subsets, the drawn and the rest. The class
 * with the fewest unassigned cells goes first; each of its cells goes to the subset that still wants more of the class.
 * Cells without any label are a class of their own. Time and memory O(cells · tasks + classes²).
 */
function draw(units: SplitUnits, pool: Int32Array, share: number, rng: Random): Int32Array {
  const { labels, perCell, classes } = labelsOf(units.tasks, pool);
  const groups = groupByKey(units.keys, pool);

  // groups in random order, large ones first: the small ones then even out what those left uneven
  const order = rng.shuffle(Int32Array.from({ length: groups.count }, (_, g) => g));
  order.sort((a, b) => groups.start[b + 1] - groups.start[b] - (groups.start[a + 1] - groups.start[a]));

  // groups of each class, in that order
  const remaining = new Int32Array(classes);
  for (const label of labels) if (label >= 0) remaining[label]++;
  const classStart = new Int32Array(classes + 1);
  for (let c = 0; c < classes; c++) classStart[c + 1] = classStart[c] + remaining[c];
  const members = new Int32Array(classStart[classes]);
  const fill = classStart.slice(0, classes);
  for (const group of order) {
    for (let i = groups.start[group]; i < groups.start[group + 1]; i++) {
      const from = groups.members[i] * perCell;
      for (let l = from; l < from + perCell; l++) if (labels[l] >= 0) members[fill[labels[l]]++] = group;
    }
  }

  // what each subset still wants of each class, and of cells altogether
  const shares = [share, 1 - share];
  const wanted = shares.map((s) => Float64Array.from(remaining, (n) => n * s));
  const wantedCells = shares.map((s) => pool.length * s);
  const side = new Int8Array(groups.count).fill(-1);
  const choose = (label: number): number => {
    const byClass = wanted[0][label] - wanted[1][label];
    if (Math.abs(byClass) > 1e-9) return byClass > 0 ? 0 : 1;
    const byCells = wantedCells[0] - wantedCells[1];
    if (Math.abs(byCells) > 1e-9) return byCells > 0 ? 0 : 1;
    return rng.integer(2);
  };

  for (;;) {
    let rarest = -1;
    for (let c = 0; c < classes; c++) {
      if (remaining[c] > 0 && (rarest < 0 || remaining[c] < remaining[rarest])) rarest = c;
    }
    if (rarest < 0) break;
    for (let m = classStart[rarest]; m < classStart[rarest + 1]; m++) {
      const group = members[m];
      if (side[group] >= 0) continue;
      const chosen = (side[group] = choose(rarest));
      wantedCells[chosen] -= groups.start[group + 1] - groups.start[group];
      for (let i = groups.start[group]; i < groups.start[group + 1]; i++) {
        const from = groups.members[i] * perCell;
        for (let l = from; l < from + perCell; l++) {
          if (labels[l] < 0) continue;
          wanted[chosen][labels[l]]--;
          remaining[labels[l]]--;
        }
      }
    }
  }
  // few large groups may all go to one side: the smallest then goes to the other
  if (groups.count > 1 && !side.includes(0)) side[order[order.length - 1]] = 0;
  if (groups.count > 1 && !side.includes(1)) side[order[0]] = 1;
  return pool.filter((_, i) => side[groups.of[i]] === 0);
}

/**
 * The classes of the cells of `pool`, numbered through over all tasks: `labels[i · perCell + t]` for task t of the i-th
 * cell, −1 where it has none. The last entry of a cell is 0 if it has no label at all.
 */
function labelsOf(tasks: TaskLabels[], pool: Int32Array): { labels: Int32Array; perCell: number; classes: number } {
  const perCell = tasks.length + 1;
  const labels = new Int32Array(pool.length * perCell).fill(-1);
  let classes = 1;
  tasks.forEach((task, t) => {
    if (task.kind === 'categorical') {
      for (let i = 0; i < pool.length; i++) {
        const y = task.y[pool[i]];
        if (y >= 0) labels[i * perCell + t] = classes + y;
      }
      classes += task.classes.length;
    } else {
      const values = Float32Array.from(pool, (cell) => task.y[cell]);
      const sorted = values.filter((v) => !Number.isNaN(v)).sort();
      const bins = Math.max(1, Math.min(QUANTILE_BINS, Math.floor(sorted.length / BIN_CELLS)));
      const edges = Array.from({ length: bins - 1 }, (_, b) => sorted[Math.floor(((b + 1) * sorted.length) / bins)]);
      for (let i = 0; i < pool.length; i++) {
        if (Number.isNaN(values[i])) continue;
        labels[i * perCell + t] = classes + edges.filter((edge) => values[i] >= edge).length;
      }
      classes += QUANTILE_BINS;
    }
  });
  for (let i = 0; i < pool.length; i++) {
    const own = labels.subarray(i * perCell, (i + 1) * perCell);
    if (own.every((label) => label < 0)) own[perCell - 1] = 0;
  }
  return { labels, perCell, classes };
}

/** Cells of equal key: `of[i]` is the group of the i-th cell of `pool`; `members` lists positions in `pool` by group. */
function groupByKey(keys: string[], pool: Int32Array) {
  const numbers = new Map<string, number>();
  const of = new Int32Array(pool.length);
  for (let i = 0; i < pool.length; i++) {
    const key = keys[pool[i]];
    let group = numbers.get(key);
    if (group === undefined) numbers.set(key, (group = numbers.size));
    of[i] = group;
  }
  const count = numbers.size;
  const start = new Int32Array(count + 1);
  for (const group of of) start[group + 1]++;
  for (let g = 0; g < count; g++) start[g + 1] += start[g];
  const members = new Int32Array(pool.length);
  const fill = start.slice(0, count);
  for (let i = 0; i < pool.length; i++) members[fill[of[i]]++] = i;
  return { of, count, start, members };
}
