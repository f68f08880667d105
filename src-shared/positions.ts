/** Where cells lie in the tissue: which two columns of a data set hold it. */

/** Pairs of columns as programs call them, those of the whole tissue before those of one field of view. */
const pairs: readonly (readonly [x: string, y: string])[] = [
  ['x_centroid', 'y_centroid'],
  ['center_x', 'center_y'],
  ['CenterX_global_px', 'CenterY_global_px'],
  ['CenterX_global_mm', 'CenterY_global_mm'],
  ['x_slide_mm', 'y_slide_mm'],
  ['spatial_1', 'spatial_2'],
  ['centroid_x', 'centroid_y'],
  ['x_location', 'y_location'],
  ['x_coord', 'y_coord'],
  ['x', 'y'],
];

/** The columns that hold the position of each cell; capitals do not matter. Null: none do. */
export function positionColumns(names: readonly string[]): { x: string; y: string } | null {
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const pair of pairs) {
    const [x, y] = pair.map((name) => byName.get(name.toLowerCase()));
    if (x !== undefined && y !== undefined) return { x, y };
  }
  return null;
}
