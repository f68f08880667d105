/** How well a network does on cells that steer: macro-F1, or R² for a continuous task. */
import { type TaskLabels, isLabelled, labelledOf, labelsOf, mostProbable } from '../data/labels.ts';
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
 * One look a task.
 *
 * @param genes columns of the cells' matrix that the network sees
 * @param most cells that are looked at
 */
export function lookAt(network: Network, { x, tasks }: LabelledCells, genes: Int32Array, most = MOST_CELLS): Look[] {
  const cells = cellsToLookAt(x.rows, tasks, most);
  const predicted = predictNetwork(network, { x, genes }, cells);
  return tasks.map((task, t) => look(labelsOf(task, cells), predicted[t]));
}

/** Of many cells some, evenly spread over those that have a label. */
export function cellsToLookAt(rows: number, tasks: readonly TaskLabels[], most: number): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  if (rows <= most) return all;
  const labelled = all.filter((cell) => tasks.some((task) => isLabelled(task, cell)));
  const count = Math.min(labelled.length, most);
  return Int32Array.from({ length: count }, (_, i) => labelled[Math.floor((i * labelled.length) / count)]);
}

/** One score a task; null where no cell has a label. */
export function headlineScores(
  network: Network,
  cells: LabelledCells,
  genes: Int32Array,
  most = MOST_CELLS,
): (number | null)[] {
  return lookAt(network, cells, genes, most).map(({ headline }) => headline);
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
