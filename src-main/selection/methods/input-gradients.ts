/** How much the loss of a trained plain network depends on each gene. */
import { Descent } from '../../learners/descent.ts';
import { supervisedBatches } from '../../learners/supervised-batches.ts';
import {
  type PlainShape,
  plainLayers,
  plainParameters,
  plainScores,
  targetInputs,
  taskLosses,
} from '../../nn/plain-network.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import type { LabelledCells, SelectionInput } from '../types.ts';

const CELLS_AT_ONCE = 256;

/** ‖∂L/∂x_j‖ over the given cells, L the mean loss of a batch of them. Nothing is dropped. */
export async function inputGradientNorms(
  { mean, sd, seed, executor }: SelectionInput,
  cells: LabelledCells,
  trained: Descent,
  shape: PlainShape,
): Promise<Float64Array> {
  const model = await Descent.start(
    executor,
    {
      inputs: { x: [CELLS, GENES], ...targetInputs(shape.heads), ...plainParameters(shape) },
      parameters: {},
      alsoBy: ['x'],
      loss(tape, input) {
        const scores = plainScores(tape, shape, plainLayers(tape, shape, input('x'), input), input);
        return taskLosses(tape, shape.heads, scores, input);
      },
    },
    {},
    seed,
  );
  const n = cells.x.cols;
  const all = Int32Array.from({ length: n }, (_, gene) => gene);
  const batches = supervisedBatches(cells, { mean, sd }, { size: CELLS_AT_ONCE, classBalance: 0, seed });
  const squares = new Float64Array(n);
  for (let t = 0; t < batches.perEpoch; t++) {
    const { cells: count, feeds } = batches.next(t, all);
    const results = await model.run({ ...feeds, ...trained.parameters }, { [CELLS]: count, [GENES]: n });
    results['d.x'].forEach((g, i) => (squares[i % n] += g * g));
  }
  return squares.map(Math.sqrt);
}
