/** The genes that gradient-boosted trees gain most by (Chen & Guestrin 2016). */
import { boostingGains } from '../../learners/boosted-trees.ts';
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

/**
 * The score is what all cuts in the gene gained (XGBoost's `total_gain`), or the mean gain of a cut (its `gain`),
 * relative to the greatest. Genes that no tree cuts follow by what a cut in them would have gained, below zero.
 */
export const xgboost: Selector = async ({ train, forced, k, methodSettings, progress }) => {
  const { rounds, depth, learningRate, penalty, totalGain } = methodSettings;
  const [task] = train.tasks;
  const targets =
    task.kind === 'categorical' ? { y: task.y, classes: task.classes.length } : { y: task.y, classes: null };
  const { total, cuts, offered } = boostingGains(train.x, targets, { rounds, depth, learningRate, penalty }, (done) =>
    progress(done, `round ${Math.round(done * rounds)} of ${rounds}`),
  );
  const gains = total.map((gain, gene) => (cuts[gene] > 0 && totalGain === 0 ? gain / cuts[gene] : gain));
  const greatest = gains.reduce((a, b) => Math.max(a, b), 0) || 1;
  const most = offered.reduce((a, b) => Math.max(a, b), 0) || 1;
  return topScored(
    gains.map((gain, gene) => (gain > 0 ? gain / greatest : offered[gene] / most - 1)),
    forced,
    k,
  );
};
