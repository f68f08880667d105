/** The genes that a random forest on all candidates leans on most (Breiman 2001: mean decrease in impurity). */
import { topScored } from '../ranking.ts';
import { relevanceByForest } from '../yoto/relevance.ts';
import type { Selector } from '../types.ts';

export const randomForestImportance: Selector = async ({ train, forced, k, seed, methodSettings, progress }) => {
  progress(0, `a random forest on ${train.x.cols} genes`);
  return topScored(relevanceByForest(train, { trees: methodSettings.trees, seed }), forced, k);
};
