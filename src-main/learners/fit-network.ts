/** Trains the network on a fixed list of genes. */
import type { Csr } from '../data/csr.ts';
import type { TaskLabels } from '../data/labels.ts';
import { random } from '../data/random.ts';
import type { Executor } from '../nn/executor.ts';
import { blendCells, blendShare, dropGenes } from './augment.ts';
import { Gatherer, createBatches } from './batches.ts';
import { refuseDivergence } from './divergence.ts';
import { type Network, type Standard, buildNetwork, headsOf, labelScales } from './network.ts';
import { NetworkTraining } from './training.ts';

export interface FitOptions {
  steps: number;
  batch: number;
  hidden: number;
  learningRate: number;
  dropout: number;
  geneDropout: number;
  /** so many genes are seen at a step, another choice each time; all of them without */
  visible?: number;
  blend: number;
  classBalance: number;
  seed: number;
  executor: Executor;
  /**
   * Judges the network every `every` steps, higher being better. The best one is kept, and after `patience` looks
   * without a better one the training ends. The batch norm of what is judged comes from so many `cells` at most.
   */
  steer?: { every: number; patience: number; cells?: number; judge(network: Network): number };
  progress?(fraction: number): void;
}

/**
 * @param genes columns of `x` that the network sees
 * @throws AppError `invalid` when the loss is no longer a number
 */
export async function fitNetwork(
  { x, tasks }: { x: Csr; tasks: TaskLabels[] },
  standard: Standard,
  genes: Int32Array,
  options: FitOptions,
): Promise<Network> {
  const { steps, seed, steer } = options;
  const shape = { hidden: options.hidden, heads: headsOf(tasks) };
  const scales = labelScales(tasks);
  const batches = createBatches(tasks, x.rows, scales, {
    size: options.batch,
    seed,
    classBalance: options.classBalance,
  });
  const gatherer = new Gatherer(x, standard.mean, standard.sd);
  const training = await NetworkTraining.start(options.executor, shape, x.cols, seed);
  const blend = blendShare(options.blend, x.rows);
  const snapshot = (atMost?: number) =>
    buildNetwork(shape, training.weights(genes), { x, genes }, standard, scales, atMost);

  let best: Network | null = null;
  let bestScore = -Infinity;
  let looksSince = 0;
  for (let t = 0; t < steps; t++) {
    const rows = batches.rows(t);
    const seen = genesOfStep(genes, options.visible, seed, t);
    const values = gatherer.gather(rows, seen);
    // units get as much as when all genes are there
    const scale = genes.length / seen.length;
    if (scale > 1) for (let i = 0; i < values.length; i++) values[i] *= scale;
    dropGenes(values, options.geneDropout, seed, t);
    const targets = blendCells(values, batches.targets(rows), shape.heads, blend, seed, t);
    const { losses } = await training.step({
      x: values,
      cells: rows.length,
      columns: seen,
      selected: seen.length,
      targets,
      rate: options.learningRate,
      dropout: options.dropout,
    });
    for (const loss of losses) if (loss !== null) refuseDivergence(loss, t);
    options.progress?.((t + 1) / steps);
    if (steer && (t + 1) % steer.every === 0) {
      const network = snapshot(steer.cells);
      const score = steer.judge(network);
      looksSince = score > bestScore ? 0 : looksSince + 1;
      if (score > bestScore) {
        bestScore = score;
        best = network;
      }
      if (looksSince >= steer.patience) break;
    }
  }
  return best ?? snapshot();
}

function genesOfStep(genes: Int32Array, visible = Infinity, seed: number, step: number): Int32Array {
  if (visible >= genes.length) return genes;
  return random(seed, 'visible genes', step).shuffle(genes.slice()).subarray(0, visible);
}
