/**
 * mRMR with the importance in a random forest as relevance. The package mrmr_selection stops its trees at depth 5; grown
 * out they choose clearly better panels (macro-F1 of 16 genes on 16 classes .66 instead of .52), so these are grown out.
 */
import { mrmr } from './mrmr.ts';
import { relevanceByForest } from '../yoto/relevance.ts';
import type { Selector } from '../types.ts';

export const mrmrRf: Selector = async ({ train, forced, k, seed, methodSettings, progress }) => {
  progress(0, `a random forest on ${train.x.cols} genes`);
  const relevance = relevanceByForest(train, { trees: methodSettings.trees, seed });
  return mrmr(train.x, relevance, forced, k, (chosen) => progress(chosen / k, `gene ${chosen} of ${k}`));
};
