/** The scores of a run as the rows of its tables. */
import { isHeadline, lessIsBetter, type Metric, metricsOf, valueOf } from '../metrics.ts';
import type { CategoricalScores, ClassScore, TaskResult } from '../model.ts';
import { worstFirst } from './charts/classScores.ts';
import { predictorNames } from './words.ts';

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

/** A row for every score of every task, in the order of the tasks. */
export function scoreRows(results: readonly TaskResult[]): ScoreRow[] {
  return results.flatMap((result) => {
    const of = (metric: Metric) => {
      const [own, probe, forest, ceiling] = predictorNames.map((name) => valueOf(result[name], metric));
      const best = Math.max(own ?? -Infinity, probe ?? -Infinity, forest ?? -Infinity);
      const kept = lessIsBetter(metric) || !ceiling || ceiling <= 0 || !Number.isFinite(best) ? null : best / ceiling;
      const bySeed = isHeadline(metric);
      const spread = {
        probe: bySeed && result.probe ? standardDeviation(result.probe.seeds) : null,
        forest: bySeed ? standardDeviation(result.forest.seeds) : null,
      };
      return { task: result.task, metric, own, probe, forest, ceiling, spread, kept, cells: result.testCells };
    };
    return metricsOf(result.kind).map(of);
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
