/** Seeded data in which it is known which genes tell the classes apart. */
import type { Csr } from '../src-main/data/csr.ts';
import type { TaskLabels } from '../src-main/data/labels.ts';
import { random } from '../src-main/data/random.ts';
import { makeSplit } from '../src-main/data/splits.ts';
import type { Problem } from '../src-main/engine/types.ts';

export interface Planted extends Problem {
  x: Csr;
  tasks: (TaskLabels & { kind: 'categorical' })[];
}

/**
 * Counts of `cells` × `genes`. Task "type" has three classes, told apart by genes 0–5 (two markers each); task "state"
 * has two, told apart by genes 6 and 7; every other gene is noise, some of it louder than the markers.
 */
export function planted({ cells = 400, genes = 60, seed = 1 } = {}): Planted {
  const draw = random(seed, 'planted');
  const type = Int32Array.from({ length: cells }, (_, i) => i % 3);
  const state = Int32Array.from({ length: cells }, () => draw.integer(2));
  const indptr = new Float64Array(cells + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < cells; i++) {
    for (let g = 0; g < genes; g++) {
      const marks = g < 6 ? Math.floor(g / 2) === type[i] : g < 8 && g - 6 === state[i];
      const rate = g < 8 ? (marks ? 6 : 0.4) : 1 + (g % 7);
      const count = poisson(rate, draw.uniform);
      if (count === 0) continue;
      indices.push(g);
      values.push(count);
    }
    indptr[i + 1] = indices.length;
  }
  const x: Csr = {
    rows: cells,
    cols: genes,
    indptr,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
  const tasks: Planted['tasks'] = [
    { name: 'type', kind: 'categorical', classes: ['a', 'b', 'c'], y: type },
    { name: 'state', kind: 'categorical', classes: ['rest', 'active'], y: state },
  ];
  const keys = Array.from({ length: cells }, (_, i) => `cell${i}`);
  return {
    x,
    kind: 'counts',
    genes: Array.from({ length: genes }, (_, g) => ({ name: `g${g}`, symbol: `g${g}`, id: '' })),
    tasks,
    split: makeSplit({ tasks, cells, keys }, { seed: 0, testFraction: 0.2 }),
  };
}

/** Knuth's product method: rates here are small. */
function poisson(rate: number, uniform: () => number): number {
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}
