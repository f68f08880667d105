/** Runs side by side: settings that differ, scores with differences, classes, genes. The first run is the reference. */
import { isHeadline, metricsOf, valueOf } from '../../../src-shared/metrics.ts';
import type { Handlers } from '../../../src-shared/contract.ts';
import type {
  CategoricalResult,
  ComparedScore,
  Comparison,
  PanelGene,
  Predictor,
  TaskResult,
} from '../../../src-shared/model.ts';
import { resultIn } from '../../../src-shared/present/readings.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject } from '../context.ts';
import { compareSettings } from './compared-settings.ts';
import { comparisonTable } from './comparison-table.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';
import { csvFile } from '../tables/exports.ts';
import { replacements } from './replacements.ts';
import { findFinished } from '../runs/runs.ts';
import { meanAndSd, scoreCurves } from './score-curves.ts';
import { seedStability } from './stability.ts';

type ComparisonHandlers = Pick<Handlers, 'comparisons.compute' | 'comparisons.export' | 'comparisons.replacements'>;

export function comparisonHandlers(context: Context): ComparisonHandlers {
  return {
    'comparisons.compute': ({ runIds }) => compare(openProject(context).store, runIds),
    'comparisons.replacements': ({ runIds }) => {
      const { store } = openProject(context);
      return replacements(
        store,
        [...new Set(runIds)].map((id) => findFinished(store, id)),
      );
    },
    'comparisons.export': ({ runIds }) =>
      csvFile('comparison.csv', comparisonTable(compare(openProject(context).store, runIds))),
  };
}

/** @throws AppError for a run that is not there or has no panel */
export function compare(store: Store, runIds: readonly number[]): Comparison {
  const runs = [...new Set(runIds)].map((id) => findFinished(store, id));
  const reference = runs[0];
  const panels = runs.map((run) => store.panels.list(run.id));
  const results = runs.map((run) => store.results.list(run.id));
  const comparable = runs.map((run) => run.config.splitId === reference.config.splitId);
  const inAssay = results.map((run) => run.flatMap((result) => (result.assay ? [resultIn('assay', result)] : [])));
  const assayOf = ({ config }: (typeof runs)[number]) => JSON.stringify(config.assay ?? null);
  const sameAssay = runs.map((run) => assayOf(run) === assayOf(reference));
  return {
    runs: runs.map(({ id, name, config, seconds, peakMemoryMB, backend }) => ({
      id,
      name,
      method: config.method,
      k: config.k,
      seed: config.seed,
      splitId: config.splitId,
      seconds,
      peakMemoryMB,
      backend,
    })),
    reference: reference.id,
    settings: compareSettings(runs),
    scores: [
      ...(inAssay.some(hasAny)
        ? compareScores(
            inAssay,
            comparable.map((one, r) => one && sameAssay[r]),
            'assay',
          )
        : []),
      ...compareScores(results, comparable, 'sequenced'),
    ],
    recalls: compareRecalls(results.map((run) => run.map((result) => resultIn('assay', result)))),
    genes: compareGenes(panels),
    curves: scoreCurves(runs, store.runs.list()),
    stability: seedStability(runs, panels),
    notes: [
      ...runs
        .filter((_, r) => comparable[r] && !sameAssay[r])
        .map((run) => `${run.name} was designed for another assay than ${reference.name}, so differences between their scores in the assay are not shown.`), // prettier-ignore
      ...runs
        .filter((_, r) => !comparable[r])
        .map(
          (run) =>
            `${run.name} was scored on other test cells than ${reference.name} (other split, data or tasks), so differences between their scores are not shown.`,
        ),
    ],
  };
}

const hasAny = (results: TaskResult[]) => results.length > 0;

function compareScores(results: TaskResult[][], comparable: boolean[], read: ComparedScore['read']): ComparedScore[] {
  return tasksOf(results).flatMap(({ name, kind }) =>
    metricsOf(kind, 'comparison').flatMap((metric) =>
      (['own', 'probe', 'forest', 'ceiling'] as const).map((predictor) => {
        const values = results.map((run) => valueOf(find(run, name)?.[predictor], metric));
        return {
          task: name,
          metric,
          predictor,
          read,
          values,
          spreads: results.map((run) => spreadOf(find(run, name), predictor, metric)),
          differences: values.map((value, r) =>
            r === 0 || !comparable[r] || value === null || values[0] === null ? null : value - values[0],
          ),
        };
      }),
    ),
  );
}

/** Only the headline score is kept by seed. */
function spreadOf(
  result: TaskResult | undefined,
  predictor: Predictor,
  metric: ComparedScore['metric'],
): number | null {
  if (!result || !isHeadline(metric) || (predictor !== 'probe' && predictor !== 'forest')) return null;
  const seeds = result[predictor]?.seeds ?? [];
  return seeds.length > 0 ? meanAndSd(seeds).sd : null;
}

function compareRecalls(results: TaskResult[][]): Comparison['recalls'] {
  return tasksOf(results)
    .filter((task) => task.kind === 'categorical')
    .flatMap(({ name }) => {
      const ofRuns = results.map((run) => find(run, name) as CategoricalResult | undefined);
      const classes = [...new Set(ofRuns.flatMap((result) => result?.classes ?? []))];
      const recall = (
        result: CategoricalResult | undefined,
        predictor: 'own' | 'probe' | 'forest',
        className: string,
      ) => {
        const score = result?.[predictor]?.perClass.find((candidate) => candidate.name === className);
        // without a test cell there is no recall, not a recall of zero
        return score && score.support > 0 ? score.recall : null;
      };
      const testCells = (className: string) =>
        Math.max(
          0,
          ...ofRuns.map((result) => result?.forest.perClass.find((one) => one.name === className)?.support ?? 0),
        );
      return classes.map((className) => ({
        task: name,
        className,
        testCells: testCells(className),
        own: ofRuns.map((result) => recall(result, 'own', className)),
        probe: ofRuns.map((result) => recall(result, 'probe', className)),
        forest: ofRuns.map((result) => recall(result, 'forest', className)),
      }));
    });
}

function compareGenes(panels: PanelGene[][]): Comparison['genes'] {
  const ranks = panels.map((panel) => new Map(panel.map((gene) => [gene.name, gene.rank])));
  const symbols = new Map(panels.flat().map((gene) => [gene.name, shownSymbol(gene)]));
  const table = [...symbols].map(([gene, symbol]) => ({
    gene,
    symbol,
    ranks: ranks.map((ofRun) => ofRun.get(gene) ?? null),
  }));
  const chosen = (row: (typeof table)[number]) => row.ranks.filter((rank) => rank !== null);
  const meanRank = (row: (typeof table)[number]) =>
    chosen(row).reduce((sum, rank) => sum + rank, 0) / chosen(row).length;
  table.sort((a, b) => chosen(b).length - chosen(a).length || meanRank(a) - meanRank(b));
  return {
    sharedByAll: table.filter((row) => chosen(row).length === panels.length).map((row) => row.gene),
    private: panels.map((_, r) =>
      table.filter((row) => chosen(row).length === 1 && row.ranks[r] !== null).map((row) => row.gene),
    ),
    table,
  };
}

const find = (results: TaskResult[], task: string) => results.find((result) => result.task === task);

/** Tasks of any run, in the order in which they first occur. */
function tasksOf(results: TaskResult[][]): { name: string; kind: TaskResult['kind'] }[] {
  const kinds = new Map(results.flat().map((result) => [result.task, result.kind]));
  return [...kinds].map(([name, kind]) => ({ name, kind }));
}
