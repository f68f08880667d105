/**
 * Heads fitted again on a panel, quickly: the network of a run with half its width, trained for a fifth of its steps at
 * three times the rate. On the panels it was tried on it reached the validation score of the full probe within the
 * spread of the probe's own seeds. It begins at the beginning each time, so that the same panel has the same score
 * whatever was tried before.
 */
import type { TaskReading } from '../../src-shared/analysis.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Csr } from '../data/csr.ts';
import { columnMoments } from '../data/normalise.ts';
import { type FitOptions, fitNetwork } from '../learners/fit-network.ts';
import { type Network, predictNetwork } from '../learners/network.ts';
import type { Executor } from '../nn/executor.ts';
import { meanReading, meanScore, readTasks } from './readings.ts';
import { type Reading, type Workbench, asTheRunDid, rowsOf } from './workbench.ts';

export const QUICK: QuickFit = {
  steps: 600,
  batch: 128,
  hidden: 64,
  learningRate: 3e-3,
  dropout: 0.2,
  geneDropout: 0,
  blend: 0,
  classBalance: 0.5,
};

export type QuickFit = Omit<FitOptions, 'seed' | 'executor' | 'steer' | 'progress'>;

/** A predictor on some genes of a workbench, in their order. */
export interface Heads {
  genes: Int32Array;
  network: Network;
}

export interface FitContext {
  bench: Workbench;
  executor: Executor;
  fit: QuickFit;
}

/** @param reading how the cells are read while fitting: as the run did, or as an assay would */
export async function fitHeads(
  { bench, executor, fit }: FitContext,
  genes: Int32Array,
  seed: number,
  reading: Reading = asTheRunDid,
): Promise<Heads> {
  const x = rowsOf(bench.train, genes, reading);
  const network = await fitNetwork({ x, tasks: bench.train.tasks }, columnMoments(x, everyRow(x)), columnsOf(genes), {
    ...fit,
    seed,
    executor,
  });
  if (network.weights.w2.some(Number.isNaN)) {
    throw new AppError(
      'internal',
      'The predictors could not be fitted: the training diverged.',
      'Look for extreme values in the data.',
    );
  }
  return { genes, network };
}

/** What heads say of the validation cells, one result a task: probabilities [cells × classes] or values [cells]. */
export function predictValidation(bench: Workbench, { genes, network }: Heads, reading: Reading = asTheRunDid) {
  return predictRows(network, rowsOf(bench.validation, genes, reading));
}

/** @param x cells × the network's genes, in its order */
export function predictRows(network: Network, x: Csr): Float32Array[] {
  return predictNetwork(network, { x, genes: Int32Array.from({ length: x.cols }, (_, j) => j) }, everyRow(x));
}

export interface QuickScore {
  tasks: TaskReading[];
  /** mean score over the questions with each seed */
  perSeed: number[];
  readings: TaskReading[][];
}

/** Fits heads with several seeds and reads the validation cells: means over the seeds. */
export async function scorePanel(
  context: FitContext,
  genes: Int32Array,
  seeds: readonly number[],
  reading: Reading = asTheRunDid,
): Promise<QuickScore> {
  const { bench } = context;
  const readings: TaskReading[][] = [];
  for (const seed of seeds) {
    const heads = await fitHeads(context, genes, seed, reading);
    readings.push(readTasks(bench.validation.tasks, predictValidation(bench, heads, reading)));
  }
  return { tasks: meanReading(readings), perSeed: readings.map(meanScore), readings };
}

const everyRow = ({ rows }: Csr) => Int32Array.from({ length: rows }, (_, i) => i);
const columnsOf = (genes: Int32Array) => Int32Array.from(genes.keys());
