/** A random forest on the genes of a panel: a predictor that owes nothing to the networks that choose panels. */
import { type Csr, denseColumns } from '../data/csr.ts';
import { labelledOf } from '../data/labels.ts';
import type { Crew, Job } from '../learners/crew.ts';
import { type ForestTargets, predictByForest } from '../learners/random-forest.ts';
import { type BinnedColumns, binColumns } from '../learners/random-forest-bins.ts';
import type { LabelledCells } from '../selection/types.ts';
import { meanOf } from './progress.ts';
import { SCORING_SEEDS } from './repeated.ts';

const TREES = 100;
/**
 * Cells drawn for each tree, at most. Trees are grown out, so their cost grows faster than the cells; of the cells that
 * one tree does not see others see some.
 */
const DRAWS = 50_000;

interface ForestInput {
  binned: BinnedColumns;
  targets: ForestTargets;
  seed: number;
  /** the cells that are predicted, column after column */
  tests: Float32Array;
  testCells: number;
}

/** What one forest predicts for every test cell. */
export const growthOfForest: Job<ForestInput, Float32Array> = {
  name: 'growth of a forest',
  run: ({ binned, targets, seed, tests, testCells }) =>
    predictByForest(binned, { ...targets, trees: TREES, draws: DRAWS, seed }, tests, testCells),
};

/**
 * For each task and seed, what a forest of 100 trees predicts for every test cell.
 *
 * @param genes the panel, as columns of the cells' matrices
 * @param progress told the share of the forests that are grown
 */
export function forestPredictions(
  train: LabelledCells,
  test: Csr,
  genes: Int32Array,
  crew: Crew,
  progress: (fraction: number) => void,
  seeds: readonly number[] = SCORING_SEEDS,
): Promise<Float32Array[][]> {
  const trainColumns = denseColumns(train.x, genes);
  const tests = denseColumns(test, genes);
  const tellers = meanOf(train.tasks.length * seeds.length, progress);
  const forests = train.tasks.map((task, t) => {
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
    const grown = seeds.map(async (seed, s) => {
      const predicted = await crew.run(growthOfForest, { binned, targets, seed, tests, testCells: test.rows });
      tellers[t * seeds.length + s](1);
      return predicted;
    });
    return Promise.all(grown);
  });
  return Promise.all(forests);
}
