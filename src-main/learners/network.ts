/**
 * The network as a predictor: the trained weights, the batch-norm statistics of the training cells, and what the genes
 * were standardised with. Plain arrays, so that it can be stored, and predicting needs no tensor library.
 */
import type { Csr } from '../data/csr.ts';
import type { TaskLabels } from '../data/labels.ts';
import { zScore } from '../data/normalise.ts';
import type { Head, NetworkShape } from '../nn/step.ts';
import type { Weights } from './training.ts';

/** Mean and variance of each unit before a batch norm, over training cells. */
interface BatchNorm {
  mean: Float64Array;
  variance: Float64Array;
}

export interface Network {
  shape: NetworkShape;
  weights: Weights;
  norm1: BatchNorm;
  norm2: BatchNorm;
  /** of each input gene over training cells */
  mean: Float32Array;
  sd: Float32Array;
  /** what a continuous head's output is multiplied with and moved by; null for a categorical head */
  scales: (LabelScale | null)[];
}

/** Mean and standard deviation of each gene over training cells. */
export interface Standard {
  mean: Float32Array;
  sd: Float32Array;
}

export interface LabelScale {
  mean: number;
  sd: number;
}

/** Cells and the columns that are the network's input genes, in its order. */
export interface NetworkInput {
  x: Csr;
  genes: Int32Array;
}

/** The heads that answer these tasks. */
export function headsOf(tasks: TaskLabels[]): Head[] {
  return tasks.map((task) => ({ kind: task.kind, outputs: task.kind === 'categorical' ? task.classes.length : 1 }));
}

/** Mean and standard deviation of continuous labels: heads learn standardised values. */
export function labelScales(tasks: TaskLabels[]): (LabelScale | null)[] {
  return tasks.map((task) => {
    if (task.kind === 'categorical') return null;
    const values = task.y.filter((y) => !Number.isNaN(y));
    const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, values.length);
    return { mean, sd: Math.sqrt(variance) || 1 };
  });
}

/** Keeps a batch norm from dividing by nothing; that of the training step. */
export const BATCH_NORM_EPSILON = 1e-5;

/** Statistics of a batch norm need no more cells than this. */
const STATISTICS_CELLS = 16_384;

/**
 * Makes a predictor of weights: takes the batch-norm statistics in one pass over training cells.
 *
 * @param standard mean and sd of every column of `x` over training cells
 * @param atMost look at no more training cells than this, evenly spread
 */
export function buildNetwork(
  shape: NetworkShape,
  weights: Weights,
  { x, genes }: NetworkInput,
  standard: Standard,
  scales: (LabelScale | null)[],
  atMost = STATISTICS_CELLS,
): Network {
  const count = Math.min(atMost, x.rows);
  const cells = Int32Array.from({ length: count }, (_, i) => Math.floor((i * x.rows) / count));
  const mean = Float32Array.from(genes, (g) => standard.mean[g]);
  const sd = Float32Array.from(genes, (g) => standard.sd[g]);
  const network: Network = {
    shape,
    weights,
    mean,
    sd,
    scales,
    norm1: { mean: new Float64Array(shape.hidden), variance: new Float64Array(shape.hidden) },
    norm2: { mean: new Float64Array(shape.hidden), variance: new Float64Array(shape.hidden) },
  };
  const first = firstLayer(network, { x, genes }, cells);
  network.norm1 = statistics(first, shape.hidden);
  const second = secondLayer(network, activate(first, network.norm1, weights.gain1, weights.shift1));
  network.norm2 = statistics(second, shape.hidden);
  return network;
}

/** One result a head: probabilities [cells × classes], or values [cells]. */
export function predictNetwork(network: Network, input: NetworkInput, cells: Int32Array): Float32Array[] {
  const { weights, shape } = network;
  const results = shape.heads.map(({ outputs }) => new Float32Array(cells.length * outputs));
  // some cells at a time: hidden units are float64 and there may be a million cells
  for (let from = 0; from < cells.length; from += CHUNK) {
    const chunk = cells.subarray(from, from + CHUNK);
    const first = activate(firstLayer(network, input, chunk), network.norm1, weights.gain1, weights.shift1);
    const second = activate(secondLayer(network, first), network.norm2, weights.gain2, weights.shift2);
    shape.heads.forEach((head, t) => {
      const scores = linear(second, shape.hidden, weights[`head${t}`], head.outputs, weights[`bias${t}`]);
      if (head.kind === 'categorical') softmax(scores, head.outputs);
      else scores.forEach((v, i) => (scores[i] = v * network.scales[t]!.sd + network.scales[t]!.mean));
      results[t].set(scores, from * head.outputs);
    });
  }
  return results;
}

const CHUNK = 4096;

/** X W₁, using that most entries are the z-score of zero: their part is the same for every cell. */
function firstLayer(network: Network, { x, genes }: NetworkInput, cells: Int32Array): Float64Array {
  const { hidden } = network.shape;
  const { w1 } = network.weights;
  const position = new Int32Array(x.cols).fill(-1);
  const zeros = Float64Array.from(genes, (_, j) => zScore(0, network.mean[j], network.sd[j]));
  const base = new Float64Array(hidden);
  genes.forEach((gene, j) => {
    position[gene] = j;
    for (let h = 0; h < hidden; h++) base[h] += zeros[j] * w1[j * hidden + h];
  });
  const out = new Float64Array(cells.length * hidden);
  cells.forEach((cell, i) => {
    const row = out.subarray(i * hidden, (i + 1) * hidden);
    row.set(base);
    for (let e = x.indptr[cell]; e < x.indptr[cell + 1]; e++) {
      const j = position[x.indices[e]];
      if (j < 0) continue;
      const z = zScore(x.values[e], network.mean[j], network.sd[j]) - zeros[j];
      const at = j * hidden;
      for (let h = 0; h < hidden; h++) row[h] += z * w1[at + h];
    }
  });
  return out;
}

function secondLayer(network: Network, active: Float64Array): Float64Array {
  return linear(active, network.shape.hidden, network.weights.w2, network.shape.hidden);
}

/** rows × inputs times inputs × outputs, plus bias; skips zeros, of which a ReLU leaves many. */
function linear(
  a: Float64Array,
  inputs: number,
  w: Float32Array,
  outputs: number,
  bias: Float32Array = new Float32Array(outputs),
): Float64Array {
  const rows = a.length / inputs;
  const out = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * outputs, (i + 1) * outputs);
    row.set(bias);
    for (let h = 0; h < inputs; h++) {
      const value = a[i * inputs + h];
      if (value === 0) continue;
      const at = h * outputs;
      for (let o = 0; o < outputs; o++) row[o] += value * w[at + o];
    }
  }
  return out;
}

/** Batch norm with fixed statistics, then ReLU, in place. */
function activate(z: Float64Array, norm: BatchNorm, gain: Float32Array, shift: Float32Array): Float64Array {
  const hidden = gain.length;
  const factor = Float64Array.from(gain, (g, h) => g / Math.sqrt(norm.variance[h] + BATCH_NORM_EPSILON));
  for (let i = 0; i < z.length; i++) {
    const h = i % hidden;
    z[i] = Math.max(0, (z[i] - norm.mean[h]) * factor[h] + shift[h]);
  }
  return z;
}

function statistics(z: Float64Array, hidden: number): BatchNorm {
  const rows = z.length / hidden;
  const mean = new Float64Array(hidden);
  const variance = new Float64Array(hidden);
  for (let i = 0; i < z.length; i++) mean[i % hidden] += z[i] / rows;
  for (let i = 0; i < z.length; i++) variance[i % hidden] += (z[i] - mean[i % hidden]) ** 2 / rows;
  return { mean, variance };
}

function softmax(scores: Float64Array, classes: number): void {
  for (let from = 0; from < scores.length; from += classes) {
    const row = scores.subarray(from, from + classes);
    const greatest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    row.forEach((s, c) => (sum += row[c] = Math.exp(s - greatest)));
    row.forEach((e, c) => (row[c] = e / sum));
  }
}
