import { describe, expect, it } from 'vitest';
import type { RunConfig } from '../../src-preload/model.ts';
import { takeColumns } from '../../src-main/data/csr.ts';
import { mostProbable } from '../../src-main/data/labels.ts';
import { type Normalisation, normalise } from '../../src-main/data/normalise.ts';
import { design } from '../../src-main/engine/design.ts';
import { unpackModel } from '../../src-main/engine/saved-model.ts';
import { predictNetwork } from '../../src-main/learners/network.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const run = (changes: Partial<RunConfig>) => design(planted(), smallConfig(changes), silent);

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

  it('knows what the panel of a typical training cell sums to', async () => {
    const { model } = await run({ method: 'top-variance', k: 60, probeSteps: 20 });
    const { target, panelTarget } = unpackModel(model!).normalisation;
    // a panel of all genes is the whole library
    expect(panelTarget / target).toBeCloseTo(1, 4);
  });

  it('is none where neither the method nor a probe trained one', async () => {
    expect((await run({ method: 'univariate-f', probeSteps: 0 })).model).toBeNull();
  });
});
