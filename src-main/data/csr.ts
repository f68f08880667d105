/** Compressed sparse rows: the one matrix form of the engine. Rows are cells, columns are genes. */
export interface Csr {
  rows: number;
  cols: number;
  /** rows + 1 offsets into `indices` and `values`; float64 because a large data set passes 2³¹ entries */
  indptr: Float64Array;
  /** column of each entry, ascending within a row, none twice */
  indices: Indices;
  /** value of each entry; zeros may be stored but mean nothing */
  values: Float32Array;
}

/** Columns fit into two bytes where there are no more than 65,536. */
export type Indices = Uint16Array | Int32Array;

/** Room for the columns of some entries of a matrix. */
export function newIndices(entries: number, cols: number): Indices {
  return cols <= 0x10000 ? new Uint16Array(entries) : new Int32Array(entries);
}

/**
 * Room for a matrix in shared memory: a thread that is handed it reads these very numbers instead of a copy. Messages to
 * another process cannot hold it.
 */
export function sharedCsr(rows: number, cols: number, entries: number): Csr {
  const room = (bytes: number) => new SharedArrayBuffer(bytes);
  return {
    rows,
    cols,
    indptr: new Float64Array(room(8 * (rows + 1))),
    indices: cols <= 0x10000 ? new Uint16Array(room(2 * entries)) : new Int32Array(room(4 * entries)),
    values: new Float32Array(room(4 * entries)),
  };
}

const isShared = (x: Csr) => x.values.buffer instanceof SharedArrayBuffer;

/** Room for a part of a matrix: shared where the whole is. */
export function roomFor(whole: Csr, rows: number, cols: number, entries: number): Csr {
  if (isShared(whole)) return sharedCsr(rows, cols, entries);
  const indptr = new Float64Array(rows + 1);
  return { rows, cols, indptr, indices: newIndices(entries, cols), values: new Float32Array(entries) };
}

/** The matrix with only some rows, in the given order. */
export function takeRows(x: Csr, rows: ArrayLike<number>): Csr {
  let entries = 0;
  for (let i = 0; i < rows.length; i++) entries += x.indptr[rows[i] + 1] - x.indptr[rows[i]];
  const taken = roomFor(x, rows.length, x.cols, entries);
  const { indptr, indices, values } = taken;
  for (let i = 0; i < rows.length; i++) {
    const from = x.indptr[rows[i]];
    const to = x.indptr[rows[i] + 1];
    indices.set(x.indices.subarray(from, to), indptr[i]);
    values.set(x.values.subarray(from, to), indptr[i]);
    indptr[i + 1] = indptr[i] + to - from;
  }
  return taken;
}

/** The matrix with only some columns, in the given order; entries stay ascending within a row. */
export function takeColumns(x: Csr, columns: ArrayLike<number>): Csr {
  const position = new Int32Array(x.cols).fill(-1);
  let ascending = true;
  for (let j = 0; j < columns.length; j++) {
    position[columns[j]] = j;
    if (j > 0 && columns[j] <= columns[j - 1]) ascending = false;
  }
  let kept = 0;
  for (let e = 0; e < x.indptr[x.rows]; e++) if (position[x.indices[e]] >= 0) kept++;
  const taken = roomFor(x, x.rows, columns.length, kept);
  const { indptr, indices, values } = taken;
  let out = 0;
  for (let i = 0; i < x.rows; i++) {
    const start = out;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const j = position[x.indices[e]];
      if (j < 0) continue;
      indices[out] = j;
      values[out++] = x.values[e];
    }
    if (!ascending) sortRow(indices, values, start, out);
    indptr[i + 1] = out;
  }
  return taken;
}

/** Matrices of the same columns, one below the other. */
export function stackRows(parts: readonly Csr[]): Csr {
  const [first] = parts;
  const sum = (of: (part: Csr) => number) => parts.reduce((total, part) => total + of(part), 0);
  const stacked = roomFor(first, sum(({ rows }) => rows), first.cols, sum(({ indptr, rows }) => indptr[rows])); // prettier-ignore
  let [row, entry] = [0, 0];
  for (const { rows, indptr, indices, values } of parts) {
    const stored = indptr[rows];
    stacked.indices.set(indices.subarray(0, stored), entry);
    stacked.values.set(values.subarray(0, stored), entry);
    for (let i = 1; i <= rows; i++) stacked.indptr[row + i] = entry + indptr[i];
    row += rows;
    entry += stored;
  }
  return stacked;
}

/** Sorts the entries [from, to) by column. */
export function sortRow(indices: Indices, values: Float32Array, from: number, to: number): void {
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort((a, b) => indices[a] - indices[b]);
  const sortedIndices = order.map((e) => indices[e]);
  const sortedValues = order.map((e) => values[e]);
  indices.set(sortedIndices, from);
  values.set(sortedValues, from);
}

/** Some columns as dense float32, column after column: out[j · rows + i]; shared where the matrix is. */
export function denseColumns(x: Csr, columns: ArrayLike<number>): Float32Array {
  const position = new Int32Array(x.cols).fill(-1);
  for (let j = 0; j < columns.length; j++) position[columns[j]] = j;
  const length = columns.length * x.rows;
  const out = isShared(x) ? new Float32Array(new SharedArrayBuffer(4 * length)) : new Float32Array(length);
  for (let i = 0; i < x.rows; i++) {
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const j = position[x.indices[e]];
      if (j >= 0) out[j * x.rows + i] = x.values[e];
    }
  }
  return out;
}

/** A dense block, row after row, as CSR without its zeros. */
export function denseToCsr(block: ArrayLike<number>, rows: number, cols: number): Csr {
  let entries = 0;
  for (let i = 0; i < rows * cols; i++) if (block[i] !== 0) entries++;
  const indptr = new Float64Array(rows + 1);
  const indices = new Int32Array(entries);
  const values = new Float32Array(entries);
  let out = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = block[i * cols + j];
      if (value === 0) continue;
      indices[out] = j;
      values[out++] = value;
    }
    indptr[i + 1] = out;
  }
  return { rows, cols, indptr, indices, values };
}
