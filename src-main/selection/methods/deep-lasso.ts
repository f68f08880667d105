/**
 * Deep Lasso (Cherepanova et al. 2023): a network that pays for how much its loss depends on each gene,
 *
 *   (1 − weight) · L + weight · Σ_j ‖∂L/∂x_j‖   (the norm over the cells of the batch)
 *
 * so that the gradient of a gradient is needed. A gene's score is ‖∂L/∂x_j‖ over the validation cells.
 */
import { labelledOf } from '../../data/labels.ts';
import { type Penalty, sumOfNorms, trainPenalised } from './first-layer.ts';
import { inputGradientNorms } from './input-gradients.ts';
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

const inputGradients: Penalty = (tape, loss, input) => {
  const [byX] = tape.gradients(loss, [input('x')]);
  return sumOfNorms(tape, byX, 0);
};

export const deepLasso: Selector = async (input) => {
  const { train, validation, forced, k, methodSettings, progress } = input;
  const { network, shape } = await trainPenalised(input, inputGradients, methodSettings.penalty, progress);
  // without a label there is nothing that a loss could depend on
  const judged = validation.tasks.some((task) => labelledOf(task).length > 0) ? validation : train;
  return topScored(await inputGradientNorms(input, judged, network, shape), forced, k);
};
