/** Draws the cells of each training step and lays them out for it. A batch is a function of (seed, step) alone. */
import type { Csr } from '../data/csr.ts';
import { isLabelled, type TaskLabels, weightOf } from '../data/labels.ts';
import { random } from '../data/random.ts';
import { zScore } from '../data/normalise.ts';

/** What a head learns from: `target` and `weight` of `nn/step.ts`. */
export interface Target {
  target: Float32Array;
  weight: Float32Array;
  /** what the weights of the batch add up to: the head's loss divided by it is the mean loss of its cells */
  share: number;
}

export interface Batches {
  /** cells a step */
  size: number;
  /** steps in which every cell has its turn, but for a remainder that is less than a batch */
  perEpoch: number;
  /** rows of the matrix that step `step` learns from */
  rows(step: number): Int32Array;
  targets(rows: Int32Array): Target[];
}

export interface BatchOptions {
  size: number;
  seed: number;
  /** power of the inverse class frequency that weighs a cell: 0 = all alike, 0.5 = square root */
  classBalance: number;
  /** what the weight of each class of each task is multiplied with besides, read anew at every step */
  emphasis?: readonly Float64Array[];
}

/** @param scales mean and sd of each continuous task's labels on training cells; null for a categorical task */
export function createBatches(
  tasks: TaskLabels[],
  cells: number,
  scales: ({ mean: number; sd: number } | null)[],
  { size: wanted, seed, classBalance, emphasis }: BatchOptions,
): Batches {
  // a cell without any label teaches nothing
  const usable = Int32Array.from({ length: cells }, (_, i) => i).filter((i) => tasks.some((t) => isLabelled(t, i)));
  const size = Math.min(wanted, usable.length);
  const perEpoch = Math.max(1, Math.floor(usable.length / size));
  const weights = tasks.map((task) => classWeights(task, classBalance));
  let epoch = -1;
  let order = usable;
  return {
    size,
    perEpoch,
    rows(step) {
      const at = Math.floor(step / perEpoch);
      if (at !== epoch) {
        epoch = at;
        order = random(seed, 'cells', epoch).shuffle(usable.slice());
      }
      const from = (step % perEpoch) * size;
      return order.subarray(from, from + size);
    },
    targets(rows) {
      // a task counts w_t / Σ w over the tasks that the batch has labels of
      const present = tasks.filter((task) => rows.some((i) => isLabelled(task, i)));
      const total = present.reduce((sum, task) => sum + weightOf(task), 0);
      return tasks.map((task, t) => {
        const outputs = task.kind === 'categorical' ? task.classes.length : 1;
        const target = new Float32Array(rows.length * outputs);
        const weight = new Float32Array(rows.length);
        const share = weightOf(task) / total;
        const counts = (i: number) => weights[t][task.y[i]] * (emphasis?.[t][task.y[i]] ?? 1);
        let sum = 0;
        rows.forEach((i) => {
          if (isLabelled(task, i)) sum += task.kind === 'categorical' ? counts(i) : 1;
        });
        rows.forEach((i, row) => {
          if (!isLabelled(task, i)) return;
          if (task.kind === 'categorical') {
            weight[row] = (counts(i) / sum) * share;
            target[row * outputs + task.y[i]] = weight[row];
          } else {
            weight[row] = share / sum;
            target[row] = (task.y[i] - scales[t]!.mean) / scales[t]!.sd;
          }
        });
        return { target, weight, share: sum > 0 ? share : 0 };
      });
    },
  };
}

/** Weight of a cell of each class, with mean 1 over the labelled cells. */
function classWeights(task: TaskLabels, power: number): Float64Array {
  if (task.kind === 'continuous') return new Float64Array(0);
  const counts = new Float64Array(task.classes.length);
  let labelled = 0;
  for (const y of task.y) {
    if (y < 0) continue;
    counts[y]++;
    labelled++;
  }
  const raw = counts.map((count) => (count > 0 ? count ** -power : 0));
  const mean = raw.reduce((sum, w, c) => sum + w * counts[c], 0) / Math.max(1, labelled);
  return raw.map((w) => (mean > 0 ? w / mean : 0));
}

/**
 * Lays out cells × columns of z-scores from the sparse matrix: every entry starts as its gene's z-score of zero, then
 * the stored values are put in.
 */
export class Gatherer {
  private readonly x: Csr;
  private readonly mean: Float32Array;
  private readonly sd: Float32Array;
  /** of each gene: its place among the columns plus one; 0: it is not among them */
  private readonly place: Int32Array;
  /** what was laid out last; made again only where it is too small */
  private out = new Float32Array(0);

  constructor(x: Csr, mean: Float32Array, sd: Float32Array) {
    this.x = x;
    this.mean = mean;
    this.sd = sd;
    this.place = new Int32Array(x.cols);
  }

  /** z-scores of the given rows and columns, row-major: [rows × columns]; good until the next call */
  gather(rows: Int32Array, columns: Int32Array): Float32Array {
    const { mean, sd, place } = this;
    const { indptr, indices, values } = this.x;
    const width = columns.length;
    const zeros = new Float32Array(width);
    for (let j = 0; j < width; j++) {
      const gene = columns[j];
      place[gene] = j + 1;
      zeros[j] = zScore(0, mean[gene], sd[gene]);
    }
    if (this.out.length < rows.length * width) this.out = new Float32Array(rows.length * width);
    const out = this.out.subarray(0, rows.length * width);
    for (let i = 0; i < rows.length; i++) {
      const at = i * width;
      out.set(zeros, at);
      const end = indptr[rows[i] + 1];
      for (let e = indptr[rows[i]]; e < end; e++) {
        const gene = indices[e];
        const j = place[gene];
        if (j > 0) out[at + j - 1] = zScore(values[e], mean[gene], sd[gene]);
      }
    }
    for (let j = 0; j < width; j++) place[columns[j]] = 0;
    return out;
  }
}
