/** A matrix of sparse rows, read column by column. */
import type { Csr } from './csr.ts';

export interface Column {
  column: number;
  /** rows that have an entry, ascending */
  rows: Int32Array;
  /** their values */
  values: Float32Array;
}

/** Columns that are held at one time: few enough to be small beside the matrix, enough to read it seldom. */
const BLOCK = 128;

/** All columns in their order. What is yielded lies in memory that the following columns do not reuse. */
export function* columnsOf(x: Csr): Generator<Column> {
  // entries ascend within a row, so each row is read on from where the last block ended
  const at = x.indptr.slice(0, x.rows);
  for (let first = 0; first < x.cols; first += BLOCK) {
    const width = Math.min(BLOCK, x.cols - first);
    const ends = new Float64Array(width + 1);
    for (let i = 0; i < x.rows; i++) {
      for (let e = at[i]; e < x.indptr[i + 1] && x.indices[e] < first + width; e++) ends[x.indices[e] - first + 1]++;
    }
    for (let j = 0; j < width; j++) ends[j + 1] += ends[j];
    const rows = new Int32Array(ends[width]);
    const values = new Float32Array(ends[width]);
    const to = ends.slice(0, width);
    for (let i = 0; i < x.rows; i++) {
      let e = at[i];
      for (; e < x.indptr[i + 1] && x.indices[e] < first + width; e++) {
        const out = to[x.indices[e] - first]++;
        rows[out] = i;
        values[out] = x.values[e];
      }
      at[i] = e;
    }
    for (let j = 0; j < width; j++) {
      const column = first + j;
      yield { column, rows: rows.subarray(ends[j], ends[j + 1]), values: values.subarray(ends[j], ends[j + 1]) };
    }
  }
}
