/**
 * Cells parted into training, validation and test, over the candidate genes alone: the only form in which many cells
 * are held. Room is made once, as much as the entries need, where all threads can read it; one reading of the chunks
 * fills it.
 */
import { type Cells, chunksOf } from './cells.ts';
import { type Csr, sharedCsr } from './csr.ts';

/** What one reading of all cells tells. */
export interface Survey {
  /** sum of each cell's values */
  librarySizes: Float64Array;
  /** for each part: stored entries of each column */
  stored: Uint32Array[];
}

/** @param part of each cell, 0 … parts − 1 */
export function survey(x: Cells, part: Uint8Array, parts: number): Survey {
  const librarySizes = new Float64Array(x.rows);
  const stored = Array.from({ length: parts }, () => new Uint32Array(x.cols));
  let row = 0;
  for (const { rows, indptr, indices, values } of chunksOf(x)) {
    for (let i = 0; i < rows; i++, row++) {
      const counts = stored[part[row]];
      let size = 0;
      for (let e = indptr[i]; e < indptr[i + 1]; e++) {
        size += values[e];
        counts[indices[e]]++;
      }
      librarySizes[row] = size;
    }
  }
  return { librarySizes, stored };
}

/**
 * The cells of each part over some columns.
 *
 * @param columns ascending
 * @param progress told how many cells are done
 */
export function takeParts(
  x: Cells,
  columns: Int32Array,
  part: Uint8Array,
  stored: Uint32Array[],
  progress: (cells: number) => void = () => {},
): Csr[] {
  const position = new Int32Array(x.cols).fill(-1);
  columns.forEach((column, j) => (position[column] = j));
  const rowsOf = stored.map((_, p) => part.reduce((count, one) => (one === p ? count + 1 : count), 0));
  const parts = stored.map((counts, p) => {
    const entries = columns.reduce((sum, column) => sum + counts[column], 0);
    return sharedCsr(rowsOf[p], columns.length, entries);
  });
  const next = parts.map(() => ({ row: 0, entry: 0 }));
  let row = 0;
  for (const chunk of chunksOf(x)) {
    for (let i = 0; i < chunk.rows; i++, row++) {
      const { indptr, indices, values } = parts[part[row]];
      const at = next[part[row]];
      for (let e = chunk.indptr[i]; e < chunk.indptr[i + 1]; e++) {
        const j = position[chunk.indices[e]];
        if (j < 0) continue;
        indices[at.entry] = j;
        values[at.entry++] = chunk.values[e];
      }
      indptr[++at.row] = at.entry;
    }
    progress(row);
  }
  return parts;
}
