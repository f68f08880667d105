/**
 * Scores a finished selection on the test cells, once: the method's own predictor, a random forest on the panel's
 * genes, and the ceiling that the same network reaches with every gene that selection could choose from.
 */
import type { CategoricalScores, ContinuousScores, RunConfig, TaskResult } from '../../src-preload/model.ts';
import { denseColumns } from '../data/csr.ts';
import { type TaskLabels, isLabelled, mostProbable } from '../data/labels.ts';
import { categoricalScores, continuousScores } from '../evaluation/scores.ts';
import { fitNetwork } from '../learners/fit-network.ts';
import { predictNetwork } from '../learners/network.ts';
import { fitForest, predictForest } from '../learners/random-forest.ts';
import type { Executor } from '../nn/executor.ts';
import { headlineScores, meanHeadline } from '../selection/headline.ts';
import type { LabelledCells, Selection } from '../selection/types.ts';
import type { Prepared } from './prepare.ts';
import type { TaskPredictions } from './types.ts';

const TREES = 100;
/** The ceiling is looked at every so many steps, and ends when it has not improved for so many looks. */
const CEILING = { every: 50, patience: 6 };

export interface Scored {
  results: TaskResult[];
  predictions: TaskPredictions[];
}

export async function score(
  prepared: Prepared,
  selection: Selection,
  config: RunConfig,
  executor: Executor,
  progress: (fraction: number, doing: string) => void,
): Promise<Scored> {
  const { train, validation, test } = prepared;
  const own = selection.network && predictNetwork(selection.network, { x: test.x, genes: selection.genes }, all(test));
  const everyGene = Int32Array.from({ length: train.x.cols }, (_, gene) => gene);
  const ceiling = await allGenes(prepared, everyGene, config, executor, (f) =>
    progress(f * 0.9, 'Training the same network on all genes, for the ceiling'),
  );

  const results: TaskResult[] = [];
  const predictions: TaskPredictions[] = [];
  for (const [t, task] of test.tasks.entries()) {
    progress(0.9 + (0.1 * t) / test.tasks.length, `Scoring ${task.name} with a random forest`);
    const forest = forestOn(selection.genes, prepared, t, config.seed);
    const scored = Int32Array.from(all(test).filter((i) => isLabelled(task, i)));
    const base = {
      task: task.name,
      trainCells: labelled(train.tasks[t]),
      validationCells: labelled(validation.tasks[t]),
      testCells: scored.length,
    };
    if (task.kind === 'categorical') {
      const { classes } = task;
      const of = (p: Float32Array) => categorical(task, classes, p, scored);
      results.push({
        ...base,
        kind: 'categorical',
        classes,
        own: own && of(own[t]),
        forest: of(forest),
        ceiling: of(ceiling[t]),
      });
    } else {
      const of = (p: Float32Array) => continuous(task, p, scored);
      results.push({
        ...base,
        kind: 'continuous',
        own: own && of(own[t]),
        forest: of(forest),
        ceiling: of(ceiling[t]),
      });
    }
    predictions.push(predictionsOf(task, own ? own[t] : forest, scored, prepared.testCells));
  }
  return { results, predictions };
}

/** Predictions on the test cells of the network with every candidate gene; validation cells say when to stop. */
async function allGenes(
  prepared: Prepared,
  genes: Int32Array,
  { settings, seed }: RunConfig,
  executor: Executor,
  progress: (fraction: number) => void,
): Promise<Float32Array[]> {
  const { train, validation, test } = prepared;
  const network = await fitNetwork(train, prepared, genes, {
    ...settings,
    geneDropout: 0,
    seed,
    executor,
    progress,
    steer: { ...CEILING, judge: (n) => meanHeadline(headlineScores(n, validation, genes)) },
  });
  return predictNetwork(network, { x: test.x, genes }, all(test));
}

/** Predictions on the test cells of a random forest on the panel's genes, for one task. */
function forestOn(genes: Int32Array, { train, test }: Prepared, t: number, seed: number): Float32Array {
  const task = train.tasks[t];
  const cells = all(train).filter((i) => isLabelled(task, i));
  const x = denseColumns(train.x, genes);
  const columns = new Float32Array(genes.length * cells.length);
  for (let j = 0; j < genes.length; j++) {
    cells.forEach((cell, i) => (columns[j * cells.length + i] = x[j * train.x.rows + cell]));
  }
  const shape = { columns, rows: cells.length, features: genes.length, trees: TREES, seed };
  const forest =
    task.kind === 'categorical'
      ? fitForest({ ...shape, y: Int32Array.from(cells, (i) => task.y[i]), classes: task.classes.length })
      : fitForest({ ...shape, y: Float32Array.from(cells, (i) => task.y[i]), classes: null });
  return predictForest(forest, denseColumns(test.x, genes), test.x.rows);
}

function categorical(
  task: TaskLabels & { kind: 'categorical' },
  classes: string[],
  probabilities: Float32Array,
  cells: Int32Array,
): CategoricalScores {
  const p = rowsOf(probabilities, cells, classes.length);
  const truth = Int32Array.from(cells, (i) => task.y[i]);
  return categoricalScores(classes, truth, mostProbable(p, classes.length), p);
}

function continuous(task: TaskLabels, values: Float32Array, cells: Int32Array): ContinuousScores {
  return continuousScores(
    Float32Array.from(cells, (i) => task.y[i]),
    Float32Array.from(cells, (i) => values[i]),
  );
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

function rowsOf(matrix: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(matrix.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

function all({ x }: LabelledCells): Int32Array {
  return Int32Array.from({ length: x.rows }, (_, i) => i);
}

function labelled(task: TaskLabels): number {
  let count = 0;
  for (let i = 0; i < task.y.length; i++) if (isLabelled(task, i)) count++;
  return count;
}
