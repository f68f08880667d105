/**
 * The scores of a task's predictions. What is shown of a score, and where, is said here; how it is computed, in
 * `evaluation/metrics.ts`, which does not compile without it.
 */

/** What a task asks for: classes, or numbers. */
export type TaskKind = 'categorical' | 'continuous';

interface MetricRow {
  name: string;
  /** what it is, by which the engine computes it */
  definition: string;
  task: TaskKind;
  better: 'more' | 'less';
  /** true where some test cells leave it without a value */
  maybeNull?: true;
  /** where less than everything is shown, and this all the same; `agreement` is that of predictions with labels */
  shownIn: readonly ('comparison' | 'benchmark' | 'agreement')[];
}

export const metrics = {
  macroF1: {
    name: 'macro-F1',
    definition:
      'Mean of the classes’ F1, every class counting the same; over the classes that occur in truth or predictions. F1 is the harmonic mean of precision and recall. 1 is best.',
    task: 'categorical',
    better: 'more',
    shownIn: ['comparison', 'benchmark', 'agreement'],
  },
  weightedF1: {
    name: 'weighted F1',
    definition: 'Mean of the classes’ F1, weighted by their test cells. 1 is best.',
    task: 'categorical',
    better: 'more',
    shownIn: [],
  },
  accuracy: {
    name: 'accuracy',
    definition: 'Share of the labelled test cells whose class is called right.',
    task: 'categorical',
    better: 'more',
    shownIn: ['comparison', 'benchmark', 'agreement'],
  },
  balancedAccuracy: {
    name: 'balanced accuracy',
    definition: 'Mean of the classes’ recall, every class counting the same. 1 is best.',
    task: 'categorical',
    better: 'more',
    shownIn: ['comparison'],
  },
  auroc: {
    name: 'AUROC',
    definition:
      'Area under the ROC curve, each class against the rest, mean over the classes with test cells of both kinds: the chance that a cell of the class is ranked above a cell of another. 0.5 is guessing.',
    task: 'categorical',
    better: 'more',
    maybeNull: true,
    shownIn: ['comparison', 'benchmark'],
  },
  auprc: {
    name: 'AUPRC',
    definition:
      'Average precision, each class against the rest, mean over the classes with test cells of both kinds. Guessing gives the class’s share of the cells.',
    task: 'categorical',
    better: 'more',
    maybeNull: true,
    shownIn: ['comparison', 'benchmark'],
  },
  r2: {
    name: 'R²',
    definition: 'Share of the variance of the value that is predicted, on test cells. 0 is no better than their mean.',
    task: 'continuous',
    better: 'more',
    shownIn: ['comparison', 'benchmark', 'agreement'],
  },
  mse: {
    name: 'mean squared error',
    definition: 'Mean squared difference of value and prediction. Less is better.',
    task: 'continuous',
    better: 'less',
    shownIn: ['comparison'],
  },
  pearson: {
    name: 'Pearson r',
    definition: 'Linear correlation of value and prediction over test cells.',
    task: 'continuous',
    better: 'more',
    maybeNull: true,
    shownIn: ['comparison', 'benchmark'],
  },
} as const satisfies Record<string, MetricRow>;

type Rows = typeof metrics;
export type Metric = keyof Rows;
export type MetricOf<Kind extends TaskKind> = { [M in Metric]: Rows[M]['task'] extends Kind ? M : never }[Metric];

/** The metrics of a task's predictions, each with its value. */
export type MetricValues<Kind extends TaskKind> = {
  [M in MetricOf<Kind>]: Rows[M] extends { maybeNull: true } ? number | null : number;
};

/** The one number of a task that lists and comparisons show. */
const headlines = { categorical: 'macroF1', continuous: 'r2' } as const satisfies { [K in TaskKind]: MetricOf<K> };
export type HeadlineLabel = Rows[(typeof headlines)[TaskKind]]['name'];

export const isHeadline = (metric: Metric): boolean => Object.values<Metric>(headlines).includes(metric);
export const headlineLabel = (kind: TaskKind): HeadlineLabel => metrics[headlines[kind]].name;
export const headlineMetric = (kind: TaskKind): Metric => headlines[kind];

/** Macro-F1 of classes, R² of numbers. */
export function headlineOf(scores: { macroF1: number } | { r2: number }): number {
  return headlines.categorical in scores ? scores.macroF1 : scores.r2;
}

const keys = Object.keys(metrics) as Metric[];

/** `macro-F1 0.912, accuracy 0.953`: how far predictions agree with labels. */
export const agreementText = (
  kind: TaskKind,
  values: Partial<Record<Metric, number | null>>,
  format: (value: number | null) => string,
): string =>
  metricsOf(kind, 'agreement')
    .map((metric) => `${metrics[metric].name} ${format(values[metric] ?? null)}`)
    .join(', ');

/** The metrics of a kind of task, in the order in which they are shown; those of a narrower table, if one is named. */
export function metricsOf(kind: TaskKind, table?: MetricRow['shownIn'][number]): Metric[] {
  return keys.filter((key) => {
    const row: MetricRow = metrics[key];
    return row.task === kind && (table === undefined || row.shownIn.includes(table));
  });
}

export const lessIsBetter = (metric: Metric): boolean => metrics[metric].better === 'less';

/** Some metrics of scores, each with its value. */
export const valuesOf = (scores: object, chosen: readonly Metric[]): Partial<Record<Metric, number | null>> =>
  Object.fromEntries(chosen.map((metric) => [metric, valueOf(scores, metric)]));

/** A score of a task's predictions; null where there are none, or they have no such score. */
export function valueOf(scores: object | null | undefined, metric: Metric): number | null {
  return (scores as Partial<Record<Metric, number | null>> | null | undefined)?.[metric] ?? null;
}
