import { describe, expect, it } from 'vitest';
import type { RunConfig } from '../../src-shared/model.ts';
import { type Csr, denseColumns, takeColumns } from '../../src-main/data/csr.ts';
import { mostProbable } from '../../src-main/data/labels.ts';
import { type Normalisation, normalise } from '../../src-main/data/normalise.ts';
import { random } from '../../src-main/data/random.ts';
import { design } from '../../src-main/engine/design.ts';
import { modelFromOnnx, modelToOnnx } from '../../src-main/engine/model-file.ts';
import { unpackModel } from '../../src-main/engine/saved-model.ts';
import { predictNetwork } from '../../src-main/learners/network.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const run = (changes: Partial<RunConfig>) => design(planted(), smallConfig(changes), silent);

/** The planted cells as two data sets. */
function halves(): RunConfig['datasets'] {
  const { rows, cols } = planted().x;
  const first = rows >> 1;
  return [first, rows - first].map((cells, id) => ({ id, name: `data ${id}`, sha256: '', cells, genes: cols }));
}

/** The planted data as a file would bring them, put before a saved model. */
function predictWith(model: ReturnType<typeof unpackModel>) {
  const { x, genes } = planted();
  const columns = model.genes.map(({ name }) => genes.findIndex((gene) => gene.name === name));
  const panel = takeColumns(normalise(x, model.normalisation as Normalisation), columns);
  const all = Int32Array.from({ length: x.rows }, (_, i) => i);
  return predictNetwork(model.network, { x: panel, genes: Int32Array.from(columns.keys()) }, all);
}

describe('the model that a run leaves', () => {
  it.each([
    ['own', { method: 'yoto' }],
    ['probe', { method: 'univariate-f', probeSteps: 60 }],
  ] as const)('is its %s network, and predicts from raw counts what the run predicted', async (predictor, changes) => {
    const { model, predictions, panel } = await run(changes);
    const loaded = unpackModel(structuredClone(model!));
    expect(loaded.predictor).toBe(predictor);
    expect(loaded.genes.map(({ name }) => name)).toEqual(panel.map(({ name }) => name));
    expect(loaded.tasks).toEqual([
      { name: 'type', kind: 'categorical', classes: ['a', 'b', 'c'] },
      { name: 'state', kind: 'categorical', classes: ['rest', 'active'] },
    ]);
    predictWith(loaded).forEach((probabilities, t) => {
      const classes = mostProbable(probabilities, loaded.tasks[t].classes.length);
      const { cells, predicted } = predictions[t];
      expect(Array.from(cells, (cell) => classes[cell])).toEqual(Array.from(predicted));
    });
  });

  it.each([
    ['', {}],
    [' also where genes are z-scored within data sets', { batchZscore: true, datasets: halves() }],
  ])('knows what the panel of a typical training cell sums to%s', async (_, changes) => {
    const { model } = await run({ method: 'top-variance', k: 60, probeSteps: 20, ...changes });
    const { target, panelTarget } = unpackModel(model!).normalisation;
    // a panel of all genes is the whole library
    expect(panelTarget / target).toBeCloseTo(1, 4);
  });

  it('is none where neither the method nor a probe trained one', async () => {
    expect((await run({ method: 'univariate-f', probeSteps: 0 })).model).toBeNull();
  });

  it('is an ONNX file that any runtime runs to the same answers, and that is read back', async () => {
    const problem = planted();
    const age = Float32Array.from(problem.tasks[0].y, (type, i) => 30 + 20 * type + (i % 5));
    const tasks = [problem.tasks[0], { name: 'age', kind: 'continuous' as const, y: age }];
    const result = await design({ ...problem, tasks }, smallConfig({ method: 'univariate-f', probeSteps: 60 }), silent);
    const model = unpackModel(result.model!);
    const bytes = modelToOnnx(model);
    const again = modelFromOnnx(bytes, 'model.onnx');
    expect(again.genes).toEqual(model.genes);
    expect(again.tasks).toEqual(model.tasks);

    const columns = model.genes.map(({ name }) => problem.genes.findIndex((gene) => gene.name === name));
    const panel = takeColumns(normalise(problem.x as Csr, model.normalisation as Normalisation), columns);
    const input = { x: panel, genes: Int32Array.from(columns.keys()) };
    const all = Int32Array.from({ length: panel.rows }, (_, i) => i);
    const expected = predictNetwork(model.network, input, all);
    predictNetwork(again.network, input, all).forEach((values, t) =>
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[t][i], 4)),
    );

    const ort = await import('onnxruntime-node');
    const session = await ort.InferenceSession.create(bytes);
    expect(session.outputNames).toEqual(['task 0: type', 'task 1: age']);
    const dense = new Float32Array(panel.rows * columns.length);
    denseColumns(panel, input.genes).forEach((value, e) => {
      dense[(e % panel.rows) * columns.length + Math.floor(e / panel.rows)] = value;
    });
    const output = await session.run({ x: new ort.Tensor('float32', dense, [panel.rows, columns.length]) });
    session.outputNames.forEach((name, t) =>
      (output[name].data as Float32Array).forEach((value, i) => expect(value).toBeCloseTo(expected[t][i], 3)),
    );
  });

  it('is not read from what is no model', () => {
    expect(() => modelFromOnnx(Uint8Array.of(1, 2, 3), 'x.onnx')).toThrow('x.onnx is no predictor');
  });

  it('is refused where any byte of its file was changed, or some are missing', async () => {
    const { model } = await run({ method: 'univariate-f', probeSteps: 20 });
    const bytes = modelToOnnx(unpackModel(model!));
    const draw = random(0, 'damaged model');
    for (let i = 0; i < 200; i++) {
      const damaged = bytes.slice(0, i % 10 === 0 ? draw.integer(bytes.length) : bytes.length);
      if (damaged.length === bytes.length) damaged[draw.integer(bytes.length)] ^= 1 << draw.integer(8);
      expect(() => modelFromOnnx(damaged, 'x.onnx')).toThrow(/^x\.onnx is (damaged|no predictor)/);
    }
  });
});
