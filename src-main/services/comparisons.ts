/** Runs side by side: settings that differ, scores with differences, classes, genes. The first run is the reference. */
import { limitWords } from '../../src-preload/gene-families.ts';
import type { Handlers } from '../../src-preload/contract.ts';
import type {
  CategoricalResult,
  ComparedScore,
  Comparison,
  PanelGene,
  Predictor,
  RunConfig,
  TaskResult,
  YotoSettings,
} from '../../src-preload/model.ts';
import { methods } from '../../src-preload/methods.ts';
import type { Store } from '../store/open.ts';
import type { RunRow } from '../store/runs.ts';
import type { Context } from './context.ts';
import { openProject } from './context.ts';
import type { Cell } from './csv.ts';
import { csvFile, shownSymbol } from './exports.ts';
import { replacements } from './replacements.ts';
import { findFinished } from './runs.ts';
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
    scores: compareScores(results, comparable),
    recalls: compareRecalls(results),
    genes: compareGenes(panels),
    curves: scoreCurves(runs, store.runs.list()),
    stability: seedStability(runs, panels),
    notes: runs
      .filter((_, r) => !comparable[r])
      .map(
        (run) =>
          `${run.name} was scored on other test cells than ${reference.name} (other split, data or tasks), so differences between their scores are not shown.`,
      ),
  };
}

const yotoLabels: Record<keyof YotoSettings, string> = {
  steps: 'Training steps',
  batch: 'Cells a step',
  hidden: 'Hidden units',
  learningRate: 'Learning rate',
  scoreTravel: 'Score travel',
  dropout: 'Dropout',
  geneDropout: 'Gene dropout',
  blend: 'Blending',
  screen: 'Genes that compete',
  restarts: 'Restarts',
  gumbel: 'Gumbel noise',
  temperatureStart: 'Temperature at the start',
  temperatureEnd: 'Temperature at the end',
  annealing: 'Annealing',
  classBalance: 'Class balance',
};

function compareSettings(runs: RunRow[]): Comparison['settings'] {
  const row = (key: string, label: string, valueOf: (config: RunConfig, run: RunRow) => string) => {
    const values = runs.map((run) => valueOf(run.config, run));
    return { key, label, values, differs: new Set(values).size > 1 };
  };
  return [
    row('datasets', 'Data sets', (config) => config.datasets.map((dataset) => dataset.name).join(', ')),
    row('tasks', 'Tasks', (config) => config.tasks.map((task) => task.name).join(', ')),
    row('method', 'Method', (config) => config.method),
    ...methodSettingNames(runs).map(({ name, label }) =>
      row(`methodSettings.${name}`, label, (config) => String(config.methodSettings?.[name] ?? '')),
    ),
    row('selectOn', 'Selected on', (config) => config.tasks.find(({ id }) => id === config.selectOn)?.name ?? ''),
    row('k', 'Panel size', (config) => String(config.k)),
    row('mustInclude', 'Genes that must be in', (config) => someOf(config.mustInclude)),
    row('exclude', 'Genes left out', (config) => someOf(config.exclude)),
    row('start', 'Starting panel', (config) => someOf(config.start ?? [])),
    row('candidates', 'Chosen from', (config) => someOf(config.candidates ?? [])),
    row('limits', 'Limits on genes', (config) => limitWords(config).join(', ')),
    row('batchZscore', 'z-scored within data sets', (config) => (config.batchZscore ? 'yes' : 'no')),
    row(
      'leaveOut',
      'Data set left out',
      (config) => config.datasets.find(({ id }) => id === config.leaveOut)?.name ?? '',
    ),
    row('weights', 'Weights of questions', (config) =>
      config.tasks
        .filter(({ weight }) => weight !== 1)
        .map(({ name, weight }) => `${name} ${weight}`)
        .join(', '),
    ),
    row('seed', 'Seed', (config) => String(config.seed)),
    row('splitSeed', 'Seed of the split', (config) => String(config.splitSeed)),
    row('split', 'Split', (config) => `#${config.splitId}`),
    row('minClass', 'Smallest class', (config) => String(config.minClass)),
    row('hvg', 'Variable genes kept', (config) => String(config.hvg)),
    ...Object.entries(yotoLabels).map(([key, label]) =>
      row(`settings.${key}`, label, (config) => String(config.settings[key as keyof YotoSettings] ?? '')),
    ),
    row('probeSteps', 'Steps of a probe', (config) => String(config.probeSteps)),
    ...methodSettingRows(runs, row),
    // what follows the name is how fast it was found to be, which differs from run to run
    row('backend', 'Trained by', (_, run) => run.backend?.split(':')[0] ?? ''),
    row('appVersion', 'Version', (_, run) => run.appVersion),
  ];
}

/** Settings of the methods themselves; a run whose method lacks one has nothing there. */
function methodSettingRows(
  runs: RunRow[],
  row: (key: string, label: string, valueOf: (config: RunConfig) => string) => Comparison['settings'][number],
): Comparison['settings'] {
  const keys = new Map(
    runs.flatMap(({ config }) =>
      Object.entries(methods[config.method].settings).map(([key, { label }]) => [key, label] as const),
    ),
  );
  return [...keys].map(([key, label]) =>
    row(`methodSettings.${key}`, label, (config) => String(config.methodSettings?.[key] ?? '')),
  );
}

/** Settings that any of the methods has. */
function methodSettingNames(runs: RunRow[]): { name: string; label: string }[] {
  const labels = new Map(
    runs.flatMap(({ config }) =>
      Object.entries(methods[config.method].settings).map(([name, { label }]) => [name, label] as const),
    ),
  );
  return [...labels].map(([name, label]) => ({ name, label }));
}

const someOf = (names: string[]) =>
  names.length === 0
    ? 'none'
    : names.length <= 8
      ? names.join(', ')
      : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

const metricsOf = {
  categorical: ['macroF1', 'accuracy', 'balancedAccuracy', 'auroc', 'auprc'],
  continuous: ['r2', 'mse', 'pearson'],
} as const;

function compareScores(results: TaskResult[][], comparable: boolean[]): ComparedScore[] {
  return tasksOf(results).flatMap(({ name, kind }) =>
    metricsOf[kind].flatMap((metric) =>
      (['own', 'probe', 'forest', 'ceiling'] as const).map((predictor) => {
        const values = results.map((run) => scoreOf(find(run, name), predictor, metric));
        return {
          task: name,
          metric,
          predictor,
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

function scoreOf(result: TaskResult | undefined, predictor: Predictor, metric: ComparedScore['metric']): number | null {
  const scores = result?.[predictor] as Partial<Record<ComparedScore['metric'], number | null>> | null | undefined;
  return scores?.[metric] ?? null;
}

/** Only the headline score is kept by seed. */
function spreadOf(
  result: TaskResult | undefined,
  predictor: Predictor,
  metric: ComparedScore['metric'],
): number | null {
  if (!result || (metric !== 'macroF1' && metric !== 'r2') || (predictor !== 'probe' && predictor !== 'forest'))
    return null;
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

/** A comparison as one table: section, item, a column a run, and differences from the reference. */
export function comparisonTable(comparison: Comparison): Cell[][] {
  const { runs, settings, scores, recalls, genes, stability, notes } = comparison;
  const others = runs.slice(1).map((run) => `${run.name} − ${runs[0].name}`);
  const none = runs.slice(1).map(() => null);
  return [
    ['section', 'task', 'item', 'predictor', ...runs.map((run) => run.name), ...others],
    ...settings.map((row) => ['setting', null, row.label, null, ...row.values, ...none]),
    ...scores.map((row) => ['score', row.task, row.metric, row.predictor, ...row.values, ...row.differences.slice(1)]),
    ...recalls.flatMap((row) =>
      (['own', 'probe', 'forest'] as const).map((predictor) => [
        'recall',
        row.task,
        row.className,
        predictor,
        ...row[predictor],
        ...none,
      ]),
    ),
    ...genes.table.map((row) => ['gene rank', null, row.symbol, null, ...row.ranks, ...none]),
    ...stability.flatMap(({ runIds, genes: chosen }) =>
      chosen.map(({ symbol, share }) => [
        'chosen over seeds',
        null,
        symbol,
        null,
        ...runs.map((run) => (runIds.includes(run.id) ? share : null)),
        ...none,
      ]),
    ),
    ...notes.map((note) => ['note', null, note, null, ...runs.map(() => null), ...none]),
  ];
}
