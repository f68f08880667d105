/** A finished run's predictor put to use on a data set: labels for its cells, and how they agree with labels it has. */
import { metricsOf, valuesOf } from '../../../src-shared/metrics.ts';
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { ClassCount, Gene, PredictionSummary } from '../../../src-shared/model.ts';
import { type Predicted, predictCells } from '../../engine/predict.ts';
import type { SavedModel } from '../../engine/saved-model.ts';
import { scoreTask } from '../../engine/task-scores.ts';
import { type TaskLabels, mostProbable } from '../../data/labels.ts';
import { meansUnlabelled } from '../../formats/columns.ts';
import { guessSpecies, maybeOneSpecies } from '../../formats/species.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject } from '../context.ts';
import { type Cell, toCsv } from '../tables/csv.ts';
import { csvFile, fileName } from '../tables/exports.ts';
import { loadModel } from './models.ts';
import { findRun } from './runs.ts';
import { learnedCellFindings } from '../cohort/seen-cells.ts';

export function predictionHandlers(context: Context): Pick<Handlers, 'models.predict' | 'models.exportPredictions'> {
  const use = ({ runId, datasetId }: { runId: number; datasetId: number }) => {
    const { store } = openProject(context);
    return predictDataset(loadModel(store, runId), store, datasetId);
  };
  return {
    'models.predict'(input) {
      const { store } = openProject(context);
      const { summary } = use(input);
      const learned = learnedCellFindings(store, findRun(store, input.runId).config, input.datasetId);
      return { ...summary, findings: [...learned, ...summary.findings] };
    },
    'models.exportPredictions'(input) {
      const { summary, rows } = use(input);
      const name = `${findRun(openProject(context).store, input.runId).name} on ${summary.dataset}`;
      return csvFile(`${fileName(name)}.csv`, rows());
    },
  };
}

export interface DatasetPredictions {
  summary: PredictionSummary;
  /** `cell,task,predicted,probability` and the probability of every class, then `truth` where the data have it */
  rows(): Cell[][];
}

/**
 * @param store of the data set; the model may be from elsewhere
 * @throws AppError `not-found` for a data set that is not there; what `predictCells` throws
 */
export function predictDataset(
  model: SavedModel,
  store: Store,
  datasetId: number,
  scaling?: 'all' | 'panel',
): DatasetPredictions {
  const dataset = store.datasets.get(datasetId);
  if (!dataset || store.matrixChunks.extent(datasetId).cells < dataset.cells) {
    throw new AppError(
      'not-found',
      `There is no data set ${datasetId} with cells in this project.`,
      'Choose one from the list.',
    );
  }
  const x = {
    rows: dataset.cells,
    cols: dataset.genes,
    *chunks() {
      const { chunks } = store.matrixChunks.extent(datasetId);
      for (let chunk = 0; chunk < chunks; chunk++) yield store.matrixChunks.read(datasetId, chunk, dataset.genes);
    },
  };
  const genes = store.genes.list(datasetId);
  const cells = { name: dataset.name, otherSpecies: otherSpecies(model, genes), x, kind: dataset.matrix.kind, genes };
  const predicted = predictCells(model, cells, scaling);
  const truths = model.tasks.map((task) => truthOf(store, datasetId, dataset.cells, task));
  const summary = summarise(model, predicted, truths, { name: dataset.name, cells: dataset.cells });
  const labels = truths.map((truth) => truth.labels);
  return { summary, rows: () => table(model, predicted, labels, store.datasets.cellNames(datasetId)) };
}

function otherSpecies(model: SavedModel, genes: readonly Gene[]): { panel: string; data: string } | null {
  const [panel, data] = [guessSpecies(model.genes), guessSpecies(genes)];
  return panel === null || data === null || maybeOneSpecies(panel, data) ? null : { panel, data };
}

/** What a data set says of its cells under a task's name. */
interface Truth {
  /** null where the predictor knows none of the labels */
  labels: TaskLabels | null;
  /** labels that the predictor does not know, the most frequent first; words that mean "no label" aside */
  unknown: ClassCount[];
}

function truthOf(store: Store, datasetId: number, cells: number, task: SavedModel['tasks'][number]): Truth {
  const column = store.obsColumns.get(datasetId, task.name);
  if (!column) return { labels: null, unknown: [] };
  if (task.kind === 'continuous') {
    const y = column.kind === 'continuous' ? Float32Array.from(column.values) : null;
    return { labels: y && { name: task.name, kind: 'continuous', y }, unknown: [] };
  }
  const nameOf = (i: number) =>
    column.kind === 'categorical'
      ? column.codes[i] < 0
        ? ''
        : column.categories[column.codes[i]]
      : Number.isNaN(column.values[i])
        ? ''
        : String(column.values[i]);
  const position = new Map(task.classes.map((name, c) => [name, c]));
  const y = Int32Array.from({ length: cells }, (_, i) => position.get(nameOf(i)) ?? -1);
  const unknown = new Map<string, number>();
  y.forEach((c, i) => {
    const label = c >= 0 ? '' : nameOf(i);
    if (!meansUnlabelled(label)) unknown.set(label, (unknown.get(label) ?? 0) + 1);
  });
  return {
    labels: y.some((c) => c >= 0) ? { name: task.name, kind: 'categorical', classes: task.classes, y } : null,
    unknown: [...unknown].map(([name, count]) => ({ name, cells: count })).sort((a, b) => b.cells - a.cells),
  };
}

function summarise(
  model: SavedModel,
  predicted: Predicted,
  truths: Truth[],
  data: { name: string; cells: number },
): PredictionSummary {
  return {
    dataset: data.name,
    cells: data.cells,
    genes: {
      panel: model.genes.length,
      found: predicted.found.length,
      missing: predicted.missing.map(({ name }) => name),
    },
    normalisation: predicted.normalisation,
    findings: predicted.findings,
    tasks: model.tasks.map((task, t) => {
      const values = predicted.tasks[t];
      const { labels: truth, unknown } = truths[t];
      const scores = truth && scoreTask(truth, values);
      const labelled = truth
        ? Array.from(truth.y).filter((y) => (truth.kind === 'categorical' ? y >= 0 : !Number.isNaN(y))).length
        : 0;
      const agreement = scores && {
        cells: labelled,
        ...valuesOf(scores, metricsOf(task.kind, 'agreement')),
      };
      const all = labelled + unknown.reduce((sum, { cells }) => sum + cells, 0);
      const right = scores && 'accuracy' in scores ? scores.accuracy * labelled : 0;
      const told = { agreement, labelled: all, unknown };
      if (task.kind === 'continuous') {
        const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
        return { task: task.name, kind: task.kind, classes: [], mean, confidence: null, accuracyOfAll: null, ...told };
      }
      const counts = new Array<number>(task.classes.length).fill(0);
      let confidence = 0;
      mostProbable(values, task.classes.length).forEach((c, i) => {
        counts[c]++;
        confidence += values[i * task.classes.length + c];
      });
      return {
        task: task.name,
        kind: task.kind,
        classes: task.classes.map((name, c) => ({ name, cells: counts[c] })),
        mean: null,
        confidence: confidence / Math.max(1, data.cells),
        accuracyOfAll: all > 0 ? right / all : null,
        ...told,
      };
    }),
  };
}

function table(model: SavedModel, predicted: Predicted, truths: (TaskLabels | null)[], names: string[]): Cell[][] {
  const classes = [...new Set(model.tasks.flatMap((task) => task.classes))];
  const header: Cell[] = ['cell', 'task', 'predicted', 'probability', ...classes.map((name) => `p:${name}`), 'truth'];
  const body = model.tasks.flatMap((task, t) => {
    const values = predicted.tasks[t];
    const width = task.classes.length;
    const truth = truths[t];
    const best = task.kind === 'categorical' ? mostProbable(values, width) : null;
    return names.map((name, i): Cell[] => {
      const known =
        truth?.kind === 'categorical' ? (truth.y[i] >= 0 ? truth.classes[truth.y[i]] : null) : (truth?.y[i] ?? null);
      const probabilities = classes.map((label) => {
        const c = task.classes.indexOf(label);
        return c < 0 ? null : values[i * width + c];
      });
      return best
        ? [name, task.name, task.classes[best[i]], values[i * width + best[i]], ...probabilities, known]
        : [name, task.name, values[i], null, ...probabilities, known];
    });
  });
  return [header, ...body];
}

/** The predictions as CSV. */
export const predictionsCsv = (predictions: DatasetPredictions): string => toCsv(predictions.rows());
