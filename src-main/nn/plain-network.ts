/**
 * The plain networks that published methods select genes with: linear layers with biases and ReLUs, one linear head a
 * task. No batch norm; `step.ts` is the network that has one.
 */
import type { Dims, Tape, Traced } from './tape.ts';
import { CELLS, GENES, type Head } from './step.ts';
import type { Signature } from './executor.ts';

export interface PlainShape {
  /** units of each hidden layer; none: the heads see the genes */
  hidden: number[];
  heads: Head[];
}

/** `w0`, `b0`, … of the layers, `head<t>`, `bias<t>` of the heads. The first weights have a row for each gene. */
export function plainParameters({ hidden, heads }: PlainShape): Signature {
  const parameters: Record<string, Dims> = {};
  hidden.forEach((units, l) => {
    parameters[`w${l}`] = [l === 0 ? GENES : hidden[l - 1], units];
    parameters[`b${l}`] = [units];
  });
  heads.forEach(({ outputs }, t) => {
    parameters[`head${t}`] = [hidden.at(-1) ?? GENES, outputs];
    parameters[`bias${t}`] = [outputs];
  });
  return parameters;
}

/** What heads learn from, as `learners/batches.ts` prepares it. */
export function targetInputs(heads: Head[]): Signature {
  const inputs: Record<string, Dims> = {};
  heads.forEach(({ outputs }, t) => {
    inputs[`target${t}`] = [CELLS, outputs];
    inputs[`weight${t}`] = [CELLS, 1];
  });
  return inputs;
}

type Input<T> = (name: string) => Traced<T>;

/**
 * The last hidden layer of x [cells, genes].
 *
 * @param each what is done to each layer, dropout for instance
 */
export function plainLayers<T>(
  tape: Tape<T>,
  { hidden }: PlainShape,
  x: Traced<T>,
  input: Input<T>,
  each: (layer: Traced<T>, l: number) => Traced<T> = (layer) => layer,
): Traced<T> {
  return hidden.reduce(
    (below, _, l) => each(tape.relu(tape.add(tape.matMul(below, input(`w${l}`)), input(`b${l}`))), l),
    x,
  );
}

/** The heads' scores of the last layer, one matrix a task. */
export function plainScores<T>(tape: Tape<T>, { heads }: PlainShape, last: Traced<T>, input: Input<T>): Traced<T>[] {
  return heads.map((_, t) => tape.add(tape.matMul(last, input(`head${t}`)), input(`bias${t}`)));
}

/**
 * Weighted cross-entropy, or weighted squared error, of every head (`nn/step.ts` has the same losses), as outputs
 * `loss<t>`, and their sum.
 */
export function taskLosses<T>(tape: Tape<T>, heads: Head[], scores: Traced<T>[], input: Input<T>) {
  const outputs: Record<string, Traced<T>> = {};
  const losses = heads.map(({ kind }, t) => {
    if (kind === 'categorical') return tape.neg(tape.total(tape.mul(tape.logSoftmax(scores[t]), input(`target${t}`))));
    const error = tape.sub(scores[t], input(`target${t}`));
    return tape.total(tape.mul(tape.mul(error, error), input(`weight${t}`)));
  });
  losses.forEach((loss, t) => (outputs[`loss${t}`] = loss));
  return { loss: losses.reduce((sum, loss) => tape.add(sum, loss)), outputs };
}
