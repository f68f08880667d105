/** How much of all genes' variance a linear model of the panel's genes explains, on cells it was not fitted to. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Csr } from '../data/csr.ts';

export interface ExplainedVariance {
  /** 1 − SSE/SST, pooled over all cells and genes */
  all: number;
  /** the same over the genes that are not in the panel, which cannot explain themselves */
  others: number | null;
}

/** Sums over cells that a linear model of all genes on some of them needs. */
interface Moments {
  cells: number;
  sums: Float64Array;
  squares: Float64Array;
  /** panel genes × all genes */
  products: Float64Array;
}

/**
 * Ridge regression with intercept (not penalised) from the panel's values to every column's, fitted on `train` and
 * scored on `test` about the test means. Null where nothing varies in the test.
 *
 * @param alpha the penalty on each weight, against the sum of squares
 */
export function explainedVariance(train: Csr, test: Csr, panel: Int32Array, alpha = 1): ExplainedVariance | null {
  const fitted = moments(train, panel);
  const scored = moments(test, panel);
  const { cols } = train;
  const k = panel.length;
  const solve = new CholeskyDecomposition(gramOf(fitted, panel, cols, alpha));
  const ofTest = gramOf(scored, panel, cols, 0);

  const total = { all: { error: 0, spread: 0 }, others: { error: 0, spread: 0 } };
  const isPanel = new Uint8Array(cols);
  for (const gene of panel) isPanel[gene] = 1;
  for (let j = 0; j < cols; j++) {
    const right = Matrix.columnVector(Array.from(panel, (gene, a) => covariation(fitted, a, gene, j, cols)));
    const weights = solve.solve(right).to1DArray();
    // what the model is off by on average, since its intercept is the training cells'
    const bias =
      scored.sums[j] / scored.cells -
      fitted.sums[j] / fitted.cells -
      weights.reduce(
        (sum, w, a) => sum + w * (scored.sums[panel[a]] / scored.cells - fitted.sums[panel[a]] / fitted.cells),
        0,
      );
    const spread = scored.squares[j] - scored.sums[j] ** 2 / scored.cells;
    let error = spread + scored.cells * bias * bias;
    for (let a = 0; a < k; a++) {
      error -= 2 * weights[a] * covariation(scored, a, panel[a], j, cols);
      for (let b = 0; b < k; b++) error += weights[a] * weights[b] * ofTest.get(a, b);
    }
    for (const group of isPanel[j] ? [total.all] : [total.all, total.others]) {
      group.error += error;
      group.spread += spread;
    }
  }
  const explained = ({ error, spread }: { error: number; spread: number }) => (spread > 0 ? 1 - error / spread : null);
  const all = explained(total.all);
  return all === null ? null : { all, others: explained(total.others) };
}

function moments(x: Csr, panel: Int32Array): Moments {
  const { cols } = x;
  const position = new Int32Array(cols).fill(-1);
  panel.forEach((gene, a) => (position[gene] = a));
  const found: Moments = {
    cells: x.rows,
    sums: new Float64Array(cols),
    squares: new Float64Array(cols),
    products: new Float64Array(panel.length * cols),
  };
  for (let i = 0; i < x.rows; i++) {
    const [from, to] = [x.indptr[i], x.indptr[i + 1]];
    for (let e = from; e < to; e++) {
      const value = x.values[e];
      found.sums[x.indices[e]] += value;
      found.squares[x.indices[e]] += value * value;
      const a = position[x.indices[e]];
      if (a < 0) continue;
      const row = a * cols;
      for (let f = from; f < to; f++) found.products[row + x.indices[f]] += value * x.values[f];
    }
  }
  return found;
}

/** Sum over cells of the product of a panel gene and a column, each about its mean. */
function covariation({ cells, sums, products }: Moments, a: number, gene: number, j: number, cols: number): number {
  return products[a * cols + j] - (sums[gene] * sums[j]) / cells;
}

function gramOf(of: Moments, panel: Int32Array, cols: number, alpha: number): Matrix {
  const matrix = Matrix.zeros(panel.length, panel.length);
  for (let a = 0; a < panel.length; a++) {
    for (let b = 0; b < panel.length; b++) {
      matrix.set(a, b, covariation(of, a, panel[a], panel[b], cols) + (a === b ? alpha : 0));
    }
  }
  return matrix;
}
