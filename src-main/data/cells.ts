/**
 * Cells × genes, whole or in chunks of consecutive cells. What is fitted on a large data set is fitted by going through
 * its chunks, as often as need be, so that its matrix is never whole in memory.
 */
import type { Csr } from './csr.ts';

/** A matrix that can be read from the beginning any number of times. */
export interface ChunkedCells {
  rows: number;
  cols: number;
  /** consecutive cells; a chunk is not to be kept beyond its turn */
  chunks(): Iterable<Csr>;
}

export type Cells = Csr | ChunkedCells;

export function chunksOf(x: Cells): Iterable<Csr> {
  return 'chunks' in x ? x.chunks() : [x];
}

/** The same cells, each chunk seen through `map`, which keeps its rows. */
export function mapChunks(x: Cells, map: (chunk: Csr) => Csr): ChunkedCells {
  return {
    rows: x.rows,
    cols: x.cols,
    *chunks() {
      for (const chunk of chunksOf(x)) yield map(chunk);
    },
  };
}

/**
 * Visits some rows in their order.
 *
 * @param rows ascending
 * @param visit told the chunk, and where in its entries the row begins and ends
 */
export function forRows(
  x: Cells,
  rows: ArrayLike<number>,
  visit: (chunk: Csr, from: number, to: number) => void,
): void {
  let first = 0;
  let next = 0;
  for (const chunk of chunksOf(x)) {
    const end = first + chunk.rows;
    for (; next < rows.length && rows[next] < end; next++) {
      const i = rows[next] - first;
      visit(chunk, chunk.indptr[i], chunk.indptr[i + 1]);
    }
    if (next === rows.length) return;
    first = end;
  }
}
