// the whole library: the core alone registers no gradients
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { tfjsExecutor } from '../../src-main/nn/eager-tfjs.ts';
import type { Executor, Tensor } from '../../src-main/nn/executor.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { type NetworkShape, stepSignature, trainingStep } from '../../src-main/nn/step.ts';
import { float64Step, type Feed } from './float64.ts';

const shape: NetworkShape = {
  hidden: 6,
  heads: [
    { kind: 'categorical', outputs: 4 },
    { kind: 'continuous', outputs: 1 },
  ],
};
const CELLS = 12;
const GENES = 9;

/** Inputs of a step: a panel of 7 of 9 genes, two cells without a label for each task, dropout on. */
function feeds(): Record<string, Feed> {
  const draw = random(11, 'step');
  const made: Record<string, Feed> = {};
  for (const [name, symbolic] of Object.entries(stepSignature(shape))) {
    const dims = symbolic.map((d) => (d === 'cells' ? CELLS : d === 'genes' ? GENES : (d as number)));
    const length = dims.reduce((a, b) => a * b, 1);
    const square = name.endsWith('.v');
    made[name] = { dims, data: Float64Array.from({ length }, () => (square ? draw.uniform() * 0.01 : draw.normal())) };
  }
  const fill = (name: string, value: (i: number) => number) => made[name].data.forEach((_, i, a) => (a[i] = value(i)));
  fill('mask', (i) => (i < 7 ? 1 : 0));
  for (const keep of ['keep1', 'keep2']) fill(keep, () => (draw.uniform() < 0.2 ? 0 : 1.25));
  fill('rate', () => 1e-3);
  fill('correction1', () => 1 - 0.9 ** 5);
  fill('correction2', () => 1 - 0.999 ** 5);
  fill('weight0', (i) => (i < 2 ? 0 : 0.1));
  fill('target0', (i) => (i < 8 || i % 4 !== (i >> 2) % 4 ? 0 : 0.1));
  fill('weight1', (i) => (i > 9 ? 0 : 0.1));
  // values that float32 holds exactly: the references must start from the same numbers
  for (const { data } of Object.values(made)) data.forEach((x, i) => (data[i] = Math.fround(x)));
  return made;
}

async function runOn(executor: Executor, inputs: Record<string, Feed>): Promise<Record<string, Float32Array>> {
  const runner = await executor.prepare(stepSignature(shape), (ops, input) => trainingStep(ops, shape, input));
  const tensors: Record<string, Tensor> = {};
  for (const [name, { data, dims }] of Object.entries(inputs)) {
    tensors[name] = executor.tensor(Float32Array.from(data), dims);
  }
  const results = await runner.run(tensors);
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, Float32Array.from(tensor.read())]));
}

/** The loss as tfjs's own tape sees it: plain forward operations, differentiated by the library. */
function tapeLoss(inputs: Record<string, Feed>, replaced: Record<string, tf.Tensor>): tf.Scalar {
  const get = (name: string) =>
    replaced[name] ?? tf.tensor(Float32Array.from(inputs[name].data), inputs[name].dims, 'float32');
  const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
  const layer = (z: tf.Tensor, gain: string, shift: string, keep: string) => {
    const centred = tf.sub(z, tf.mean(z, 0, true));
    const standard = tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), 0, true), 1e-5)));
    return tf.mul(tf.relu(tf.add(tf.mul(standard, get(gain)), get(shift))), get(keep));
  };
  const first = layer(product(get('x'), tf.mul(get('w1'), get('mask'))), 'gain1', 'shift1', 'keep1');
  const second = layer(product(first, get('w2')), 'gain2', 'shift2', 'keep2');
  const scores0 = tf.add(product(second, get('head0')), get('bias0'));
  const scores1 = tf.add(product(second, get('head1')), get('bias1'));
  const entropy = tf.neg(tf.sum(tf.mul(tf.logSoftmax(scores0), get('target0'))));
  const squares = tf.sum(tf.mul(tf.square(tf.sub(scores1, get('target1'))), get('weight1')));
  return tf.add(entropy, squares);
}

function expectClose(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  const scale = Array.from(expected).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-3);
  const worst = Array.from(actual).reduce((a, x, i) => Math.max(a, Math.abs(x - expected[i])), 0);
  expect(actual.length, name).toBe(expected.length);
  expect(worst / scale, name).toBeLessThan(tolerance);
}

describe('the float64 reference of the step', () => {
  it('has the gradients that finite differences find', () => {
    const inputs = feeds();
    const { gradients, maskGradient } = float64Step(shape, inputs);
    const lossWith = (name: string, i: number, change: number) => {
      const data = inputs[name].data.slice();
      data[i] += change;
      return float64Step(shape, { ...inputs, [name]: { ...inputs[name], data } }).loss;
    };
    const h = 1e-5;
    for (const [name, gradient] of [...Object.entries(gradients), ['mask', maskGradient] as const]) {
      const numeric = gradient.map((_, i) => (lossWith(name, i, h) - lossWith(name, i, -h)) / (2 * h));
      expectClose(name, gradient, numeric, 1e-5);
    }
  });
});

const executors: [string, () => Promise<Executor>][] = [
  ['tfjs wasm', () => tfjsExecutor('wasm')],
  ['onnxruntime', async () => onnxExecutor()],
];

describe.each(executors)('the step on %s', (_name, make) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await make();
  });

  it('gives the values, gradients and new state of the float64 reference', async () => {
    const inputs = feeds();
    const reference = float64Step(shape, inputs);
    const results = await runOn(executor, inputs);
    expectClose('losses', [results.loss0[0] + results.loss1[0]], [reference.loss], 1e-5);
    expectClose('maskGradient', results.maskGradient, reference.maskGradient, 1e-4);
    for (const [name, expected] of Object.entries(reference.next)) expectClose(name, results[name], expected, 1e-4);
  });

  it('takes another number of cells and genes without being prepared again', async () => {
    const runner = await executor.prepare(stepSignature(shape), (ops, input) => trainingStep(ops, shape, input));
    for (const genes of [9, 4]) {
      const inputs = feeds();
      const cut = (feed: Feed, along: 'rows' | 'columns'): Feed => {
        const [rows, columns] = feed.dims;
        if (along === 'rows') return { dims: [genes, columns], data: feed.data.slice(0, genes * columns) };
        return { dims: [rows, genes], data: feed.data.filter((_, i) => i % columns < genes) };
      };
      for (const name of ['mask', 'w1', 'w1.m', 'w1.v']) inputs[name] = cut(inputs[name], 'rows');
      inputs.x = cut(inputs.x, 'columns');
      const tensors = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, dims }]) => [name, executor.tensor(Float32Array.from(data), dims)]),
      );
      const results = await runner.run(tensors);
      expectClose('maskGradient', results.maskGradient.read(), float64Step(shape, inputs).maskGradient, 1e-4);
    }
  });
});

describe('the step against the tape of tfjs', () => {
  it('has the gradients that automatic differentiation finds', async () => {
    await tfjsExecutor('wasm');
    const inputs = feeds();
    const { gradients, maskGradient } = float64Step(shape, inputs);
    for (const [name, expected] of [...Object.entries(gradients), ['mask', maskGradient] as const]) {
      const at = tf.tensor(Float32Array.from(inputs[name].data), inputs[name].dims, 'float32');
      const found = tf.grad((value) => tapeLoss(inputs, { [name]: value }))(at);
      expectClose(name, found.dataSync(), expected, 1e-4);
    }
  });
});
