/** Sparse columns as codes of one byte, for boosted trees: zeros are not stored, and cost nothing. */
import { columnsOf } from '../data/columns.ts';
import type { Csr } from '../data/csr.ts';

/** At most this many codes a column; XGBoost has 256, of which expression needs few. */
export const CODES = 64;

export interface SparseCodes {
  rows: number;
  cols: number;
  /** cols + 1 offsets into `row` and `code` */
  start: Float64Array;
  row: Int32Array;
  /** code order is value order */
  code: Uint8Array;
  /** the code of the rows that are not stored */
  zero: Uint8Array;
  /** codes that a column has */
  used: Uint8Array;
}

/** Codes of each column by the quantiles of its values; zero is a value like any other, but weighs once. */
export function sparseCodes(x: Csr): SparseCodes {
  const entries = x.indptr[x.rows];
  const start = new Float64Array(x.cols + 1);
  const row = new Int32Array(entries);
  const code = new Uint8Array(entries);
  const zero = new Uint8Array(x.cols);
  const used = new Uint8Array(x.cols);
  for (const { column, rows, values } of columnsOf(x)) {
    const at = start[column];
    const greatest = quantiles(values);
    row.set(rows, at);
    for (let e = 0; e < rows.length; e++) code[at + e] = codeOf(values[e], greatest);
    zero[column] = codeOf(0, greatest);
    used[column] = greatest.length;
    start[column + 1] = at + rows.length;
  }
  return { rows: x.rows, cols: x.cols, start, row, code, zero, used };
}

/** The greatest value of each code, ascending. */
function quantiles(values: Float32Array): Float32Array {
  const sorted = new Float32Array(values.length + 1);
  sorted.set(values, 1);
  sorted.sort();
  const different = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
  if (different.length <= CODES) return different;
  const greatest = Float32Array.from(
    { length: CODES },
    (_, c) => sorted[Math.ceil(((c + 1) * sorted.length) / CODES) - 1],
  );
  // zero ends a code, so that what is above it can be told from it
  if (sorted[0] === 0) greatest[0] = 0;
  return greatest.filter((v, i) => i === 0 || v !== greatest[i - 1]);
}

/** The first code whose greatest value reaches the value. */
function codeOf(value: number, greatest: Float32Array): number {
  let low = 0;
  let high = greatest.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (greatest[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
