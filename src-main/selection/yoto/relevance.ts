/** How much each candidate gene tells about the tasks, judged alone: on training cells that have a label. */
import { takeRows } from '../../data/csr.ts';
import { type TaskLabels, labelledOf, weightOf } from '../../data/labels.ts';
import { anovaF, regressionF } from '../../data/statistics.ts';
import { binSparse } from '../../learners/random-forest-bins.ts';
import { growForest } from '../../learners/random-forest.ts';
import type { LabelledCells } from '../types.ts';

/** F-statistic: of the analysis of variance over the classes, or of the regression on a continuous task. */
export function relevanceByF({ x, tasks }: LabelledCells): Float64Array {
  return overTasks(tasks, (task) =>
    task.kind === 'categorical' ? anovaF(x, task.y, task.classes.length) : regressionF(x, task.y),
  );
}

/**
 * Importance in a random forest: mean decrease in impurity.
 *
 * @param options.maxDepth default: trees are grown out
 */
export function relevanceByForest(
  { x, tasks }: LabelledCells,
  options: { trees: number; seed: number; maxDepth?: number },
): Float64Array {
  return overTasks(tasks, (task) => {
    const cells = labelledOf(task);
    const binned = binSparse(takeRows(x, cells));
    const targets =
      task.kind === 'categorical'
        ? { y: cells.map((i) => task.y[i]), classes: task.classes.length }
        : { y: Float32Array.from(cells, (i) => task.y[i]), classes: null };
    return growForest(binned, { ...options, ...targets }).importance;
  });
}

/**
 * One relevance for all tasks: the mean over tasks, each by its weight, of the relevance relative to the task's most relevant gene, so that a
 * task with large numbers does not drown the others. For a single task this changes the scale only. Infinite relevance
 * counts as the greatest finite one.
 */
function overTasks(tasks: TaskLabels[], relevance: (task: TaskLabels) => Float64Array): Float64Array {
  const perTask = tasks.map((task) => {
    const values = relevance(task);
    const greatest = values.reduce((a, b) => (b > a && b < Infinity ? b : a), 0) || 1;
    return values.map((v) => Math.min(1, v / greatest));
  });
  const total = tasks.reduce((sum, task) => sum + weightOf(task), 0);
  return perTask.reduce(
    (sum, values, t) => sum.map((s, gene) => s + (values[gene] * weightOf(tasks[t])) / total),
    new Float64Array(perTask[0].length),
  );
}
