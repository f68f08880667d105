/** A finished run for machines (JSON) and for a terminal. */
import { metricsOf, type TaskKind, valuesOf } from '../../src-shared/metrics.ts';
import type {
  Assay,
  CategoricalScores,
  ContinuousScores,
  Dataset,
  Drawn,
  MarkerOverlap,
  PanelListMatch,
  PredictorScores,
  Repeated,
  RunConfig,
  RunDetail,
  TaskResult,
} from '../../src-shared/model.ts';
import { targetResults, targetSentence } from '../../src-shared/recall-targets.ts';
import { settings } from '../../src-shared/settings.ts';
import type { Setting } from '../../src-shared/settings/setting.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { keptPredictor } from '../services/tables/exports.ts';
import { digits, duration, table } from './output.ts';

/** What the command saw besides the run itself. */
export interface Surroundings {
  datasets: Dataset[];
  /** how a panel that was given met the data; null for one that was chosen */
  match: PanelListMatch | null;
  /** markers in the panel; null where no list was named */
  overlap: MarkerOverlap | null;
  /** the same design with whole groups held out; null where it was not asked for */
  byGroup: RunDetail | null;
  /** reading the files into the project, before the run */
  importSeconds: number;
  /** of this process; the run has the training process's */
  memoryMB: number;
}

/** The shape of `--json`. Numbers are as they were computed. */
export function jsonReport(
  run: RunDetail,
  { datasets, match, byGroup, overlap, importSeconds, memoryMB }: Surroundings,
): object {
  const facts = datasets.map(({ name, cells, genes, sha256 }) => ({ name, cells, genes, sha256 }));
  const { load, prepare, select, score } = run.seconds!;
  return {
    panel: run.panel.map((gene) => ({ symbol: shownSymbol(gene), id: gene.id, rank: gene.rank, score: gene.score })),
    ...(match && { given: match, added: run.panel.filter((gene) => !gene.forced).map(shownSymbol) }),
    tasks: tasksReport(run),
    ...(byGroup && {
      byGroup: {
        group: byGroup.config.group,
        panel: byGroup.panel.map(shownSymbol),
        tasks: tasksReport(byGroup),
        notes: byGroup.notes.map((note) => note.what),
      },
    }),
    panelMetrics: run.panelMetrics,
    ...(overlap && { markers: overlap }),
    costOfSharing: sharingReport(run),
    seconds: { load: load + importSeconds, prepare, select, score },
    peakMemoryMB: Math.round(Math.max(run.peakMemoryMB ?? 0, memoryMB)),
    // whose predictions --predictions writes; the score of that one training is `own`, or the first of `seeds`
    predictions: keptPredictor(run.results),
    ...settingsReport(run.config),
    targets: targetResults(run.config.targets ?? [], run.results),
    backend: run.backend,
    selectOn: run.config.tasks.find(({ id }) => id === run.config.selectOn)?.name ?? null,
    leaveOut: run.config.datasets.find(({ id }) => id === run.config.leaveOut)?.name ?? null,
    taskWeights: Object.fromEntries(run.config.tasks.map(({ name, weight }) => [name, weight])),
    version: run.appVersion,
    dataset: facts[0],
    // the first one is `dataset`; here are all of them
    datasets: facts,
    notes: run.notes.map((note) => note.what),
  };
}

/** Every setting by its key; what was not set is null, a switch that is off is false. */
const settingsReport = (config: RunConfig): object =>
  Object.fromEntries(
    Object.entries<Setting>(settings)
      .filter(([, { asked }]) => !asked)
      .map(([key, { is }]) => [key, config[key as keyof RunConfig] ?? (is.kind === 'switch' ? false : null)]),
  );

/** Every task by name; one that cannot be scored says so. */
function tasksReport({ results, config }: RunDetail): object {
  return Object.fromEntries(
    config.tasks.map(({ name }) => {
      const result = results.find(({ task }) => task === name);
      return [name, result ? taskReport(result) : { scorable: false }];
    }),
  );
}

function taskReport(result: TaskResult): object {
  const { kind, trainCells, validationCells, testCells } = result;
  const common = {
    kind,
    ...(result.assay && { assay: assayReport(result.assay) }),
    trainCells,
    validationCells,
    testCells,
    notScorable: result.notScorable ?? [],
    byDataset: byDataset(result),
  };
  return result.kind === 'categorical'
    ? {
        ...common,
        classes: result.classes,
        ceiling: metricsIn('categorical', result.ceiling),
        own: result.own && { ...metricsIn('categorical', result.own), perClass: result.own.perClass },
        probe: result.probe && repeatedReport(result.probe),
        forest: repeatedReport(result.forest),
      }
    : {
        ...common,
        ceiling: metricsIn('continuous', result.ceiling),
        own: result.own && metricsIn('continuous', result.own),
        probe: result.probe && { ...metricsIn('continuous', result.probe), seeds: result.probe.seeds },
        forest: { ...metricsIn('continuous', result.forest), seeds: result.forest.seeds },
      };
}

/** Scores in the assay: of every predictor the same numbers, and the headline score in each draw. */
function assayReport({ own, probe, forest, ceiling, transferred }: NonNullable<TaskResult['assay']>): object {
  type Scores = Drawn<CategoricalScores> | Drawn<ContinuousScores>;
  const of = (scores: Scores | null) =>
    scores && {
      ...('perClass' in scores
        ? { ...metricsIn('categorical', scores), perClass: scores.perClass }
        : metricsIn('continuous', scores)),
      sd: scores.sd,
      draws: scores.draws,
    };
  return {
    own: of(own),
    probe: of(probe),
    forest: of(forest),
    ceiling: of(ceiling),
    transferred: { probe: of(transferred.probe), forest: of(transferred.forest) },
  };
}

/** Scores on the test cells of each data set, by its name; left out where there is one. */
const byDataset = ({ byDataset }: TaskResult) =>
  byDataset && Object.fromEntries(byDataset.map(({ dataset, ...scores }) => [dataset, scores]));

/** The metrics of a predictor's scores. */
const metricsIn = (kind: TaskKind, scores: CategoricalScores | ContinuousScores) => valuesOf(scores, metricsOf(kind));

/** Scores of several trainings, class by class too. */
const repeatedReport = (scores: Repeated<CategoricalScores>) => ({
  ...metricsIn('categorical', scores),
  seeds: scores.seeds,
  perClass: scores.perClass,
});

/** What each task reaches with a panel of its own, and how much less with the shared one; null where nobody asked. */
function sharingReport({ alone = [], headline }: RunDetail): object | null {
  const rows = headline.flatMap((shared) => {
    const own = alone.find(({ task, headline }) => task === shared.task && headline)?.headline;
    if (!own) return [];
    const scores = (one: typeof shared) => ({ own: one.own, probe: one.probe, forest: one.forest });
    const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
    const cost = {
      own: less(own.own, shared.own),
      probe: less(own.probe, shared.probe),
      forest: less(own.forest, shared.forest),
    };
    return [[shared.task, { metric: shared.metric, alone: scores(own), shared: scores(shared), cost }]];
  });
  return rows.length > 0 ? (Object.fromEntries(rows) as object) : null;
}

/**
 * A short summary to read: scores of each task, then the genes.
 *
 * @param byGroup the same design with whole groups held out
 */
export function textReport(run: RunDetail, byGroup: RunDetail | null, overlap: MarkerOverlap | null): string {
  const scoresOf = ({ headline, results }: RunDetail) =>
    headline.flatMap((score) => {
      const row = (where: string, { own, probe, forest, ceiling }: PredictorScores) => [
        score.task,
        ...(isInAssay ? [where] : []),
        score.metric,
        digits(own),
        digits(probe),
        digits(forest),
        digits(ceiling),
        String(results.find((result) => result.task === score.task)!.testCells),
      ];
      return [row('in the assay', score), ...(score.asSequenced ? [row('as sequenced', score.asSequenced)] : [])];
    });
  const isInAssay = run.headline.some(({ asSequenced }) => asSequenced);
  const scoreHead = ['task', ...(isInAssay ? ['read'] : []), 'score', 'own', 'probe', 'forest', 'all genes', 'test cells']; // prettier-ignore
  const perDataset = run.results.flatMap((result) =>
    (result.byDataset ?? []).map(({ dataset, own, probe, forest, testCells }) => [
      result.task,
      dataset,
      digits(own),
      digits(probe),
      digits(forest),
      String(testCells),
    ]),
  );
  const genes = run.panel.map((gene) => [
    String(gene.rank),
    shownSymbol(gene),
    gene.id && gene.id !== shownSymbol(gene) ? gene.id : '',
    `${(gene.detected * 100).toFixed(0)} %`,
    gene.forced ? 'must-have' : '',
  ]);
  const total = run.seconds ? Object.values(run.seconds).reduce((sum, part) => sum + part, 0) : 0;
  return [
    `${run.name}: ${run.panel.length} genes in ${duration(total)}`,
    '',
    table([scoreHead, ...scoresOf(run)]),
    '',
    ...(perDataset.length > 0
      ? [table([['task', 'on', 'own', 'probe', 'forest', 'test cells'], ...perDataset]), '']
      : []),
    ...targetLines(run),
    ...sharingLines(run),
    ...(byGroup
      ? [
          `designed anew with whole groups of ${byGroup.config.group} held out:`,
          table([scoreHead, ...scoresOf(byGroup)]),
          '',
        ]
      : []),
    "own: the method's predictor; probe: the network trained again on the panel; forest: a random forest on it;",
    'all genes: what every gene together reaches. Probe and forest are means of 3 seeds.',
    ...(isInAssay && run.config.assay ? assayLines(run.config.assay) : []),
    '',
    ...(overlap ? [`markers in the panel: ${overlap.inPanel} of ${overlap.markers}`, ''] : []),
    table([['rank', 'gene', 'Ensembl ID', 'detected', ''], ...genes]),
    '',
  ].join('\n');
}

function assayLines({ name, capture: [least, most], efficiencySd, background }: Assay): string[] {
  const share = least === most ? String(most) : `${least} to ${most}`;
  return [
    `in the assay (${name}): the test cells as it would count them, mean of 5 draws: ${share} molecules for one of the reference,`,
    `genes differ in that by a factor of ${Math.exp(efficiencySd).toFixed(1)} (one standard deviation), ${background} false molecules a gene and cell,`,
    'cells scaled by the total of the panel’s own genes.',
  ];
}

function targetLines({ config, results }: RunDetail): string[] {
  const lines = targetResults(config.targets ?? [], results).map(targetSentence);
  return lines.length > 0 ? ['classes that must not be missed:', ...lines.map((line) => `  ${line}`), ''] : [];
}

function sharingLines({ alone = [], headline }: RunDetail): string[] {
  const rows = headline.flatMap((shared) => {
    const own = alone.find(({ task, headline }) => task === shared.task && headline)?.headline;
    if (!own) return [];
    const both = (a: number | null, b: number | null) => `${digits(a)} / ${digits(b)}`;
    return [[shared.task, both(own.own, shared.own), both(own.probe, shared.probe), both(own.forest, shared.forest)]];
  });
  if (rows.length === 0) return [];
  return ['with a panel of its own / with this one:', table([['task', 'own', 'probe', 'forest'], ...rows]), ''];
}
