/** Labels of the cells, as selection and evaluation see them: numbers beside names. */

/** A column of `obs` with its values, as a file or a project holds it. */
export type LabelColumn =
  | { name: string; kind: 'categorical'; categories: string[]; /** −1 = no value */ codes: Int32Array }
  | { name: string; kind: 'continuous'; /** NaN = no value */ values: Float64Array };

/** A task over the cells of a run. Cells without a label: −1, or NaN for a continuous task. */
export type TaskLabels = {
  name: string;
  /** what the task counts beside the others; 1 where it is left out */
  weight?: number;
} & ({ kind: 'categorical'; classes: string[]; y: Int32Array } | { kind: 'continuous'; y: Float32Array });

/** What a task counts beside the others. */
export const weightOf = ({ weight = 1 }: TaskLabels): number => weight;

/** True where the cell has a label for the task. */
export function isLabelled(task: TaskLabels, cell: number): boolean {
  return task.kind === 'categorical' ? task.y[cell] >= 0 : !Number.isNaN(task.y[cell]);
}

/** The cells that have a label for the task, in order. */
export function labelledOf(task: TaskLabels): Int32Array {
  return Int32Array.from(task.y.keys()).filter((cell) => isLabelled(task, cell));
}

/** The labels of some cells, in the given order. */
export function labelsOf(task: TaskLabels, cells: Int32Array): TaskLabels {
  return task.kind === 'categorical'
    ? { ...task, y: Int32Array.from(cells, (i) => task.y[i]) }
    : { ...task, y: Float32Array.from(cells, (i) => task.y[i]) };
}

/** The class of greatest probability of each cell, the first of equal ones. `probabilities`: cells × classes, row-major. */
export function mostProbable(probabilities: Float32Array, classes: number): Int32Array {
  const predicted = new Int32Array(probabilities.length / classes);
  for (let i = 0; i < predicted.length; i++) {
    for (let c = 1; c < classes; c++) {
      if (probabilities[i * classes + c] > probabilities[i * classes + predicted[i]]) predicted[i] = c;
    }
  }
  return predicted;
}
