/** Building CSR chunks out of what files hold: dense blocks, unsorted rows, entries that come gene by gene. */
import type { Csr } from '../data/csr.ts';

/** Cells in a chunk. */
export const chunkCells = 2048;
/** Entries in a chunk or in one reading of a file: 32 MB of indices and values. */
export const chunkEntries = 4_000_000;
/** Entries held at once while a matrix that is stored gene by gene is turned: 256 MB. */
const turnEntries = 32_000_000;

/** The matrix with rows and columns exchanged; entries come out ascending whatever order they had. O(entries + cols). */
export function transpose(x: Csr): Csr {
  const indptr = new Float64Array(x.cols + 1);
  const entries = x.indptr[x.rows];
  for (let e = 0; e < entries; e++) indptr[x.indices[e] + 1]++;
  for (let j = 0; j < x.cols; j++) indptr[j + 1] += indptr[j];
  const next = indptr.slice(0, x.cols);
  const indices = new Int32Array(entries);
  const values = new Float32Array(entries);
  for (let i = 0; i < x.rows; i++) {
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const at = next[x.indices[e]]++;
      indices[at] = i;
      values[at] = x.values[e];
    }
  }
  return { rows: x.cols, cols: x.rows, indptr, indices, values };
}

/** The same matrix as the engine wants it: ascending within a row, duplicates summed, no stored zeros. */
export function tidy(x: Csr): Csr {
  let ascending = true;
  let strict = true;
  for (let i = 0; i < x.rows; i++) {
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      if (x.values[e] === 0) strict = false;
      if (e === x.indptr[i]) continue;
      if (x.indices[e] < x.indices[e - 1]) ascending = false;
      if (x.indices[e] <= x.indices[e - 1]) strict = false;
    }
  }
  const sorted = ascending ? x : transpose(transpose(x));
  return ascending && strict ? x : merge(sorted);
}

/** Sums neighbouring entries of the same column and drops zeros. */
function merge(x: Csr): Csr {
  const indptr = new Float64Array(x.rows + 1);
  const indices = new Int32Array(x.indices.length);
  const values = new Float32Array(x.values.length);
  let out = 0;
  for (let i = 0; i < x.rows; i++) {
    for (let e = x.indptr[i]; e < x.indptr[i + 1];) {
      const column = x.indices[e];
      let sum = 0;
      for (; e < x.indptr[i + 1] && x.indices[e] === column; e++) sum += x.values[e];
      if (sum === 0) continue;
      indices[out] = column;
      values[out++] = sum;
    }
    indptr[i + 1] = out;
  }
  return { ...x, indptr, indices: indices.slice(0, out), values: values.slice(0, out) };
}

/** Chunks below each other. */
export function stack(parts: readonly Csr[], cols: number): Csr {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const entries = parts.reduce((sum, part) => sum + part.values.length, 0);
  const indptr = new Float64Array(rows + 1);
  const indices = new Int32Array(entries);
  const values = new Float32Array(entries);
  let row = 0;
  let entry = 0;
  for (const part of parts) {
    indices.set(part.indices, entry);
    values.set(part.values, entry);
    for (let i = 0; i < part.rows; i++) indptr[++row] = entry + part.indptr[i + 1];
    entry += part.values.length;
  }
  return { rows, cols, indptr, indices, values };
}

/** A batch of single entries, in any order. */
export interface Entries {
  cells: ArrayLike<number>;
  genes: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Lines that are genes, the first of them number `first`, as single entries. */
export function singleEntries(lines: Csr, first: number): Entries {
  const genes = new Int32Array(lines.indices.length);
  for (let i = 0; i < lines.rows; i++) genes.fill(first + i, lines.indptr[i], lines.indptr[i + 1]);
  return { cells: lines.indices, genes, values: lines.values };
}

/**
 * A matrix whose entries do not come cell by cell, as chunks of cells. The entries are gone through once per block of
 * cells that fits into memory, so that no size of file holds more than 256 MB.
 *
 * @param perCell number of entries of each cell
 * @param entries starts the entries from the beginning, each time
 */
export async function* turned(
  perCell: ArrayLike<number>,
  genes: number,
  entries: () => AsyncIterable<Entries>,
): AsyncGenerator<Csr> {
  for (let first = 0; first < perCell.length;) {
    let end = first;
    let size = 0;
    while (end < perCell.length && (end === first || size + perCell[end] <= turnEntries)) size += perCell[end++];

    const indptr = new Float64Array(end - first + 1);
    for (let i = first; i < end; i++) indptr[i - first + 1] = indptr[i - first] + perCell[i];
    const next = indptr.slice(0, end - first);
    const indices = new Int32Array(size);
    const values = new Float32Array(size);
    for await (const batch of entries()) {
      for (let e = 0; e < batch.values.length; e++) {
        const cell = batch.cells[e] - first;
        if (cell < 0 || cell >= end - first) continue;
        const at = next[cell]++;
        indices[at] = batch.genes[e];
        values[at] = batch.values[e];
      }
    }
    for (let from = first; from < end; from += chunkCells) {
      const to = Math.min(end, from + chunkCells);
      yield tidy(rowRange({ rows: end - first, cols: genes, indptr, indices, values }, from - first, to - first));
    }
    first = end;
  }
}

/** Rows [from, to), sharing memory with the whole. */
export function rowRange(x: Csr, from: number, to: number): Csr {
  const start = x.indptr[from];
  const end = x.indptr[to];
  return {
    rows: to - from,
    cols: x.cols,
    indptr: x.indptr.slice(from, to + 1).map((offset) => offset - start),
    indices: x.indices.subarray(start, end),
    values: x.values.subarray(start, end),
  };
}
