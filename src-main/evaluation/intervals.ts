/**
 * How far scores of classes could be otherwise with other test cells: 95 % percentile intervals over 1,000 bootstrap
 * samples. Every test cell counts a Poisson(1) number of times (Hanley & MacGibbon 2006), so each count of the confusion
 * matrix becomes a Poisson number of that mean: nothing but the matrix is needed.
 */
import type { CategoricalScores, ContinuousScores, Interval } from '../../src-shared/model.ts';
import { random, type Random } from '../data/random.ts';
import { classCounts, f1, macroF1, precision, recall } from './metrics.ts';

const SAMPLES = 1000;
const SEED = 0;

/** The scores with intervals: of macro-F1, and of each class that has test cells. Those of values stay as they are. */
export function withIntervals<S extends CategoricalScores | ContinuousScores>(scores: S): S {
  if (!('confusion' in scores)) return scores;
  const { confusion } = scores;
  const draw = random(SEED, 'bootstrap');
  const macro: number[] = [];
  const perClass = confusion.map(() => ({ precision: [] as number[], recall: [] as number[], f1: [] as number[] }));
  for (let sample = 0; sample < SAMPLES; sample++) {
    const counts = classCounts(confusion.map((row) => row.map((mean) => poisson(mean, draw))));
    if (counts.every(({ support }) => support === 0)) continue;
    macro.push(macroF1(counts));
    counts.forEach((ofClass, c) => {
      if (ofClass.support > 0) perClass[c].recall.push(recall(ofClass));
      if (ofClass.predicted > 0) perClass[c].precision.push(precision(ofClass));
      if (ofClass.support + ofClass.predicted > 0) perClass[c].f1.push(f1(ofClass));
    });
  }
  return {
    ...scores,
    macroF1Interval: interval(macro),
    perClass: scores.perClass.map((score, c) =>
      score.support === 0
        ? score
        : {
            ...score,
            intervals: {
              precision: interval(perClass[c].precision),
              recall: interval(perClass[c].recall),
              f1: interval(perClass[c].f1),
            },
          },
    ),
  };
}

/** The middle 95 % of the values; [0, 1] where there are none. */
function interval(values: number[]): Interval {
  if (values.length === 0) return [0, 1];
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  return [at(0.025), at(0.975)];
}

/** Knuth's product for small means; rounded normal for those where it differs by nothing that shows. */
function poisson(mean: number, draw: Random): number {
  if (mean === 0) return 0;
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * draw.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = draw.uniform(); product > limit; product *= draw.uniform()) count++;
  return count;
}
