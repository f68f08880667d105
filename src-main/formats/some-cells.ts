/** A file with some of its cells only, as if the others were not in it. */
import { type Csr, takeRows } from '../data/csr.ts';
import type { LabelColumn } from '../data/labels.ts';
import type { OpenedFile } from './types.ts';

/** @param cells numbers of the cells that stay, ascending */
export function onlyCells(file: OpenedFile, cells: readonly number[]): OpenedFile {
  return {
    ...file,
    obsNames: cells.map((i) => file.obsNames[i]),
    obs: file.obs.map((column) => columnOf(column, cells)),
    matrices: file.matrices.map((info) => ({ ...info, cells: cells.length, nonZeros: null })),
    rows: (matrix) => take(file.rows(matrix), cells),
    stored: (matrix) => take(file.stored(matrix), cells),
  };
}

function columnOf(column: LabelColumn, cells: readonly number[]): LabelColumn {
  return column.kind === 'categorical'
    ? { ...column, codes: Int32Array.from(cells, (i) => column.codes[i]) }
    : { ...column, values: Float64Array.from(cells, (i) => column.values[i]) };
}

async function* take(chunks: AsyncIterable<Csr>, cells: readonly number[]): AsyncGenerator<Csr> {
  let first = 0;
  let next = 0;
  for await (const chunk of chunks) {
    const rows: number[] = [];
    while (next < cells.length && cells[next] < first + chunk.rows) rows.push(cells[next++] - first);
    first += chunk.rows;
    if (rows.length === chunk.rows) yield chunk;
    else if (rows.length > 0) yield takeRows(chunk, rows);
  }
}
