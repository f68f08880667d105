/** How the score of a run depends on the size of its panel, as far as the project's runs tell. */
import type { HeadlineScore, Run, ScoreCurve } from '../../../src-shared/model.ts';
import { requestKey } from '../same-request.ts';

/**
 * For each run the runs of the project that were asked for alike except for size and seed, on the same split: mean and
 * spread of every task's headline score at each size.
 */
export function scoreCurves(runs: readonly Run[], all: readonly Run[]): ScoreCurve[] {
  const familyOf = (run: Run) => `${run.config.splitId} ${requestKey(run.config, ['k', 'seed'])}`;
  const finished = all.filter(({ state }) => state === 'succeeded');
  return runs.map((run) => {
    const key = familyOf(run);
    return { runId: run.id, points: pointsOf(finished.filter((one) => familyOf(one) === key)) };
  });
}

const predictors = ['own', 'probe', 'forest'] as const satisfies (keyof HeadlineScore)[];

function pointsOf(family: readonly Run[]): ScoreCurve['points'] {
  const sizes = [...new Set(family.map(({ config }) => config.k))].sort((a, b) => a - b);
  const tasks = [...new Set(family.flatMap(({ headline }) => headline.map(({ task }) => task)))];
  return sizes.flatMap((k) =>
    tasks.flatMap((task) =>
      predictors.flatMap((predictor) => {
        const values = family
          .filter(({ config }) => config.k === k)
          .flatMap(({ headline }) => headline.find((one) => one.task === task)?.[predictor] ?? []);
        if (values.length === 0) return [];
        const spread = meanAndSd(values);
        return [{ k, task, predictor, ...spread, runs: values.length }];
      }),
    ),
  );
}

/** sd of a sample (n − 1); null for a single value. */
export function meanAndSd(values: readonly number[]): { mean: number; sd: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}
