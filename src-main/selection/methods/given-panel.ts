/** A panel that is given: the must-includes as they stand, and where k is more, the best genes to add to them. */
import type { Selector } from '../types.ts';
import { yoto } from '../yoto/yoto.ts';

/**
 * Given genes have no score. Those added are YOTO's, chosen with the given ones in every step; its network is not taken
 * over, so that the given panel and the longer one are scored by the same predictors.
 */
export const givenPanel: Selector = async (input) => {
  const { forced, k } = input;
  if (forced.length < k) return { ...(await yoto(input)), network: null };
  return { genes: forced, scores: new Float64Array(k).fill(NaN), network: null };
};
