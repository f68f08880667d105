/**
 * One-layer lasso ("1L Lasso" or first-layer lasso in Cherepanova et al. 2023, Wydmański & Śmieja 2025): a network whose
 * first weights pay for the norm of every gene's row. A gene's score is the norm of its row after the training.
 */
import { firstLayerNorms, rowNorms, trainPenalised } from './first-layer.ts';
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

export const oneLayerLasso: Selector = async (input) => {
  const { forced, k, methodSettings, progress } = input;
  const { network, shape } = await trainPenalised(input, firstLayerNorms, methodSettings.penalty, progress);
  return topScored(rowNorms(network.parameters.w0, shape.hidden[0]), forced, k);
};
