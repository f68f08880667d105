import { describe, expect, it } from 'vitest';
import { mostProbable } from '../../src-main/data/labels.ts';
import { areasUnderCurves, meanSquaredError, pearson, rSquared } from '../../src-main/evaluation/metrics.ts';
import { categoricalScores } from '../../src-main/evaluation/scores.ts';
import { hasReference, reference } from '../data/matrices.ts';

interface ClassificationCase {
  case: string;
  n_classes: number;
  y_true: number[];
  y_pred: number[];
  scores: number[][];
  sklearn: {
    f1_macro: number;
    f1_weighted: number;
    accuracy: number;
    balanced_accuracy: number;
    per_class: { precision: number[]; recall: number[]; f1: number[]; support: number[] };
    roc_auc_macro_over_classes_where_defined: number | null;
    average_precision_macro_over_classes_present: number | null;
    confusion_matrix: number[][];
  };
}
interface RegressionCase {
  case: string;
  y_true: number[];
  y_pred: number[];
  values: { r2: number | null; mse: number; pearson: number | null };
}

/** Two numbers within 1e-6, or both null. */
function expectClose(actual: number | null, expected: number | null) {
  if (expected === null || actual === null) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
}

describe.skipIf(!hasReference)('scores as scikit-learn computes them (needs ../shared/data)', () => {
  const cases = hasReference
    ? reference<{ classification: ClassificationCase[]; regression: RegressionCase[] }>('metrics.json')
    : { classification: [], regression: [] };

  it.each(cases.classification)('classification: $case', ({ n_classes, y_true, y_pred, scores, sklearn }) => {
    const names = Array.from({ length: n_classes }, (_, c) => `class ${c}`);
    const found = categoricalScores(
      names,
      Int32Array.from(y_true),
      Int32Array.from(y_pred),
      Float32Array.from(scores.flat()),
    );
    expectClose(found.macroF1, sklearn.f1_macro);
    expectClose(found.weightedF1, sklearn.f1_weighted);
    expectClose(found.accuracy, sklearn.accuracy);
    expectClose(found.balancedAccuracy, sklearn.balanced_accuracy);
    expectClose(found.auroc, sklearn.roc_auc_macro_over_classes_where_defined);
    // with cells of one class only we say "not defined" where scikit-learn says 1
    const oneClass = new Set(y_true).size === 1;
    expectClose(found.auprc, oneClass ? null : sklearn.average_precision_macro_over_classes_present);
    expect(found.confusion).toEqual(sklearn.confusion_matrix);
    found.perClass.forEach((score, c) => {
      expect(score.name).toBe(names[c]);
      expect(score.support).toBe(sklearn.per_class.support[c]);
      for (const metric of ['precision', 'recall', 'f1'] as const) {
        expectClose(score[metric], sklearn.per_class[metric][c]);
      }
    });
  });

  it.each(cases.regression)('regression: $case', ({ case: name, y_true, y_pred, values }) => {
    const [truth, predicted] = [Float64Array.from(y_true), Float64Array.from(y_pred)];
    expectClose(meanSquaredError(truth, predicted), values.mse);
    expectClose(pearson(truth, predicted), values.pearson);
    // a single cell is a truth that never varies
    expectClose(rSquared(truth, predicted), name === 'one_cell' ? 0 : values.r2);
  });
});

describe('one class against the rest', () => {
  it('counts ties half', () => {
    const positive = Uint8Array.of(1, 0, 1, 0);
    const { auroc, auprc } = areasUnderCurves(positive, Float32Array.of(0.9, 0.5, 0.5, 0.1));
    expect(auroc).toBe(0.875);
    expect(auprc).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
    expect(areasUnderCurves(positive, Float32Array.of(1, 1, 1, 1)).auroc).toBe(0.5);
  });

  it('is not defined for cells of one kind', () => {
    for (const kind of [0, 1]) {
      const positive = new Uint8Array(3).fill(kind);
      expect(areasUnderCurves(positive, Float32Array.of(1, 2, 3))).toEqual({ auroc: null, auprc: null });
    }
  });

  it('counts a predicted class without cells in macro-F1', () => {
    const probabilities = Float32Array.of(0.8, 0.1, 0.1, 0.2, 0.3, 0.5);
    const predicted = mostProbable(probabilities, 3);
    expect(predicted).toEqual(Int32Array.of(0, 2));
    const scores = categoricalScores(['a', 'b', 'c'], Int32Array.of(0, 0), predicted, probabilities);
    expect(scores.macroF1).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(scores.balancedAccuracy).toBe(0.5);
  });

  it('gives equal probabilities to the first class', () => {
    expect(mostProbable(Float32Array.of(0.5, 0.5), 2)).toEqual(Int32Array.of(0));
  });
});
