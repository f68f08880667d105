/** A random forest on the genes of a panel: a predictor that owes nothing to the networks that choose panels. */
import { denseColumns } from '../data/csr.ts';
import { labelledOf } from '../data/labels.ts';
import { growForest, predictForest } from '../learners/random-forest.ts';
import { binColumns } from '../learners/random-forest-bins.ts';
import type { LabelledCells } from '../selection/types.ts';
import { SCORING_SEEDS } from './repeated.ts';

const TREES = 100;

/**
 * For each task and scoring seed, what a forest of 100 trees predicts for every test cell.
 *
 * @param genes the panel, as columns of the cells' matrices
 * @param progress told the share of the forests that are grown
 */
export function forestPredictions(
  train: LabelledCells,
  test: LabelledCells,
  genes: Int32Array,
  progress: (fraction: number) => void,
): Float32Array[][] {
  const trainColumns = denseColumns(train.x, genes);
  const testColumns = denseColumns(test.x, genes);
  return train.tasks.map((task, t) => {
    const cells = labelledOf(task);
    const columns = new Float32Array(genes.length * cells.length);
    for (let j = 0; j < genes.length; j++) {
      cells.forEach((cell, i) => (columns[j * cells.length + i] = trainColumns[j * train.x.rows + cell]));
    }
    const binned = binColumns(columns, cells.length, genes.length);
    const targets =
      task.kind === 'categorical'
        ? { y: Int32Array.from(cells, (i) => task.y[i]), classes: task.classes.length }
        : { y: Float32Array.from(cells, (i) => task.y[i]), classes: null };
    return SCORING_SEEDS.map((seed, s) => {
      progress((t + s / SCORING_SEEDS.length) / train.tasks.length);
      return predictForest(growForest(binned, { ...targets, trees: TREES, seed }), testColumns, test.x.rows);
    });
  });
}
