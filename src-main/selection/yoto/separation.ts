/**
 * Genes in the order in which they part the classes together, as an assay would read them: a beginning for trainings that
 * see every cell another way at every step, and learn slowly who is worth a place.
 *
 * In each of several draws of the assay a linear read-out of the chosen genes is fitted to the classes again, as anyone who
 * uses the panel will: least squares on class indicators with a ridge, every class weighing the same (optimal scoring,
 * which is linear discriminant analysis; Hastie, Tibshirani & Buja 1994, JASA 89:1255). The next gene is the one that
 * adds most to the share of the indicators that is explained, summed over classes and draws. No indicator can be
 * explained more than whole, so that a class which is known already asks for no further marker.
 */
import { type TaskLabels, labelledOf, weightOf } from '../../data/labels.ts';
import { AssayBatches } from '../../learners/assay-batches.ts';
import { labelledCells, byTurns } from '../in-turn.ts';
import type { SelectionInput } from '../types.ts';
import { rankForTask } from './screen.ts';

/** Genes that are looked at together, the most telling of each task alone: the work grows with their square. */
const GENES = 192;
/** Cells of all classes, as many of each as there are places for. */
const CELLS = 2048;
const DRAWS = 6;
/** Of a gene's variance; keeps genes that say the same from being told apart by chance. */
const RIDGE = 0.02;

type Input = Pick<SelectionInput, 'train' | 'assay' | 'seed' | 'forced'>;

/** @returns genes, best first, of each task by turns; no more than `GENES` a task */
export function orderBySeparation({ train, assay, seed, forced }: Input): Int32Array {
  if (!assay) throw new Error('separation is judged in an assay');
  const batches = new AssayBatches(assay.train, seed);
  const rankings = train.tasks.map((task, t) => {
    const strongest = rankForTask(labelledCells(train, t), GENES).genes.subarray(0, GENES);
    const genes = Int32Array.from(new Set([...forced, ...strongest]));
    const targets = targetsOf(task);
    const draws = Array.from({ length: DRAWS }, (_, draw) =>
      momentsOf(batches.reading(targets.cells, genes, draw), targets, genes.length),
    );
    const order = greedily(draws, genes.length, forced.length);
    return { genes: Int32Array.from(order, (at) => genes[at]), scores: new Float64Array(order.length) };
  });
  return byTurns(rankings, forced, train.x.cols, train.tasks.map(weightOf)).genes.slice(forced.length);
}

/** What is to be explained: columns of mean 0 and variance 1 over the weighted cells. */
interface Targets {
  cells: Int32Array;
  /** of each cell; sum to 1 */
  weight: Float64Array;
  /** cells × columns */
  values: Float64Array;
  columns: number;
}

function targetsOf(task: TaskLabels): Targets {
  const labelled = labelledOf(task);
  if (task.kind === 'continuous') {
    const cells = spread(labelled, CELLS);
    const weight = new Float64Array(cells.length).fill(1 / cells.length);
    return {
      cells,
      weight,
      values: standardised(
        Float64Array.from(cells, (i) => task.y[i]),
        weight,
      ),
      columns: 1,
    };
  }
  const columns = task.classes.length;
  const ofClass = task.classes.map((_, c) => labelled.filter((i) => task.y[i] === c)); // prettier-ignore
  const taken = ofClass.map((cells) => spread(cells, Math.ceil(CELLS / columns)));
  const cells = Int32Array.from(taken.flatMap((some) => [...some]));
  const present = taken.filter((some) => some.length > 0).length;
  const weight = Float64Array.from(cells, (i) => 1 / (present * taken[task.y[i]].length));
  const values = new Float64Array(cells.length * columns);
  // an indicator has mean p and variance p (1 − p), and p is the same of every class
  const p = 1 / present;
  const sd = Math.sqrt(p * (1 - p)) || 1;
  cells.forEach((i, row) => {
    for (let c = 0; c < columns; c++) {
      if (taken[c].length > 0) values[row * columns + c] = ((task.y[i] === c ? 1 : 0) - p) / sd;
    }
  });
  return { cells, weight, values, columns };
}

/** Second moments of one draw: genes with genes, and genes with targets. */
interface Moments {
  genes: Float64Array;
  targets: Float64Array;
  columns: number;
}

/** @param x cells × genes */
function momentsOf(x: Float32Array, { weight, values, columns }: Targets, genes: number): Moments {
  const z = standardised(Float64Array.from(x), weight);
  const ofGenes = new Float64Array(genes * genes);
  const withTargets = new Float64Array(genes * columns);
  for (let i = 0; i < weight.length; i++) {
    const row = i * genes;
    for (let g = 0; g < genes; g++) {
      const value = weight[i] * z[row + g];
      if (value === 0) continue;
      const at = g * genes;
      for (let h = 0; h <= g; h++) ofGenes[at + h] += value * z[row + h];
      for (let c = 0; c < columns; c++) withTargets[g * columns + c] += value * values[i * columns + c];
    }
  }
  for (let g = 0; g < genes; g++) {
    for (let h = 0; h < g; h++) ofGenes[h * genes + g] = ofGenes[g * genes + h];
    ofGenes[g * genes + g] += RIDGE;
  }
  return { genes: ofGenes, targets: withTargets, columns };
}

/** Columns to weighted mean 0 and variance 1; a constant column is 0. */
function standardised(values: Float64Array, weight: Float64Array): Float64Array {
  const width = values.length / weight.length;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let i = 0, at = 0; i < weight.length; i++) {
    for (let j = 0; j < width; j++, at++) {
      mean[j] += weight[i] * values[at];
      square[j] += weight[i] * values[at] * values[at];
    }
  }
  const scale = square.map((s, j) => {
    const variance = s - mean[j] * mean[j];
    return variance > 1e-9 * s ? 1 / Math.sqrt(variance) : 0;
  });
  return values.map((value, at) => (value - mean[at % width]) * scale[at % width]);
}

/** The first `given` genes, then those that add most, one after the other. Changes the moments: what is left of them. */
function greedily(draws: Moments[], genes: number, given: number): number[] {
  const order: number[] = [];
  const isIn = new Uint8Array(genes);
  while (order.length < genes) {
    const next = order.length < given ? order.length : mostTelling(draws, isIn);
    isIn[next] = 1;
    order.push(next);
    for (const draw of draws) takeOut(draw, next, isIn);
  }
  return order;
}

function mostTelling(draws: Moments[], isIn: Uint8Array): number {
  let best = -1;
  let most = -1;
  for (let g = 0; g < isIn.length; g++) {
    if (isIn[g]) continue;
    let gain = 0;
    for (const { genes, targets, columns } of draws) {
      let explained = 0;
      for (let c = 0; c < columns; c++) explained += targets[g * columns + c] ** 2;
      gain += explained / genes[g * isIn.length + g];
    }
    if (gain > most) [best, most] = [g, gain];
  }
  return best;
}

/** What genes and targets are beyond the read-out of this gene (Gram and Schmidt, on moments). */
function takeOut({ genes, targets, columns }: Moments, gene: number, isIn: Uint8Array): void {
  const n = isIn.length;
  const own = genes.slice(gene * n, (gene + 1) * n);
  for (let g = 0; g < n; g++) {
    const share = own[g] / own[gene];
    if (isIn[g] || share === 0) continue;
    for (let h = 0; h < n; h++) genes[g * n + h] -= share * own[h];
    for (let c = 0; c < columns; c++) targets[g * columns + c] -= share * targets[gene * columns + c];
  }
}

/** Of many some, evenly spread. */
function spread(cells: Int32Array, most: number): Int32Array {
  const count = Math.min(most, cells.length);
  return Int32Array.from({ length: count }, (_, i) => cells[Math.floor((i * cells.length) / count)]);
}
