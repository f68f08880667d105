/** Tests of each column between one class and all the others: how much greater its values are there. */
import { columnsOf } from './columns.ts';
import type { Csr } from './csr.ts';

/**
 * Wilcoxon's rank-sum test, as scanpy's `rank_genes_groups(method='wilcoxon')` computes it: the rank sum of the class,
 * less what chance gives, over its standard deviation. Equal values share their mean rank.
 *
 * @param y class of each row, all ≥ 0
 * @param tieCorrection whether the standard deviation allows for equal values, as in Mann & Whitney 1947; scanpy's
 * default is not to
 * @returns z of class c and column j at [c · columns + j]; 0 where there is nothing to compare
 */
export function rankSumZ(x: Csr, y: Int32Array, classes: number, tieCorrection: boolean): Float64Array {
  const n = x.rows;
  const size = classSizes(y, classes);
  const z = new Float64Array(classes * x.cols);
  const rankSum = new Float64Array(classes);
  const zeros = new Float64Array(classes);
  for (const { column, rows, values } of columnsOf(x)) {
    rankSum.fill(0);
    zeros.set(size);
    const keys = sortedKeys(rows, values, y, zeros);
    const tied = sumRanks(keys, zeros, rankSum);
    const correction = tieCorrection ? 1 - tied / (n * n * n - n) : 1;
    for (let c = 0; c < classes; c++) {
      const variance = (correction * size[c] * (n - size[c]) * (n + 1)) / 12;
      if (variance > 0) z[c * x.cols + column] = (rankSum[c] - (size[c] * (n + 1)) / 2) / Math.sqrt(variance);
    }
  }
  return z;
}

/** Classes share a number with the value they belong to: below this. */
const CLASS_ROOM = 2 ** 20;
const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);
/** The bits of a float32 as a whole number that grows with it: positive ones have their sign set, negative ones all bits turned. */
function orderOf(value: number): number {
  asFloat[0] = value;
  const bits = asBits[0];
  return (bits & 0x80000000 ? ~bits : bits | 0x80000000) >>> 0;
}
const ZERO = orderOf(0);

/** One number an entry, ordered by value, with its class in the low bits; takes the entries off the zeros of each class. */
function sortedKeys(rows: Int32Array, values: Float32Array, y: Int32Array, zeros: Float64Array): Float64Array {
  const keys = new Float64Array(rows.length);
  let kept = 0;
  for (let e = 0; e < rows.length; e++) {
    if (values[e] === 0) continue;
    keys[kept++] = orderOf(values[e]) * CLASS_ROOM + y[rows[e]];
    zeros[y[rows[e]]]--;
  }
  return keys.subarray(0, kept).sort();
}

/** Adds the ranks, from 1, to each class; zeros stand between negative and positive values. Returns Σ (t³ − t) over ties. */
function sumRanks(keys: Float64Array, zeros: Float64Array, rankSum: Float64Array): number {
  const allZeros = zeros.reduce((a, b) => a + b, 0);
  let tied = allZeros ** 3 - allZeros;
  let below = 0;
  let zerosDone = false;
  const placeZeros = () => {
    const rank = below + (allZeros + 1) / 2;
    for (let c = 0; c < zeros.length; c++) rankSum[c] += zeros[c] * rank;
    below += allZeros;
    zerosDone = true;
  };
  for (let from = 0, to = 0; from < keys.length; from = to) {
    const value = Math.floor(keys[from] / CLASS_ROOM);
    if (!zerosDone && value > ZERO) placeZeros();
    while (to < keys.length && Math.floor(keys[to] / CLASS_ROOM) === value) to++;
    const count = to - from;
    const rank = below + (count + 1) / 2;
    for (let e = from; e < to; e++) rankSum[keys[e] - value * CLASS_ROOM] += rank;
    tied += count ** 3 - count;
    below += count;
  }
  if (!zerosDone) placeZeros();
  return tied;
}

/**
 * Welch's t-test, as scanpy's `rank_genes_groups(method='t-test')` computes it: the difference of the means over its
 * standard error, variances divided by n − 1 and not pooled.
 *
 * @param y class of each row, all ≥ 0
 * @returns t of class c and column j at [c · columns + j]; 0 where there is nothing to compare
 */
export function welchT(x: Csr, y: Int32Array, classes: number): Float64Array {
  const size = classSizes(y, classes);
  const sums = new Float64Array(classes * x.cols);
  const squares = new Float64Array(classes * x.cols);
  for (let i = 0; i < x.rows; i++) {
    const from = y[i] * x.cols;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      sums[from + x.indices[e]] += x.values[e];
      squares[from + x.indices[e]] += x.values[e] * x.values[e];
    }
  }
  const t = new Float64Array(classes * x.cols);
  for (let column = 0; column < x.cols; column++) {
    let sum = 0;
    let square = 0;
    for (let c = 0; c < classes; c++) {
      sum += sums[c * x.cols + column];
      square += squares[c * x.cols + column];
    }
    for (let c = 0; c < classes; c++) {
      const at = c * x.cols + column;
      const rest = x.rows - size[c];
      if (size[c] < 2 || rest < 2) continue;
      const error =
        meanVariance(sums[at], squares[at], size[c]) + meanVariance(sum - sums[at], square - squares[at], rest);
      if (error > 0) t[at] = (sums[at] / size[c] - (sum - sums[at]) / rest) / Math.sqrt(error);
    }
  }
  return t;
}

/** Variance of a mean: s² / n. What is left of a difference of equal numbers is rounding. */
function meanVariance(sum: number, square: number, n: number): number {
  const variation = square - (sum * sum) / n;
  return variation > 1e-12 * square ? variation / (n - 1) / n : 0;
}

function classSizes(y: Int32Array, classes: number): Float64Array {
  const size = new Float64Array(classes);
  for (const c of y) size[c]++;
  return size;
}
