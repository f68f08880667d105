/**
 * How a training sees the cells: as they were sequenced, or as an assay would read them. The training itself (rank, top k,
 * network, relaxed mask) knows no difference.
 */
import { AssayBatches } from '../../learners/assay-batches.ts';
import { Gatherer } from '../../learners/batches.ts';
import { type LabelScale, buildNetwork } from '../../learners/network.ts';
import type { Weights } from '../../learners/training.ts';
import { columnMoments } from '../../data/normalise.ts';
import type { NetworkShape } from '../../nn/step.ts';
import { type Look, cellsToLookAt, lookAt } from '../headline.ts';
import type { LabelledCells, Selection, SelectionInput } from '../types.ts';

export interface View {
  /**
   * What a step is given of the training cells: standardised values, rows × columns, row-major; good until the next call.
   *
   * @param selected how many of the columns are in the panel of this step; they come first
   */
  gather(rows: Int32Array, columns: Int32Array, selected: number, step: number): Float32Array;
  /** How validation cells are answered by weights that are under way, one look a task. */
  look(weights: Weights, genes: Int32Array): Look[];
  /** The predictor that a finished training leaves. */
  predictor(weights: Weights, genes: Int32Array): Pick<Selection, 'network' | 'assayTarget'>;
}

/** Training cells that the batch-norm statistics of a validation look are taken from. */
const LOOK_CELLS = 256;

type Input = Pick<SelectionInput, 'train' | 'validation' | 'mean' | 'sd' | 'assay' | 'seed'>;

export function viewOf(input: Input, shape: NetworkShape, scales: (LabelScale | null)[]): View {
  return input.assay ? inAssay(input, input.assay, shape, scales) : asSequenced(input, shape, scales);
}

function asSequenced({ train, validation, mean, sd }: Input, shape: NetworkShape, scales: (LabelScale | null)[]): View {
  const gatherer = new Gatherer(train.x, mean, sd);
  const networkOf = (weights: Weights, genes: Int32Array, atMost?: number) =>
    buildNetwork(shape, weights, { x: train.x, genes }, { mean, sd }, scales, atMost);
  return {
    gather: (rows, columns) => gatherer.gather(rows, columns),
    look: (weights, genes) => lookAt(networkOf(weights, genes, LOOK_CELLS), validation, genes),
    predictor: (weights, genes) => ({ network: networkOf(weights, genes) }),
  };
}

/** Draws that the moments and the batch norms of a finished predictor are taken from. */
const DRAWS = 16;
/** Training cells of each of these draws, at most. */
const CELLS_A_DRAW = 1024;

/**
 * Every step meets the assay in another draw, and so must the predictor: what it standardises by, and its batch norms,
 * are of readings in many draws of the panel's own genes. Looks are at one draw of the validation cells, the same for
 * every look.
 */
function inAssay(
  { train, validation, seed }: Input,
  assay: NonNullable<SelectionInput['assay']>,
  shape: NetworkShape,
  scales: (LabelScale | null)[],
): View {
  const batches = new AssayBatches(assay.train, seed);
  const steering = new AssayBatches(assay.validation, seed);
  const networkOf = (weights: Weights, genes: Int32Array, rows: Int32Array, draws: number) => {
    const { x, target } = batches.readings(rows, genes, draws);
    const standard = columnMoments(x, everyRow(x.rows));
    return { network: buildNetwork(shape, weights, { x, genes: everyRow(x.cols) }, standard, scales), target };
  };
  return {
    gather: (rows, columns, selected, step) => batches.gather(rows, columns, selected, step),
    look(weights, genes) {
      const { network, target } = networkOf(weights, genes, spread(train, LOOK_CELLS), 1);
      const cells = cellsToLookAt(validation.x.rows, validation.tasks, Infinity);
      const { x } = steering.readings(cells, genes, 1, target);
      return lookAt(network, { x, tasks: validation.tasks }, everyRow(genes.length));
    },
    predictor(weights, genes) {
      const { network, target } = networkOf(weights, genes, spread(train, CELLS_A_DRAW), DRAWS);
      return { network, assayTarget: target };
    },
  };
}

const everyRow = (rows: number) => Int32Array.from({ length: rows }, (_, i) => i);

/** Of many rows some, evenly spread. */
function spread({ x }: LabelledCells, most: number): Int32Array {
  const count = Math.min(most, x.rows);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * x.rows) / count));
}
