/** Matrices as plain arrays, row-major, by name. */
export type Arrays = Record<string, Float32Array>;

/** Some rows of a matrix with `width` columns, one after the other. */
export function takeRows(
  values: Float32Array,
  rows: Int32Array,
  width: number,
  into: Float32Array = new Float32Array(rows.length * width),
): Float32Array {
  for (let j = 0; j < rows.length; j++) {
    const from = rows[j] * width;
    into.set(values.subarray(from, from + width), j * width);
  }
  return into;
}
