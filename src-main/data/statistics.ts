/** How strongly each column goes with labels or with another column. One pass over what is stored; zeros count. */
import type { Csr } from './csr.ts';

/**
 * F of a one-way analysis of variance of each column over the classes: variance between class means over variance within
 * classes. Cells without a class (−1) take no part. Infinite where nothing varies within classes, 0 where nothing varies
 * at all, or there are fewer than two classes, or no more cells than classes.
 */
export function anovaF(x: Csr, y: Int32Array, classes: number): Float64Array {
  const cells = new Float64Array(classes);
  const sums = new Float64Array(x.cols * classes);
  const squares = new Float64Array(x.cols);
  for (let i = 0; i < x.rows; i++) {
    if (y[i] < 0) continue;
    cells[y[i]]++;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const value = x.values[e];
      sums[x.indices[e] * classes + y[i]] += value;
      squares[x.indices[e]] += value * value;
    }
  }
  const all = cells.reduce((a, b) => a + b, 0);
  const groups = cells.filter((n) => n > 0).length;
  return Float64Array.from(squares, (square, column) => {
    let sum = 0;
    let classSquares = 0;
    for (let c = 0; c < classes; c++) {
      const s = sums[column * classes + c];
      sum += s;
      if (cells[c] > 0) classSquares += (s * s) / cells[c];
    }
    const total = square - (sum * sum) / all;
    const between = classSquares - (sum * sum) / all;
    // what is left of a difference of equal numbers is rounding
    const nothing = 1e-12 * square;
    if (groups < 2 || all <= groups || !(total > nothing) || !(between > 0)) return 0;
    const within = square - classSquares;
    return within > nothing ? between / (groups - 1) / (within / (all - groups)) : Infinity;
  });
}

/** Pearson's correlation of each column with a value of the cells; NaN values take no part. 0 where something is constant. */
export function correlationWithValues(x: Csr, values: Float32Array): Float64Array {
  let n = 0;
  let mean = 0;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    n++;
    mean += v;
  }
  mean /= n;
  let variation = 0;
  const sums = new Float64Array(x.cols);
  const squares = new Float64Array(x.cols);
  // the value is centred, so the column need not be: its zeros add nothing
  const products = new Float64Array(x.cols);
  for (let i = 0; i < x.rows; i++) {
    if (Number.isNaN(values[i])) continue;
    const centred = values[i] - mean;
    variation += centred * centred;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const value = x.values[e];
      sums[x.indices[e]] += value;
      squares[x.indices[e]] += value * value;
      products[x.indices[e]] += value * centred;
    }
  }
  return products.map((product, column) => {
    const columnVariation = squares[column] - (sums[column] * sums[column]) / n;
    if (!(columnVariation > 1e-12 * squares[column]) || !(variation > 0)) return 0;
    return product / Math.sqrt(columnVariation * variation);
  });
}

/** Pearson's correlation of each column with one of them; 0 where a column is constant. */
export function correlationWithColumn(x: Csr, column: number): Float64Array {
  const values = new Float32Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      if (x.indices[e] === column) values[i] = x.values[e];
    }
  }
  return correlationWithValues(x, values);
}

/** F of a regression of each column on a value: r² / (1 − r²) · (n − 2), n the cells that have a value. */
export function regressionF(x: Csr, values: Float32Array): Float64Array {
  const n = values.reduce((count, v) => count + (Number.isNaN(v) ? 0 : 1), 0);
  return correlationWithValues(x, values).map((r) => (r * r < 1 ? (r * r) / (1 - r * r) : Infinity) * (n - 2));
}
