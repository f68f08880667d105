/** What a grid of runs shows: scores with spread and rank, what they cost, and the finding in plain words. */
import { metricsOf } from '../../../src-shared/metrics.ts';
import { entrantsOf, isEntrant } from '../../../src-shared/entrants.ts';
import { methods } from '../../../src-shared/methods.ts';
import type {
  BenchmarkCost,
  BenchmarkRequest,
  BenchmarkRow,
  Entrant,
  RunSeconds,
  TaskResult,
} from '../../../src-shared/model.ts';
import { resultIn } from '../../../src-shared/present/readings.ts';
import type { Store } from '../../store/open.ts';
import type { GridCell } from './grid.ts';
import { meanAndSd } from '../compare/score-curves.ts';

const predictors = ['own', 'probe', 'forest', 'ceiling'] as const;

/** One row a task, metric, predictor, size and method, in the assay where there is one; rows without any value are left out. */
export function benchmarkRows(store: Store, request: BenchmarkRequest, cells: readonly GridCell[]): BenchmarkRow[] {
  const results = new Map<number, TaskResult[]>();
  for (const { run } of cells) if (run?.state === 'succeeded') results.set(run.id, store.results.list(run.id).map((result) => resultIn('assay', result))); // prettier-ignore
  const kinds = new Map([...results.values()].flat().map(({ task, kind }) => [task, kind]));
  const seeingAll = new Set(
    cells
      .filter(({ run }) => run && results.get(run.id)?.some((result) => result.seesAllGenes))
      .map(({ method }) => method),
  );
  const rows: BenchmarkRow[] = [];
  for (const [task, kind] of kinds) {
    for (const metric of metricsOf(kind, 'benchmark')) {
      for (const predictor of predictors) {
        for (const k of request.ks) {
          rows.push(
            ...ranked(
              entrantsOf(request).flatMap((entrant) => {
                const scores = (cells: readonly GridCell[]) =>
                  cells.map(({ run }) => scoreOf(run && results.get(run.id), task, predictor, metric));
                // of the runs of one question each, one has this task
                const values = repetitionsOf(request, cells, entrant, k).map(
                  (ofOne) => scores(ofOne).find((value) => value !== null) ?? null,
                );
                const known = values.filter((value) => value !== null);
                if (known.length === 0) return [];
                const { mean, sd } = meanAndSd(known);
                const seesAllGenes = predictor === 'own' && seeingAll.has(entrant.method);
                return [{ task, metric, predictor, ...entrant, k, values, mean, sd, seesAllGenes, rank: null }];
              }),
            ),
          );
        }
      }
    }
  }
  return rows;
}

function scoreOf(
  results: TaskResult[] | undefined | null,
  task: string,
  predictor: BenchmarkRow['predictor'],
  metric: BenchmarkRow['metric'],
): number | null {
  const found = results?.find((result) => result.task === task);
  const scores = predictor === 'own' ? (found?.own ?? found?.seesAllGenes) : found?.[predictor];
  return (scores as Partial<Record<BenchmarkRow['metric'], number | null>> | null | undefined)?.[metric] ?? null;
}

/**
 * Ranks by mean, 1 for the best; only rows of panels with as many repetitions as the fullest are ranked, and none that
 * stands alone.
 */
function ranked(rows: BenchmarkRow[]): BenchmarkRow[] {
  const most = Math.max(0, ...rows.map(done));
  const competes = (row: BenchmarkRow) => done(row) === most && row.predictor !== 'ceiling' && !row.seesAllGenes;
  const means = rows.filter(competes).map((row) => row.mean ?? 0);
  return rows.map((row) => ({
    ...row,
    rank: competes(row) && means.length > 1 ? 1 + means.filter((mean) => mean > (row.mean ?? 0) + 1e-12).length : null,
  }));
}

const done = ({ values }: BenchmarkRow) => values.filter((value) => value !== null).length;

/** Whether a row is ranked, and why it is not. */
export function rankedInWords(row: BenchmarkRow, rows: readonly BenchmarkRow[]): string {
  if (row.rank !== null) return 'yes';
  if (row.predictor === 'ceiling') return 'no: of all genes';
  if (row.seesAllGenes) return 'no: sees all genes';
  const peers = rows.filter(
    ({ task, metric, predictor, k }) =>
      task === row.task && metric === row.metric && predictor === row.predictor && k === row.k,
  );
  return peers.some((peer) => done(peer) > done(row)) ? 'no: fewer repetitions' : 'no: stands alone';
}

/** The cells of one entrant and size, repetition by repetition: one of all questions, or one of each. */
function repetitionsOf(
  { repetitions }: BenchmarkRequest,
  cells: readonly GridCell[],
  entrant: Entrant,
  k: number,
): GridCell[][] {
  const own = cells.filter((cell) => isEntrant(cell, entrant) && cell.k === k);
  return repetitions.map(({ seed, splitSeed }) =>
    own.filter((cell) => cell.seed === seed && cell.splitSeed === splitSeed),
  );
}

export function benchmarkCosts(store: Store, request: BenchmarkRequest, cells: readonly GridCell[]): BenchmarkCost[] {
  const average = (values: number[]) => (values.length > 0 ? meanAndSd(values).mean : null);
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  return entrantsOf(request).flatMap((entrant) =>
    request.ks.map((k) => {
      const finished = repetitionsOf(request, cells, entrant, k)
        .filter((ofOne) => ofOne.length > 0 && ofOne.every(({ run }) => run?.state === 'succeeded'))
        .map((ofOne) => ofOne.map(({ run }) => store.runs.get(run!.id)!));
      const seconds = finished.map((runs) => runs.flatMap((run) => run.seconds ?? [])).filter(({ length }) => length);
      const peaks = finished
        .map((runs) => runs.flatMap((run) => run.peakMemoryMB ?? []))
        .filter(({ length }) => length);
      return {
        ...entrant,
        k,
        selectSeconds: average(seconds.map((runs) => total(runs.map(({ select }) => select)))),
        seconds: average(seconds.map((runs) => total(runs.map(secondsOf)))),
        peakMemoryMB: average(peaks.map((runs) => Math.max(...runs))),
        models: modelsTrained(entrant, request),
      };
    }),
  );
}

/** Of a whole run. */
export const secondsOf = ({ load, prepare, select, score }: RunSeconds): number => load + prepare + select + score;

/** A method that serves all tasks in one go trains one model, one made for one label trains one for each. */
function modelsTrained({ method, alone }: Entrant, { base }: BenchmarkRequest): number {
  const { labels } = methods[method].can;
  if (labels === 'none') return 0;
  if (alone) return base.taskIds.length;
  return labels === 'all' || base.selectOn !== undefined ? 1 : base.taskIds.length;
}
