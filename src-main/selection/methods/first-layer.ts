/**
 * What the methods that penalise what a gene brings into a plain network share: the network, trained with AdamW on all
 * genes beside a penalty, as in the benchmark of Cherepanova et al. (2023).
 */
import { keepMask } from '../../data/tapes.ts';
import { Adam } from '../../learners/adam.ts';
import type { Arrays } from '../../learners/arrays.ts';
import { Descent } from '../../learners/descent.ts';
import { supervisedBatches } from '../../learners/supervised-batches.ts';
import {
  type PlainShape,
  plainLayers,
  plainParameters,
  plainScores,
  targetInputs,
  taskLosses,
} from '../../nn/plain-network.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import type { Model, Tape, Traced } from '../../nn/tape.ts';
import { refuseDivergence } from '../../learners/divergence.ts';
import { isTold } from '../curves.ts';
import { watchValidation } from '../early-stopping.ts';
import { stepWords } from '../step-words.ts';
import type { SelectionInput } from '../types.ts';

/** Below this a norm has no direction to pull in. */
const EPSILON = 1e-8;
const HIDDEN = [100, 100];

/** What is to be kept small beside the loss: a scalar of the network's inputs and parameters. */
export type Penalty = <T>(tape: Tape<T>, loss: Traced<T>, input: (name: string) => Traced<T>) => Traced<T>;

/** Σ_genes ‖row of the first weights‖: group lasso (Yuan & Lin 2006) on the inputs of the network. */
export const firstLayerNorms: Penalty = (tape, _, input) => sumOfNorms(tape, input('w0'), 1);

/** Σ of the norms of the rows (axis 1) or of the columns (axis 0). */
export function sumOfNorms<T>(tape: Tape<T>, a: Traced<T>, axis: 0 | 1): Traced<T> {
  const squares = tape.sum(tape.mul(a, a), axis, true);
  return tape.total(tape.sqrt(tape.add(squares, tape.constant(EPSILON))));
}

/** Loss: (1 − weight) · task losses + weight · penalty. */
function penalisedModel(shape: PlainShape, penalty: Penalty, weight: number): Model {
  const keeps = shape.hidden.map((units, l) => [`keep${l}`, [CELLS, units]] as const);
  return {
    inputs: { x: [CELLS, GENES], ...Object.fromEntries(keeps), ...targetInputs(shape.heads) },
    parameters: plainParameters(shape),
    withinBy: ['x'],
    loss(tape, input) {
      const last = plainLayers(tape, shape, input('x'), input, (layer, l) => tape.mul(layer, input(`keep${l}`)));
      const { loss, outputs } = taskLosses(tape, shape.heads, plainScores(tape, shape, last, input), input);
      const pull = tape.mul(penalty(tape, loss, input), tape.constant(weight));
      return { loss: tape.add(tape.mul(loss, tape.constant(1 - weight)), pull), outputs };
    },
  };
}

export interface FirstLayerTraining {
  /** the trained parameters; `w0` [genes, 100] */
  network: Descent;
  shape: PlainShape;
}

/**
 * Trains the network on all genes, by the method settings `steps`, `batch`, `learningRate`, `weightDecay`, `dropout`,
 * `classBalance`, `patience`.
 *
 * @param tell told the share that is done, and in words what is being done
 */
export async function trainPenalised(
  input: SelectionInput,
  penalty: Penalty,
  weight: number,
  tell: (fraction: number, doing: string) => void,
): Promise<FirstLayerTraining> {
  const { train, mean, sd, seed, executor, history, methodSettings } = input;
  const { steps, batch, learningRate, weightDecay, dropout, classBalance } = methodSettings;
  const all = Int32Array.from({ length: train.x.cols }, (_, gene) => gene);
  const batches = supervisedBatches(train, { mean, sd }, { size: batch, classBalance, seed });
  const shape = { hidden: HIDDEN, heads: batches.heads };
  const network = await Descent.start(executor, penalisedModel(shape, penalty, weight), { [GENES]: all.length }, seed);
  const adam = new Adam();
  const run = (feeds: Arrays, cells: number, drop: number, step: number) => {
    HIDDEN.forEach((units, l) => {
      feeds[`keep${l}`] = keepMask(drop, cells * units, seed, `keep${l}`, step);
    });
    return network.run(feeds, { [CELLS]: cells, [GENES]: all.length });
  };
  const watch = watchValidation(input, network, (feeds, cells) => run(feeds, cells, 0, 0));
  for (let t = 0; t < steps; t++) {
    const { cells, feeds, meanLosses } = batches.next(t, all);
    const results = await run(feeds, cells, dropout, t);
    refuseDivergence(results.loss[0], t);
    adam.step(network.parameters, network.gradientsOf(results), learningRate, weightDecay);
    if (isTold(t, steps)) {
      history({ step: t + 1, k: all.length, temperature: 0, loss: meanLosses(results), validation: null });
    }
    tell((t + 1) / steps, stepWords(t + 1, steps));
    if (await watch.isOver(t)) break;
  }
  watch.takeBest();
  tell(1, 'trained');
  return { network, shape };
}

/** Norm of each row of a matrix with `width` columns. */
export function rowNorms(values: Float32Array, width: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += values[i] * values[i];
    return Math.sqrt(sum);
  });
}
