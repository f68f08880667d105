import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { deviation } from '../../src-main/nn/conformance.ts';
import { tfjsExecutor } from '../../src-main/nn/eager-tfjs.ts';
import type { Executor } from '../../src-main/nn/executor.ts';
import { type Feed, float64Ops } from '../../src-main/nn/float64.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { type Model, modelBuild, modelSignature, startTape } from '../../src-main/nn/tape.ts';
import { findLibrary } from '../../src-main/nn/tensorflow/library.ts';

/** Every operation in one loss: broadcasts over rows, columns and everything, products of each kind. */
const model: Model = {
  inputs: { x: ['cells', 'genes'], y: ['cells', 3] },
  parameters: { w: ['genes', 4], mask: ['genes', 1], b: [4], c: [3, 4], d: [4, 'genes'], s: [] },
  alsoBy: ['x'],
  loss(ops, input) {
    const { add, sub, mul, div, matMul } = ops;
    const h = add(matMul(input('x'), mul(input('w'), input('mask'))), input('b'));
    const soft = ops.softplus(sub(h, ops.mean(h, 1, true)));
    const gate = mul(ops.sigmoid(h), ops.relu(input('s')));
    const scores = matMul(add(soft, gate), input('c'), 'b');
    const square = matMul(scores, input('y'), 'a');
    const root = ops.sqrt(add(mul(square, square), ops.exp(input('s'))));
    const back = matMul(matMul(h, input('d')), input('d'), 'b');
    const loss = add(
      ops.neg(ops.total(mul(ops.logSoftmax(scores), input('y')))),
      add(
        div(ops.total(root), ops.total(ops.sum(mul(soft, soft), 0, false))),
        ops.total(mul(back, ops.sum(soft, 1, true))),
      ),
    );
    return { loss, outputs: { soft } };
  },
};

/** The norm of a gradient, as Deep Lasso has it in its loss: needs the gradient of a gradient. */
const ofGradient: Model = {
  inputs: { x: ['cells', 'genes'], y: ['cells', 3] },
  parameters: { w: ['genes', 4], b: [4], c: [4, 3] },
  loss(ops, input) {
    const h = ops.relu(ops.add(ops.matMul(input('x'), input('w')), input('b')));
    const loss = ops.neg(ops.total(ops.mul(ops.logSoftmax(ops.matMul(h, input('c'))), input('y'))));
    const [byW] = ops.gradients(loss, [input('w')]);
    return { loss: ops.add(loss, ops.total(ops.sqrt(ops.sum(ops.mul(byW, byW), 1, true)))) };
  },
};

const SIZES: Record<string, number> = { cells: 6, genes: 5 };

function feedsOf(model: Model): Record<string, Feed> {
  const draw = random(5, 'tape');
  const made = Object.entries(modelSignature(model)).map(([name, symbolic]) => {
    const dims = symbolic.map((d) => (typeof d === 'string' ? SIZES[d] : d));
    const length = dims.reduce((a, b) => a * b, 1);
    return [name, { dims, data: Float64Array.from({ length }, () => Math.fround(0.5 + draw.normal())) }] as const;
  });
  return Object.fromEntries(made);
}

function float64(model: Model, feeds: Record<string, Feed>) {
  return modelBuild(model)(float64Ops, (name) => feeds[name]);
}

for (const [what, tested] of Object.entries({ 'every operation': model, 'a gradient in the loss': ofGradient })) {
  describe(`the tape: ${what}`, () => {
    it('has the gradients that finite differences find', () => {
      const feeds = feedsOf(tested);
      const results = float64(tested, feeds);
      const names = [...Object.keys(tested.parameters), ...(tested.alsoBy ?? [])];
      for (const name of names) {
        const h = 1e-5;
        const shifted = (i: number, by: number) => {
          const data = feeds[name].data.slice();
          data[i] += by;
          return float64(tested, { ...feeds, [name]: { ...feeds[name], data } }).loss.data[0];
        };
        const numeric = feeds[name].data.map((_, i) => (shifted(i, h) - shifted(i, -h)) / (2 * h));
        expect(results[`d.${name}`].data.length, name).toBe(numeric.length);
        expect(deviation(results[`d.${name}`].data, numeric), name).toBeLessThan(1e-6);
      }
    });
  });
}

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
  describe.skipIf(!here)(`a taped model on ${name}`, () => {
    let executor: Executor;
    beforeAll(async () => {
      executor = await make();
    });

    it.each(Object.entries({ model, ofGradient }))('computes what float64 computes: %s', async (_, tested) => {
      const feeds = feedsOf(tested);
      const expected = float64(tested, feeds);
      const runner = await executor.prepare(modelSignature(tested), modelBuild(tested));
      const tensors = Object.entries(feeds).map(
        ([input, { dims, data }]) => [input, executor.tensor(Float32Array.from(data), dims)] as const,
      );
      const results = await runner.run(Object.fromEntries(tensors));
      expect(Object.keys(results).sort()).toEqual(Object.keys(expected).sort());
      for (const [output, { data, dims }] of Object.entries(expected)) {
        expect([...results[output].dims], output).toEqual(dims);
        expect(deviation(results[output].read(), data), output).toBeLessThan(1e-4);
      }
    });
  });

describe('what has no gradient', () => {
  it('is refused: a sum along rows that loses its axis, a mean over unknown many', () => {
    const { tape, leaf } = startTape(float64Ops);
    const x = leaf({ dims: [2, 3], data: new Float64Array(6) }, ['cells', 3], true);
    expect(() => tape.sum(x, 1, false)).toThrow(/must keep its axis/);
    expect(() => tape.mean(x, 0, true)).toThrow(/"cells"/);
  });

  it('is refused: what was said not to vary', () => {
    const { tape, leaf } = startTape(float64Ops);
    const x = leaf({ dims: [], data: Float64Array.of(2) }, [], false);
    expect(() => tape.gradients(tape.mul(x, x), [x])).toThrow(/said not to vary/);
  });

  it('is zero where the loss does not depend on it', () => {
    const { tape, leaf } = startTape(float64Ops);
    const x = leaf({ dims: [2, 3], data: new Float64Array(6).fill(1) }, ['cells', 3], true);
    const y = leaf({ dims: [3], data: new Float64Array(3) }, [3], true);
    const [byX, byY] = tape.gradients(tape.total(tape.mul(x, x)), [x, y]);
    expect([...byX.value.data]).toEqual([2, 2, 2, 2, 2, 2]);
    expect([...byY.value.data]).toEqual([0, 0, 0]);
  });
});
