/** A comparison as the rows of its tables. */
import { isHeadline, lessIsBetter, metrics } from '../../src-shared/metrics.ts';
import type { ComparedScore, Comparison } from '../../src-shared/model.ts';
import type { SizeLine } from '../../src-shared/present/charts/scoreBySize.ts';
import type { RunSign } from '../../src-shared/present/run-signs.ts';
import { predictors, type Predictor } from '../../src-shared/present/words.ts';

export interface ScoreRow extends ComparedScore {
  /** indices of the best runs; none where all are alike or unknown */
  best: number[];
}

/** Scores by task, metric and predictor, where any run has one; only each task's headline metric unless all are wanted. */
export function comparedRows(
  comparison: Comparison,
  predictor: Predictor | 'all',
  everyMetric: boolean,
  read: ComparedScore['read'] = 'sequenced',
): ScoreRow[] {
  const tasks = [...new Set(comparison.scores.map(({ task }) => task))];
  return comparison.scores
    .filter((row) => predictor === 'all' || row.predictor === predictor)
    .filter((row) => row.read === read)
    .filter(({ values }) => values.some((value) => value !== null))
    .filter((row) => everyMetric || isHeadline(row.metric))
    .map((row) => ({ ...row, best: bestOf(row) }))
    .sort((a, b) => order(tasks, a.task, b.task) || order(metricOrder, a.metric, b.metric));
}

const metricOrder = Object.keys(metrics);
const order = (all: readonly string[], a: string, b: string) => all.indexOf(a) - all.indexOf(b);

/** None where values are not to be compared; those that read the same with three digits are the same. */
function bestOf({ values, differences, metric, predictor }: ComparedScore): number[] {
  const known = values.flatMap((value) => (value === null ? [] : [round(value)]));
  if (predictor === 'ceiling' || differences.every((one) => one === null) || new Set(known).size < 2) return [];
  const best = lessIsBetter(metric) ? Math.min(...known) : Math.max(...known);
  return values.flatMap((value, run) => (value !== null && round(value) === best ? [run] : []));
}
const round = (value: number) => Math.round(value * 1000) / 1000;

export const metricName = (row: ComparedScore): string => metrics[row.metric].name;
export const predictorName = (row: ComparedScore): string => predictors[row.predictor].name;

/** The difference of the reference's choice of genes in words: `shares 21 of 32`. */
export function sharedWith(comparison: Comparison, reference: number, run: number): number {
  return comparison.genes.table.filter(({ ranks }) => ranks[reference] !== null && ranks[run] !== null).length;
}

/** The same runs with another one in front. */
export const withReference = (ids: readonly number[], id: number): number[] => [id, ...ids.filter((one) => one !== id)];

/** What tells runs of the same name apart: the name alone where it is the only one. */
export function runLabels(runs: readonly { id: number; name: string }[]): string[] {
  return runs.map(({ id, name }) =>
    runs.filter((other) => other.name === name).length > 1 ? `${name} (${id})` : name,
  );
}

/** Curves over size as lines; runs that differ by size or seed only are points of one line, which is named after them. */
export function sizeLines(
  { curves, runs }: Comparison,
  task: string,
  by: Comparison['curves'][number]['points'][number]['predictor'],
  names: readonly string[],
  signs: readonly RunSign[],
): SizeLine[] {
  const lines = new Map<string, { members: string[]; sign: RunSign; points: SizeLine['points'] }>();
  curves.forEach((curve, i) => {
    const points = curve.points.filter((point) => point.task === task && point.predictor === by);
    const key = `${runs[i]?.method} ${JSON.stringify(points)}`;
    const line = lines.get(key) ?? { members: [], sign: signs[i] as RunSign, points };
    line.members.push(names[i] ?? '');
    lines.set(key, line);
  });
  return [...lines.values()].map(({ members, ...line }) => ({
    ...line,
    name: members.length > 2 ? `${members[0]} and ${members.length - 1} more` : members.join(' · '),
  }));
}
