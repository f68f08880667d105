/**
 * The probe: the run's network trained anew on the finished panel, all tasks jointly. It judges the genes of every
 * method by the same predictor, whatever found them.
 */
import type { RunConfig } from '../../src-preload/model.ts';
import { takeColumns } from '../data/csr.ts';
import { fitNetwork } from '../learners/fit-network.ts';
import { type Network, predictNetwork } from '../learners/network.ts';
import type { Executor } from '../nn/executor.ts';
import type { Prepared } from './prepare.ts';
import { SCORING_SEEDS } from './repeated.ts';
import { all } from './task-scores.ts';

export interface Probes {
  /** the network of the first seed, over the genes of the panel in its order */
  network: Network;
  /** for each seed what it predicts for every test cell, one result a task */
  predicted: Float32Array[][];
}

/**
 * Trains a probe with each of the scoring seeds.
 *
 * @param genes the panel, as candidates
 */
export async function fitProbes(
  { train, test, mean, sd }: Prepared,
  genes: Int32Array,
  { settings, probeSteps }: RunConfig,
  executor: Executor,
  progress: (fraction: number) => void,
): Promise<Probes> {
  // a matrix of the panel alone: a step then reads the entries that it needs and no others
  const cells = { x: takeColumns(train.x, genes), tasks: train.tasks };
  const standard = { mean: genesOf(mean, genes), sd: genesOf(sd, genes) };
  const columns = Int32Array.from(genes.keys());
  const tests = { x: takeColumns(test.x, genes), genes: columns };
  const networks: Network[] = [];
  for (const [i, seed] of SCORING_SEEDS.entries()) {
    networks.push(
      await fitNetwork(cells, standard, columns, {
        ...settings,
        steps: probeSteps,
        seed,
        executor,
        progress: (fraction) => progress((i + fraction) / SCORING_SEEDS.length),
      }),
    );
  }
  return { network: networks[0], predicted: networks.map((network) => predictNetwork(network, tests, all(tests.x))) };
}

const genesOf = (values: Float32Array, genes: Int32Array) => Float32Array.from(genes, (gene) => values[gene]);
