/** Matrices as plain arrays, row-major, by name. */
export type Arrays = Record<string, Float32Array>;

/** Some rows of a matrix with `width` columns. */
export function takeRows(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(values.subarray(row * width, (row + 1) * width), i * width));
  return out;
}
