/** How much the genes of a panel say the same as one another. */
import { type Csr, denseColumns } from '../data/csr.ts';

/** A gene whose greatest |r| with another is below this says something of its own (Spapros). */
const CORRELATED = 0.8;

export interface Redundancy {
  /** 1 − mean |Pearson r| over all pairs of genes */
  geneCorrelation: number;
  /** share of the genes whose greatest |r| with another one is below 0.8 */
  uncorrelatedShare: number;
}

/** Of the given columns over all rows; a constant gene correlates with nothing. Null for fewer than two genes. */
export function redundancy(x: Csr, genes: Int32Array): Redundancy | null {
  const { rows } = x;
  const k = genes.length;
  if (k < 2 || rows < 2) return null;
  const standard = standardised(denseColumns(x, genes), rows);
  const greatest = new Float64Array(k);
  let sum = 0;
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      let r = 0;
      for (let i = 0; i < rows; i++) r += standard[a * rows + i] * standard[b * rows + i];
      const size = Math.abs(r);
      sum += size;
      greatest[a] = Math.max(greatest[a], size);
      greatest[b] = Math.max(greatest[b], size);
    }
  }
  return {
    geneCorrelation: 1 - sum / ((k * (k - 1)) / 2),
    uncorrelatedShare: greatest.reduce((count, r) => count + (r < CORRELATED ? 1 : 0), 0) / k,
  };
}

/** Columns with mean 0 and length 1; constant ones all 0. */
function standardised(columns: Float32Array, rows: number): Float64Array {
  const out = Float64Array.from(columns);
  for (let from = 0; from < out.length; from += rows) {
    const column = out.subarray(from, from + rows);
    const mean = column.reduce((a, b) => a + b, 0) / rows;
    let squares = 0;
    column.forEach((value, i) => {
      column[i] = value - mean;
      squares += column[i] * column[i];
    });
    const length = Math.sqrt(squares);
    column.forEach((value, i) => (column[i] = length > 1e-9 ? value / length : 0));
  }
  return out;
}
