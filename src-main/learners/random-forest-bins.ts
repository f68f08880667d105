/** Features as codes of one byte: what trees are grown on, because counting codes is quicker than sorting values. */

import { denseColumns, type Csr } from '../data/csr.ts';

/** At most this many codes a feature. */
export const CODES = 256;

export interface BinnedColumns {
  rows: number;
  features: number;
  /** column-major: codes[f · rows + i]; code order is value order; in shared memory, for every forest that grows on them */
  codes: Uint8Array;
  /** least and greatest value of each code: least[f · 256 + code] */
  least: Float32Array;
  greatest: Float32Array;
}

/**
 * Codes of each feature by its quantiles. Exact where a feature has no more than 256 different values; otherwise values
 * that occur often (the zeros) have a code of their own and the others share the rest evenly.
 *
 * @param columns rows × features, column-major
 */
export function binColumns(columns: Float32Array, rows: number, features: number): BinnedColumns {
  const binned = emptyColumns(rows, features);
  for (let f = 0; f < features; f++) binColumn(binned, f, columns.subarray(f * rows, (f + 1) * rows));
  return binned;
}

/** The same of all columns of a sparse matrix; takes one byte a value, and some columns at a time as float32. */
export function binSparse(x: Csr): BinnedColumns {
  const binned = emptyColumns(x.rows, x.cols);
  for (let from = 0; from < x.cols; from += BLOCK) {
    const block = Int32Array.from({ length: Math.min(BLOCK, x.cols - from) }, (_, j) => from + j);
    const columns = denseColumns(x, block);
    for (const f of block) binColumn(binned, f, columns.subarray((f - from) * x.rows, (f - from + 1) * x.rows));
  }
  return binned;
}

/** Columns of a sparse matrix that are dense at one time. */
const BLOCK = 256;

function emptyColumns(rows: number, features: number): BinnedColumns {
  return {
    rows,
    features,
    codes: new Uint8Array(new SharedArrayBuffer(rows * features)),
    least: new Float32Array(features * CODES),
    greatest: new Float32Array(features * CODES),
  };
}

function binColumn({ rows, codes, ...edges }: BinnedColumns, f: number, column: Float32Array): void {
  const least = edges.least.subarray(f * CODES, (f + 1) * CODES);
  const greatest = edges.greatest.subarray(f * CODES, (f + 1) * CODES);
  const used = quantiles(column.slice().sort(), least, greatest);
  for (let i = 0; i < rows; i++) codes[f * rows + i] = codeOf(column[i], greatest, used);
}

/** Fills the least and greatest value of each code from the sorted values; returns how many codes there are. */
function quantiles(sorted: Float32Array, least: Float32Array, greatest: Float32Array): number {
  let different = sorted.length > 0 ? 1 : 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) different++;
  let code = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to, code++) {
    // an even share of what is left, whole runs of equal values
    const share = different <= CODES ? 1 : (sorted.length - from) / (CODES - code);
    while (to < sorted.length && (to - from < share || sorted[to] === sorted[to - 1])) to++;
    least[code] = sorted[from];
    greatest[code] = sorted[to - 1];
  }
  return code;
}

/** The first code whose greatest value reaches the value. */
function codeOf(value: number, greatest: Float32Array, used: number): number {
  let low = 0;
  let high = used - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (greatest[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
