/** The scores of a run as the rows of its tables. */
import type { CategoricalScores, ClassScore, ContinuousScores, TaskResult } from '../../src-preload/model.ts';
import { worstFirst } from '../charts/classScores.ts';
import { lessIsBetter, type Metric } from './words.ts';

export interface ScoreRow {
  task: string;
  metric: Metric;
  own: number | null;
  forest: number | null;
  ceiling: number | null;
  /** the better predictor's share of the ceiling; null where less is better or the ceiling is nothing */
  kept: number | null;
  cells: number;
}

const categorical = ['macroF1', 'weightedF1', 'accuracy', 'balancedAccuracy', 'auroc', 'auprc'] as const;
const continuous = ['r2', 'mse', 'pearson'] as const;

/** A row for every score of every task, in the order of the tasks. */
export function scoreRows(results: readonly TaskResult[]): ScoreRow[] {
  return results.flatMap((result) => {
    const of = (metric: Metric) => {
      const value = (scores: CategoricalScores | ContinuousScores | null) =>
        (scores as Partial<Record<Metric, number | null>> | null)?.[metric] ?? null;
      const [own, forest, ceiling] = [value(result.own), value(result.forest), value(result.ceiling)];
      const best = Math.max(own ?? -Infinity, forest ?? -Infinity);
      const kept = lessIsBetter(metric) || !ceiling || ceiling <= 0 || !Number.isFinite(best) ? null : best / ceiling;
      return { task: result.task, metric, own, forest, ceiling, kept, cells: result.testCells };
    };
    return (result.kind === 'categorical' ? categorical : continuous).map(of);
  });
}

export interface ClassRow extends ClassScore {
  /** recall on all genes, for comparison; null where the class is not there */
  ceilingRecall: number | null;
}

/** The classes of a task, worst F1 first, each beside what all genes reach. */
export function classRows(scores: CategoricalScores, ceiling: CategoricalScores): ClassRow[] {
  const recalls = new Map(ceiling.perClass.map(({ name, recall }) => [name, recall]));
  return worstFirst(scores.perClass).map((one) => ({ ...one, ceilingRecall: recalls.get(one.name) ?? null }));
}
