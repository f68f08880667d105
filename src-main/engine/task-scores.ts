/** From predictions for every test cell to the scores of a task on those that have a label. */
import type { CategoricalScores, ContinuousScores } from '../../src-shared/model.ts';
import type { Csr } from '../data/csr.ts';
import { type TaskLabels, labelledOf, mostProbable } from '../data/labels.ts';
import { categoricalScores, continuousScores } from '../evaluation/scores.ts';

/** @param predicted of every cell of the task: probabilities, cells × classes; or values */
export function scoreTask(task: TaskLabels, predicted: Float32Array): CategoricalScores | ContinuousScores {
  const cells = labelledOf(task);
  if (task.kind === 'continuous') {
    const at = (values: Float32Array) => Float32Array.from(cells, (i) => values[i]);
    return continuousScores(at(task.y), at(predicted));
  }
  const classes = task.classes.length;
  const probabilities = rowsOf(predicted, cells, classes);
  const truth = Int32Array.from(cells, (i) => task.y[i]);
  return categoricalScores(task.classes, truth, mostProbable(probabilities, classes), probabilities);
}

/** Some rows of a row-major matrix. */
export function rowsOf(matrix: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(matrix.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

/** Every row of a matrix. */
export function all({ rows }: Pick<Csr, 'rows'>): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => i);
}
