/** The headline score of a task on the test cells of each data set. */
import { headlineOf } from '../../src-shared/metrics.ts';
import type { DatasetScore } from '../../src-shared/model.ts';
import { type TaskLabels, isLabelled } from '../data/labels.ts';
import { scoreTask } from './task-scores.ts';

/** Predictions for every test cell: one of each predictor, or one with each of its seeds. */
export interface PredictedBy {
  own: Float32Array | null;
  probe: Float32Array[] | null;
  forest: Float32Array[];
}

/** @param datasetOf of each test cell, an index into `names` */
export function scoresByDataset(
  task: TaskLabels,
  predicted: PredictedBy,
  datasetOf: Int32Array,
  names: readonly string[],
): DatasetScore[] {
  return names.flatMap((dataset, d) => {
    const inside = onlyThere(task, datasetOf, d);
    let testCells = 0;
    for (let i = 0; i < datasetOf.length; i++) if (isLabelled(inside, i)) testCells++;
    if (testCells === 0) return [];
    const headline = (values: Float32Array) => headlineOf(scoreTask(inside, values));
    const mean = (all: Float32Array[]) => all.reduce((sum, values) => sum + headline(values), 0) / all.length;
    return [
      {
        dataset,
        testCells,
        own: predicted.own && headline(predicted.own),
        probe: predicted.probe && mean(predicted.probe),
        forest: mean(predicted.forest),
      },
    ];
  });
}

/** The task with the labels of one data set's cells alone. */
function onlyThere(task: TaskLabels, datasetOf: Int32Array, dataset: number): TaskLabels {
  return task.kind === 'categorical'
    ? { ...task, y: task.y.map((label, i) => (datasetOf[i] === dataset ? label : -1)) }
    : { ...task, y: task.y.map((value, i) => (datasetOf[i] === dataset ? value : NaN)) };
}
