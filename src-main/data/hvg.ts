/** Highly variable genes: which are worth offering to a selection. Fitted on training cells alone. */
import type { MatrixKind } from '../../src-shared/model.ts';
import { type Cells, forRows } from './cells.ts';
import { loess } from './loess.ts';
import { type ColumnSums, columnSums } from './normalise.ts';

/** Mean and variance (divided by N − 1) of each column over some rows. */
export interface Spread {
  mean: Float64Array;
  variance: Float64Array;
}

const BINS = 20;
const SPAN = 0.3;
/** A gene seen in fewer training cells tells nothing about them, and one such gene is like the next. */
export const LEAST_CELLS = 3;

/** How variable a gene is: by Seurat's dispersion, by Seurat v3's standardised variance, or plainly. */
export type Flavour = 'seurat' | 'seurat-v3' | 'variance';

/** Counts go by Seurat v3; logarithms and normalised values by Seurat's dispersion; z-scores and 0/1 by plain variance. */
export function usualFlavour(kind: MatrixKind): Flavour {
  if (kind === 'counts') return 'seurat-v3';
  return kind === 'log' || kind === 'normalised' ? 'seurat' : 'variance';
}

/**
 * How variable each column is over the training cells, among those that take part; NaN for the others: those that are not
 * allowed, seen in fewer than 3 training cells, or constant.
 *
 * @param x the matrix as imported
 * @param normalised the same after `normalise`
 * @param sums of `x` over the training cells
 * @param isAllowed whether a column takes part
 */
export function variability(
  x: Cells,
  normalised: Cells,
  flavour: Flavour,
  trainCells: Int32Array,
  sums: ColumnSums = columnSums(x, trainCells),
  isAllowed: (column: number) => boolean = () => true,
): Float64Array {
  const keep = (column: number) => sums.nonZero[column] >= LEAST_CELLS && isAllowed(column);
  const only = (spread: Spread): Spread => ({
    mean: spread.mean,
    variance: spread.variance.map((v, column) => (keep(column) && v > 0 ? v : NaN)),
  });
  if (flavour === 'seurat') return seurat(only(columnSpread(normalised, trainCells, Math.expm1)));
  const spread = only({ mean: sums.mean, variance: sums.squares.map((s) => s / (sums.rows - 1)) });
  return flavour === 'seurat-v3' ? seuratV3(x, trainCells, spread) : spread.variance;
}

/** The `n` columns of greatest variability, best first; fewer where fewer take part. */
export function mostVariable(scores: Float64Array, n: number): Int32Array {
  return Int32Array.from(scores.keys())
    .filter((column) => !Number.isNaN(scores[column]))
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, n);
}

/**
 * Mean and sample variance of each column over some rows (ascending), of the values or of what `map` (with map(0) = 0)
 * makes of them.
 */
export function columnSpread(x: Cells, rows: Int32Array, map: (value: number) => number = (value) => value): Spread {
  const n = rows.length;
  const mean = new Float64Array(x.cols);
  const stored = new Float64Array(x.cols);
  forRows(x, rows, ({ indices, values }, from, to) => {
    for (let e = from; e < to; e++) {
      mean[indices[e]] += map(values[e]);
      stored[indices[e]]++;
    }
  });
  for (let column = 0; column < x.cols; column++) mean[column] /= n;
  const variance = mean.map((m, column) => (n - stored[column]) * m * m);
  forRows(x, rows, ({ indices, values }, from, to) => {
    for (let e = from; e < to; e++) {
      const distance = map(values[e]) - mean[indices[e]];
      variance[indices[e]] += distance * distance;
    }
  });
  for (let column = 0; column < x.cols; column++) variance[column] /= n - 1;
  return { mean, variance };
}

/**
 * Normalised dispersion (Satija et al. 2015; scanpy's flavor "seurat"): log(variance / mean), standardised within 20
 * bins of equal width of log1p(mean). A gene alone in its bin gets 1.
 *
 * @param spread of the values before the logarithm; columns whose variance is NaN take no part and get NaN
 */
export function seurat({ mean, variance }: Spread): Float64Array {
  const dispersion = variance.map((v, column) => Math.log(v / mean[column]));
  const level = mean.map((m, column) => (Number.isNaN(dispersion[column]) ? NaN : Math.log1p(m)));
  const bin = cut(level, BINS);

  const count = new Float64Array(BINS);
  const centre = new Float64Array(BINS);
  const squares = new Float64Array(BINS);
  bin.forEach((b, column) => {
    if (b < 0) return;
    count[b]++;
    centre[b] += dispersion[column];
  });
  for (let b = 0; b < BINS; b++) centre[b] /= count[b];
  bin.forEach((b, column) => {
    if (b >= 0) squares[b] += (dispersion[column] - centre[b]) ** 2;
  });
  return dispersion.map((d, column) => {
    const b = bin[column];
    if (b < 0) return NaN;
    return count[b] === 1 ? 1 : (d - centre[b]) / Math.sqrt(squares[b] / (count[b] - 1));
  });
}

/** Bins of equal width, closed on the right (pandas' `cut`); −1 for NaN. */
function cut(values: Float64Array, bins: number): Int32Array {
  let least = Infinity;
  let greatest = -Infinity;
  for (const v of values) {
    if (v < least) least = v;
    if (v > greatest) greatest = v;
  }
  const width = (greatest - least) / bins;
  const edges = Float64Array.from({ length: bins }, (_, b) => (b === bins - 1 ? greatest : least + (b + 1) * width));
  return Int32Array.from(values, (v) => (Number.isNaN(v) ? -1 : edges.findIndex((edge) => v <= edge)));
}

/**
 * Variance of standardised counts (Stuart et al. 2019; scanpy's flavor "seurat_v3"): the sd that a gene of its mean
 * should have is read off a loess (span 0.3, degree 2) of log10 variance on log10 mean; counts are clipped at √N such sd
 * above the mean, so that one outlier makes no variable gene.
 *
 * @param spread of the counts; columns whose variance is NaN take no part and get NaN
 */
export function seuratV3(x: Cells, rows: Int32Array, { mean, variance }: Spread): Float64Array {
  const n = rows.length;
  const columns = Int32Array.from(mean.keys()).filter((column) => variance[column] > 0);
  const fitted = loess(
    Float64Array.from(columns, (column) => Math.log10(mean[column])),
    Float64Array.from(columns, (column) => Math.log10(variance[column])),
    SPAN,
  );
  const expected = new Float64Array(x.cols).fill(NaN);
  columns.forEach((column, i) => (expected[column] = 10 ** fitted[i]));
  const ceiling = expected.map((v, column) => mean[column] + Math.sqrt(v * n));

  // Σ (clipped − mean)², zeros first
  const stored = new Float64Array(x.cols);
  const squares = new Float64Array(x.cols);
  forRows(x, rows, ({ indices, values }, from, to) => {
    for (let e = from; e < to; e++) {
      const column = indices[e];
      const distance = Math.min(values[e], ceiling[column]) - mean[column];
      stored[column]++;
      squares[column] += distance * distance;
    }
  });
  return squares.map((s, column) => (s + (n - stored[column]) * mean[column] ** 2) / ((n - 1) * expected[column]));
}
