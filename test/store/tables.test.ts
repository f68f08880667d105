/** What each table keeps, it gives back. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PanelGene, RunConfig } from '../../src-shared/model.ts';
import { CHUNK_CELLS, packChunks } from '../../src-main/store/matrix-chunks.ts';
import { createStore } from '../../src-main/store/open.ts';
import { addDataset, addRun, beginDataset } from './fill.ts';
import { temporaryFolder } from './temporary-folder.ts';

function project() {
  const store = createStore(join(temporaryFolder(), 'p.panelwright'), '0.1.0');
  onTestFinished(() => store.close());
  return store;
}

describe('matrix chunks', () => {
  it('follow one another and stay small enough to be streamed', () => {
    const store = project();
    const id = beginDataset(store); // 3 cells are there already
    const rows = CHUNK_CELLS + 5;
    const diagonal = {
      rows,
      cols: 4,
      indptr: Float64Array.from({ length: rows + 1 }, (_, i) => i),
      indices: Int32Array.from({ length: rows }, (_, i) => i % 4),
      values: Float32Array.from({ length: rows }, (_, i) => i + 0.5),
    };
    store.matrixChunks.append(id, packChunks(diagonal));
    expect(store.matrixChunks.extent(id)).toEqual({ chunks: 3, cells: rows + 3, entries: rows + 5 });
    const last = store.matrixChunks.read(id, 2, 4);
    expect(last.rows).toBe(5);
    expect(last.values[0]).toBe(CHUNK_CELLS + 0.5);
    expect([...last.indptr]).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('obs columns', () => {
  const summary = (name: string) => ({
    name,
    kind: 'categorical' as const,
    classes: [],
    missing: 0,
    range: null,
    labelScore: 1,
    unlabelledCandidates: [],
  });

  it('keep codes and values', () => {
    const store = project();
    const id = addDataset(store);
    const type = { name: 'type', kind: 'categorical' as const, categories: ['B', 'T'], codes: Int32Array.of(1, -1, 0) };
    const age = { name: 'age', kind: 'continuous' as const, values: Float64Array.of(1.5, NaN, 3) };
    store.obsColumns.put(id, type, summary('type'));
    store.obsColumns.put(id, age, { ...summary('age'), kind: 'continuous' });
    expect(store.obsColumns.get(id, 'type')).toEqual(type);
    expect(store.obsColumns.get(id, 'age')).toEqual(age);
    expect(store.obsColumns.get(id, 'sex')).toBeUndefined();
    expect(store.obsColumns.summaries(id).map((column) => column.name)).toEqual(['type', 'age']);
  });

  it('put a column in the place of the one with its name', () => {
    const store = project();
    const id = addDataset(store);
    const column = (codes: Int32Array) => ({ name: 'x', kind: 'categorical' as const, categories: ['a'], codes });
    store.obsColumns.put(id, column(Int32Array.of(0, 0, 0)), summary('x'));
    store.obsColumns.put(id, column(Int32Array.of(-1, 0, 0)), summary('x'));
    expect(store.obsColumns.summaries(id)).toHaveLength(1);
    expect(store.obsColumns.get(id, 'x')).toEqual(column(Int32Array.of(-1, 0, 0)));
  });
});

describe('runs', () => {
  const gene: PanelGene = {
    rank: 1,
    name: 'A',
    symbol: 'A',
    id: 'ENSGA',
    score: 0.5,
    meanExpression: 1,
    detected: 0.25,
    forced: true,
  };

  it('that were asked for before there was a choice of what trains had it chosen for them', () => {
    const store = project();
    const { backend: _backend, ...old } = store.runs.get(addRun(store, addDataset(store)))!.config;
    const id = store.runs.insert({
      name: 'old',
      config: old as RunConfig,
      appVersion: '0.1.0',
      createdAt: '2026-01-02',
      notes: [],
    });
    expect(store.runs.get(id)!.config).toEqual({ ...old, backend: 'auto', probeSteps: 0 });
    expect(store.runs.list().map(({ config }) => config.backend)).toEqual(['onnx', 'auto']);
  });

  it('keep the predictor of a run, bit for bit', () => {
    const store = project();
    const run = addRun(store, addDataset(store));
    expect(store.models.get(run)).toBe(null);
    const model = {
      description: {
        predictor: 'own' as const,
        genes: [{ name: 'A', symbol: 'A', id: '' }],
        normalisation: { kind: 'counts' as const, target: 1000, panelTarget: 10.5, genes: 30 },
        tasks: [{ name: 'age', kind: 'continuous' as const, classes: [] }],
        shape: { hidden: 2, heads: [{ kind: 'continuous' as const, outputs: 1 }] },
        scales: [{ mean: 40.25, sd: 3 }],
      },
      arrays: { 'weight:w1': Float32Array.of(0.1, -2), 'norm1.mean': Float64Array.of(1 / 3) },
    };
    store.models.insert(run, model);
    expect(store.models.get(run)).toEqual(model);
  });

  it('keep the newest checkpoint, bit for bit, until it is needed no more', () => {
    const store = project();
    const run = addRun(store, addDataset(store));
    expect(store.checkpoints.get(run)).toBe(null);
    const arrays = { w1: Float32Array.of(1.5, -0, 1e-38), scores: Float64Array.of(Math.PI, NaN) };
    store.checkpoints.replace(run, { step: 5, executor: 'old', arrays: { old: Float32Array.of(1) } });
    store.checkpoints.replace(run, { step: 9, executor: 'onnxruntime', arrays });
    expect(store.checkpoints.get(run)).toEqual({ step: 9, executor: 'onnxruntime', arrays });
    expect(store.checkpoints.step(run)).toBe(9);
    store.checkpoints.remove(run);
    expect(store.checkpoints.step(run)).toBe(null);
  });

  it('keep panel, history and predictions', () => {
    const store = project();
    const run = addRun(store, addDataset(store));
    store.panels.insert(run, [gene]);
    const point = { step: 10, k: 4, temperature: 1, loss: [0.5, null], validation: null };
    store.history.append(run, [point]);
    store.history.append(run, [{ ...point, step: 20, validation: [0.9, null] }]);
    const prediction = {
      task: 'type',
      cells: Int32Array.of(2),
      truth: Float32Array.of(1),
      predicted: Float32Array.of(0),
      probabilities: Float32Array.of(0.75, 0.25),
      others: [
        { predictor: 'probe' as const, seed: 1, values: Float32Array.of(0.5, 0.5) },
        { predictor: 'ceiling' as const, seed: null, values: Float32Array.of(0, 1) },
      ],
    };
    const age = { ...prediction, task: 'age', probabilities: null, others: [] };
    store.predictions.insert(run, [prediction, age]);
    expect(store.panels.list(run)).toEqual([gene]);
    expect(store.history.list(run)).toEqual([point, { ...point, step: 20, validation: [0.9, null] }]);
    expect(store.predictions.list(run)).toEqual([prediction, age]);
  });

  it('are all or nothing within a transaction', () => {
    const store = project();
    const run = addRun(store, addDataset(store));
    expect(() =>
      store.transaction(() => {
        store.panels.insert(run, [gene]);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.panels.list(run)).toEqual([]);
  });

  it('find the split that was made from the same things', () => {
    const store = project();
    const id = addDataset(store);
    addRun(store, id);
    expect(store.splits.find(`split ${id}`)).toBe(1);
    expect(store.splits.find('another')).toBeUndefined();
    expect(store.splits.get(1)).toEqual({ id: 1, seed: 0, train: 1, validation: 1, test: 1 });
  });
});
