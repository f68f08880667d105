/**
 * Early stopping, as the networks of published methods are trained: the loss of validation cells is looked at now and
 * then; after some looks without a better one the training ends, and the parameters of the best look are taken.
 */
import { labelledOf } from '../data/labels.ts';
import type { Arrays } from '../learners/arrays.ts';
import type { Descent } from '../learners/descent.ts';
import { labelScales } from '../learners/network.ts';
import { supervisedBatches } from '../learners/supervised-batches.ts';
import type { SelectionInput } from './types.ts';

/** Steps between two looks. */
const EVERY = 20;
/** Cells that are looked at: so many at once, and no more than so many times. */
const AT_ONCE = 256;
const MOST_BATCHES = 8;

export interface Watch {
  /** to be asked after every step: whether it was the last one */
  isOver(step: number): Promise<boolean>;
  /** gives the network the parameters of the best look */
  takeBest(): void;
}

/**
 * By the method setting `patience`: looks without a better one. With 0, or without a validation cell that has a label,
 * training goes on to its last step.
 *
 * @param run the network on some cells, with nothing dropped; reports `loss<t>` of every task
 */
export function watchValidation(
  { train, validation, mean, sd, seed, methodSettings: { patience = 0, classBalance } }: SelectionInput,
  network: Descent,
  run: (feeds: Arrays, cells: number) => Promise<Arrays>,
): Watch {
  const { x, tasks } = validation;
  const labelled = new Set(tasks.flatMap((task) => [...labelledOf(task)])).size;
  if (patience === 0 || labelled === 0) return { isOver: async () => false, takeBest() {} };
  const all = Int32Array.from({ length: x.cols }, (_, gene) => gene);
  const size = Math.floor(labelled / Math.ceil(labelled / AT_ONCE));
  const scales = labelScales(train.tasks);
  const batches = supervisedBatches(validation, { mean, sd }, { size, classBalance, seed, scales });
  const looks = Math.min(MOST_BATCHES, batches.perEpoch);
  let best: Arrays = {};
  let least = Infinity;
  let since = 0;

  async function lossOfCells(): Promise<number> {
    let sum = 0;
    for (let b = 0; b < looks; b++) {
      const { cells, feeds } = batches.next(b, all);
      const results = await run(feeds, cells);
      tasks.forEach((_, t) => (sum += results[`loss${t}`][0] / looks));
    }
    return sum;
  }

  return {
    async isOver(step) {
      if ((step + 1) % EVERY !== 0) return false;
      const loss = await lossOfCells();
      since = loss < least ? 0 : since + 1;
      if (loss < least) {
        least = loss;
        best = Object.fromEntries(Object.entries(network.parameters).map(([name, p]) => [name, p.slice()]));
      }
      return since >= patience;
    },
    takeBest() {
      for (const [name, p] of Object.entries(best)) network.parameters[name].set(p);
    },
  };
}
