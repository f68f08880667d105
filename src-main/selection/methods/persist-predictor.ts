/**
 * PERSIST's own network as a predictor: it reads genes through the masks that it was trained with, and these let a little
 * of every gene through. Its score is reported with the method, and says nothing about the panel alone.
 */
import type { Csr } from '../../data/csr.ts';
import type { TaskLabels } from '../../data/labels.ts';
import { Descent } from '../../learners/descent.ts';
import { headsOf, labelScales } from '../../learners/network.ts';
import { type PlainShape, plainLayers, plainParameters, plainScores } from '../../nn/plain-network.ts';
import type { Executor } from '../../nn/executor.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import { HIDDEN, rawGatherer, readBy } from './persist-model.ts';

const CELLS_AT_ONCE = 512;

/**
 * @param trained the network on `columns` of the cells, each times its entry of `mask`
 * @returns for cells, a result a task: probabilities [cells × classes], or values
 */
export function softPredictor(
  executor: Executor,
  tasks: TaskLabels[],
  trained: Descent,
  columns: Int32Array,
  mask: Float32Array,
  binarised: boolean,
): (x: Csr) => Promise<Float32Array[]> {
  const shape: PlainShape = { hidden: HIDDEN, heads: headsOf(tasks) };
  const scales = labelScales(tasks);
  return async (x) => {
    const model = await Descent.start(
      executor,
      {
        inputs: { x: [CELLS, GENES], ...plainParameters(shape) },
        parameters: {},
        loss(tape, input) {
          const scores = plainScores(tape, shape, plainLayers(tape, shape, input('x'), input), input);
          const said = scores.map((score, t) =>
            shape.heads[t].kind === 'categorical' ? tape.exp(tape.logSoftmax(score)) : score,
          );
          return { loss: tape.total(scores[0]), outputs: Object.fromEntries(said.map((one, t) => [`said${t}`, one])) };
        },
      },
      {},
      0,
    );
    const gather = rawGatherer(readBy(x, binarised));
    const predicted = shape.heads.map(({ outputs }) => new Float32Array(x.rows * outputs));
    for (let from = 0; from < x.rows; from += CELLS_AT_ONCE) {
      const rows = Int32Array.from({ length: Math.min(CELLS_AT_ONCE, x.rows - from) }, (_, i) => from + i);
      const seen = gather(rows, columns).slice();
      for (let e = 0; e < seen.length; e++) seen[e] *= mask[e % columns.length];
      const results = await model.run(
        { x: seen, ...trained.parameters },
        { [CELLS]: rows.length, [GENES]: columns.length },
      );
      shape.heads.forEach(({ outputs }, t) => {
        const scale = scales[t];
        const values = scale ? results[`said${t}`].map((value) => value * scale.sd + scale.mean) : results[`said${t}`];
        predicted[t].set(values, from * outputs);
      });
    }
    return predicted;
  };
}
