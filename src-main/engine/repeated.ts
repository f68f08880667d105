/** Several trainings of one predictor, made into one result: means, and what each of them reached. */
import { headlineOf } from '../../src-shared/metrics.ts';
import type { CategoricalScores, ContinuousScores, Repeated } from '../../src-shared/model.ts';

/** Probes and forests are trained again with each of these seeds, the same for every run: a panel is scored alike in all. */
export const SCORING_SEEDS = [0, 1, 2] as const;

type Scores = CategoricalScores | ContinuousScores;

/**
 * Means of every number over the trainings, and the headline score (macro-F1 or R²) of each.
 *
 * @param scores of the same cells and classes, at least one
 */
export function meanOverTrainings(scores: Scores[]): Scores & { trainings: number[] } {
  const trainings = scores.map(headlineOf);
  return { ...(meanOf(scores) as Scores), trainings };
}

/** The same of trainings that differ in their seeds. */
export function meanOverSeeds(scores: Scores[]): Repeated<Scores> {
  const { trainings, ...mean } = meanOverTrainings(scores);
  return { ...mean, seeds: trainings };
}

/** The mean of numbers (null where each is), of the entries of arrays, of the fields of objects; texts are the same in all. */
function meanOf(values: unknown[]): unknown {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const [first] = known;
  if (typeof first === 'number') return (known as number[]).reduce((a, b) => a + b, 0) / known.length;
  if (Array.isArray(first)) return first.map((_, i) => meanOf((known as unknown[][]).map((value) => value[i])));
  if (typeof first !== 'object') return first;
  return Object.fromEntries(
    Object.keys(first!).map((key) => [key, meanOf((known as Record<string, unknown>[]).map((value) => value[key]))]),
  );
}
