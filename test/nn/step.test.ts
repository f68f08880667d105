// the whole library: the core alone registers no gradients
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  assertConforms,
  deviation,
  deviations,
  referenceFeeds as feeds,
  referenceShape as shape,
} from '../../src-main/nn/conformance.ts';
import { tfjsExecutor } from '../../src-main/nn/eager-tfjs.ts';
import type { Executor } from '../../src-main/nn/executor.ts';
import { float64Step, type Feed } from '../../src-main/nn/float64.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { stepSignature, trainingStep } from '../../src-main/nn/step.ts';
import { findLibrary } from '../../src-main/nn/tensorflow/library.ts';

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
  expect(deviation(actual, expected), name).toBeLessThan(tolerance);
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

const executors: { name: string; here: boolean; make: () => Promise<Executor> }[] = [
  { name: 'tfjs wasm', here: true, make: () => tfjsExecutor('wasm') },
  { name: 'onnxruntime', here: true, make: async () => onnxExecutor() },
  {
    name: `native TensorFlow${findLibrary() ? '' : ' (not installed: npm run setup:tensorflow)'}`,
    here: findLibrary() !== null,
    make: () => tfjsExecutor('tensorflow'),
  },
];

for (const { name, here, make } of executors)
  describe.skipIf(!here)(`the step on ${name}`, () => {
    let executor: Executor;
    beforeAll(async () => {
      executor = await make();
    });

    it('gives the loss and gradients of the float64 reference', async () => {
      const found = await deviations(executor);
      expect(found.map(({ output }) => output)).toEqual(
        expect.arrayContaining(['loss', 'maskGradient', 'd.w1', 'd.bias1']),
      );
      for (const { output, deviation, tolerance } of found) expect(deviation, output).toBeLessThan(tolerance);
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
        for (const name of ['mask', 'w1']) inputs[name] = cut(inputs[name], 'rows');
        inputs.x = cut(inputs.x, 'columns');
        const tensors = Object.fromEntries(
          Object.entries(inputs).map(([name, { data, dims }]) => [
            name,
            executor.tensor(Float32Array.from(data), dims),
          ]),
        );
        const results = await runner.run(tensors);
        expectClose('maskGradient', results.maskGradient.read(), float64Step(shape, inputs).maskGradient, 1e-4);
      }
    });

    it('reads what it was given, wherever in a buffer it lay', () => {
      const values = Float32Array.from({ length: 8 }, (_, i) => i / 3);
      const tensor = executor.tensor(values.subarray(2), [2, 3]);
      expect(tensor.dims).toEqual([2, 3]);
      expect([...tensor.read()]).toEqual([...values.subarray(2)]);
      tensor.dispose();
    });
  });

describe('the conformance of executors', () => {
  it('refuses one that gets a single operation wrong', async () => {
    const right = await tfjsExecutor('wasm');
    const wrong: Executor = {
      ...right,
      prepare: (signature, build) =>
        right.prepare(signature, (ops, input) => build({ ...ops, positive: (a) => ops.relu(a) }, input)),
    };
    await expect(assertConforms(right)).resolves.toBeUndefined();
    await expect(assertConforms(wrong)).rejects.toThrow(/computes a training step wrongly: \d+ results are off/);
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
