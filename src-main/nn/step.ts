/**
 * Loss and gradients of one training step of the network, forward and backward, written out once over `Ops`.
 *
 *     x ⊙ mask → linear → batch norm → ReLU → dropout → linear → batch norm → ReLU → dropout → one linear head a task
 *
 * The step is pure: dropout masks, the chosen columns of X and their rows of W₁ go in, gradients come out. The loss is
 * L = Σ_t L_t with every row's weight prepared outside (method: divide by labelled cells and by the number of tasks
 * present), so a cell without a label for a task weighs 0 in it.
 *
 * Sums over cells are products with a row of ones: executors multiply matrices many times faster than they add up the
 * rows of one.
 */
import type { Ops } from './ops.ts';
import type { Signature } from './executor.ts';

export interface Head {
  kind: 'categorical' | 'continuous';
  /** classes of a categorical task; 1 for a continuous one */
  outputs: number;
}

export interface NetworkShape {
  hidden: number;
  heads: Head[];
}

/** The dimension of the gene axis in signatures: it shrinks while the panel does. */
export const GENES = 'genes';
export const CELLS = 'cells';

const BATCH_NORM_EPSILON = 1e-5;

/** Names and dimensions of what is learned; `w1` has a row for each gene. Biases before a batch norm would be idle. */
export function parameterDims({ hidden, heads }: NetworkShape): Record<string, (number | string)[]> {
  const dims: Record<string, (number | string)[]> = {
    w1: [GENES, hidden],
    gain1: [hidden],
    shift1: [hidden],
    w2: [hidden, hidden],
    gain2: [hidden],
    shift2: [hidden],
  };
  heads.forEach(({ outputs }, t) => {
    dims[`head${t}`] = [hidden, outputs];
    dims[`bias${t}`] = [outputs];
  });
  return dims;
}

/** The inputs of `trainingStep`. */
export function stepSignature(shape: NetworkShape): Signature {
  const signature: Signature = {
    x: [CELLS, GENES],
    mask: [GENES, 1],
    keep1: [CELLS, shape.hidden],
    keep2: [CELLS, shape.hidden],
    ones: [1, CELLS],
    perCell: [],
    ...parameterDims(shape),
  };
  shape.heads.forEach(({ outputs }, t) => {
    signature[`target${t}`] = [CELLS, outputs];
    signature[`weight${t}`] = [CELLS, 1];
  });
  return signature;
}

/**
 * Inputs: those of `stepSignature`. `target` is, for a categorical task, the one-hot row times the row's weight (all
 * zeros without a label), for a continuous one the value; `weight` is the row's weight; `perCell` is 1 / cells.
 *
 * Outputs: `loss<t>` (weighted, a scalar), `maskGradient` [genes] = ∂L/∂mask, and ∂L/∂p of every parameter `p` as
 * `d.p`, as long as the parameter.
 */
export function trainingStep<T>(ops: Ops<T>, shape: NetworkShape, input: (name: string) => T): Record<string, T> {
  const { add, mul, matMul, sum } = ops;
  const outputs: Record<string, T> = {};
  const cells: Cells<T> = { ones: input('ones'), perCell: input('perCell') };

  // forward
  const x = input('x');
  const w1 = input('w1');
  const mask = input('mask');
  const layer1 = hiddenLayer(ops, cells, matMul(x, mul(w1, mask)), input('gain1'), input('shift1'), input('keep1'));
  const layer2 = hiddenLayer(
    ops,
    cells,
    matMul(layer1.out, input('w2')),
    input('gain2'),
    input('shift2'),
    input('keep2'),
  );

  // heads and losses, and back to the second layer
  let back2: T | null = null;
  shape.heads.forEach((head, t) => {
    const scores = add(matMul(layer2.out, input(`head${t}`)), input(`bias${t}`));
    const { loss, back } = headLoss(ops, head, scores, input(`target${t}`), input(`weight${t}`));
    outputs[`loss${t}`] = loss;
    outputs[`d.head${t}`] = matMul(layer2.out, back, 'a');
    outputs[`d.bias${t}`] = matMul(cells.ones, back);
    const share = matMul(back, input(`head${t}`), 'b');
    back2 = back2 === null ? share : add(back2, share);
  });

  // backward through the encoder
  const from2 = layer2.backward(back2!);
  outputs['d.gain2'] = from2.gain;
  outputs['d.shift2'] = from2.shift;
  outputs['d.w2'] = matMul(layer1.out, from2.input, 'a');
  const from1 = layer1.backward(matMul(from2.input, input('w2'), 'b'));
  outputs['d.gain1'] = from1.gain;
  outputs['d.shift1'] = from1.shift;

  // ∂L/∂(W₁ ⊙ mask) serves both the rows of W₁ and the mask
  const masked = matMul(x, from1.input, 'a');
  outputs['d.w1'] = mul(masked, mask);
  outputs.maskGradient = sum(mul(masked, w1), 1, false);
  return outputs;
}

interface Cells<T> {
  /** [1, cells] */
  ones: T;
  /** 1 / cells */
  perCell: T;
}

/** Batch norm (Ioffe & Szegedy 2015), ReLU and dropout of z [cells, hidden], with the way back. */
function hiddenLayer<T>(ops: Ops<T>, { ones, perCell }: Cells<T>, z: T, gain: T, shift: T, keep: T) {
  const { add, sub, mul, div, matMul } = ops;
  const average = mul(ones, perCell);
  const centred = sub(z, matMul(average, z));
  const variance = matMul(average, mul(centred, centred));
  const inverse = div(ops.constant(1), ops.sqrt(add(variance, ops.constant(BATCH_NORM_EPSILON))));
  const factor = mul(inverse, gain);
  const active = add(mul(centred, factor), shift);
  return {
    out: mul(ops.relu(active), keep),
    backward(back: T) {
      const toActive = mul(mul(back, keep), ops.positive(active));
      const toShift = matMul(ones, toActive);
      const toGain = mul(matMul(ones, mul(toActive, centred)), inverse);
      // the mean and the variance depend on every cell: what goes back through them is taken off each
      const throughMean = mul(toShift, perCell);
      const throughVariance = mul(centred, mul(mul(toGain, inverse), perCell));
      return {
        gain: toGain,
        shift: toShift,
        input: mul(sub(sub(toActive, throughMean), throughVariance), factor),
      };
    },
  };
}

/** Weighted cross-entropy, or weighted squared error, with ∂loss/∂scores. */
function headLoss<T>(ops: Ops<T>, head: Head, scores: T, target: T, weight: T): { loss: T; back: T } {
  if (head.kind === 'categorical') {
    const logs = ops.logSoftmax(scores);
    return {
      loss: ops.neg(ops.total(ops.mul(logs, target))),
      back: ops.sub(ops.mul(ops.exp(logs), weight), target),
    };
  }
  const error = ops.sub(scores, target);
  const weighted = ops.mul(error, weight);
  return { loss: ops.total(ops.mul(weighted, error)), back: ops.mul(weighted, ops.constant(2)) };
}
