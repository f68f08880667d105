/**
 * Which genes are worth offering where z-scores are all that there is: each gene was made to vary as much as any other,
 * so how much it varies tells nothing. What its values have to do with the labels still does.
 */
import { type Cells, forRows } from './cells.ts';
import type { TaskLabels } from './labels.ts';

/** Parts of equal size that the values of a continuous task are taken in. */
const BINS = 10;

/**
 * The share of each column's variance that lies between the classes of a task (η², 0…1), for the task where it is
 * greatest; NaN for columns that take no part. One pass; memory O(columns · classes).
 *
 * @param rows training cells, ascending; those without a label of a task count nothing for it
 */
export function toldByLabels(
  x: Cells,
  rows: Int32Array,
  tasks: readonly TaskLabels[],
  takesPart: (column: number) => boolean,
): Float64Array {
  const all = tasks.map((task) => {
    const { of, count } = strata(task, rows);
    const cells = new Float64Array(count);
    for (const stratum of of) if (stratum >= 0) cells[stratum]++;
    return { of, count, cells, sums: new Float64Array(x.cols * count), squares: new Float64Array(x.cols) };
  });
  let row = 0;
  forRows(x, rows, ({ indices, values }, from, to) => {
    for (const { of, count, sums, squares } of all) {
      const stratum = of[row];
      if (stratum < 0) continue;
      for (let e = from; e < to; e++) {
        sums[indices[e] * count + stratum] += values[e];
        squares[indices[e]] += values[e] * values[e];
      }
    }
    row++;
  });
  return Float64Array.from({ length: x.cols }, (_, column) => {
    if (!takesPart(column)) return NaN;
    return all.reduce((most, { count, cells, sums, squares }) => {
      const own = sums.subarray(column * count, (column + 1) * count);
      const about = own.reduce((a, b) => a + b, 0) ** 2 / cells.reduce((a, b) => a + b, 0);
      const between = own.reduce((sum, s, c) => (cells[c] > 0 ? sum + (s * s) / cells[c] : sum), -about);
      const total = squares[column] - about;
      return total > 0 ? Math.max(most, between / total) : most;
    }, 0);
  });
}

/** The class of each row, −1 where it has none; values are sorted into bins. */
function strata(task: TaskLabels, rows: Int32Array): { of: Int32Array; count: number } {
  if (task.kind === 'categorical') return { of: rows.map((row) => task.y[row]), count: task.classes.length };
  const of = new Int32Array(rows.length).fill(-1);
  const labelled = Array.from(rows.keys()).filter((i) => !Number.isNaN(task.y[rows[i]]));
  labelled.sort((a, b) => task.y[rows[a]] - task.y[rows[b]]);
  labelled.forEach((i, rank) => (of[i] = Math.floor((rank * BINS) / labelled.length)));
  return { of, count: BINS };
}
