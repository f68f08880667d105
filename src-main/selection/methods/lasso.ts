/** The genes that an L1-penalised linear model uses first as its penalty falls. */
import { takeRows } from '../../data/csr.ts';
import { labelledOf } from '../../data/labels.ts';
import { lasso } from '../../learners/lasso.ts';
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

/** Each penalty is this share of the one before, down to the least share of the greatest. */
const STEP = 0.9;
const LEAST = 1e-3;

/**
 * One model a task. Their penalties fall together, as shares of the greatest penalty of each, until the genes that any
 * model uses (and the forced ones) are k or more; the k with the largest coefficients are the panel.
 *
 * The score is the mean over tasks of the norm of a gene's coefficients relative to the task's largest. Should the
 * penalties end before there are k genes, the rest are those nearest to being used, with scores below zero.
 */
export const lassoPath: Selector = async ({ train, forced, k, progress }) => {
  const perTask = train.tasks.map((task) => {
    const cells = labelledOf(task);
    const x = takeRows(train.x, cells);
    return task.kind === 'categorical'
      ? lasso(x, { y: cells.map((i) => task.y[i]), classes: task.classes.length })
      : lasso(x, { y: Float32Array.from(cells, (i) => task.y[i]), classes: null });
  });
  const models = perTask.filter((model) => model.greatestPenalty > 0);

  const scores = new Float64Array(train.x.cols);
  let share = 1;
  for (let used = forced.length; used < k && share > LEAST && models.length > 0;) {
    share *= STEP;
    for (const model of models) model.fit(share * model.greatestPenalty);
    scores.fill(0);
    for (const model of models) {
      const norms = model.norms();
      const greatest = norms.reduce((a, b) => Math.max(a, b), 0) || 1;
      norms.forEach((norm, gene) => (scores[gene] += norm / greatest / models.length));
    }
    used = forced.length + scores.reduce((n, score, gene) => n + (score > 0 && !forced.includes(gene) ? 1 : 0), 0);
    progress(Math.min(1, used / k), `${used} of ${k} genes in use`);
  }
  const pulls = models.map((model) => model.pulls().map((pull) => pull / model.greatestPenalty / share));
  const reach = scores.map((score, gene) => (score > 0 ? score : Math.max(0, ...pulls.map((p) => p[gene])) - 1));
  return topScored(reach, forced, k);
};
