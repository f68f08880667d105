/** mRMR with the importance in a random forest of shallow trees as relevance, as in mrmr_selection. */
import { mrmr } from './mrmr.ts';
import { relevanceByForest } from './relevance.ts';
import type { Selector } from './types.ts';

/** mrmr_selection's forest. */
const FOREST = { trees: 100, maxDepth: 5 };

export const mrmrRf: Selector = async ({ train, forced, k, seed, progress }) => {
  progress(0, `a random forest on ${train.x.cols} genes`);
  const relevance = relevanceByForest(train, { ...FOREST, seed });
  return mrmr(train.x, relevance, forced, k, (chosen) => progress(chosen / k, `gene ${chosen} of ${k}`));
};
