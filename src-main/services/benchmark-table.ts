/** What a grid of runs shows: scores with spread and rank, what they cost, and the finding in plain words. */
import { methods } from '../../src-preload/methods.ts';
import type { Method } from '../../src-preload/methods.ts';
import type { BenchmarkCost, BenchmarkRequest, BenchmarkRow, TaskResult } from '../../src-preload/model.ts';
import type { Store } from '../store/open.ts';
import type { GridCell } from './benchmark-grid.ts';
import { meanAndSd } from './score-curves.ts';

const metricsOf = {
  categorical: ['macroF1', 'accuracy', 'auroc', 'auprc'],
  continuous: ['r2', 'pearson'],
} as const;
const predictors = ['own', 'probe', 'forest', 'ceiling'] as const;

/** One row a task, metric, predictor, size and method; rows without any value are left out. */
export function benchmarkRows(store: Store, request: BenchmarkRequest, cells: readonly GridCell[]): BenchmarkRow[] {
  const results = new Map<number, TaskResult[]>();
  for (const { run } of cells) if (run?.state === 'succeeded') results.set(run.id, store.results.list(run.id));
  const kinds = new Map([...results.values()].flat().map(({ task, kind }) => [task, kind]));
  const rows: BenchmarkRow[] = [];
  for (const [task, kind] of kinds) {
    for (const metric of metricsOf[kind]) {
      for (const predictor of predictors) {
        for (const k of request.ks) {
          rows.push(
            ...ranked(
              request.methods.flatMap((method) => {
                const values = cells
                  .filter((cell) => cell.method === method && cell.k === k)
                  .map(({ run }) => scoreOf(run && results.get(run.id), task, predictor, metric));
                const known = values.filter((value) => value !== null);
                if (known.length === 0) return [];
                const { mean, sd } = meanAndSd(known);
                return [{ task, metric, predictor, method, k, values, mean, sd, rank: null }];
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
  const scores = results?.find((result) => result.task === task)?.[predictor];
  return (scores as Partial<Record<BenchmarkRow['metric'], number | null>> | null | undefined)?.[metric] ?? null;
}

/** Ranks by mean, 1 for the best; only rows with as many repetitions as the fullest are ranked. */
function ranked(rows: BenchmarkRow[]): BenchmarkRow[] {
  const done = ({ values }: BenchmarkRow) => values.filter((value) => value !== null).length;
  const most = Math.max(0, ...rows.map(done));
  const means = rows.filter((row) => done(row) === most && row.predictor !== 'ceiling').map((row) => row.mean ?? 0);
  return rows.map((row) => ({
    ...row,
    rank:
      done(row) === most && row.predictor !== 'ceiling'
        ? 1 + means.filter((mean) => mean > (row.mean ?? 0) + 1e-12).length
        : null,
  }));
}

export function benchmarkCosts(store: Store, request: BenchmarkRequest, cells: readonly GridCell[]): BenchmarkCost[] {
  const average = (values: number[]) => (values.length > 0 ? meanAndSd(values).mean : null);
  return request.methods.flatMap((method) =>
    request.ks.map((k) => {
      const runs = cells
        .filter((cell) => cell.method === method && cell.k === k && cell.run?.state === 'succeeded')
        .map(({ run }) => store.runs.get(run!.id)!);
      const seconds = runs.flatMap((run) => run.seconds ?? []);
      return {
        method,
        k,
        selectSeconds: average(seconds.map(({ select }) => select)),
        seconds: average(seconds.map(({ load, prepare, select, score }) => load + prepare + select + score)),
        peakMemoryMB: average(runs.flatMap((run) => run.peakMemoryMB ?? [])),
        models: modelsTrained(method, request),
      };
    }),
  );
}

/** A method that serves all tasks in one go trains one model, one made for one label trains one for each. */
function modelsTrained(method: Method, { base }: BenchmarkRequest): number {
  const { labels } = methods[method].can;
  if (labels === 'none') return 0;
  return labels === 'all' || base.selectOn !== undefined ? 1 : base.taskIds.length;
}
