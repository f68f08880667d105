/**
 * Adaptive group lasso on the inputs of a network (Dinh & Ho 2020): a first training with the group lasso says how much
 * each gene is worth, û_j the norm of its row of first weights; then every gene pays λ / û_j^γ for the norm of its row,
 * so that worthless genes leave soon and good ones are hardly shrunk, while λ grows until k genes are left.
 */
import { Descent } from '../../learners/descent.ts';
import { supervisedBatches } from '../../learners/supervised-batches.ts';
import { plainLayers, plainParameters, plainScores, targetInputs, taskLosses } from '../../nn/plain-network.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import { firstLayerNorms, rowNorms, trainPenalised } from './first-layer.ts';
import { followPath } from './penalty-path.ts';
import type { Selector } from '../types.ts';

export const adaptiveGroupLasso: Selector = async (input) => {
  const { train, mean, sd, seed, executor, progress, methodSettings } = input;
  const { penalty, gamma, steps, pathSteps, pathRate, batch, classBalance } = methodSettings;
  const share = steps / (steps + pathSteps);
  const { network: base, shape } = await trainPenalised(input, firstLayerNorms, penalty, (done, doing) =>
    progress(share * done, `group lasso, ${doing}`),
  );
  const width = shape.hidden[0];
  const norms = rowNorms(base.parameters.w0, width);
  const mean1 = norms.reduce((sum, norm) => sum + norm / norms.length, 0);
  const price = norms.map((norm) => (mean1 / Math.max(norm, 1e-6 * mean1)) ** gamma);

  const network = await Descent.start(
    executor,
    {
      inputs: { x: [CELLS, GENES], ...targetInputs(shape.heads) },
      parameters: plainParameters(shape),
      loss(tape, read) {
        const scores = plainScores(tape, shape, plainLayers(tape, shape, read('x'), read), read);
        return taskLosses(tape, shape.heads, scores, read);
      },
    },
    { [GENES]: train.x.cols },
    seed,
  );
  Object.assign(network.parameters, base.parameters);
  return followPath(
    input,
    {
      network,
      batches: supervisedBatches(train, { mean, sd }, { size: batch, classBalance, seed }),
      rows: { w0: width },
      shrink: ({ w0 }, at, gene, threshold) => shrinkRow(w0, at * width, width, threshold * price[gene]),
      steps: pathSteps,
      stepsBefore: steps,
      rate: pathRate,
    },
    (done, doing) => progress(share + (1 - share) * done, `adaptive group lasso, ${doing}`),
  );
};

/** Draws a row towards zero by `threshold`; returns the norm that is left. */
function shrinkRow(values: Float32Array, from: number, width: number, threshold: number): number {
  let squares = 0;
  for (let i = from; i < from + width; i++) squares += values[i] * values[i];
  const norm = Math.sqrt(squares);
  if (threshold === 0) return norm;
  const factor = norm > threshold ? 1 - threshold / norm : 0;
  for (let i = from; i < from + width; i++) values[i] *= factor;
  return norm * factor;
}
