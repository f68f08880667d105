/**
 * The FT-Transformer (Gorishniy et al. 2021) with one block, as the attention-map method trains it: gene j of a cell is
 * the token t_j = x_j · e_j + f_j, a further token [CLS] attends to all tokens, and the heads read what it gathered.
 *
 * The block is the last one of an FT-Transformer: only [CLS] attends, and what it attends to is layer-normed. (The first
 * of several blocks leaves the norm out. Tokens of thousands of genes are short: without it all genes are attended to
 * alike, and the network learns from the values alone.) With one block the query is the same for all cells, keys and
 * values are linear in x but for the norm of the token, and that is a number:
 *
 *   norm(t_j) = (x_j e'_j + f'_j) / r_j,   r_j² = (x_j² e'_j·e'_j + 2 x_j e'_j·f'_j + f'_j·f'_j) / width + ε
 *
 * with e' and f' centred. So the attention of a head is softmax((x ⊙ α + γ) / r) with one α and γ a gene, and neither
 * cells × genes × width nor genes × genes numbers ever exist. Gain and shift of this norm are left to what follows it.
 */
import { plainScores, targetInputs, taskLosses } from '../../nn/plain-network.ts';
import { CELLS, GENES, type Head } from '../../nn/step.ts';
import type { Model, Tape, Traced } from '../../nn/tape.ts';

export interface AttentionShape {
  /** width of a token */
  width: number;
  /** attention heads; divides the width */
  attentionHeads: number;
  heads: Head[];
}

const NORM_EPSILON = 1e-5;

export const feedForwardUnits = ({ width }: AttentionShape) => Math.floor((width * 4) / 3);

/**
 * The last column of x is [CLS]: ones in x and in the one-hot row `isCls` [1, columns]. `ones` [1, width] are ones.
 * Inputs `keepGene<h>` [1, columns] drop genes from a head, `keep` [cells, units] units of the feed-forward layer.
 *
 * Output `attention` [1, columns]: what [CLS] attends to, summed over cells and heads.
 */
export function attentionModel(shape: AttentionShape): Model {
  const { width, attentionHeads, heads } = shape;
  const units = feedForwardUnits(shape);
  const part = width / attentionHeads;
  const each = Array.from({ length: attentionHeads }, (_, h) => h);
  return {
    inputs: {
      x: [CELLS, GENES],
      isCls: [1, GENES],
      ones: [1, width],
      keep: [CELLS, units],
      ...Object.fromEntries(each.map((h) => [`keepGene${h}`, [1, GENES]])),
      ...targetInputs(heads),
    },
    parameters: {
      token: [GENES, width],
      tokenShift: [GENES, width],
      ...Object.fromEntries(
        each.flatMap((h) => [
          [`query${h}`, [width, part]],
          [`key${h}`, [width, part]],
          [`value${h}`, [width, part]],
          [`out${h}`, [part, width]],
        ]),
      ),
      outShift: [width],
      gain1: [width],
      shift1: [width],
      up: [width, units],
      upShift: [units],
      gate: [width, units],
      gateShift: [units],
      down: [units, width],
      downShift: [width],
      gain2: [width],
      shift2: [width],
      ...Object.fromEntries(
        heads.flatMap(({ outputs }, t) => [
          [`head${t}`, [width, outputs]],
          [`bias${t}`, [outputs]],
        ]),
      ),
    },
    loss<T>(tape: Tape<T>, input: (name: string) => Traced<T>) {
      const { add, mul, div, matMul } = tape;
      const x = input('x');
      const cls = matMul(input('isCls'), add(input('token'), input('tokenShift')));
      const token = centred(tape, input('token'), width);
      const tokenShift = centred(tape, input('tokenShift'), width);
      /** mean over the width of a ⊙ b, [1, columns] */
      const meanProduct = (a: Traced<T>, b: Traced<T>) =>
        mul(matMul(input('ones'), mul(a, b), 'b'), tape.constant(1 / width));
      const linear = mul(meanProduct(token, tokenShift), tape.constant(2));
      const squares = add(mul(add(mul(x, meanProduct(token, token)), linear), x), meanProduct(tokenShift, tokenShift));
      const r = tape.sqrt(add(squares, tape.constant(NORM_EPSILON)));
      const asking = standardised(tape, cls, width);
      let gathered = add(cls, input('outShift'));
      const maps: Traced<T>[] = [];
      for (const h of each) {
        // query · key of a gene: (x_j α_j + γ_j) / r_j
        const query = matMul(asking, input(`query${h}`));
        const toKey = mul(matMul(query, input(`key${h}`), 'b'), tape.constant(1 / Math.sqrt(part)));
        const alpha = matMul(toKey, token, 'b');
        const gamma = matMul(toKey, tokenShift, 'b');
        const p = tape.exp(tape.logSoftmax(div(add(mul(x, alpha), gamma), r)));
        const kept = div(mul(p, input(`keepGene${h}`)), r);
        const values = add(
          matMul(mul(kept, x), matMul(token, input(`value${h}`))),
          matMul(kept, matMul(tokenShift, input(`value${h}`))),
        );
        gathered = add(gathered, matMul(values, input(`out${h}`)));
        maps.push(tape.sum(p, 0, true));
      }
      const before = layerNorm(tape, gathered, input('gain1'), input('shift1'), width);
      const gate = tape.relu(add(matMul(before, input('gate')), input('gateShift')));
      const inner = mul(mul(add(matMul(before, input('up')), input('upShift')), gate), input('keep'));
      const after = add(gathered, add(matMul(inner, input('down')), input('downShift')));
      const last = tape.relu(layerNorm(tape, after, input('gain2'), input('shift2'), width));
      const { loss, outputs } = taskLosses(tape, heads, plainScores(tape, { hidden: [], heads }, last, input), input);
      return { loss, outputs: { ...outputs, attention: maps.reduce((sum, map) => add(sum, map)) } };
    },
  };
}

/** Layer norm (Ba et al. 2016) of each row. */
function layerNorm<T>(tape: Tape<T>, z: Traced<T>, gain: Traced<T>, shift: Traced<T>, width: number): Traced<T> {
  return tape.add(tape.mul(standardised(tape, z, width), gain), shift);
}

/** Each row less its mean, divided by its standard deviation. */
function standardised<T>(tape: Tape<T>, z: Traced<T>, width: number): Traced<T> {
  const rows = centred(tape, z, width);
  const variance = tape.mul(tape.sum(tape.mul(rows, rows), 1, true), tape.constant(1 / width));
  return tape.div(rows, tape.sqrt(tape.add(variance, tape.constant(NORM_EPSILON))));
}

/** Each row less its mean. */
function centred<T>(tape: Tape<T>, z: Traced<T>, width: number): Traced<T> {
  return tape.sub(z, tape.mul(tape.sum(z, 1, true), tape.constant(1 / width)));
}
