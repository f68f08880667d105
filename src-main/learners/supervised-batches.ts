/** Batches of labelled training cells, laid out for a model with one head a task. */
import type { Csr } from '../data/csr.ts';
import type { TaskLabels } from '../data/labels.ts';
import type { Head } from '../nn/step.ts';
import { Gatherer, createBatches } from './batches.ts';
import type { Arrays } from './arrays.ts';
import { type LabelScale, type Standard, headsOf, labelScales } from './network.ts';

export interface SupervisedBatch {
  cells: number;
  /** x [cells, columns] as z-scores, and `target<t>`, `weight<t>` of every task */
  feeds: Arrays;
  /** mean loss of each task from the losses that the model reports; null where no cell of the batch has a label */
  meanLosses(results: Arrays): (number | null)[];
}

export interface SupervisedBatches {
  heads: Head[];
  /** steps in which every cell has its turn, but for a remainder that is less than a batch */
  perEpoch: number;
  next(step: number, columns: Int32Array): SupervisedBatch;
}

/** Cells without any label are never drawn, and a cell without a label for a task weighs nothing in its loss. */
export function supervisedBatches(
  { x, tasks }: { x: Csr; tasks: TaskLabels[] },
  { mean, sd }: Standard,
  {
    scales,
    ...options
  }: {
    size: number;
    classBalance: number;
    seed: number;
    /** of the labels that the network learns from, where these cells are others */
    scales?: (LabelScale | null)[];
  },
): SupervisedBatches {
  const batches = createBatches(tasks, x.rows, scales ?? labelScales(tasks), options);
  const gatherer = new Gatherer(x, mean, sd);
  return {
    heads: headsOf(tasks),
    perEpoch: batches.perEpoch,
    next(step, columns) {
      const rows = batches.rows(step);
      const targets = batches.targets(rows);
      const feeds: Arrays = { x: gatherer.gather(rows, columns) };
      targets.forEach(({ target, weight }, t) => {
        feeds[`target${t}`] = target;
        feeds[`weight${t}`] = weight;
      });
      return {
        cells: rows.length,
        feeds,
        meanLosses: (results) => targets.map(({ share }, t) => (share > 0 ? results[`loss${t}`][0] / share : null)),
      };
    },
  };
}
