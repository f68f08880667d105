/**
 * LassoNet (Lemhadri et al. 2021; the package lassonet): a network with one hidden layer beside a linear model, in which
 * a gene may enter the hidden layer only as far as its linear weights allow: |W_i| ≤ M · ‖skip weights‖. It is trained on
 * all genes, then a growing lasso penalty on the skip weights makes genes leave until k are left.
 */
import { Adam } from '../../learners/adam.ts';
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
import type { Model } from '../../nn/tape.ts';
import { isTold } from '../curves.ts';
import { refuseDivergence } from '../../learners/divergence.ts';
import { hierarchicalProx } from './hierarchical-prox.ts';
import { followPath } from './penalty-path.ts';
import { stepWords } from '../step-words.ts';
import type { Selector } from '../types.ts';

const HIDDEN = 100;

/** With several tasks, the skip weights of a gene are those to all heads. */
export const lassonet: Selector = async (input) => {
  const { train, mean, sd, seed, executor, progress, history, methodSettings } = input;
  const { steps, pathSteps, pathRate, batch, learningRate, hierarchy, classBalance } = methodSettings;
  const n = train.x.cols;
  const all = Int32Array.from({ length: n }, (_, gene) => gene);
  const batches = supervisedBatches(train, { mean, sd }, { size: batch, classBalance, seed });
  const shape = { hidden: [HIDDEN], heads: batches.heads };
  const network = await Descent.start(executor, skipModel(shape), { [GENES]: n }, seed);
  const adam = new Adam();
  const share = steps / (steps + pathSteps);
  for (let t = 0; t < steps; t++) {
    const { cells, feeds, meanLosses } = batches.next(t, all);
    const results = await network.run(feeds, { [CELLS]: cells, [GENES]: n });
    refuseDivergence(results.loss[0], t);
    adam.step(network.parameters, network.gradientsOf(results), learningRate);
    if (isTold(t, steps)) history({ step: t + 1, k: n, temperature: 1, loss: meanLosses(results), validation: null });
    progress((share * (t + 1)) / steps, `all genes, ${stepWords(t + 1, steps)}`);
  }
  const outputs = shape.heads.map((head) => head.outputs);
  const total = outputs.reduce((a, b) => a + b, 0);
  const skip = new Float32Array(total);
  return followPath(
    input,
    {
      network,
      batches,
      rows: { w0: HIDDEN, ...Object.fromEntries(outputs.map((width, t) => [`skip${t}`, width])) },
      shrink(parameters, at, _, threshold) {
        const parts = outputs.map((width, t) => parameters[`skip${t}`].subarray(at * width, (at + 1) * width));
        let from = 0;
        for (const part of parts) {
          skip.set(part, from);
          from += part.length;
        }
        if (threshold === 0) return Math.hypot(...skip);
        const left = hierarchicalProx(
          skip,
          parameters.w0.subarray(at * HIDDEN, (at + 1) * HIDDEN),
          threshold,
          hierarchy,
        );
        from = 0;
        for (const part of parts) {
          part.set(skip.subarray(from, from + part.length));
          from += part.length;
        }
        return left;
      },
      steps: pathSteps,
      stepsBefore: steps,
      rate: pathRate,
    },
    (done, doing) => progress(share + (1 - share) * done, doing),
  );
};

/** The plain network, and a linear model from the genes to every head, `skip<t>`. */
function skipModel(shape: PlainShape): Model {
  const skips = shape.heads.map(({ outputs }, t) => [`skip${t}`, [GENES, outputs]] as const);
  return {
    inputs: { x: [CELLS, GENES], ...targetInputs(shape.heads) },
    parameters: { ...Object.fromEntries(skips), ...plainParameters(shape) },
    loss(tape, input) {
      const x = input('x');
      const hidden = plainScores(tape, shape, plainLayers(tape, shape, x, input), input);
      const scores = hidden.map((deep, t) => tape.add(deep, tape.matMul(x, input(`skip${t}`))));
      return taskLosses(tape, shape.heads, scores, input);
    },
  };
}
