/** Makes cells comparable: every number that is fitted here is fitted on training cells alone. */
import type { MatrixKind } from '../../src-shared/model.ts';
import { type Cells, chunksOf, forRows } from './cells.ts';
import type { Csr } from './csr.ts';

export interface Normalisation {
  kind: MatrixKind;
  /** library size that every cell is scaled to; without meaning for matrices that are left as they are */
  target: number;
  /** a value above zero is made one, and nothing else is done */
  binary?: boolean;
}

/** z-scores are cut off here, so that one outlier cannot drive a gradient. */
export const Z_CLIP = 10;

/** Library size: the sum of a cell's values. */
export function librarySize(x: Csr, row: number): number {
  let sum = 0;
  for (let e = x.indptr[row]; e < x.indptr[row + 1]; e++) sum += x.values[e];
  return sum;
}

/** Library size of every cell. */
export function librarySizes(x: Cells): Float64Array {
  const sizes = new Float64Array(x.rows);
  let row = 0;
  for (const chunk of chunksOf(x)) for (let i = 0; i < chunk.rows; i++) sizes[row++] = librarySize(chunk, i);
  return sizes;
}

/**
 * The median library size of the training cells that have anything at all (scanpy's `normalize_total` without a
 * target). Only counts and `normalised` values are scaled.
 */
export function fitNormalisation(
  x: Cells,
  kind: MatrixKind,
  trainCells: Int32Array,
  librarySize = librarySizes(x),
): Normalisation {
  return { kind, target: medianSize(Float64Array.from(trainCells, (cell) => librarySize[cell])) };
}

/** The median of the sizes that are more than nothing; 1 where none is. */
export function medianSize(all: Float64Array): number {
  const sizes = all.filter((size) => size > 0).sort();
  const middle = sizes.length >> 1;
  if (sizes.length === 0) return 1;
  return sizes.length % 2 === 1 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2;
}

/**
 * Counts and `normalised` values: each cell scaled to the target, then the natural log1p; cells without anything stay
 * zero. `log`, `scaled` and `binary` values are what they should be: returned as they are. Where genes are read as there
 * or not there, one for every value above zero, whatever the values are.
 *
 * @returns shares `indptr` and `indices` with `x`; log1p keeps zeros zero, so the matrix stays sparse
 */
export function normalise(x: Csr, { kind, target, binary }: Normalisation): Csr {
  if (binary) return { ...x, values: x.values.map((value) => (value > 0 ? 1 : 0)) };
  if (kind !== 'counts' && kind !== 'normalised') return x;
  const values = new Float32Array(x.values.length);
  for (let i = 0; i < x.rows; i++) {
    const size = librarySize(x, i);
    if (size <= 0) continue;
    const factor = target / size;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) values[e] = Math.log1p(x.values[e] * factor);
  }
  return { ...x, values };
}

/** One number for each column. */
export interface ColumnMoments {
  mean: Float32Array;
  /** of the population: divided by the number of cells */
  sd: Float32Array;
  /** share of the cells with a value above zero */
  detected: Float32Array;
}

/** What the moments of a column are made of, in float64. */
export interface ColumnSums {
  rows: number;
  mean: Float64Array;
  /** Σ (value − mean)² */
  squares: Float64Array;
  /** rows with a value other than zero */
  nonZero: Float64Array;
  /** rows with a value above zero */
  above: Float64Array;
}

/**
 * Sums over some rows of each column; the zeros that are not stored count. Two passes, so that a column of large and
 * equal values has no spurious spread.
 *
 * @param rows ascending
 */
export function columnSums(x: Cells, rows: Int32Array): ColumnSums {
  const sum = new Float64Array(x.cols);
  const stored = new Float64Array(x.cols);
  const nonZero = new Float64Array(x.cols);
  const above = new Float64Array(x.cols);
  forRows(x, rows, ({ indices, values }, from, to) => {
    for (let e = from; e < to; e++) {
      const column = indices[e];
      const value = values[e];
      sum[column] += value;
      stored[column]++;
      if (value !== 0) nonZero[column]++;
      if (value > 0) above[column]++;
    }
  });
  const n = Math.max(1, rows.length);
  const mean = sum.map((s) => s / n);
  const squares = mean.map((m, column) => (n - stored[column]) * m * m);
  forRows(x, rows, ({ indices, values }, from, to) => {
    for (let e = from; e < to; e++) {
      const distance = values[e] - mean[indices[e]];
      squares[indices[e]] += distance * distance;
    }
  });
  return { rows: rows.length, mean, squares, nonZero, above };
}

/** Mean, standard deviation and detected share of each column over some rows (ascending). */
export function columnMoments(x: Cells, rows: Int32Array, sums = columnSums(x, rows)): ColumnMoments {
  const n = Math.max(1, rows.length);
  return {
    mean: Float32Array.from(sums.mean),
    sd: Float32Array.from(sums.squares, (s) => Math.sqrt(s / n)),
    detected: Float32Array.from(sums.above, (a) => a / n),
  };
}

/** The form in which networks see a value: z-score by the training cells, within ±10; a constant gene counts sd 1. */
export function zScore(value: number, mean: number, sd: number): number {
  const z = (value - mean) / (sd > 0 ? sd : 1);
  return z > Z_CLIP ? Z_CLIP : z < -Z_CLIP ? -Z_CLIP : z;
}
