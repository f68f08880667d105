/** Small AnnData files written for a test. */
import { type Group, File as H5File, ready } from 'h5wasm/node';

export type Column = string[] | Int32Array | BigInt64Array | Float64Array;

export interface SmallData {
  cells: string[];
  genes: string[];
  /** a row for each cell */
  x: number[][];
  obs?: Record<string, Column>;
  var?: Record<string, Column>;
  layers?: Record<string, number[][]>;
}

/** Writes a dense float32 X with its tables. */
export async function writeH5ad(path: string, data: SmallData): Promise<string> {
  await ready;
  const file = new H5File(path, 'w');
  const shape = [data.cells.length, data.genes.length];
  const matrix = (values: number[][]) => ({ data: Float32Array.from(values.flat()), shape });
  file.create_dataset({ name: 'X', ...matrix(data.x) });
  if (data.layers) {
    const layers = file.create_group('layers');
    for (const [name, values] of Object.entries(data.layers)) layers.create_dataset({ name, ...matrix(values) });
  }
  frame(file.create_group('obs'), data.cells, data.obs);
  frame(file.create_group('var'), data.genes, data.var);
  file.close();
  return path;
}

function frame(group: Group, index: string[], columns: Record<string, Column> = {}): void {
  group.create_attribute('_index', '_index');
  group.create_dataset({ name: '_index', data: index });
  for (const [name, data] of Object.entries(columns)) group.create_dataset({ name, data });
}
