/** What a grid of runs shows: scores with spread and rank, what they cost, and the finding in plain words. */
import { methods } from '../../src-preload/methods.ts';
import type { Method } from '../../src-preload/methods.ts';
import type { BenchmarkCost, BenchmarkRequest, BenchmarkRow, TaskResult } from '../../src-preload/model.ts';
import { pairedTest } from '../evaluation/paired.ts';
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

/** Below this a difference is not worth a word. */
const ALIKE = 0.005;
const CHANCE = 0.05;

/**
 * What the table says, sentence by sentence. Methods are compared by the headline score of the predictor that is the same
 * for all (the probe, else the forest), averaged over tasks and sizes within each repetition, so that repetitions are what
 * is counted.
 */
export function benchmarkWords(request: BenchmarkRequest, rows: readonly BenchmarkRow[]): string[] {
  const predictor = rows.some((row) => row.predictor === 'probe') ? 'probe' : 'forest';
  const headline = rows.filter(
    (row) => row.predictor === predictor && (row.metric === 'macroF1' || row.metric === 'r2'),
  );
  if (headline.length === 0) return ['No run of this comparison is finished yet.'];
  const tasks = new Set(headline.map(({ task }) => task)).size;
  const full = tasks * request.ks.length;
  const entrants = request.methods
    .map((method) => {
      const own = headline.filter((row) => row.method === method);
      const whole = request.repetitions.map((_, r) => {
        const values = own.flatMap((row) => row.values[r] ?? []);
        return values.length === full ? values.reduce((sum, value) => sum + value, 0) / full : null;
      });
      const known = whole.filter((value) => value !== null);
      return { method, whole, known, mean: known.length > 0 ? meanAndSd(known).mean : null };
    })
    .filter((entrant): entrant is typeof entrant & { mean: number } => entrant.mean !== null)
    .sort((a, b) => b.mean - a.mean);
  const missing = request.methods.filter((method) => !entrants.some((entrant) => entrant.method === method));
  const unfinished = missing.length
    ? [`Not finished, and so not compared here: ${missing.map((method) => methods[method].name).join(', ')}.`]
    : [];
  const [best, second] = entrants;
  if (!best) return unfinished;
  const by = predictor === 'probe' ? 'the same network trained anew on each panel' : 'a random forest on each panel';
  const metric = headline.every((row) => row.metric === 'macroF1')
    ? 'macro-F1'
    : headline.every((row) => row.metric === 'r2')
      ? 'R²'
      : 'macro-F1 or R²';
  const over = [
    tasks > 1 ? `${tasks} questions` : '',
    request.ks.length > 1 ? `${request.ks.length} panel sizes` : `panels of ${request.ks[0]} genes`,
    request.repetitions.length > 1 ? `${request.repetitions.length} repetitions` : 'one repetition',
  ].filter(Boolean);
  const first = `Judged by ${by}, over ${over.join(', ')}: ${methods[best.method].name} reaches the highest mean ${metric} (${best.mean.toFixed(3)}).`;
  if (!second) return [first, ...unfinished];
  return [first, ...entrants.slice(1, 4).map((other) => beside(request, best, other)), caution(request), ...unfinished];
}

interface Entrant {
  method: Method;
  whole: (number | null)[];
  mean: number;
}

function beside({ repetitions, base }: BenchmarkRequest, best: Entrant, other: Entrant): string {
  const name = methods[other.method].name;
  const pairs = repetitions.flatMap((_, r) => {
    const [a, b] = [best.whole[r], other.whole[r]];
    return a === null || b === null ? [] : [[a, b] as const];
  });
  if (pairs.length === 0) return `${name} has no repetition in common with it.`;
  const { difference, ahead, p } = pairedTest(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
    base.testFraction,
  );
  const distance =
    Math.abs(difference) < ALIKE
      ? `${name} does about as well (${other.mean.toFixed(3)})`
      : `${name} is ${difference.toFixed(3)} behind (${other.mean.toFixed(3)})`;
  const verdict =
    p === null
      ? 'with one repetition nobody can say whether that is more than chance'
      : p < CHANCE
        ? `more than chance explains (p ${p < 0.001 ? '< 0.001' : p.toFixed(3)}, corrected paired t-test over splits)`
        : `this may be chance (p ${p.toFixed(2)}, corrected paired t-test over splits)`;
  const wins = pairs.length > 1 ? `, in ${ahead} of ${pairs.length} repetitions` : '';
  return `${distance}${wins}; ${verdict}.`;
}

function caution({ repetitions }: BenchmarkRequest): string {
  const splits = new Set(repetitions.map(({ splitSeed }) => splitSeed)).size;
  if (splits < 2) return 'All repetitions share one split, so this says how they differ by seed, not on other cells.';
  if (splits < 5)
    return `With ${splits} splits only large differences can be told from chance; more splits tell smaller ones.`;
  return 'The best of several methods is a little flattered by having been picked; differences near the limit deserve more splits.';
}
