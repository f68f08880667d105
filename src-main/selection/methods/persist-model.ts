/**
 * The network behind PERSIST's selection layers, and what it learns: labels (cross-entropy, squared error), or the
 * expression of all genes by the hurdle loss. It reads genes that were masked outside and tells what each entry of that
 * input is worth, so the layers themselves (gates, selectors) stay plain arrays.
 */
import type { Csr } from '../../data/csr.ts';
import type { TaskLabels } from '../../data/labels.ts';
import { Gatherer, createBatches } from '../../learners/batches.ts';
import type { Arrays } from '../../learners/arrays.ts';
import { headsOf, labelScales } from '../../learners/network.ts';
import {
  type PlainShape,
  plainLayers,
  plainParameters,
  plainScores,
  targetInputs,
  taskLosses,
} from '../../nn/plain-network.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import type { Model } from '../../nn/tape.ts';

export const HIDDEN = [128, 128];
/** weight of "is it there at all" against "how much" in the hurdle loss */
const HURDLE_WEIGHT = 10;

export interface PersistBatch {
  rows: Int32Array;
  /** genes of the batch [cells, columns], not masked yet */
  x: Float32Array;
  /** the targets */
  feeds: Arrays;
  meanLosses(results: Arrays): (number | null)[];
}

export interface PersistProblem {
  model: Model;
  next(step: number, columns: Int32Array): PersistBatch;
}

interface Options {
  batch: number;
  classBalance: number;
  seed: number;
  /** genes are read as 0 and 1: there or not */
  binarised: boolean;
}

/** Learns the labels of every task, one head each. */
export function labelProblem(x: Csr, tasks: TaskLabels[], options: Options): PersistProblem {
  const shape: PlainShape = { hidden: HIDDEN, heads: headsOf(tasks) };
  const batches = createBatches(tasks, x.rows, labelScales(tasks), { ...options, size: options.batch });
  const gather = rawGatherer(readBy(x, options.binarised));
  return {
    model: {
      inputs: { x: [CELLS, GENES], ...targetInputs(shape.heads) },
      parameters: plainParameters(shape),
      alsoBy: ['x'],
      loss(tape, input) {
        const scores = plainScores(tape, shape, plainLayers(tape, shape, input('x'), input), input);
        return taskLosses(tape, shape.heads, scores, input);
      },
    },
    next(step, columns) {
      const rows = batches.rows(step);
      const targets = batches.targets(rows);
      const feeds: Arrays = {};
      targets.forEach(({ target, weight }, t) => {
        feeds[`target${t}`] = target;
        feeds[`weight${t}`] = weight;
      });
      const meanLosses = (results: Arrays) =>
        targets.map(({ share }, t) => (share > 0 ? results[`loss${t}`][0] / share : null));
      return { rows, x: gather(rows, columns), feeds, meanLosses };
    },
  };
}

/**
 * Learns the expression of all genes. Hurdle loss of a cell: Σ_genes 10 · BCE(it is zero) + (y − μ)² where y > 0; what a
 * hurdle distribution has as its negative log-likelihood, up to constants.
 */
export function expressionProblem(x: Csr, tasks: number, options: Options): PersistProblem {
  const everybody: TaskLabels = { name: '', kind: 'continuous', y: new Float32Array(x.rows) };
  const batches = createBatches([everybody], x.rows, [{ mean: 0, sd: 1 }], { ...options, size: options.batch });
  const gather = rawGatherer(readBy(x, options.binarised));
  const gatherTargets = rawGatherer(x);
  const all = Int32Array.from({ length: x.cols }, (_, gene) => gene);
  const shape: PlainShape = { hidden: HIDDEN, heads: [] };
  const last = HIDDEN.at(-1)!;
  return {
    model: {
      inputs: { x: [CELLS, GENES], expression: [CELLS, x.cols], cellWeight: [] },
      parameters: {
        ...plainParameters(shape),
        amount: [last, x.cols],
        amountBias: [x.cols],
        absence: [last, x.cols],
        absenceBias: [x.cols],
      },
      alsoBy: ['x'],
      loss(tape, input) {
        const { add, sub, mul, matMul } = tape;
        const layer = plainLayers(tape, shape, input('x'), input);
        const target = input('expression');
        const there = tape.positive(target);
        const error = mul(there, sub(add(matMul(layer, input('amount')), input('amountBias')), target));
        const absent = add(matMul(layer, input('absence')), input('absenceBias'));
        // binary cross-entropy of "absent" on logits: softplus(z) − z · (1 − there)
        const hurdle = sub(tape.softplus(absent), mul(absent, sub(tape.constant(1), there)));
        const entries = add(mul(hurdle, tape.constant(HURDLE_WEIGHT)), mul(error, error));
        return { loss: mul(tape.total(entries), input('cellWeight')) };
      },
    },
    next(step, columns) {
      const rows = batches.rows(step);
      const feeds = { expression: gatherTargets(rows, all), cellWeight: Float32Array.of(1 / rows.length) };
      const meanLosses = (results: Arrays) => Array.from({ length: tasks }, () => results.loss[0] / x.cols);
      return { rows, x: gather(rows, columns), feeds, meanLosses };
    },
  };
}

/** Values as they are, dense. */
export function rawGatherer(x: Csr): (rows: Int32Array, columns: Int32Array) => Float32Array {
  const gatherer = new Gatherer(x, new Float32Array(x.cols), new Float32Array(x.cols).fill(1));
  return (rows, columns) => gatherer.gather(rows, columns);
}

/** 1 where a value is above zero, or the values as they are. */
export function readBy(x: Csr, binarised: boolean): Csr {
  return binarised ? { ...x, values: x.values.map((value) => (value > 0 ? 1 : 0)) } : x;
}
