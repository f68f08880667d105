/** How well questions are answered on validation cells, class by class, with how sure that is. */
import { headlineLabel } from '../../src-shared/metrics.ts';
import type { ClassReading, TaskReading } from '../../src-shared/analysis.ts';
import { TOO_FEW } from '../../src-shared/recall-targets.ts';
import { type TaskLabels, labelledOf, mostProbable } from '../data/labels.ts';
import { classCounts, confusionMatrix, f1, macroF1, rSquared, recall } from '../evaluation/metrics.ts';

/** @param predicted of each task: probabilities [cells × classes], or values [cells] */
export function readTasks(tasks: TaskLabels[], predicted: Float32Array[]): TaskReading[] {
  return tasks.map((task, t) => readTask(task, predicted[t]));
}

export function readTask(task: TaskLabels, predicted: Float32Array): TaskReading {
  const cells = labelledOf(task);
  const metric = headlineLabel(task.kind);
  if (cells.length === 0) return { task: task.name, metric, score: null, classes: [] };
  if (task.kind === 'continuous') {
    const at = (values: Float32Array) => Float32Array.from(cells, (i) => values[i]);
    return { task: task.name, metric, score: rSquared(at(task.y), at(predicted)), classes: [] };
  }
  const counts = classCounts(confusionOf(task, predicted));
  const classes = counts.map((count, c): ClassReading => {
    const [low, high] = wilson(count.correct, count.support);
    return {
      name: task.classes[c],
      cells: count.support,
      f1: f1(count),
      recall: recall(count),
      low,
      high,
      tooFew: count.support < TOO_FEW,
    };
  });
  return { task: task.name, metric, score: macroF1(counts), classes };
}

/** confusion[truth][called] over the labelled cells. */
export function confusionOf(task: TaskLabels & { kind: 'categorical' }, predicted: Float32Array): number[][] {
  const cells = labelledOf(task);
  const called = mostProbable(predicted, task.classes.length);
  const at = (values: Int32Array) => Int32Array.from(cells, (i) => values[i]);
  return confusionMatrix(at(task.y), at(called), task.classes.length);
}

/** Wilson's 95 % interval of a share: right near 0 and 1 and for few cells, where ± would leave [0, 1]. */
export function wilson(correct: number, cells: number): [number, number] {
  if (cells === 0) return [0, 1];
  const z = 1.959964;
  const share = correct / cells;
  const centre = share + (z * z) / (2 * cells);
  const half = z * Math.sqrt((share * (1 - share)) / cells + (z * z) / (4 * cells * cells));
  const scale = 1 + (z * z) / cells;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

/** Mean score over the questions that have one. */
export function meanScore(tasks: readonly TaskReading[]): number {
  const known = tasks.flatMap(({ score }) => (score === null ? [] : [score]));
  return known.reduce((sum, score) => sum + score, 0) / Math.max(1, known.length);
}

/** Several readings of the same cells as one: means of scores, recalls and F1, with the interval of the mean recall. */
export function meanReading(readings: TaskReading[][]): TaskReading[] {
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return readings[0].map((first, t) => ({
    ...first,
    score: first.score === null ? null : mean(readings.map((reading) => reading[t].score!)),
    classes: first.classes.map((one, c) => {
      const of = (pick: (reading: ClassReading) => number) => mean(readings.map((r) => pick(r[t].classes[c])));
      const found = of((reading) => reading.recall);
      const [low, high] = wilson(found * one.cells, one.cells);
      return { ...one, f1: of((reading) => reading.f1), recall: found, low, high };
    }),
  }));
}
