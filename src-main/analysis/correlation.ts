/** Which genes of a panel rise and fall together. */
import type { CorrelationReport } from '../../src-shared/analysis.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { type GeneColumns, type Workbench, normalised } from './workbench.ts';

/** Pearson's r of every pair over the cells, genes × genes row-major; 0 where a gene never varies. O(genes · entries). */
export function correlations(part: GeneColumns, genes: Int32Array): Float64Array {
  const k = genes.length;
  const n = part.cells;
  const dense = new Float64Array(n);
  const mean = new Float64Array(k);
  const sd = new Float64Array(k);
  genes.forEach((gene, j) => {
    let [sum, squares] = [0, 0];
    for (let e = part.start[gene]; e < part.start[gene + 1]; e++) {
      const value = normalised(part, e);
      sum += value;
      squares += value * value;
    }
    mean[j] = sum / n;
    sd[j] = Math.sqrt(Math.max(0, squares / n - mean[j] ** 2));
  });
  const r = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    dense.fill(0);
    for (let e = part.start[genes[a]]; e < part.start[genes[a] + 1]; e++) dense[part.cell[e]] = normalised(part, e);
    for (let b = a; b < k; b++) {
      let product = 0;
      for (let e = part.start[genes[b]]; e < part.start[genes[b] + 1]; e++) {
        product += dense[part.cell[e]] * normalised(part, e);
      }
      const spread = sd[a] * sd[b];
      r[a * k + b] = r[b * k + a] = spread > 0 ? (product / n - mean[a] * mean[b]) / spread : 0;
    }
  }
  return r;
}

export function correlationReport(bench: Workbench, genes: Int32Array): CorrelationReport {
  const k = genes.length;
  const r = correlations(bench.train, genes);
  const order = orderByLikeness(r, k);
  let sum = 0;
  for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) sum += Math.abs(r[a * k + b]);
  return {
    genes: order.map((j) => ({ gene: bench.genes[genes[j]].name, symbol: shownSymbol(bench.genes[genes[j]]) })),
    r: order.map((a) => order.map((b) => r[a * k + b])),
    independence: k < 2 ? 1 : 1 - sum / ((k * (k - 1)) / 2),
    cells: bench.train.cells,
  };
}

/**
 * Average-linkage clustering on 1 − r, the leaves from left to right with the nearer ends of joined clusters together.
 * O(k³) at worst; panels have hundreds of genes.
 */
export function orderByLikeness(r: Float64Array, k: number): number[] {
  const distance = Float64Array.from(r, (value) => 1 - value);
  const clusters: (number[] | null)[] = Array.from({ length: k }, (_, j) => [j]);
  const at = (a: number, b: number) => distance[a * k + b];
  for (let joins = 1; joins < k; joins++) {
    let [bestA, bestB, best] = [-1, -1, Infinity];
    for (let a = 0; a < k; a++) {
      if (!clusters[a]) continue;
      for (let b = 0; b < a; b++) {
        if (clusters[b] && at(a, b) < best) [bestA, bestB, best] = [a, b, at(a, b)];
      }
    }
    const [left, right] = [clusters[bestB]!, clusters[bestA]!];
    const [m, n] = [left.length, right.length];
    const likeness = (i: number, j: number) => r[i * k + j];
    const ends = [
      { score: likeness(left.at(-1)!, right[0]), joined: () => [...left, ...right] },
      { score: likeness(left.at(-1)!, right.at(-1)!), joined: () => [...left, ...right.toReversed()] },
      { score: likeness(left[0], right[0]), joined: () => [...left.toReversed(), ...right] },
      { score: likeness(left[0], right.at(-1)!), joined: () => [...right, ...left] },
    ];
    clusters[bestB] = ends.reduce((a, b) => (b.score > a.score ? b : a)).joined();
    clusters[bestA] = null;
    for (let c = 0; c < k; c++) {
      const merged = (m * at(bestB, c) + n * at(bestA, c)) / (m + n);
      distance[bestB * k + c] = distance[c * k + bestB] = merged;
    }
  }
  return clusters.find((cluster) => cluster !== null) ?? [];
}
