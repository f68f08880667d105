/** A grid of runs as figures and tables: what the page shows and the report prints. */
import type { BenchmarkRow, BenchmarkState, Entrant } from '../../model.ts';
import { entrantName, entrantsOf, isEntrant, rowName } from '../../entrants.ts';
import { methodNames } from '../../methods.ts';
import { costAgainstScoreFigure } from '../charts/costAgainstScore.ts';
import type { Figure } from '../charts/figure.ts';
import { scoreBySizeFigure } from '../charts/scoreBySize.ts';
import { metrics } from '../../metrics.ts';
import { capitalised } from '../format.ts';
import { predictorPhrase } from '../words.ts';
import { signAt } from '../run-signs.ts';

export type By = BenchmarkRow['predictor'];
export type BenchmarkMetric = BenchmarkRow['metric'];

export const tasksOf = ({ rows }: BenchmarkState): string[] => [...new Set(rows.map(({ task }) => task))];

/** The runs of a grid, without those that were refused when it was asked for. */
export const runsOf = ({ cells }: Pick<BenchmarkState, 'cells'>): BenchmarkState['cells'] =>
  cells.filter(({ runId, message }) => runId !== null || message === null);

/** Metrics of a task in the order of their rows, the headline one first. */
export const metricsOf = ({ rows }: BenchmarkState, task: string): BenchmarkMetric[] => [
  ...new Set(rows.filter((row) => row.task === task).map(({ metric }) => metric)),
];

/** Who predicted, as far as any method has it; the probe first, which is the same for all and learns most. */
export const predictorsOf = ({ rows }: BenchmarkState): Exclude<By, 'ceiling'>[] =>
  (['probe', 'forest', 'own'] as const).filter((by) => rows.some(({ predictor }) => predictor === by));

export interface Shown {
  task: string;
  metric: BenchmarkMetric;
  by: Exclude<By, 'ceiling'>;
}

/** A method's sign depends on the method alone, so that it is the same in every comparison. */
export const signOfEntrant = ({ method, alone }: Entrant) =>
  signAt(methodNames.indexOf(method) + (alone ? methodNames.length : 0));

export const rowsShown = ({ rows }: BenchmarkState, { task, metric, by }: Shown): BenchmarkRow[] =>
  rows.filter((row) => row.task === task && row.metric === metric && row.predictor === by);

/** Mean over methods and repetitions of what all genes reach. */
function ceilingOf({ rows }: BenchmarkState, { task, metric }: Shown): number | null {
  const means = rows
    .filter((row) => row.task === task && row.metric === metric && row.predictor === 'ceiling')
    .flatMap(({ mean }) => mean ?? []);
  return means.length ? means.reduce((sum, mean) => sum + mean, 0) / means.length : null;
}

const measureOf = ({ metric, by }: Shown) => {
  const { name } = metrics[metric];
  return `${capitalised(name)} by ${predictorPhrase[by]}`;
};

export function bySize(state: BenchmarkState, shown: Shown): Figure {
  const rows = rowsShown(state, shown);
  return scoreBySizeFigure({
    task: shown.task,
    measure: measureOf(shown),
    ceiling: ceilingOf(state, shown),
    lines: entrantsOf(state.benchmark.request)
      .map((entrant) => ({
        name: rows.some((row) => isEntrant(row, entrant) && row.seesAllGenes)
          ? `${entrantName(entrant)} (sees all genes)`
          : entrantName(entrant),
        sign: signOfEntrant(entrant),
        points: rows
          .filter((row) => isEntrant(row, entrant) && row.mean !== null)
          .map(({ k, mean, sd, values }) => ({
            k,
            mean: mean as number,
            sd,
            runs: values.filter((value) => value !== null).length,
          })),
      }))
      .filter(({ points }) => points.length > 0),
  });
}

/** Time against score at the middle size; null where nothing is finished at it. */
export function byCost(state: BenchmarkState, shown: Shown): Figure | null {
  const { ks } = state.benchmark.request;
  const k = ks.toSorted((a, b) => a - b)[Math.floor((ks.length - 1) / 2)];
  const points = rowsShown(state, shown).flatMap((row) => {
    const cost = state.costs.find((one) => isEntrant(one, row) && one.k === row.k);
    if (row.k !== k || row.mean === null || !cost || cost.selectSeconds === null) return [];
    return [
      {
        name: rowName(row),
        sign: signOfEntrant(row),
        seconds: cost.selectSeconds,
        mean: row.mean,
        sd: row.sd,
      },
    ];
  });
  if (k === undefined || points.length === 0) return null;
  return costAgainstScoreFigure({ task: shown.task, measure: measureOf(shown), k, methods: points });
}
