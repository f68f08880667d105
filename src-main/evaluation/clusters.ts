/** Clusterings of cells, and how far two of them agree. */
import Graph from 'graphology';
import louvain from 'graphology-communities-louvain';
import { random } from '../data/random.ts';
import type { Neighbours } from './neighbours.ts';

/** Neighbours of a cell in the graph, the cell itself counted, as scanpy counts. */
const NEIGHBOURS = 15;
/** Resolutions that are tried, from coarse to fine. */
const RESOLUTIONS = [0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1, 1.25, 1.6, 2, 2.5, 3.2];
/** Numbers of clusters at which two spaces are compared: Spapros's `nmi_5_20`. */
const CLUSTERS = { least: 5, most: 20 };

/**
 * The graph in which cells are clustered: each cell linked to its nearest with UMAP's weights (McInnes et al. 2018):
 * exp(−(d − ρ)/σ), σ such that a cell's weights sum to log₂ 15, two directions joined as a + b − ab.
 */
export function neighbourGraph({ k, cells, distances }: Neighbours): Graph {
  const rows = cells.length / k;
  const others = Math.min(k, NEIGHBOURS - 1);
  const weights = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    const near = distances.subarray(i * k, i * k + others);
    const rho = near.find((d) => d > 0) ?? 0;
    const sigma = bandwidth(near, rho, Math.log2(others + 1));
    for (let j = 0; j < others; j++) {
      const cell = cells[i * k + j];
      const weight = near[j] <= rho ? 1 : Math.exp(-(near[j] - rho) / sigma);
      const key = Math.min(i, cell) * rows + Math.max(i, cell);
      const other = weights.get(key) ?? 0;
      weights.set(key, other + weight - other * weight);
    }
  }
  const graph = new Graph({ type: 'undirected' });
  for (let i = 0; i < rows; i++) graph.addNode(i);
  for (const [key, weight] of weights) {
    if (weight > 0) graph.addUndirectedEdge(Math.floor(key / rows), key % rows, { weight });
  }
  return graph;
}

/** σ by bisection, as umap-learn's `smooth_knn_dist` finds it. */
function bandwidth(near: Float64Array, rho: number, target: number): number {
  let [low, high, sigma] = [0, Infinity, 1];
  for (let step = 0; step < 64; step++) {
    const sum = near.reduce((total, d) => total + (d - rho > 0 ? Math.exp(-(d - rho) / sigma) : 1), 0);
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) high = sigma;
    else low = sigma;
    sigma = high === Infinity ? sigma * 2 : (low + high) / 2;
  }
  const mean = near.reduce((total, d) => total + d, 0) / near.length;
  return Math.max(sigma, 1e-3 * mean) || 1;
}

/** Communities by Louvain's method (Blondel et al. 2008), numbered from 0; the same seed gives the same. */
export function cluster(graph: Graph, resolution: number, seed: number): Int32Array {
  const communities = louvain(graph, { resolution, rng: random(seed, 'louvain').uniform, getEdgeWeight: 'weight' });
  return Int32Array.from({ length: graph.order }, (_, i) => communities[i]);
}

/**
 * Spapros's cluster similarity: normalised mutual information of the clusterings of two graphs at equal numbers of
 * clusters, averaged over 5 to 20 clusters; numbers that no resolution gave are filled in linearly. Null where neither
 * has so many.
 */
export function clusterSimilarity(a: Graph, b: Graph, seed: number): number | null {
  const [ofA, ofB] = [clusterings(a, seed), clusterings(b, seed)];
  const shared = [...ofA.keys()].filter((count) => ofB.has(count)).sort((x, y) => x - y);
  if (shared.length === 0) return null;
  const known = shared.map((count) => normalisedMutualInformation(ofA.get(count)!, ofB.get(count)!));
  let sum = 0;
  for (let count = CLUSTERS.least; count <= CLUSTERS.most; count++) sum += interpolate(shared, known, count);
  return sum / (CLUSTERS.most - CLUSTERS.least + 1);
}

/** A clustering for each number of clusters that some resolution gives, up to the most that are compared. */
function clusterings(graph: Graph, seed: number): Map<number, Int32Array> {
  const found = new Map<number, Int32Array>();
  for (const resolution of RESOLUTIONS) {
    const labels = cluster(graph, resolution, seed);
    const count = new Set(labels).size;
    if (!found.has(count)) found.set(count, labels);
    if (count > CLUSTERS.most) break;
  }
  return found;
}

/** Linear between known points, constant beyond them. */
function interpolate(at: number[], values: number[], point: number): number {
  const after = at.findIndex((x) => x >= point);
  if (after === -1) return values[values.length - 1];
  if (after === 0 || at[after] === point) return values[after];
  const share = (point - at[after - 1]) / (at[after] - at[after - 1]);
  return values[after - 1] + share * (values[after] - values[after - 1]);
}

/** Mutual information of two labellings over the mean of their entropies; 1 where both put all cells into one cluster. */
export function normalisedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  const count = (keys: Iterable<string | number>) => {
    const counts = new Map<string | number, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()];
  };
  const entropy = (counts: number[]) => counts.reduce((sum, c) => sum - (c / n) * Math.log(c / n), 0);
  const [ofA, ofB] = [entropy(count(Array.from(a))), entropy(count(Array.from(b)))];
  const joint = entropy(count(Array.from({ length: n }, (_, i) => `${a[i]} ${b[i]}`)));
  const mean = (ofA + ofB) / 2;
  return mean > 0 ? Math.max(0, ofA + ofB - joint) / mean : 1;
}
