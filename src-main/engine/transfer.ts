/**
 * A panel judged where it will be used: inside a data set that selection never saw and that has the classes, such as
 * imaging data of the same tissue, by predictors that learn from that data set's own labels. What is judged are the genes
 * alone; the reference that they were chosen on gives nothing else.
 */
import { type Csr, denseColumns, takeColumns, takeRows } from '../data/csr.ts';
import type { MatrixKind } from '../../src-shared/model.ts';
import { type TaskLabels, labelledOf, mostProbable } from '../data/labels.ts';
import { librarySizes, medianSize, normalise } from '../data/normalise.ts';
import { random } from '../data/random.ts';
import { classCounts, confusionMatrix, macroF1 } from '../evaluation/metrics.ts';
import { fitLogistic, predictLogistic } from '../learners/logistic-regression.ts';
import { predictByForest } from '../learners/random-forest.ts';
import { binColumns } from '../learners/random-forest-bins.ts';

export const FOLDS = 5;
const TREES = 100;

export type CategoricalTask = Extract<TaskLabels, { kind: 'categorical' }>;

/** Macro-F1 by each predictor, and their mean: the number that panels are compared by. */
export interface PanelScore {
  forest: number;
  logistic: number;
  mean: number;
}

/** Counts of a panel's genes in some cells, and the class of each cell. */
export interface LabelledCounts {
  /** cells × genes of the panel */
  x: Csr;
  /** class of each cell, all ≥ 0 */
  y: Int32Array;
  classes: number;
}

/**
 * Macro-F1 of five-fold cross-validation with the target's labels: every cell is called by predictors that have not seen
 * it, and all calls are scored together.
 *
 * @param x cells × genes of the target, counts, `normalised` values or what they are otherwise
 * @param genes columns of `x`: the panel
 * @param task classes of the target's cells; a cell without one takes no part. Classes of fewer than five cells cannot be
 *   in every fold and score low: leave them out beforehand.
 * @param seed of the folds and of the forests
 */
export function scoreInside(
  x: Csr,
  kind: MatrixKind,
  genes: Int32Array,
  task: CategoricalTask,
  { seed = 0, trees = TREES }: { seed?: number; trees?: number } = {},
): PanelScore {
  const cells = labelledOf(task);
  const panel = takeColumns(takeRows(x, cells), genes);
  const y = Int32Array.from(cells, (cell) => task.y[cell]);
  const classes = task.classes.length;
  const fold = stratifiedFolds(y, classes, FOLDS, seed);
  const called = { forest: new Int32Array(y.length), logistic: new Int32Array(y.length) };
  for (let f = 0; f < FOLDS; f++) {
    const taught = cellsWhere(fold, (one) => one !== f);
    const asked = cellsWhere(fold, (one) => one === f);
    const train = { x: takeRows(panel, taught), y: Int32Array.from(taught, (cell) => y[cell]), classes };
    const calls = callCells(train, takeRows(panel, asked), kind, { seed, trees });
    asked.forEach((cell, i) => {
      called.forest[cell] = calls.forest[i];
      called.logistic[cell] = calls.logistic[i];
    });
  }
  return panelScore(y, called, classes);
}

/**
 * Macro-F1 on cells of which predictors know neither values nor labels.
 *
 * @param train and test: counts of the panel's genes, in the same order
 */
export function scoreAcross(
  train: LabelledCounts,
  test: LabelledCounts,
  kind: MatrixKind,
  { seed = 0, trees = TREES }: { seed?: number; trees?: number } = {},
): PanelScore {
  return panelScore(test.y, callCells(train, test.x, kind, { seed, trees }), train.classes);
}

interface Calls {
  forest: Int32Array;
  logistic: Int32Array;
}

/** The class of each test cell by a forest and by a logistic regression, both fitted on the training cells. */
function callCells(
  train: LabelledCounts,
  test: Csr,
  kind: MatrixKind,
  { seed, trees }: { seed: number; trees: number },
): Calls {
  const { y, classes } = train;
  const features = train.x.cols;
  const rows = train.x.rows;
  // nobody measures the other genes: a cell can only be scaled by the panel's own molecules
  const fit = { kind, target: medianSize(librarySizes(train.x)) };
  const all = Int32Array.from({ length: features }, (_, gene) => gene);
  const columns = denseColumns(normalise(train.x, fit), all);
  const asked = denseColumns(normalise(test, fit), all);
  const forest = predictByForest(binColumns(columns, rows, features), { y, classes, trees, seed }, asked, test.rows);
  const model = fitLogistic({ columns, rows, features, y, classes });
  return {
    forest: mostProbable(forest, classes),
    logistic: mostProbable(predictLogistic(model, asked, test.rows), classes),
  };
}

function panelScore(truth: Int32Array, { forest, logistic }: Calls, classes: number): PanelScore {
  const of = (called: Int32Array) => macroF1(classCounts(confusionMatrix(truth, called, classes)));
  const scores = { forest: of(forest), logistic: of(logistic) };
  return { ...scores, mean: (scores.forest + scores.logistic) / 2 };
}

/** A fold of each cell, 0 … folds − 1: of every class each fold has its share, to one cell. */
export function stratifiedFolds(y: Int32Array, classes: number, folds: number, seed: number): Int32Array {
  const draw = random(seed, 'folds');
  const fold = new Int32Array(y.length);
  let next = 0;
  for (let c = 0; c < classes; c++) {
    // one class goes on where the last one ended, so that folds are of one size
    for (const cell of draw.shuffle(cellsWhere(y, (one) => one === c))) fold[cell] = next++ % folds;
  }
  return fold;
}

function cellsWhere(values: Int32Array, isWanted: (value: number) => boolean): Int32Array {
  return Int32Array.from(values.keys()).filter((cell) => isWanted(values[cell]));
}
