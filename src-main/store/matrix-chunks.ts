/** The table of matrix chunks: X as CSR of consecutive cells, never whole in memory unless somebody asks for it. */
import type { Database } from 'better-sqlite3';
import type { Csr, Indices } from '../data/csr.ts';
import { type Packable, narrow, pack, unpack } from './codec.ts';
import { damagedPart } from './failures.ts';

/** Most cells of a chunk: small enough to be read at random by a training that streams. */
export const CHUNK_CELLS = 2048;

interface Stored {
  cells: number;
  row_lengths: Buffer;
  columns: Buffer;
  values: Buffer;
}

/** Some consecutive cells as they lie in the project. */
export interface PackedChunk {
  cells: number;
  entries: number;
  rowLengths: Uint8Array;
  columns: Uint8Array;
  values: Uint8Array;
}

/** Packs cells in pieces of at most `CHUNK_CELLS`; takes most of the time of writing them, and no project. */
export function packChunks(x: Csr): PackedChunk[] {
  const chunks: PackedChunk[] = [];
  for (let from = 0; from < x.rows; from += CHUNK_CELLS) {
    const to = Math.min(from + CHUNK_CELLS, x.rows);
    const lengths = new Int32Array(to - from);
    for (let i = from; i < to; i++) lengths[i - from] = x.indptr[i + 1] - x.indptr[i];
    const columns = x.indices.subarray(x.indptr[from], x.indptr[to]);
    const values = x.values.subarray(x.indptr[from], x.indptr[to]);
    chunks.push({
      cells: to - from,
      entries: columns.length,
      rowLengths: pack(narrow(lengths)),
      columns: pack(narrow(columns)),
      values: pack(narrow(values)),
    });
  }
  return chunks;
}

export function matrixChunksTable(db: Database) {
  const insert = db.prepare(
    `insert into matrix_chunks (dataset_id, position, first_cell, cells, entries, row_lengths, columns, "values")
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const end = db.prepare<[number], { chunks: number; cells: number; entries: number }>(
    `select count(*) as chunks, coalesce(sum(cells), 0) as cells, coalesce(sum(entries), 0) as entries
     from matrix_chunks where dataset_id = ?`,
  );
  const get = db.prepare<[number, number], Stored>(
    'select cells, row_lengths, columns, "values" from matrix_chunks where dataset_id = ? and position = ?',
  );
  const remove = db.prepare('delete from matrix_chunks where dataset_id = ?');

  return {
    /** Adds the next cells. */
    append: db.transaction((datasetId: number, chunks: PackedChunk[]) => {
      let { chunks: position, cells } = end.get(datasetId)!;
      for (const chunk of chunks) {
        const { rowLengths, columns, values } = chunk;
        insert.run(datasetId, position++, cells, chunk.cells, chunk.entries, rowLengths, columns, values);
        cells += chunk.cells;
      }
    }),
    /** how much of a data set's matrix there is */
    extent: (datasetId: number) => end.get(datasetId)!,
    /** One chunk; `genes` is the width of the matrix. */
    read(datasetId: number, position: number, genes: number): Csr {
      const row = get.get(datasetId, position)!;
      const lengths = unpack(row.row_lengths);
      const indices = indicesOf(unpack(row.columns));
      const values = unpack(row.values);
      if (lengths.length !== row.cells || indices.length !== values.length) throw damagedPart();
      const indptr = new Float64Array(row.cells + 1);
      for (let i = 0; i < row.cells; i++) indptr[i + 1] = indptr[i] + lengths[i];
      if (indptr[row.cells] !== indices.length || indices.some((gene) => gene < 0 || gene >= genes))
        throw damagedPart();
      return { rows: row.cells, cols: genes, indptr, indices, values: new Float32Array(values) };
    },
    delete: (datasetId: number) => remove.run(datasetId),
  };
}

/** Columns as they were packed, but for those of one byte, which a matrix does not have. */
function indicesOf(columns: Packable): Indices {
  return columns instanceof Uint16Array || columns instanceof Int32Array ? columns : Uint16Array.from(columns);
}
