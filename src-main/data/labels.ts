/** Labels of the cells, as selection and evaluation see them: numbers beside names. */

/** A column of `obs` with its values, as a file or a project holds it. */
export type LabelColumn =
  | { name: string; kind: 'categorical'; categories: string[]; /** −1 = no value */ codes: Int32Array }
  | { name: string; kind: 'continuous'; /** NaN = no value */ values: Float64Array };

/** A task over the cells of a run. Cells without a label: −1, or NaN for a continuous task. */
export type TaskLabels =
  | { name: string; kind: 'categorical'; classes: string[]; y: Int32Array }
  | { name: string; kind: 'continuous'; y: Float32Array };

/** True where the cell has a label for the task. */
export function isLabelled(task: TaskLabels, cell: number): boolean {
  return task.kind === 'categorical' ? task.y[cell] >= 0 : !Number.isNaN(task.y[cell]);
}
