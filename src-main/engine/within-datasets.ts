/**
 * z-scores within each data set, against differences between batches. A value is moved to where it would lie if its data
 * set had the mean and the standard deviation of all training cells together:
 *
 *     x' = M + S · (x − m_d) / s_d
 *
 * with M, S over all training cells and m_d, s_d over those of data set d. The z-score of x' by M and S is then the
 * z-score of x within d. A data set with fewer than two training cells keeps its values, so it is z-scored by all
 * training cells together. Zeros become different numbers in different data sets, so every value is stored.
 */
import { type Csr, sharedCsr, takeRows } from '../data/csr.ts';
import { columnMoments } from '../data/normalise.ts';
import { TRAIN } from '../data/splits.ts';

/** A standard deviation needs two cells. */
const LEAST_CELLS = 2;

/**
 * @param parts cells × candidate genes, normalised, one matrix a part; that of TRAIN gives all means and deviations
 * @param datasetOf for each part, the data set of each of its cells
 * @returns the same cells and genes, every value stored
 */
export function withinDatasets(parts: Csr[], datasetOf: Int32Array[], datasets: number): Csr[] {
  const train = parts[TRAIN];
  const every = (x: Csr) => Int32Array.from({ length: x.rows }, (_, i) => i);
  const pooled = columnMoments(train, every(train));
  const own = Array.from({ length: datasets }, (_, d) => {
    const cells = every(train).filter((i) => datasetOf[TRAIN][i] === d);
    return cells.length < LEAST_CELLS ? null : columnMoments(takeRows(train, cells), every(takeRows(train, cells)));
  });
  return parts.map((x, part) => {
    const { rows, cols } = x;
    const within = sharedCsr(rows, cols, rows * cols);
    const { indptr, indices, values } = within;
    for (let i = 0; i < rows; i++) {
      indptr[i + 1] = (i + 1) * cols;
      const at = i * cols;
      for (let gene = 0; gene < cols; gene++) indices[at + gene] = gene;
      for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) values[at + x.indices[e]] = x.values[e];
      const moments = own[datasetOf[part][i]];
      if (!moments) continue;
      for (let gene = 0; gene < cols; gene++) {
        const sd = moments.sd[gene];
        // a gene that never varies in this data set says nothing there
        const z = sd > 0 ? (values[at + gene] - moments.mean[gene]) / sd : 0;
        values[at + gene] = pooled.mean[gene] + pooled.sd[gene] * z;
      }
    }
    return within;
  });
}

/** The data set of each cell, where data sets of these sizes lie one below the other. */
export function datasetOfCells(cells: Int32Array, sizes: readonly number[]): Int32Array {
  const ends: number[] = [];
  for (const size of sizes) ends.push((ends.at(-1) ?? 0) + size);
  return cells.map((cell) => ends.findIndex((end) => cell < end));
}
