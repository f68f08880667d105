/**
 * Seeded counts of any size, a chunk of cells at a time: classes with markers of their own, genes whose means span three
 * orders of magnitude, cells of different depth. Looks like single-cell counts as far as size and sparsity go.
 */
import type { Csr } from '../../src-main/data/csr.ts';
import type { LabelColumn } from '../../src-main/data/labels.ts';
import { type Random, random } from '../../src-main/data/random.ts';

export interface SyntheticOptions {
  cells: number;
  genes: number;
  /** share of the entries that are not zero */
  density: number;
  classes: number;
  /** a taxonomy: the classes lie in so many groups, and groups and classes differ in genes strong and weak; 0: none */
  groups?: number;
  seed: number;
}

/** Markers of a class, and how much more of them its cells have. */
const MARKERS = 30;
const FOLD = 6;
/** Of a taxonomy: the share of the genes that a group, or a class, has more or less of, and how far in natural logs (sd). */
const OF_GROUP = { share: 0.04, spread: 3.2 };
const OF_CLASS = { share: 0.01, spread: 2.4 };
/** No gene is more than this, where the middle one is 1. */
const GREATEST = 400;
/** Cells of a chunk. */
const CHUNK = 2048;

export interface Synthetic {
  genes: string[];
  /** a `type` for every cell, and a `state` that half of the types have */
  columns: LabelColumn[];
  chunks(): Iterable<Csr>;
}

export function synthetic(options: SyntheticOptions): Synthetic {
  const { cells, genes, classes, groups = 0, seed } = options;
  const draw = random(seed, 'genes');
  const rates = Float64Array.from({ length: genes }, () => Math.exp(1.5 * draw.normal()));
  const tables = Array.from({ length: classes }, (_, c) => {
    const own = rates.slice();
    if (groups === 0) for (let m = 0; m < MARKERS; m++) own[(c * MARKERS + m) % genes] *= FOLD;
    else {
      shift(own, OF_GROUP, random(seed, 'group', c % groups));
      shift(own, OF_CLASS, random(seed, 'class', c));
    }
    return aliasTable(own);
  });
  const depth = depthFor(rates, options.density * genes);
  const type = Int32Array.from({ length: cells }, (_, i) => random(seed, 'type', i).integer(classes));
  const state = type.map((c, i) => (c % 2 ? random(seed, 'state', i).integer(2) : -1));
  return {
    genes: Array.from({ length: genes }, (_, g) => `G${g}`),
    columns: [
      { name: 'type', kind: 'categorical', categories: type.length ? names('type', classes) : [], codes: type },
      { name: 'state', kind: 'categorical', categories: names('state', 2), codes: state },
    ],
    *chunks() {
      const counts = new Uint16Array(genes);
      for (let first = 0; first < cells; first += CHUNK) {
        const rows = Math.min(CHUNK, cells - first);
        const indptr = new Float64Array(rows + 1);
        let indices = new Int32Array(Math.ceil(rows * genes * options.density * 1.5) + genes);
        let values = new Float32Array(indices.length);
        let out = 0;
        for (let i = 0; i < rows; i++) {
          const cell = random(seed, 'cell', first + i);
          const reads = Math.round(depth * Math.exp(0.3 * cell.normal()));
          const { threshold, other } = tables[type[first + i]];
          if (out + genes > indices.length) {
            indices = grown(indices, new Int32Array(2 * indices.length));
            values = grown(values, new Float32Array(2 * values.length));
          }
          for (let r = 0; r < reads; r++) {
            const u = cell.uniform() * genes;
            const g = Math.floor(u);
            counts[u - g < threshold[g] ? g : other[g]]++;
          }
          for (let g = 0; g < genes; g++) {
            if (counts[g] === 0) continue;
            indices[out] = g;
            values[out++] = counts[g];
            counts[g] = 0;
          }
          indptr[i + 1] = out;
        }
        yield { rows, cols: genes, indptr, indices: indices.slice(0, out), values: values.slice(0, out) };
      }
    },
  };
}

const names = (what: string, count: number) => Array.from({ length: count }, (_, i) => `${what} ${i}`);

function grown<A extends Int32Array | Float32Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}

function shift(rates: Float64Array, { share, spread }: { share: number; spread: number }, draw: Random): void {
  for (let gene = 0; gene < rates.length; gene++) {
    if (draw.uniform() < share) rates[gene] = Math.min(GREATEST, rates[gene] * Math.exp(spread * draw.normal()));
  }
}

/** Reads a cell must have so that so many genes are seen on average: Σ 1 − exp(−reads · p) by bisection. */
function depthFor(rates: Float64Array, seen: number): number {
  const sum = rates.reduce((a, b) => a + b, 0);
  let [low, high] = [1, 1e7];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    const expected = rates.reduce((total, rate) => total + 1 - Math.exp((-middle * rate) / sum), 0);
    if (expected < seen) low = middle;
    else high = middle;
  }
  return high;
}

/** Draws from a discrete distribution with one uniform number (Walker 1977; Vose 1991). */
function aliasTable(weights: Float64Array): { threshold: Float64Array; other: Int32Array } {
  const n = weights.length;
  const sum = weights.reduce((a, b) => a + b, 0);
  const threshold = weights.map((w) => (w * n) / sum);
  const other = Int32Array.from(weights.keys());
  const small: number[] = [];
  const large: number[] = [];
  threshold.forEach((t, i) => (t < 1 ? small : large).push(i));
  while (small.length > 0 && large.length > 0) {
    const less = small.pop()!;
    const more = large.pop()!;
    other[less] = more;
    threshold[more] -= 1 - threshold[less];
    (threshold[more] < 1 ? small : large).push(more);
  }
  for (const i of [...small, ...large]) threshold[i] = 1;
  return { threshold, other };
}
