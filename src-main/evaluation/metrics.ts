/**
 * Scores of predictions, with scikit-learn's definitions. The interface explains each with the words used here.
 * Truth, predictions and probabilities run over the same cells, all of them labelled; there must be at least one.
 */

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
export function weightedF1(counts: ClassCounts[]): number {
  const cells = counts.reduce((sum, c) => sum + c.support, 0);
  return counts.reduce((sum, c) => sum + c.support * f1(c), 0) / cells;
}

/** Share of the cells that were predicted right. */
export function accuracy(counts: ClassCounts[]): number {
  return counts.reduce((sum, c) => sum + c.correct, 0) / counts.reduce((sum, c) => sum + c.support, 0);
}

/** Mean recall over the classes that have cells. */
export function balancedAccuracy(counts: ClassCounts[]): number {
  return mean(counts.filter((c) => c.support > 0).map(recall));
}

/**
 * Area under the ROC curve: how often a cell of the class scores above a cell that is not, ties counting half.
 * Null where there are only cells of one kind.
 */
export function auroc(positive: Uint8Array, scores: Float32Array): number | null {
  let above = 0;
  let positives = 0;
  let negatives = 0;
  for (const tied of byFallingScore(scores)) {
    let p = 0;
    for (const i of tied) p += positive[i];
    const n = tied.length - p;
    above += n * (positives + p / 2);
    positives += p;
    negatives += n;
  }
  return positives > 0 && negatives > 0 ? above / (positives * negatives) : null;
}

/**
 * Area under the precision-recall curve as average precision: precision at each threshold, weighted by the recall gained
 * there. Null where there are only cells of one kind.
 */
export function averagePrecision(positive: Uint8Array, scores: Float32Array): number | null {
  let area = 0;
  let positives = 0;
  let seen = 0;
  for (const tied of byFallingScore(scores)) {
    let p = 0;
    for (const i of tied) p += positive[i];
    positives += p;
    seen += tied.length;
    area += (p * positives) / seen;
  }
  return positives > 0 && positives < seen ? area / positives : null;
}

/** Positions of equal score together, from the greatest score to the least. */
function* byFallingScore(scores: Float32Array): Generator<Uint32Array> {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && scores[order[to]] === scores[order[from]]) to++;
    yield order.subarray(from, to);
  }
}

/**
 * A score of each class against all others, averaged over the classes where it is defined; null where it nowhere is.
 *
 * @param probabilities cells × classes, row-major
 */
export function oneVersusRest(
  score: (positive: Uint8Array, scores: Float32Array) => number | null,
  truth: Int32Array,
  probabilities: Float32Array,
  classes: number,
): number | null {
  const values: number[] = [];
  for (let c = 0; c < classes; c++) {
    const value = score(
      Uint8Array.from(truth, (y) => (y === c ? 1 : 0)),
      Float32Array.from(truth, (_, i) => probabilities[i * classes + c]),
    );
    if (value !== null) values.push(value);
  }
  return values.length > 0 ? mean(values) : null;
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
