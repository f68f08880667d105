import { describe, expect, it } from 'vitest';
import type { MatrixKind } from '../../src-shared/model.ts';
import { type Cells, type ChunkedCells, chunksOf, mapChunks } from '../../src-main/data/cells.ts';
import { type Csr, takeColumns, takeRows } from '../../src-main/data/csr.ts';
import { mostVariable, usualFlavour, variability } from '../../src-main/data/hvg.ts';
import { columnMoments, fitNormalisation, librarySizes, normalise } from '../../src-main/data/normalise.ts';
import { survey, takeParts } from '../../src-main/data/parts.ts';
import { cellsIn } from '../../src-main/data/splits.ts';
import { rowRange } from '../../src-main/formats/rows.ts';
import { planted } from '../planted.ts';

/** Variable genes as a run chooses them. */
const selectHvg = (x: Cells, normalised: Cells, kind: MatrixKind, rows: Int32Array, n: number) =>
  mostVariable(variability(x, normalised, usualFlavour(kind), rows), n);

/** The same cells in chunks of 1, 2, 3 … of them. */
function inChunks(x: Csr): ChunkedCells {
  return {
    rows: x.rows,
    cols: x.cols,
    *chunks() {
      for (let from = 0, size = 1; from < x.rows; from += size++)
        yield rowRange(x, from, Math.min(x.rows, from + size));
    },
  };
}

describe('cells that are read in chunks', () => {
  const { x, split } = planted();
  const chunked = inChunks(x);
  const train = cellsIn(split, 0);

  it('have the moments, library sizes and variable genes of the whole, to the bit', () => {
    expect(columnMoments(chunked, train)).toEqual(columnMoments(x, train));
    expect(librarySizes(chunked)).toEqual(librarySizes(x));
    const fit = fitNormalisation(x, 'counts', train);
    expect(fitNormalisation(chunked, 'counts', train)).toEqual(fit);
    const log = normalise(x, fit);
    const logChunks = mapChunks(chunked, (chunk) => normalise(chunk, fit));
    for (const kind of ['counts', 'normalised', 'binary'] as const) {
      expect(selectHvg(chunked, logChunks, kind, train, 20)).toEqual(selectHvg(x, log, kind, train, 20));
    }
  });

  it('are parted over some columns as rows and columns of the whole are', () => {
    const columns = Int32Array.of(1, 5, 6, 40);
    const { stored, librarySizes: sizes } = survey(chunked, split, 3);
    expect(sizes).toEqual(librarySizes(x));
    const told: number[] = [];
    const parts = takeParts(chunked, columns, split, stored, (cells) => told.push(cells));
    parts.forEach((part, p) => {
      const expected = takeColumns(takeRows(x, cellsIn(split, p)), columns);
      expect(part).toEqual(expected);
    });
    expect(told.at(-1)).toBe(x.rows);
    expect(told.length).toBe([...chunksOf(chunked)].length);
  });
});
