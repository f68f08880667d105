/** From predictions to the scores that a result holds. */
import type { CategoricalScores, ContinuousScores } from '../../src-shared/model.ts';
import {
  accuracy,
  balancedAccuracy,
  classCounts,
  confusionMatrix,
  f1,
  macroF1,
  meanSquaredError,
  oneVersusRest,
  pearson,
  precision,
  recall,
  rSquared,
  weightedF1,
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
    macroF1: macroF1(counts),
    weightedF1: weightedF1(counts),
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    ...oneVersusRest(truth, probabilities, classes.length),
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
export function continuousScores(truth: Float32Array, predicted: Float32Array): ContinuousScores {
  return {
    r2: rSquared(truth, predicted),
    mse: meanSquaredError(truth, predicted),
    pearson: pearson(truth, predicted),
  };
}
