/**
 * Scores of predictions, with scikit-learn's definitions. The interface explains each with the words used here.
 * Truth, predictions and probabilities run over the same cells, all of them labelled; there must be at least one.
 */
import type { MetricValues } from '../../src-shared/metrics.ts';

/** confusion[truth][prediction], in cells. */
export function confusionMatrix(truth: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) matrix[truth[i]][predicted[i]]++;
  return matrix;
}

export interface ClassCounts {
  /** cells of the class */
  support: number;
  /** cells that were predicted to be of the class */
  predicted: number;
  /** cells of the class that were predicted to be */
  correct: number;
}

export function classCounts(confusion: number[][]): ClassCounts[] {
  return confusion.map((row, c) => ({
    support: row.reduce((a, b) => a + b, 0),
    predicted: confusion.reduce((sum, other) => sum + other[c], 0),
    correct: row[c],
  }));
}

const ratio = (a: number, b: number) => (b > 0 ? a / b : 0);

/** Share of the cells predicted as the class that are of it; 0 where none was. */
export const precision = ({ correct, predicted }: ClassCounts) => ratio(correct, predicted);

/** Share of the cells of the class that were found; 0 where there are none. */
export const recall = ({ correct, support }: ClassCounts) => ratio(correct, support);

/** Harmonic mean of precision and recall: 2·correct / (support + predicted). */
export const f1 = ({ correct, support, predicted }: ClassCounts) => ratio(2 * correct, support + predicted);

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Mean F1 over the classes that occur in the truth or among the predictions, each class counting the same. */
export function macroF1(counts: ClassCounts[]): number {
  return mean(counts.filter((c) => c.support + c.predicted > 0).map(f1));
}

/** Mean F1, each class counting by its cells. */
function weightedF1(counts: ClassCounts[]): number {
  const cells = counts.reduce((sum, c) => sum + c.support, 0);
  return counts.reduce((sum, c) => sum + c.support * f1(c), 0) / cells;
}

/** Share of the cells that were predicted right. */
function accuracy(counts: ClassCounts[]): number {
  return counts.reduce((sum, c) => sum + c.correct, 0) / counts.reduce((sum, c) => sum + c.support, 0);
}

/** Mean recall over the classes that have cells. */
function balancedAccuracy(counts: ClassCounts[]): number {
  return mean(counts.filter((c) => c.support > 0).map(recall));
}

/** Null where there are only cells of one kind. */
interface Areas {
  /** under the ROC curve: how often a cell of the class scores above a cell that is not, ties counting half */
  auroc: number | null;
  /**
   * under the precision-recall curve as average precision: precision at each threshold, weighted by the recall gained
   * there
   */
  auprc: number | null;
}

/**
 * Both areas by one walk from the greatest score to the least. What is sorted is the scores of either kind, as plain
 * numbers: among 100,000s of cells and 90 classes nothing else of scoring takes as long.
 *
 * @param positive 1 for the cells of the class
 */
export function areasUnderCurves(positive: Uint8Array, scores: Float32Array): Areas {
  const [outside, inside] = [0, 1].map((kind) => scores.filter((_, i) => positive[i] === kind).sort());
  let a = inside.length;
  let b = outside.length;
  let above = 0;
  let area = 0;
  while (a > 0) {
    const score = b > 0 && outside[b - 1] > inside[a - 1] ? outside[b - 1] : inside[a - 1];
    const [beforeA, beforeB] = [a, b];
    while (a > 0 && !(inside[a - 1] < score)) a--;
    while (b > 0 && !(outside[b - 1] < score)) b--;
    const found = inside.length - a;
    above += (beforeA - a) * (b + (beforeB - b) / 2);
    area += ((beforeA - a) * found) / (found + outside.length - b);
  }
  if (inside.length === 0 || outside.length === 0) return { auroc: null, auprc: null };
  return { auroc: above / (inside.length * outside.length), auprc: area / inside.length };
}

/**
 * The areas of each class against all others, averaged over the classes where they are defined; null where they nowhere
 * are.
 *
 * @param probabilities cells × classes, row-major
 */
function oneVersusRest(truth: Int32Array, probabilities: Float32Array, classes: number): Areas {
  const areas = Array.from({ length: classes }, (_, c) =>
    areasUnderCurves(
      Uint8Array.from(truth, (y) => (y === c ? 1 : 0)),
      Float32Array.from(truth, (_, i) => probabilities[i * classes + c]),
    ),
  );
  const meanOf = (values: (number | null)[]) => {
    const defined = values.filter((value) => value !== null);
    return defined.length > 0 ? mean(defined) : null;
  };
  return { auroc: meanOf(areas.map(({ auroc }) => auroc)), auprc: meanOf(areas.map(({ auprc }) => auprc)) };
}

type Values = Float32Array | Float64Array;

/** Mean squared error. */
export function meanSquaredError(truth: Values, predicted: Values): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (truth[i] - predicted[i]) ** 2;
  return sum / truth.length;
}

/** Share of the truth's variance that is explained: 1 − SSE/SST. Of a truth that never varies 1 if met, else 0. */
export function rSquared(truth: Values, predicted: Values): number {
  const error = meanSquaredError(truth, predicted);
  const variance = meanSquaredError(truth, new Float64Array(truth.length).fill(average(truth)));
  if (variance === 0) return error === 0 ? 1 : 0;
  return 1 - error / variance;
}

/** Pearson's correlation; null where truth or prediction never varies. */
export function pearson(truth: Values, predicted: Values): number | null {
  const [a, b] = [average(truth), average(predicted)];
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    aa += (truth[i] - a) ** 2;
    bb += (predicted[i] - b) ** 2;
    ab += (truth[i] - a) * (predicted[i] - b);
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

function average(values: Values): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}

/** @param probabilities cells × classes, row-major */
export function categoricalMetrics(
  counts: ClassCounts[],
  truth: Int32Array,
  probabilities: Float32Array,
): MetricValues<'categorical'> {
  return {
    macroF1: macroF1(counts),
    weightedF1: weightedF1(counts),
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    ...oneVersusRest(truth, probabilities, counts.length),
  };
}

export function continuousMetrics(truth: Values, predicted: Values): MetricValues<'continuous'> {
  return {
    r2: rSquared(truth, predicted),
    mse: meanSquaredError(truth, predicted),
    pearson: pearson(truth, predicted),
  };
}
