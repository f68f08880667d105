/** Who is near to whom: exact nearest neighbours, and how far two spaces agree about them. */
import type { Coordinates } from './pca.ts';

export interface Neighbours {
  k: number;
  /** cells × k, nearest first; the cell itself is none */
  cells: Int32Array;
  /** Euclidean, cells × k */
  distances: Float64Array;
}

/**
 * The k nearest other cells of each cell, by brute force: O(cells² · dimensions), so give it no more than a few
 * thousand. Squared distances are compared with 9 decimals, the earlier cell first among equals.
 */
export function nearestNeighbours({ rows, dimensions, values }: Coordinates, k: number): Neighbours {
  const cells = new Int32Array(rows * k).fill(-1);
  const squared = new Float64Array(rows * k).fill(Infinity);
  for (let i = 0; i < rows; i++) {
    const from = i * k;
    const a = i * dimensions;
    for (let j = 0; j < rows; j++) {
      if (j === i) continue;
      let distance = 0;
      for (let d = 0, b = j * dimensions; d < dimensions; d++) distance += (values[a + d] - values[b + d]) ** 2;
      distance = Math.round(distance * 1e9) / 1e9;
      let at = from + k - 1;
      if (distance >= squared[at]) continue;
      for (; at > from && squared[at - 1] > distance; at--) {
        squared[at] = squared[at - 1];
        cells[at] = cells[at - 1];
      }
      squared[at] = distance;
      cells[at] = j;
    }
  }
  return { k, cells, distances: squared.map(Math.sqrt) };
}

/** Mean over the cells of the share of their k nearest that both spaces have; k no more than either was asked for. */
export function neighbourOverlap(a: Neighbours, b: Neighbours, k: number): number {
  const rows = a.cells.length / a.k;
  let common = 0;
  for (let i = 0; i < rows; i++) {
    const near = new Set(a.cells.subarray(i * a.k, i * a.k + k));
    for (const cell of b.cells.subarray(i * b.k, i * b.k + k)) if (near.has(cell)) common++;
  }
  return common / (rows * k);
}

/**
 * The cell score of geneBasis (Missarova et al. 2021): for each cell (D̄ − d_panel) / (D̄ − d_true), where D̄ is its mean
 * distance to all other cells, d_true the median distance to its k nearest, d_panel the median distance to those that
 * are nearest by the panel, all measured in the space of all genes; here the median over cells. 1: the panel's
 * neighbours are as near as can be; 0: as far as any cell.
 */
export function cellScore(space: Coordinates, truth: Neighbours, panel: Neighbours, k: number): number | null {
  const { rows, dimensions, values } = space;
  const distance = (i: number, j: number) => {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += (values[i * dimensions + d] - values[j * dimensions + d]) ** 2;
    return Math.sqrt(sum);
  };
  const scores: number[] = [];
  for (let i = 0; i < rows; i++) {
    let mean = 0;
    for (let j = 0; j < rows; j++) mean += distance(i, j) / (rows - 1);
    const nearest = median(Array.from(truth.distances.subarray(i * truth.k, i * truth.k + k)));
    const chosen = Array.from(panel.cells.subarray(i * panel.k, i * panel.k + k), (j) => distance(i, j));
    if (mean > nearest) scores.push((mean - median(chosen)) / (mean - nearest));
  }
  return scores.length > 0 ? median(scores) : null;
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
