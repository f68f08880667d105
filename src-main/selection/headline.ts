/** How well a network does on cells that steer: macro-F1, or R² for a continuous task. */
import { type TaskLabels, labelledOf, labelsOf, mostProbable } from '../data/labels.ts';
import { classCounts, confusionMatrix, macroF1, rSquared } from '../evaluation/metrics.ts';
import { type Network, predictNetwork } from '../learners/network.ts';
import type { LabelledCells } from './types.ts';

/** More cells would make a look dearer, and hardly surer. */
const MOST_CELLS = 16_384;

/** How one task is answered. */
export interface Look {
  /** macro-F1 or R²; null where no cell has a label */
  headline: number | null;
  /** of each class, NaN where no cell is of it; null for a continuous task and where no cell has a label */
  recalls: Float64Array | null;
}

/**
 * One look a task. Of many cells some are looked at, evenly spread.
 *
 * @param genes columns of the cells' matrix that the network sees
 */
export function lookAt(network: Network, { x, tasks }: LabelledCells, genes: Int32Array): Look[] {
  const count = Math.min(x.rows, MOST_CELLS);
  const cells = Int32Array.from({ length: count }, (_, i) => Math.floor((i * x.rows) / count));
  const predicted = predictNetwork(network, { x, genes }, cells);
  return tasks.map((task, t) => look(labelsOf(task, cells), predicted[t]));
}

/** One score a task; null where no cell has a label. */
export function headlineScores(network: Network, cells: LabelledCells, genes: Int32Array): (number | null)[] {
  return lookAt(network, cells, genes).map(({ headline }) => headline);
}

/** The mean over the tasks that have a score, each by its weight. */
export function meanHeadline(scores: (number | null)[], weights = scores.map(() => 1)): number {
  let [sum, total] = [0, 0];
  scores.forEach((score, t) => {
    if (score === null) return;
    sum += weights[t] * score;
    total += weights[t];
  });
  return total === 0 ? 0 : sum / total;
}

function look(task: TaskLabels, predicted: Float32Array): Look {
  const known = labelledOf(task);
  if (known.length === 0) return { headline: null, recalls: null };
  if (task.kind === 'continuous') {
    const at = (values: Float32Array) => Float32Array.from(known, (i) => values[i]);
    return { headline: rSquared(at(task.y), at(predicted)), recalls: null };
  }
  const classes = task.classes.length;
  const classOf = mostProbable(predicted, classes);
  const at = (values: Int32Array) => Int32Array.from(known, (i) => values[i]);
  const counts = classCounts(confusionMatrix(at(task.y), at(classOf), classes));
  return { headline: macroF1(counts), recalls: Float64Array.from(counts, ({ correct, support }) => correct / support) };
}
