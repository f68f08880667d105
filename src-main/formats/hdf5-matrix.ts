/** Expression matrices inside HDF5, compressed (CSR, CSC) or dense, read in slices and given out cell by cell. */
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../src-preload/errors.ts';
import type { Csr } from '../data/csr.ts';
import type { Dataset, Hdf5 } from './hdf5.ts';
import { chunkCells, chunkEntries, denseToCsr, type Entries, tidy, turned } from './rows.ts';

/**
 * Where a matrix lies. `major` says what a line of the storage is: a compressed matrix whose lines are cells is CSR in
 * AnnData's words, one whose lines are genes is CSC; 10x files and loom hold genes × cells, where it is the other way round.
 */
export type Storage = {
  /** name for messages, such as `X` */
  name: string;
  cells: number;
  genes: number;
  major: 'cells' | 'genes';
} & (
  { form: 'compressed'; data: Dataset; indices: Dataset; indptr: Float64Array } | { form: 'dense'; values: Dataset }
);

/** A compressed matrix, its offsets read and checked. */
export function compressed(
  h5: Hdf5,
  at: { name: string; cells: number; genes: number; major: 'cells' | 'genes' },
  parts: { data: Dataset; indices: Dataset; indptr: Dataset },
): Storage {
  const indptr = Float64Array.from(h5.numbers(parts.indptr));
  const lines = at.major === 'cells' ? at.cells : at.genes;
  const stored = h5.shape(parts.data)[0] ?? 0;
  const broken =
    indptr.length !== lines + 1 ||
    indptr[0] !== 0 ||
    indptr.some((offset, i) => i > 0 && !(offset >= indptr[i - 1])) ||
    indptr[lines] > stored ||
    (h5.shape(parts.indices)[0] ?? 0) !== stored;
  if (broken) {
    throw new AppError(
      'unreadable',
      `${h5.name}: the offsets of ${at.name} do not fit its ${lines.toLocaleString('en-US')} ${at.major} and ${stored.toLocaleString('en-US')} stored values.`,
      'The file is damaged or was written wrongly: export it again.',
    );
  }
  return { ...at, form: 'compressed', data: parts.data, indices: parts.indices, indptr };
}

/** Stored entries, or null where zeros are stored too. */
export function storedEntries(storage: Storage): number | null {
  return storage.form === 'compressed' ? storage.indptr[storage.indptr.length - 1] : null;
}

/** The matrix in chunks of cells; see `OpenedFile.rows`. */
export async function* readCells(h5: Hdf5, storage: Storage): AsyncGenerator<Csr> {
  if (storage.major === 'cells') {
    for (let from = 0; from < storage.cells;) {
      const to = endOfChunk(storage, from);
      const chunk = tidy(readLines(h5, storage, from, to));
      refuseMissing(h5, storage, chunk, from);
      yield chunk;
      from = to;
      await setImmediate();
    }
    return;
  }
  const perCell = new Uint32Array(storage.cells);
  for await (const batch of entriesByGene(h5, storage)) {
    for (let e = 0; e < batch.cells.length; e++) perCell[batch.cells[e]]++;
  }
  let first = 0;
  for await (const chunk of turned(perCell, storage.genes, () => entriesByGene(h5, storage))) {
    refuseMissing(h5, storage, chunk, first);
    yield chunk;
    first += chunk.rows;
  }
}

/** Some lines from all over the matrix, to judge what it holds. */
export function sampleLines(h5: Hdf5, storage: Storage): Csr {
  const lines = storage.major === 'cells' ? storage.cells : storage.genes;
  const blocks = Math.min(8, Math.ceil(lines / 32));
  const parts = Array.from({ length: blocks }, (_, b) => {
    const from = Math.floor((b * lines) / blocks);
    return readLines(h5, storage, from, Math.min(lines, from + 32));
  });
  return stack(parts.map(tidy), storage.major === 'cells' ? storage.genes : storage.cells);
}

/** Chunks below each other. */
function stack(parts: Csr[], cols: number): Csr {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const entries = parts.reduce((sum, part) => sum + part.values.length, 0);
  const out = {
    rows,
    cols,
    indptr: new Float64Array(rows + 1),
    indices: new Int32Array(entries),
    values: new Float32Array(entries),
  };
  let row = 0;
  let entry = 0;
  for (const part of parts) {
    out.indices.set(part.indices, entry);
    out.values.set(part.values, entry);
    for (let i = 0; i < part.rows; i++) out.indptr[++row] = entry + part.indptr[i + 1];
    entry += part.values.length;
  }
  return out;
}

/** The matrix gene by gene, as single entries. */
async function* entriesByGene(h5: Hdf5, storage: Storage): AsyncGenerator<Entries> {
  for (let from = 0; from < storage.genes;) {
    const to = endOfChunk(storage, from);
    const chunk = readLines(h5, storage, from, to);
    const genes = new Int32Array(chunk.indices.length);
    for (let i = 0; i < chunk.rows; i++) genes.fill(from + i, chunk.indptr[i], chunk.indptr[i + 1]);
    yield { cells: chunk.indices, genes, values: chunk.values };
    from = to;
    await setImmediate();
  }
}

/** Where a chunk that starts at this line ends, so that it is neither too long nor too heavy. */
function endOfChunk(storage: Storage, from: number): number {
  const lines = storage.major === 'cells' ? storage.cells : storage.genes;
  const longest = Math.min(lines, from + chunkCells);
  if (storage.form === 'compressed') {
    let to = from + 1;
    while (to < longest && storage.indptr[to + 1] - storage.indptr[from] <= chunkEntries) to++;
    return to;
  }
  const across = storage.major === 'cells' ? storage.genes : storage.cells;
  const fitting = Math.max(1, Math.floor(chunkEntries / across));
  const tile = storage.values.metadata.chunks?.[0] ?? 1;
  return Math.min(longest, from + (fitting > tile ? fitting - (fitting % tile) : fitting));
}

/** Lines [from, to) of the storage as CSR, in the order and with the duplicates of the file. */
function readLines(h5: Hdf5, storage: Storage, from: number, to: number): Csr {
  const cols = storage.major === 'cells' ? storage.genes : storage.cells;
  if (storage.form === 'dense') {
    const block = h5.numbers(storage.values, [
      [from, to],
      [0, cols],
    ]);
    return denseToCsr(block, to - from, cols);
  }
  const range: [number, number][] = [[storage.indptr[from], storage.indptr[to]]];
  const indices = Int32Array.from(h5.numbers(storage.indices, range));
  if (indices.some((index) => index < 0 || index >= cols)) {
    throw new AppError(
      'unreadable',
      `${h5.name}: ${storage.name} points at column ${indices.find((index) => index < 0 || index >= cols)}, but it has only ${cols}.`,
      'The file is damaged or was written wrongly: export it again.',
    );
  }
  return {
    rows: to - from,
    cols,
    indptr: storage.indptr.slice(from, to + 1).map((offset) => offset - storage.indptr[from]),
    indices,
    values: Float32Array.from(h5.numbers(storage.data, range)),
  };
}

function refuseMissing(h5: Hdf5, storage: Storage, chunk: Csr, first: number): void {
  const entry = chunk.values.findIndex((value) => !Number.isFinite(value));
  if (entry < 0) return;
  const row = chunk.indptr.findIndex((offset) => offset > entry) - 1;
  throw new AppError(
    'unreadable',
    `${h5.name}: ${storage.name} holds ${chunk.values[entry]} at cell ${first + row + 1}, gene ${chunk.indices[entry] + 1}; every value must be a number.`,
    'Choose another matrix of the file, or replace missing values before exporting.',
  );
}
