/** The genes that a random forest on all candidates leans on most (Breiman 2001: mean decrease in impurity). */
import { topScored } from './ranking.ts';
import { relevanceByForest } from './relevance.ts';
import type { Selector } from './types.ts';

const TREES = 100;

export const randomForestImportance: Selector = async ({ train, forced, k, seed, progress }) => {
  progress(0, `a random forest on ${train.x.cols} genes`);
  return topScored(relevanceByForest(train, { trees: TREES, seed }), forced, k);
};
