/**
 * The probe: the run's network trained again on the finished panel, all tasks jointly. It judges the genes of every
 * method by the same predictor, whatever found them.
 */
import type { RunConfig } from '../../src-shared/model.ts';
import { type Csr, takeColumns } from '../data/csr.ts';
import type { Crew, Job } from '../learners/crew.ts';
import { type FitOptions, fitNetwork } from '../learners/fit-network.ts';
import { type Network, type Standard, predictNetwork } from '../learners/network.ts';
import type { Executor } from '../nn/executor.ts';
import type { LabelledCells } from '../selection/types.ts';
import type { Prepared } from './prepare.ts';
import { meanOf } from './progress.ts';
import { SCORING_SEEDS } from './repeated.ts';
import { all } from './task-scores.ts';

/** Share of the genes of each cell that a probe does not see in training, whatever the run hides. */
const PROBE_GENE_DROPOUT = 0.3;

export interface Probes {
  /** the network of the first seed, over the genes of the panel in its order */
  network: Network;
  /** for each seed what it predicts for every test cell, one result a task */
  predicted: Float32Array[][];
}

interface ProbeInput {
  train: LabelledCells;
  /** the same genes of the cells that are predicted */
  tests: Csr;
  standard: Standard;
  settings: Omit<FitOptions, 'executor' | 'progress'>;
  executor: Executor;
  progress(fraction: number): void;
}

/** One probe on every gene of its matrix, and what it predicts for every test cell, one result a task. */
export const trainingOfProbe: Job<ProbeInput, { network: Network; predicted: Float32Array[] }> = {
  name: 'training of a probe',
  async run({ train, tests, standard, settings, executor, progress }) {
    const genes = Int32Array.from({ length: tests.cols }, (_, gene) => gene);
    const network = await fitNetwork(train, standard, genes, { ...settings, executor, progress });
    return { network, predicted: predictNetwork(network, { x: tests, genes }, all(tests)) };
  },
};

/**
 * Trains a probe with each of the scoring seeds.
 *
 * @param genes the panel, as candidates
 */
export async function fitProbes(
  { train, test, mean, sd }: Prepared,
  genes: Int32Array,
  config: RunConfig,
  executor: Executor,
  crew: Crew,
  progress: (fraction: number) => void,
): Promise<Probes> {
  // a matrix of the panel alone: a step then reads the entries that it needs and no others
  const cells = { x: takeColumns(train.x, genes), tasks: train.tasks };
  const tests = takeColumns(test.x, genes);
  const standard = { mean: genesOf(mean, genes), sd: genesOf(sd, genes) };
  const tellers = meanOf(SCORING_SEEDS.length, progress);
  const probes = await Promise.all(
    SCORING_SEEDS.map((seed, i) => fitProbe(cells, tests, standard, config, { seed, executor, crew, progress: tellers[i] })), // prettier-ignore
  );
  return { network: probes[0].network, predicted: probes.map(({ predicted }) => predicted) };
}

/**
 * One probe, and what it predicts.
 *
 * @param cells over the genes of the panel alone
 * @param tests the same genes of the cells that are predicted
 */
export function fitProbe(
  cells: LabelledCells,
  tests: Csr,
  standard: Standard,
  { settings, probeSteps }: RunConfig,
  {
    seed,
    executor,
    crew,
    progress,
  }: { seed: number; executor: Executor; crew: Crew; progress: (fraction: number) => void },
) {
  return crew.run(trainingOfProbe, {
    train: cells,
    tests,
    standard,
    settings: { ...settings, steps: probeSteps, geneDropout: PROBE_GENE_DROPOUT, seed },
    executor,
    progress,
  });
}

const genesOf = (values: Float32Array, genes: Int32Array) => Float32Array.from(genes, (gene) => values[gene]);
