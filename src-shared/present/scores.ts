/** The scores of a run as the rows of its tables. */
import type { CategoricalScores, ClassScore, ContinuousScores, TaskResult } from '../model.ts';
import { worstFirst } from './charts/classScores.ts';
import { lessIsBetter, predictorNames, type Metric } from './words.ts';

export interface ScoreRow {
  task: string;
  metric: Metric;
  own: number | null;
  probe: number | null;
  forest: number | null;
  ceiling: number | null;
  /** standard deviation over the seeds of probe and forest, of the headline score alone */
  spread: { probe: number | null; forest: number | null };
  /** the best predictor's share of the ceiling; null where less is better or the ceiling is nothing */
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
      const [own, probe, forest, ceiling] = predictorNames.map((name) => value(result[name])) as (number | null)[];
      const best = Math.max(own ?? -Infinity, probe ?? -Infinity, forest ?? -Infinity);
      const kept = lessIsBetter(metric) || !ceiling || ceiling <= 0 || !Number.isFinite(best) ? null : best / ceiling;
      const isHeadline = metric === 'macroF1' || metric === 'r2';
      const spread = {
        probe: isHeadline && result.probe ? standardDeviation(result.probe.seeds) : null,
        forest: isHeadline ? standardDeviation(result.forest.seeds) : null,
      };
      return { task: result.task, metric, own, probe, forest, ceiling, spread, kept, cells: result.testCells };
    };
    return (result.kind === 'categorical' ? categorical : continuous).map(of);
  });
}

/** Of a sample; null for a single value. */
function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
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
