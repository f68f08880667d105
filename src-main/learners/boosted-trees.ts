/**
 * Gradient-boosted trees (Friedman 2001) as XGBoost grows them (Chen & Guestrin 2016): level by level, by histograms of
 * first and second derivatives. Columns are sparse, so the time goes with the non-zero entries: a level of a tree looks
 * at each of them once.
 */
import type { Csr } from '../data/csr.ts';
import { CODES, type SparseCodes, sparseCodes } from './boosted-bins.ts';
import type { ForestTargets } from './random-forest.ts';

export interface BoostingOptions {
  rounds: number;
  depth: number;
  learningRate: number;
  /** λ: added to the second derivatives of a leaf */
  penalty: number;
}

/** What the trees ask for, one number a column. */
export interface BoostingGains {
  /** sum of the gains of the cuts that were made in the column, and their number */
  total: Float64Array;
  cuts: Int32Array;
  /** greatest gain that a cut in the column would have had anywhere */
  offered: Float64Array;
}

/** Least sum of second derivatives on either side of a cut (`min_child_weight`). */
const LEAST_WEIGHT = 1;
/** A cut that gains no more is none. */
const LEAST_GAIN = 1e-6;

/**
 * One tree a round and class; a single one for two classes (logistic) and for values (squared error).
 *
 * @param progress told the share of the rounds that is done
 */
export function boostingGains(
  x: Csr,
  targets: ForestTargets,
  options: BoostingOptions,
  progress: (fraction: number) => void = () => {},
): BoostingGains {
  const codes = sparseCodes(x);
  const gains: BoostingGains = {
    total: new Float64Array(x.cols),
    cuts: new Int32Array(x.cols),
    offered: new Float64Array(x.cols),
  };
  const loss = lossOf(targets);
  const scores = Array.from({ length: loss.outputs }, () => new Float64Array(x.rows));
  // first and second derivative of each row, side by side
  const slopes = new Float64Array(2 * x.rows);
  for (let round = 0; round < options.rounds; round++) {
    const before = loss.begin(scores);
    for (let c = 0; c < loss.outputs; c++) {
      loss.slopes(before, c, slopes);
      growTree(codes, slopes, options, gains, scores[c]);
    }
    progress((round + 1) / options.rounds);
  }
  return gains;
}

interface Cut {
  gain: number;
  column: number;
  /** codes up to this go left */
  code: number;
  left: { slope: number; weight: number };
}

/** Grows a tree and adds its leaves, times the learning rate, to the scores of the rows. */
function growTree(
  { rows, cols, start, row, code, zero, used }: SparseCodes,
  slopes: Float64Array,
  { depth, learningRate, penalty }: BoostingOptions,
  gains: BoostingGains,
  scores: Float64Array,
): void {
  const quality = (slope: number, weight: number) => (slope * slope) / (weight + penalty);
  // node of each row on this level; −1: in a leaf
  const nodeOf = new Int32Array(rows);
  let nodes = [{ slope: 0, weight: 0 }];
  for (let i = 0; i < rows; i++) {
    nodes[0].slope += slopes[2 * i];
    nodes[0].weight += slopes[2 * i + 1];
  }
  for (let level = 0; level < depth && nodes.some(({ weight }) => weight >= 2 * LEAST_WEIGHT); level++) {
    const best = nodes.map((): Cut => ({ gain: LEAST_GAIN, column: -1, code: 0, left: { slope: 0, weight: 0 } }));
    const sums = new Float64Array(nodes.length * CODES * 2);
    const stored = new Int32Array(nodes.length);
    for (let column = 0; column < cols; column++) {
      const width = used[column];
      if (width < 2) continue;
      stored.fill(0);
      for (let e = start[column]; e < start[column + 1]; e++) {
        const i = row[e];
        const node = nodeOf[i];
        if (node < 0) continue;
        stored[node]++;
        const at = (node * CODES + code[e]) * 2;
        sums[at] += slopes[2 * i];
        sums[at + 1] += slopes[2 * i + 1];
      }
      for (let node = 0; node < nodes.length; node++) {
        if (stored[node] === 0) continue;
        const from = node * CODES * 2;
        const to = from + width * 2;
        const { slope, weight } = nodes[node];
        if (weight >= 2 * LEAST_WEIGHT) {
          // what is not stored has the code of zero
          let restSlope = slope;
          let restWeight = weight;
          for (let at = from; at < to; at += 2) {
            restSlope -= sums[at];
            restWeight -= sums[at + 1];
          }
          sums[from + zero[column] * 2] += restSlope;
          sums[from + zero[column] * 2 + 1] += restWeight;
          const whole = quality(slope, weight);
          let leftSlope = 0;
          let leftWeight = 0;
          for (let c = 0; c < width - 1; c++) {
            leftSlope += sums[from + c * 2];
            leftWeight += sums[from + c * 2 + 1];
            if (leftWeight < LEAST_WEIGHT) continue;
            if (weight - leftWeight < LEAST_WEIGHT) break;
            const gain = quality(leftSlope, leftWeight) + quality(slope - leftSlope, weight - leftWeight) - whole;
            if (gain > gains.offered[column]) gains.offered[column] = gain;
            if (gain > best[node].gain)
              best[node] = { gain, column, code: c, left: { slope: leftSlope, weight: leftWeight } };
          }
        }
        sums.fill(0, from, to);
      }
    }

    const next: typeof nodes = [];
    const leaf = nodes.map(({ slope, weight }) => (-learningRate * slope) / (weight + penalty));
    const firstChild = best.map(({ gain, column, left }, node) => {
      if (column < 0) return -1;
      gains.total[column] += gain;
      gains.cuts[column]++;
      const { slope, weight } = nodes[node];
      next.push(left, { slope: slope - left.slope, weight: weight - left.weight });
      return next.length - 2;
    });
    const before = nodeOf.slice();
    for (let i = 0; i < rows; i++) {
      const node = before[i];
      if (node < 0) continue;
      if (firstChild[node] < 0) {
        scores[i] += leaf[node];
        nodeOf[i] = -1;
      } else nodeOf[i] = firstChild[node] + (zero[best[node].column] > best[node].code ? 1 : 0);
    }
    best.forEach(({ column, code: cut }, node) => {
      if (column < 0) return;
      for (let e = start[column]; e < start[column + 1]; e++) {
        if (before[row[e]] === node) nodeOf[row[e]] = firstChild[node] + (code[e] > cut ? 1 : 0);
      }
    });
    nodes = next;
  }
  const leaf = nodes.map(({ slope, weight }) => (-learningRate * slope) / (weight + penalty));
  for (let i = 0; i < rows; i++) if (nodeOf[i] >= 0) scores[i] += leaf[nodeOf[i]];
}

interface Loss {
  /** trees a round */
  outputs: number;
  /** what the derivatives of a round are computed from, before any of its trees is grown */
  begin(scores: Float64Array[]): Float64Array[];
  /** writes first and second derivative of each row by one output */
  slopes(before: Float64Array[], output: number, to: Float64Array): void;
}

function lossOf(targets: ForestTargets): Loss {
  if (targets.classes === null) return squaredError(targets.y);
  return targets.classes === 2 ? logistic(targets.y) : softmax(targets.y, targets.classes);
}

function softmax(y: Int32Array, classes: number): Loss {
  return {
    outputs: classes,
    begin(scores) {
      const p = scores.map((score) => score.slice());
      for (let i = 0; i < y.length; i++) {
        let greatest = -Infinity;
        for (const one of p) greatest = Math.max(greatest, one[i]);
        let sum = 0;
        for (const one of p) sum += one[i] = Math.exp(one[i] - greatest);
        for (const one of p) one[i] /= sum;
      }
      return p;
    },
    slopes(before, c, to) {
      const p = before[c];
      for (let i = 0; i < y.length; i++) {
        to[2 * i] = p[i] - (y[i] === c ? 1 : 0);
        to[2 * i + 1] = Math.max(2 * p[i] * (1 - p[i]), 1e-16);
      }
    },
  };
}

function logistic(y: Int32Array): Loss {
  return {
    outputs: 1,
    begin: (scores) => [scores[0].map((score) => 1 / (1 + Math.exp(-score)))],
    slopes([p], _, to) {
      for (let i = 0; i < y.length; i++) {
        to[2 * i] = p[i] - y[i];
        to[2 * i + 1] = Math.max(p[i] * (1 - p[i]), 1e-16);
      }
    },
  };
}

/** On values less their mean, divided by their standard deviation. */
function squaredError(y: Float32Array): Loss {
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  const sd = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / y.length) || 1;
  return {
    outputs: 1,
    begin: (scores) => [scores[0].slice()],
    slopes([score], _, to) {
      for (let i = 0; i < y.length; i++) {
        to[2 * i] = score[i] - (y[i] - mean) / sd;
        to[2 * i + 1] = 1;
      }
    },
  };
}
