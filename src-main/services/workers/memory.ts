/** How much memory a run will want, before it starts: so that the queue starts no more than the machine can hold. */
import { type Method, methods } from '../../../src-shared/methods.ts';
import { totalmem } from 'node:os';
import type { Finding, RunConfig } from '../../../src-shared/model.ts';
import { KEPT_BYTES } from '../../learners/hsic-kernels.ts';
import { trainingDefaults } from '../../../src-shared/settings/training.ts';
import type { Store } from '../../store/open.ts';

/** What the memory of a run depends on, of a request or of a frozen run. */
interface Sized {
  datasetIds: readonly number[];
  method: Method;
  hvg: number;
  settings: { hidden?: number };
  batchZscore?: boolean;
  assay?: object;
  testFraction: number;
  leaveOut?: number;
  /** what is asked: of a frozen run its tasks, of a request how many columns its predictions have */
  asked: Pick<RunConfig, 'tasks' | 'minClass'> | { columns: number };
}

/** A frozen run as its memory is reckoned. */
export const sizeOf = (config: RunConfig): Sized => ({ ...config, asked: config });

/** A training process that holds hardly any cells: Node, the executor, its conformance check. */
const BASE = 250e6;
/** The tapes of random numbers (data/tapes.ts): about eight, of a training, its ceiling and its probes. */
const TAPES = 34e6;
/** A value of a candidate gene as it is held: two bytes for its column, four for itself. */
const ENTRY = 6;
/** For an assay cells are held as counts too, and simulated while the ceiling learns of them: molecules, and what is read of them. */
const IN_ASSAY = 4;
/**
 * What reading leaves behind before it is collected: bytes of each value that went through, its copies counted, and how
 * many values that can be of.
 */
const READ = 30;
const MOST_READ = 10e6;
/** What labels, splits and sizes take of each cell. */
const CELL = 400;
/**
 * What scoring holds of each test cell and class: what own predictor, three probes, three forests and the ceiling say, and
 * a copy of each that is kept.
 */
const SAID = 64;
/** The variable genes have more than their share of the values: at most so many times as much. */
const DENSER = 2;

/**
 * A worker thread: its part of Node, its executor, its batches; and its share of the first thread, which trains nothing
 * while there are others.
 */
const THREAD = 120e6;
/** What a thread has of each cell for itself: labels, where the cells of each class are, predictions of forests. */
const THREAD_CELL = 100;

/**
 * Bytes that the training process of a run takes at its peak, roughly and rather too many: checked against measured
 * peaks (docs/BENCHMARKS.md).
 */
export function memoryOfRun(store: Store, run: Sized): number {
  const { datasetIds, method, hvg, settings, batchZscore, testFraction, leaveOut, assay, asked } = run;
  let bytes = BASE + TAPES;
  let [cells, genes, read] = [0, Infinity, 0];
  for (const id of datasetIds) {
    const dataset = store.datasets.get(id);
    if (!dataset) continue;
    const stored = dataset.matrix.nonZeros ?? dataset.cells * dataset.genes;
    const held = ENTRY * (assay ? IN_ASSAY : 1);
    bytes += held * stored * Math.min(1, (DENSER * hvg) / dataset.genes) + CELL * dataset.cells;
    read += stored;
    cells += dataset.cells;
    genes = Math.min(genes, dataset.genes);
  }
  const candidates = Math.min(hvg, genes);
  bytes += READ * Math.min(read, MOST_READ) + weightsOf(candidates, settings.hidden);
  const left = leaveOut === undefined ? undefined : store.datasets.get(leaveOut);
  const columns = 'columns' in asked ? asked.columns : columnsOf(store, asked, cells);
  bytes += SAID * (left?.cells ?? testFraction * cells) * columns;
  // z-scored within data sets, a zero is a number like any other
  if (batchZscore) bytes += ENTRY * cells * candidates;
  if (methods[method].traits?.holdsCodes) bytes += cells * candidates;
  if (methods[method].traits?.holdsKernels) bytes += KEPT_BYTES;
  return bytes;
}

/** Bytes that each worker beside the first adds: the cells lie where all read them, weights are each its own. */
export function memoryOfWorker(store: Store, { datasetIds, hvg, settings }: Sized): number {
  const datasets = datasetIds.flatMap((id) => store.datasets.get(id) ?? []);
  const cells = datasets.reduce((sum, dataset) => sum + dataset.cells, 0);
  const candidates = Math.min(hvg, ...datasets.map(({ genes }) => genes));
  return THREAD + TAPES + THREAD_CELL * cells + weightsOf(candidates, settings.hidden);
}

/** Columns of predictions, over all tasks: one a class that is large enough, one of a number. */
function columnsOf(store: Store, { tasks, minClass }: Pick<RunConfig, 'tasks' | 'minClass'>, cells: number): number {
  const large = (datasetId: number, column: string) =>
    store.obsColumns.summary(datasetId, column)?.classes.filter((one) => one.cells >= minClass).length ?? 0;
  return tasks.reduce((sum, { kind, sources }) => {
    if (kind === 'continuous') return sum + 1;
    const classes = sources.map(({ datasetId, column, by }) => {
      const pairs = large(datasetId, column) * (by === undefined ? 1 : large(datasetId, by));
      return Math.min(pairs, cells / minClass);
    });
    return sum + Math.max(0, ...classes);
  }, 0);
}

/** W₁ with its moments, as they lie and as they travel. */
const weightsOf = (candidates: number, hidden = trainingDefaults.hidden) => 9 * 4 * candidates * hidden;

/** A run that this machine cannot hold is said beforehand instead of dying of it. */
export function memoryFindings(store: Store, run: Sized, total = totalmem()): Finding[] {
  const needed = memoryOfRun(store, run);
  if (needed < 0.9 * total) return [];
  return [
    {
      severity: 'problem',
      code: 'memory-short',
      what: `This run needs about ${gigabytes(needed)} of memory; this machine has ${gigabytes(total)}.`,
      why: methods[run.method].traits?.holdsCodes
        ? 'This method holds every candidate gene of every training cell at once.'
        : 'The values of the candidate genes are held while the network trains.',
      remedy: `Keep fewer variable genes${methods[run.method].traits?.holdsCodes ? ', choose another method,' : ''} or use a machine with more memory.`,
    },
  ];
}

export const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
