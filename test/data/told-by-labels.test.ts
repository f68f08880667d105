/** Genes offered by what labels tell of them, where all vary alike. */
import { describe, expect, it } from 'vitest';
import type { Csr } from '../../src-main/data/csr.ts';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { random } from '../../src-main/data/random.ts';
import { TEST, TRAIN, cellsIn } from '../../src-main/data/splits.ts';
import { toldByLabels } from '../../src-main/data/told-by-labels.ts';
import { prepare } from '../../src-main/engine/prepare.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const CELLS = 300;
const draw = random(0, 'told');
const type = Int32Array.from({ length: CELLS }, (_, i) => (i % 5 === 0 ? -1 : i % 3));
const age = Float32Array.from({ length: CELLS }, () => draw.uniform());
const tasks: TaskLabels[] = [
  { name: 'type', kind: 'categorical', classes: ['a', 'b', 'c'], y: type },
  { name: 'age', kind: 'continuous', y: age },
];
/** Column 0 goes with the type, column 1 with the age, column 2 with nothing. */
const x = dense(CELLS, 3, (i, column) =>
  column === 0 ? type[i] + 0.1 * draw.normal() : column === 1 ? age[i] : draw.normal(),
);

describe('what labels tell of genes', () => {
  it('is much for a gene that goes with any of the tasks, and nearly nothing for one that goes with none', () => {
    const rows = Int32Array.from({ length: CELLS }, (_, i) => i);
    const [byType, byAge, noise] = toldByLabels(x, rows, tasks, () => true);
    expect(byType).toBeGreaterThan(0.95);
    expect(byAge).toBeGreaterThan(0.95);
    expect(noise).toBeLessThan(0.1);
    expect(toldByLabels(x, rows, tasks, (column) => column !== 0)[0]).toBeNaN();
  });

  it('decides which of many z-scored genes can be chosen, by training cells alone', () => {
    const problem = planted({ genes: 60 });
    const scaled = { ...problem, kind: 'scaled' as const, x: zScored(problem.x) };
    const offered = (of: typeof scaled, hvg: number) => Array.from(prepare(of, smallConfig({ hvg })).candidates);
    expect(offered(scaled, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // in all other cells a gene of no account tells the labels outright: enough to be the ninth, were they looked at
    const { x, split } = scaled;
    const cellOf = (entry: number) => Math.floor(entry / x.cols);
    const isTelling = (entry: number) => entry % x.cols === 40 && split[cellOf(entry)] !== TRAIN;
    const values = x.values.map((value, e) => (isTelling(e) ? 50 * scaled.tasks[0].y[cellOf(e)] : value));
    const elsewhere = { ...scaled, x: { ...x, values } };
    expect(toldByLabels(elsewhere.x, cellsIn(split, TEST), elsewhere.tasks, () => true)[40]).toBe(1);
    expect(offered(elsewhere, 9)).toEqual(offered(scaled, 9));
  });
});

function dense(rows: number, cols: number, value: (row: number, column: number) => number): Csr {
  return {
    rows,
    cols,
    indptr: Float64Array.from({ length: rows + 1 }, (_, i) => i * cols),
    indices: Int32Array.from({ length: rows * cols }, (_, e) => e % cols),
    values: Float32Array.from({ length: rows * cols }, (_, e) => value(Math.floor(e / cols), e % cols)),
  };
}

/** Every column with mean 0 and variance 1. */
function zScored(counts: Csr): Csr {
  const { rows, cols } = counts;
  const values = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let e = counts.indptr[i]; e < counts.indptr[i + 1]; e++)
      values[i * cols + counts.indices[e]] = counts.values[e];
  }
  const column = (j: number) => Float64Array.from({ length: rows }, (_, i) => values[i * cols + j]);
  const moments = Array.from({ length: cols }, (_, j) => {
    const own = column(j);
    const mean = own.reduce((a, b) => a + b, 0) / rows;
    return { mean, sd: Math.sqrt(own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows) };
  });
  return dense(rows, cols, (i, j) => (values[i * cols + j] - moments[j].mean) / moments[j].sd);
}
