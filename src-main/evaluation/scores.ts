/** From predictions to the scores that a result holds. */
import type { CategoricalScores, ContinuousScores } from '../../src-shared/model.ts';
import {
  categoricalMetrics,
  classCounts,
  confusionMatrix,
  continuousMetrics,
  f1,
  precision,
  recall,
} from './metrics.ts';

/**
 * @param truth class of each cell, all ≥ 0; at least one cell
 * @param predicted class of each cell
 * @param probabilities cells × classes, row-major
 */
export function categoricalScores(
  classes: string[],
  truth: Int32Array,
  predicted: Int32Array,
  probabilities: Float32Array,
): CategoricalScores {
  const confusion = confusionMatrix(truth, predicted, classes.length);
  const counts = classCounts(confusion);
  return {
    ...categoricalMetrics(counts, truth, probabilities),
    perClass: counts.map((c, i) => ({
      name: classes[i],
      precision: precision(c),
      recall: recall(c),
      f1: f1(c),
      support: c.support,
    })),
    confusion,
  };
}

/** @param truth value of each cell, none NaN; at least one cell */
export const continuousScores = (truth: Float32Array, predicted: Float32Array): ContinuousScores =>
  continuousMetrics(truth, predicted);
