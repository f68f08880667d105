/**
 * One training step of the network, forward and backward and Adam, written out once over `Ops`.
 *
 *     x ⊙ mask → linear → batch norm → ReLU → dropout → linear → batch norm → ReLU → dropout → one linear head a task
 *
 * The step is pure: dropout masks, the chosen columns of X and their rows of W₁ go in, the new state comes out. The
 * loss is L = Σ_t L_t with every row's weight prepared outside (method: divide by labelled cells and by the number of
 * tasks present), so a cell without a label for a task weighs 0 in it.
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
const BETA1 = 0.9;
const BETA2 = 0.999;
const ADAM_EPSILON = 1e-8;

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

/** The inputs of `trainingStep`. Moments of a parameter `p` are `p.m` and `p.v`. */
export function stepSignature(shape: NetworkShape): Signature {
  const signature: Signature = {
    x: [CELLS, GENES],
    mask: [GENES, 1],
    keep1: [CELLS, shape.hidden],
    keep2: [CELLS, shape.hidden],
    rate: [],
    correction1: [],
    correction2: [],
  };
  shape.heads.forEach(({ outputs }, t) => {
    signature[`target${t}`] = [CELLS, outputs];
    signature[`weight${t}`] = [CELLS, 1];
  });
  for (const [name, dims] of Object.entries(parameterDims(shape))) {
    signature[name] = dims;
    signature[`${name}.m`] = dims;
    signature[`${name}.v`] = dims;
  }
  return signature;
}

/**
 * Inputs: those of `stepSignature`. `target` is, for a categorical task, the one-hot row times the row's weight (all
 * zeros without a label), for a continuous one the value; `weight` is the row's weight. `correction1`, `correction2` are
 * Adam's 1 − β₁ᵗ and 1 − β₂ᵗ with the global step t.
 *
 * Outputs: `loss<t>` (weighted, a scalar), `maskGradient` [genes] = ∂L/∂mask, and every parameter and moment anew
 * under its own name.
 */
export function trainingStep<T>(ops: Ops<T>, shape: NetworkShape, input: (name: string) => T): Record<string, T> {
  const { add, sub, mul, matMul, sum } = ops;
  const outputs: Record<string, T> = {};
  const gradients: Record<string, T> = {};

  // forward
  const x = input('x');
  const w1 = input('w1');
  const mask = input('mask');
  const layer1 = hiddenLayer(ops, matMul(x, mul(w1, mask)), input('gain1'), input('shift1'), input('keep1'));
  const layer2 = hiddenLayer(ops, matMul(layer1.out, input('w2')), input('gain2'), input('shift2'), input('keep2'));

  // heads and losses, and back to the second layer
  let back2: T | null = null;
  shape.heads.forEach((head, t) => {
    const scores = add(matMul(layer2.out, input(`head${t}`)), input(`bias${t}`));
    const { loss, back } = headLoss(ops, head, scores, input(`target${t}`), input(`weight${t}`));
    outputs[`loss${t}`] = loss;
    gradients[`head${t}`] = matMul(layer2.out, back, 'a');
    gradients[`bias${t}`] = sum(back, 0, false);
    const share = matMul(back, input(`head${t}`), 'b');
    back2 = back2 === null ? share : add(back2, share);
  });

  // backward through the encoder
  const from2 = layer2.backward(back2!);
  gradients.gain2 = from2.gain;
  gradients.shift2 = from2.shift;
  gradients.w2 = matMul(layer1.out, from2.input, 'a');
  const from1 = layer1.backward(matMul(from2.input, input('w2'), 'b'));
  gradients.gain1 = from1.gain;
  gradients.shift1 = from1.shift;

  // ∂L/∂(W₁ ⊙ mask) serves both the rows of W₁ and the mask
  const masked = matMul(x, from1.input, 'a');
  gradients.w1 = mul(masked, mask);
  outputs.maskGradient = sum(mul(masked, w1), 1, false);

  // Adam (Kingma & Ba 2015, algorithm 1)
  const beta1 = ops.constant(BETA1);
  const rest1 = ops.constant(1 - BETA1);
  const beta2 = ops.constant(BETA2);
  const rest2 = ops.constant(1 - BETA2);
  const epsilon = ops.constant(ADAM_EPSILON);
  for (const [name, gradient] of Object.entries(gradients)) {
    const m = add(mul(input(`${name}.m`), beta1), mul(gradient, rest1));
    const v = add(mul(input(`${name}.v`), beta2), mul(mul(gradient, gradient), rest2));
    const scale = add(ops.sqrt(ops.div(v, input('correction2'))), epsilon);
    const move = ops.div(mul(ops.div(m, input('correction1')), input('rate')), scale);
    outputs[name] = sub(input(name), move);
    outputs[`${name}.m`] = m;
    outputs[`${name}.v`] = v;
  }
  return outputs;
}

/** Batch norm (Ioffe & Szegedy 2015), ReLU and dropout of z [cells, hidden], with the way back. */
function hiddenLayer<T>(ops: Ops<T>, z: T, gain: T, shift: T, keep: T) {
  const { add, sub, mul, div, mean, sum } = ops;
  const centred = sub(z, mean(z, 0, true));
  const variance = mean(mul(centred, centred), 0, true);
  const inverse = div(ops.constant(1), ops.sqrt(add(variance, ops.constant(BATCH_NORM_EPSILON))));
  const standard = mul(centred, inverse);
  const active = add(mul(standard, gain), shift);
  return {
    out: mul(ops.relu(active), keep),
    backward(back: T) {
      const toActive = mul(mul(back, keep), ops.positive(active));
      const toStandard = mul(toActive, gain);
      const along = mul(standard, mean(mul(toStandard, standard), 0, true));
      return {
        gain: sum(mul(toActive, standard), 0, false),
        shift: sum(toActive, 0, false),
        input: mul(inverse, sub(sub(toStandard, mean(toStandard, 0, true)), along)),
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
