/**
 * What is lost without a gene: the panel's predictor with that gene masked, which for a network means that every cell has
 * the training cells' mean of it. Exact for every gene of the panel, with no fitting.
 */
import type { GeneLoss, TaskReading } from '../../src-shared/analysis.ts';
import type { Network } from '../learners/network.ts';
import { predictRows, type Heads } from './heads.ts';
import { readTasks } from './readings.ts';
import { type Workbench, rowsOf } from './workbench.ts';

export interface LeaveOneOut {
  tasks: TaskReading[];
  /** for each gene of the heads, in their order */
  lost: GeneLoss[][];
}

/** @param pause awaited between genes, told the share that is done: others may have something to ask meanwhile */
export async function leaveOneOut(
  { validation }: Workbench,
  { genes, network }: Heads,
  pause: (fraction: number) => Promise<void>,
): Promise<LeaveOneOut> {
  const x = rowsOf(validation, genes);
  const tasks = readTasks(validation.tasks, predictRows(network, x));
  const lost: GeneLoss[][] = [];
  for (let j = 0; j < genes.length; j++) {
    const without = readTasks(validation.tasks, predictRows(masked(network, j), x));
    lost.push(tasks.map((reading, t) => lossOf(reading, without[t])));
    await pause((j + 1) / genes.length);
  }
  return { tasks, lost };
}

/** The network with one input at its mean: a z-score of zero, which is what a weight of zero makes of any. */
export function masked(network: Network, gene: number): Network {
  const { hidden } = network.shape;
  const w1 = network.weights.w1.slice().fill(0, gene * hidden, (gene + 1) * hidden);
  return { ...network, weights: { ...network.weights, w1 } };
}

function lossOf(whole: TaskReading, without: TaskReading): GeneLoss {
  return {
    task: whole.task,
    score: (whole.score ?? 0) - (without.score ?? 0),
    classes: whole.classes.map((one, c) => one.f1 - without.classes[c].f1),
  };
}
