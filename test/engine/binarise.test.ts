/** Expression binarised: nothing of a run may depend on how much of them was counted. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Csr } from '../../src-main/data/csr.ts';
import { random } from '../../src-main/data/random.ts';
import { design } from '../../src-main/engine/design.ts';
import { modelFromOnnx, modelToOnnx } from '../../src-main/engine/model-file.ts';
import { predictCells } from '../../src-main/engine/predict.ts';
import { prepare } from '../../src-main/engine/prepare.ts';
import { type SavedModel, unpackModel } from '../../src-main/engine/saved-model.ts';
import type { DesignResult, Problem } from '../../src-main/engine/types.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const problem = planted();
/** The same cells, every count multiplied by a number of its own. */
const louder: Problem = { ...problem, x: amplified(problem.x) };

function amplified(x: Csr): Csr {
  const draw = random(3, 'amplified');
  return { ...x, values: x.values.map((value) => value * (1 + draw.integer(9))) };
}

const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const config = smallConfig({ method: 'univariate-f', probeSteps: 100, binarise: true });
let results: DesignResult[];
let model: SavedModel;
beforeAll(async () => {
  results = [await design(problem, config, silent), await design(louder, config, silent)];
  model = unpackModel(results[0].model!);
});

describe('expression binarised', () => {
  it('give the same panel and scores however much of them was counted', () => {
    const [a, b] = results;
    expect(b.panel).toEqual(a.panel);
    expect(b.results).toEqual(a.results);
    // which is no matter of course
    const plain = smallConfig({ method: 'univariate-f' });
    expect(prepare(louder, plain).mean).not.toEqual(prepare(problem, plain).mean);
  });

  it('are ones and zeros, and their mean is the share of cells that have them', () => {
    const { train, test, mean, detected } = prepare(problem, config);
    for (const { x } of [train, test]) expect(new Set(x.values)).toEqual(new Set([1]));
    expect([...mean]).toEqual([...detected]);
  });

  it('cannot be chosen where all training cells have them', () => {
    const { x } = problem as { x: Csr };
    const everywhere: Csr = { ...x, indices: x.indices.slice(), values: x.values.slice() };
    // the first value of each cell is made gene 0's
    for (let i = 0; i < x.rows; i++) everywhere.indices[x.indptr[i]] = 0;
    const candidates = (binarise: boolean) =>
      prepare({ ...problem, x: everywhere }, smallConfig({ binarise })).candidates;
    expect(candidates(false)).toContain(0);
    expect(candidates(true)).not.toContain(0);
  });

  it('are read so by the saved predictor too, also as a file', () => {
    const again = modelFromOnnx(modelToOnnx(model), 'model.onnx');
    const named = { name: 'new.h5ad', otherSpecies: null };
    const said = [model, again].map((one) => predictCells(one, { ...named, ...problem, x: problem.x }));
    expect(said[0].normalisation).toContain('there (above zero) or not there');
    said[1].tasks[0].forEach((value, i) => expect(value).toBeCloseTo(said[0].tasks[0][i], 5));
    expect(predictCells(model, { ...named, ...louder, x: louder.x }).tasks).toEqual(said[0].tasks);
    expect(predictCells(model, { ...named, ...louder, x: louder.x, kind: 'log' }).tasks).toEqual(said[0].tasks);
    expect(() => predictCells(model, { ...named, ...problem, x: problem.x, kind: 'scaled' })).toThrow(
      /cannot be made comparable/,
    );
    const { predicted, cells } = results[0].predictions[0];
    const classes = problem.tasks[0].kind === 'categorical' ? problem.tasks[0].classes.length : 0;
    const p = said[0].tasks[0];
    predicted.forEach((c, i) => {
      const of = p.subarray(cells[i] * classes, (cells[i] + 1) * classes);
      expect(of.indexOf(Math.max(...of))).toBe(c);
    });
  });
});
