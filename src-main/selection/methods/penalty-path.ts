/**
 * Lets genes leave a network one after the other under a growing penalty: stochastic gradient descent with momentum, and
 * after every step a proximal step that draws each gene's weights towards zero, where they stay once they have arrived.
 *
 * The penalty is not raised by a fixed factor: it follows the number of genes that should be left, which falls by equal
 * proportions from all to k. So a path takes the steps that it was given, whatever the scale of the data.
 */
import { type Arrays, takeRows } from '../../learners/arrays.ts';
import type { Descent } from '../../learners/descent.ts';
import type { SupervisedBatches } from '../../learners/supervised-batches.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import { isTold } from '../curves.ts';
import { refuseDivergence } from '../../learners/divergence.ts';
import { topScored } from '../ranking.ts';
import { stepWords } from '../step-words.ts';
import type { Selection, SelectionInput } from '../types.ts';

const MOMENTUM = 0.9;
/** Genes whose weights are zero are taken out of the network every so many steps. */
const CLEAR_EVERY = 10;
/** The penalty changes by this much a step for every doubling of genes that are too many. */
const PENALTY_RATE = 0.05;
/** Share of the steps after which k genes should be left. */
const FALL = 0.9;

export interface PenaltyPath {
  /** trained without the penalty, on all genes in the order of the candidates */
  network: Descent;
  batches: SupervisedBatches;
  /** parameters that have a row for each gene, and how wide a row is */
  rows: Record<string, number>;
  /**
   * The proximal step of one gene.
   *
   * @param at where the gene's rows are in the parameters
   * @returns the norm that is left; 0: the gene is no longer used
   */
  shrink(parameters: Arrays, at: number, gene: number, threshold: number): number;
  steps: number;
  /** steps of the training before, for the curves */
  stepsBefore: number;
  rate: number;
}

/**
 * Score of a gene: the share of the path after which it left; 1 and its norm, relative to the greatest, where it never
 * did. Forced genes pay nothing and have the scores of those that stay.
 */
export async function followPath(
  { train, forced, k, history }: SelectionInput,
  { network, batches, rows, shrink, steps, stepsBefore, rate }: PenaltyPath,
  tell: (fraction: number, doing: string) => void,
): Promise<Selection> {
  const n = train.x.cols;
  const scores = new Float64Array(n);
  const isForced = new Uint8Array(n);
  for (const gene of forced) isForced[gene] = 1;
  let columns = Int32Array.from({ length: n }, (_, gene) => gene);
  const velocity: Arrays = {};
  for (const [name, values] of Object.entries(network.parameters)) velocity[name] = new Float32Array(values.length);

  // so that the middle gene would just leave within the path, if nothing held it
  const norms = Float64Array.from(columns, (gene, at) => shrink(network.parameters, at, gene, 0));
  let penalty = norms.toSorted()[n >> 1] / (rate * steps);
  const free = n - forced.length;
  const places = k - forced.length;
  for (let t = 0; t < steps; t++) {
    const { cells, feeds, meanLosses } = batches.next(t, columns);
    const results = await network.run(feeds, { [CELLS]: cells, [GENES]: columns.length });
    refuseDivergence(results.loss[0], t);
    for (const [name, p] of Object.entries(network.parameters)) {
      roll(p, velocity[name], results[`d.${name}`], rate);
    }
    let left = 0;
    columns.forEach((gene, at) => {
      norms[gene] = shrink(network.parameters, at, gene, isForced[gene] ? 0 : penalty * rate);
      if (norms[gene] > 0 && !isForced[gene]) left++;
    });
    const wanted = free * (Math.max(1, places) / free) ** Math.min(1, (t + 1) / (FALL * steps));
    penalty *= Math.exp(PENALTY_RATE * Math.log2((left + 1) / (wanted + 1)));
    if ((t + 1) % CLEAR_EVERY === 0 && left >= places) {
      const kept = Int32Array.from(columns.keys()).filter((at) => norms[columns[at]] > 0 || isForced[columns[at]]);
      if (kept.length < columns.length) {
        for (const gene of columns) if (norms[gene] === 0 && !isForced[gene]) scores[gene] = (t + 1) / (steps + 1);
        columns = kept.map((at) => columns[at]);
        for (const [name, width] of Object.entries(rows)) {
          network.parameters[name] = takeRows(network.parameters[name], kept, width);
          velocity[name] = takeRows(velocity[name], kept, width);
        }
      }
    }
    if (isTold(t, steps)) {
      history({
        step: stepsBefore + t + 1,
        k: forced.length + left,
        temperature: 1,
        loss: meanLosses(results),
        validation: null,
      });
    }
    tell((t + 1) / steps, `${stepWords(t + 1, steps)}, ${forced.length + left} genes left`);
  }
  const greatest = columns.reduce((most, gene) => Math.max(most, norms[gene]), 0) || 1;
  for (const gene of columns) scores[gene] = 1 + norms[gene] / greatest;
  return topScored(scores, forced, k);
}

/** Gradient descent with momentum (Polyak 1964), in place. */
function roll(p: Float32Array, velocity: Float32Array, gradient: Float32Array, rate: number): void {
  for (let i = 0; i < p.length; i++) {
    velocity[i] = MOMENTUM * velocity[i] + gradient[i];
    p[i] -= rate * velocity[i];
  }
}
