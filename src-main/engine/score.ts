/**
 * Scores a finished selection on the test cells, once: the method's own predictor, a random forest on the panel's
 * genes, and the ceiling that the same network reaches with every gene that selection could choose from.
 */
import type { RunConfig, TaskResult } from '../../src-preload/model.ts';
import { denseColumns } from '../data/csr.ts';
import { type TaskLabels, labelledOf, mostProbable } from '../data/labels.ts';
import { predictNetwork } from '../learners/network.ts';
import { fitForest, predictForest } from '../learners/random-forest.ts';
import type { Executor } from '../nn/executor.ts';
import type { Selection } from '../selection/types.ts';
import { scoreCeiling } from './ceiling.ts';
import type { Prepared } from './prepare.ts';
import { all, rowsOf, scoreTask } from './task-scores.ts';
import type { Ceiling, TaskPredictions } from './types.ts';

const TREES = 100;

export interface Scored {
  results: TaskResult[];
  predictions: TaskPredictions[];
}

/** @param known the ceiling of an earlier run that asked the same of the same cells; null: train it */
export async function score(
  prepared: Prepared,
  selection: Selection,
  config: RunConfig,
  executor: Executor,
  known: Ceiling | null,
  progress: (fraction: number, doing: string) => void,
): Promise<Scored> {
  const { train, validation, test } = prepared;
  const own =
    selection.network && predictNetwork(selection.network, { x: test.x, genes: selection.genes }, all(test.x));
  const ceiling =
    known ??
    (await scoreCeiling(prepared, config, executor, (fraction) =>
      progress(fraction * 0.9, 'Training the same network on all genes, for the ceiling'),
    ));

  const panel = { train: denseColumns(train.x, selection.genes), test: denseColumns(test.x, selection.genes) };
  const results: TaskResult[] = [];
  const predictions: TaskPredictions[] = [];
  for (const [t, task] of test.tasks.entries()) {
    progress(0.9 + (0.1 * t) / test.tasks.length, `Scoring ${task.name} with a random forest`);
    const forest = forestOn(panel, train.tasks[t], test.x.rows, config.seed);
    const cells = labelledOf(task);
    results.push({
      task: task.name,
      trainCells: labelledOf(train.tasks[t]).length,
      validationCells: labelledOf(validation.tasks[t]).length,
      testCells: cells.length,
      kind: task.kind,
      ...(task.kind === 'categorical' && { classes: task.classes }),
      own: own && scoreTask(task, own[t]),
      forest: scoreTask(task, forest),
      ceiling: ceiling[t],
    } as TaskResult);
    predictions.push(predictionsOf(task, own ? own[t] : forest, cells, prepared.testCells));
  }
  return { results, predictions };
}

/**
 * Predictions on the test cells of a random forest, for one task.
 *
 * @param panel the panel's genes of the training and the test cells, column after column
 * @param task labels of the training cells
 */
function forestOn(
  panel: { train: Float32Array; test: Float32Array },
  task: TaskLabels,
  testRows: number,
  seed: number,
): Float32Array {
  const cells = labelledOf(task);
  const trainRows = task.y.length;
  const features = panel.train.length / trainRows;
  const columns = new Float32Array(features * cells.length);
  for (let j = 0; j < features; j++) {
    cells.forEach((cell, i) => (columns[j * cells.length + i] = panel.train[j * trainRows + cell]));
  }
  const shape = { columns, rows: cells.length, features, trees: TREES, seed };
  const forest =
    task.kind === 'categorical'
      ? fitForest({ ...shape, y: Int32Array.from(cells, (i) => task.y[i]), classes: task.classes.length })
      : fitForest({ ...shape, y: Float32Array.from(cells, (i) => task.y[i]), classes: null });
  return predictForest(forest, panel.test, testRows);
}

function predictionsOf(task: TaskLabels, p: Float32Array, cells: Int32Array, testCells: Int32Array): TaskPredictions {
  const classes = task.kind === 'categorical' ? task.classes.length : 1;
  const rows = rowsOf(p, cells, classes);
  return {
    task: task.name,
    cells: Int32Array.from(cells, (i) => testCells[i]),
    truth: Float32Array.from(cells, (i) => task.y[i]),
    predicted: task.kind === 'categorical' ? Float32Array.from(mostProbable(rows, classes)) : rows,
    probabilities: task.kind === 'categorical' ? rows : null,
  };
}
