/**
 * Lasso: a linear model on z-scored genes whose coefficients are penalised by their absolute values (Tibshirani 1996).
 * Multinomial logistic regression for classes, least squares for values:
 *
 *   minimise  mean loss(b + Z w) + penalty · Σ |w|       (intercepts b are free)
 *
 * Solved by FISTA with adaptive restart (Beck & Teboulle 2009; O'Donoghue & Candès 2015) on the few genes that can be in
 * use; the others are looked at after each solution and taken in if they violate its optimality, as in glmnet.
 */
import { type Csr, takeColumns } from '../data/csr.ts';
import { columnSpread } from '../data/hvg.ts';

export type LassoTargets =
  | { /** class of each row, all ≥ 0 */ y: Int32Array; classes: number }
  | { /** value of each row, none NaN */ y: Float32Array; classes: null };

export interface Lasso {
  /** the least penalty at which no gene is in use */
  greatestPenalty: number;
  /** Fits at this penalty, starting from the last fit: cheap along a falling series of penalties. */
  fit(penalty: number): void;
  /** Euclidean norm of each gene's coefficients over the classes; 0 for a gene that is not in use */
  norms(): Float64Array;
  /** What holds each gene to its place: greatest absolute derivative of the loss by its coefficients. A gene that is not
   * in use comes into use when the penalty falls to about that. */
  pulls(): Float64Array;
}

/** A solution is good enough when no coefficient pulls against it by more than this share of the penalty. */
const TOLERANCE = 1e-3;
const MOST_ITERATIONS = 2000;

/** @param x rows × genes; z-scores are by these rows, constant genes are never used */
export function lasso(x: Csr, targets: LassoTargets): Lasso {
  const rows = x.rows;
  const loss = targets.classes === null ? squaredLoss(targets.y) : crossEntropy(targets.y, targets.classes);
  const { outputs } = loss;
  const { mean, sd } = moments(x);

  const intercept = loss.intercept.slice();
  const coefficients = new Map<number, Float64Array>();
  const scores = new Float64Array(rows * outputs);
  const residual = new Float64Array(rows * outputs);
  let pulls = new Float64Array(x.cols);
  const all = Int32Array.from({ length: x.cols }, (_, gene) => gene);

  /** Residuals, divided by the number of rows, where genes have these coefficients on z-scores. */
  const evaluate = (part: Csr, genes: Int32Array, w: Float64Array, b: Float64Array) => {
    const slope = new Float64Array(w.length);
    const level = b.slice();
    for (let j = 0; j < genes.length; j++) {
      for (let c = 0; c < outputs; c++) {
        const at = j * outputs + c;
        slope[at] = w[at] / sd[genes[j]];
        level[c] -= slope[at] * mean[genes[j]];
      }
    }
    for (let i = 0; i < rows; i++) {
      const to = i * outputs;
      for (let c = 0; c < outputs; c++) scores[to + c] = level[c];
      for (let e = part.indptr[i]; e < part.indptr[i + 1]; e++) {
        const value = part.values[e];
        const from = part.indices[e] * outputs;
        for (let c = 0; c < outputs; c++) scores[to + c] += value * slope[from + c];
      }
    }
    loss.residuals(scores, residual);
  };

  /** Derivatives of the loss by coefficients and intercepts, from the residuals. */
  const derivatives = (part: Csr, genes: Int32Array) => {
    const byCoefficient = new Float64Array(genes.length * outputs);
    const byIntercept = new Float64Array(outputs);
    for (let i = 0; i < rows; i++) {
      const from = i * outputs;
      for (let c = 0; c < outputs; c++) byIntercept[c] -= residual[from + c];
      for (let e = part.indptr[i]; e < part.indptr[i + 1]; e++) {
        const value = part.values[e];
        const to = part.indices[e] * outputs;
        for (let c = 0; c < outputs; c++) byCoefficient[to + c] -= value * residual[from + c];
      }
    }
    for (let j = 0; j < genes.length; j++) {
      for (let c = 0; c < outputs; c++) {
        const at = j * outputs + c;
        const raw = byCoefficient[at] - mean[genes[j]] * byIntercept[c];
        byCoefficient[at] = sd[genes[j]] > 0 ? raw / sd[genes[j]] : 0;
      }
    }
    return { byCoefficient, byIntercept };
  };

  const lookAtAll = () => {
    const { byCoefficient } = derivatives(x, all);
    pulls = pulls.map((_, gene) => {
      let greatest = 0;
      for (let c = 0; c < outputs; c++) greatest = Math.max(greatest, Math.abs(byCoefficient[gene * outputs + c]));
      return greatest;
    });
  };

  /** The optimum over some genes alone. Ends with the residuals there. */
  const solve = (genes: Int32Array, penalty: number) => {
    const part = takeColumns(x, genes);
    const step = 1 / (loss.curvature * greatestEigenvalue(part, genes, mean, sd));
    let w = new Float64Array(genes.length * outputs);
    genes.forEach((gene, j) => w.set(coefficients.get(gene) ?? [], j * outputs));
    let b = intercept.slice();
    let [wAhead, bAhead] = [w.slice(), b.slice()];
    let momentum = 1;
    for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      evaluate(part, genes, wAhead, bAhead);
      const { byCoefficient, byIntercept } = derivatives(part, genes);
      const wNext = wAhead.map((v, at) => shrink(v - step * byCoefficient[at], step * penalty));
      const bNext = bAhead.map((v, c) => v - step * byIntercept[c]);
      const moved = Math.max(distance(wNext, wAhead), distance(bNext, bAhead));
      // uphill: the momentum has carried too far
      if (along(wAhead, wNext, w) + along(bAhead, bNext, b) > 0) momentum = 1;
      const after = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      const carry = (momentum - 1) / after;
      wAhead = wNext.map((v, at) => v + carry * (v - w[at]));
      bAhead = bNext.map((v, c) => v + carry * (v - b[c]));
      [w, b, momentum] = [wNext, bNext, after];
      if (moved < step * TOLERANCE * penalty) break;
    }
    genes.forEach((gene, j) => {
      const own = w.slice(j * outputs, (j + 1) * outputs);
      if (own.some((v) => v !== 0)) coefficients.set(gene, own);
      else coefficients.delete(gene);
    });
    intercept.set(b);
    evaluate(part, genes, w, b);
  };

  evaluate(takeColumns(x, []), new Int32Array(0), new Float64Array(0), intercept);
  lookAtAll();
  const greatestPenalty = pulls.reduce((a, b) => Math.max(a, b), 0);
  let last = greatestPenalty;
  return {
    greatestPenalty,
    fit(penalty) {
      // sequential strong rule (Tibshirani et al. 2012): genes below this will hardly come into use
      const likely = (gene: number) => sd[gene] > 0 && pulls[gene] >= 2 * penalty - last;
      const used = new Set(all.filter((gene) => coefficients.has(gene) || likely(gene)));
      for (let violators = 1; violators > 0;) {
        solve(Int32Array.from(used).sort(), penalty);
        lookAtAll();
        const found = all.filter((gene) => !used.has(gene) && pulls[gene] > penalty * (1 + TOLERANCE));
        for (const gene of found) used.add(gene);
        violators = found.length;
      }
      last = penalty;
    },
    norms: () => Float64Array.from(all, (gene) => Math.hypot(...(coefficients.get(gene) ?? []))),
    pulls: () => pulls,
  };
}

interface Loss {
  outputs: number;
  /** best intercepts without any gene */
  intercept: Float64Array;
  /** bound of the second derivative of a row's loss by its scores */
  curvature: number;
  /** (target − prediction) / rows */
  residuals(scores: Float64Array, out: Float64Array): void;
}

function crossEntropy(y: Int32Array, classes: number): Loss {
  // classes without a row would have an intercept of minus infinity: they are left out
  const cells = new Float64Array(classes);
  for (const c of y) cells[c]++;
  const present = Array.from(cells.keys()).filter((c) => cells[c] > 0);
  const output = Int32Array.from(y, (c) => present.indexOf(c));
  const outputs = present.length;
  const n = y.length;
  return {
    outputs,
    intercept: Float64Array.from(present, (c) => Math.log(cells[c] / n)),
    curvature: 0.5,
    residuals(scores, out) {
      for (let i = 0; i < n; i++) {
        const from = i * outputs;
        let greatest = -Infinity;
        for (let c = 0; c < outputs; c++) if (scores[from + c] > greatest) greatest = scores[from + c];
        let sum = 0;
        for (let c = 0; c < outputs; c++) sum += out[from + c] = Math.exp(scores[from + c] - greatest);
        for (let c = 0; c < outputs; c++) out[from + c] = -out[from + c] / sum / n;
        out[from + output[i]] += 1 / n;
      }
    },
  };
}

/** Half the squared error of the standardised values. */
function squaredLoss(y: Float32Array): Loss {
  const n = y.length;
  const mean = y.reduce((a, b) => a + b, 0) / n;
  const sd = Math.sqrt(y.reduce((a, b) => a + (b - mean) ** 2, 0) / n) || 1;
  return {
    outputs: 1,
    intercept: new Float64Array(1),
    curvature: 1,
    residuals(scores, out) {
      for (let i = 0; i < n; i++) out[i] = ((y[i] - mean) / sd - scores[i]) / n;
    },
  };
}

function shrink(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}

function distance(a: Float64Array, b: Float64Array): number {
  let greatest = 0;
  for (let i = 0; i < a.length; i++) greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
  return greatest;
}

/** (from − to) · (to − before): above zero where a step goes against the movement. */
function along(from: Float64Array, to: Float64Array, before: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < from.length; i++) sum += (from[i] - to[i]) * (to[i] - before[i]);
  return sum;
}

/** Mean and standard deviation of each column, in float64; 0 for a column whose spread is rounding. */
function moments(x: Csr): { mean: Float64Array; sd: Float64Array } {
  const { mean, variance } = columnSpread(
    x,
    Int32Array.from({ length: x.rows }, (_, i) => i),
  );
  const sd = variance.map((v, column) => {
    const root = Math.sqrt((v * (x.rows - 1)) / x.rows);
    return root > 1e-9 * Math.abs(mean[column]) ? root : 0;
  });
  return { mean, sd };
}

/**
 * A bound of the greatest eigenvalue of ZᵀZ / rows, Z the z-scores of these columns and a column of ones: power iteration,
 * and a little more.
 */
function greatestEigenvalue(part: Csr, genes: Int32Array, mean: Float64Array, sd: Float64Array): number {
  let v = new Float64Array(genes.length).fill(1 / Math.sqrt(genes.length));
  let eigenvalue = 1;
  for (let iteration = 0; iteration < 20; iteration++) {
    const slope = v.map((value, j) => value / sd[genes[j]]);
    const level = slope.reduce((sum, s, j) => sum + s * mean[genes[j]], 0);
    const next = new Float64Array(genes.length);
    let total = 0;
    for (let i = 0; i < part.rows; i++) {
      let score = -level;
      for (let e = part.indptr[i]; e < part.indptr[i + 1]; e++) score += part.values[e] * slope[part.indices[e]];
      total += score;
      for (let e = part.indptr[i]; e < part.indptr[i + 1]; e++) next[part.indices[e]] += part.values[e] * score;
    }
    for (let j = 0; j < genes.length; j++) {
      next[j] = (next[j] - mean[genes[j]] * total) / sd[genes[j]] / part.rows;
    }
    const norm = Math.hypot(...next);
    if (norm === 0) break;
    eigenvalue = Math.max(1, norm);
    v = next.map((value) => value / norm);
  }
  return 1.1 * eigenvalue;
}
