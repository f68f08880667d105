/** Genes drawn at random: the floor that every method must be above. */
import { random } from '../../data/random.ts';
import type { Selector } from '../types.ts';

/** The forced genes, then genes drawn without replacement. There is nothing to score: every score is NaN. */
export const randomPanel: Selector = async ({ train, forced, k, seed }) => {
  const inPanel = new Set(forced);
  const free = Int32Array.from({ length: train.x.cols }, (_, gene) => gene).filter((gene) => !inPanel.has(gene));
  const drawn = random(seed, 'random-panel')
    .shuffle(free)
    .subarray(0, k - forced.length);
  return { genes: Int32Array.of(...forced, ...drawn), scores: new Float64Array(k).fill(NaN), network: null };
};
