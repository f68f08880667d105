/** From a project to what a run is made of: data sets stacked, genes intersected, labels made numbers. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Gene, RunConfig, Task } from '../../../src-shared/model.ts';
import type { Csr } from '../../../src-main/data/csr.ts';
import { chunksOf } from '../../../src-main/data/cells.ts';
import { denseColumns } from '../../../src-main/data/csr.ts';
import type { LabelColumn } from '../../../src-main/data/labels.ts';
import { summariseColumn } from '../../../src-main/formats/columns.ts';
import { stack } from '../../../src-main/formats/rows.ts';
import { labelsDigest, stackLabels, withoutSmallClasses } from '../../../src-main/services/cohort/labels.ts';
import { loadProblem } from '../../../src-main/services/cohort/problem.ts';
import { sharedGenes } from '../../../src-main/services/cohort/shared-genes.ts';
import type { Problem } from '../../../src-main/engine/types.ts';
import { packChunks } from '../../../src-main/store/matrix-chunks.ts';
import type { Store } from '../../../src-main/store/open.ts';
import { createStore } from '../../../src-main/store/open.ts';
import { smallConfig } from '../../engine-config.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

function project(): Store {
  const store = createStore(join(temporaryFolder(), 'p.panelwright'), '0.1.0');
  onTestFinished(() => store.close());
  return store;
}

/** A data set of dense rows. */
function add(store: Store, genes: (string | Gene)[], rows: number[][], columns: LabelColumn[] = []): number {
  const matrix = {
    name: 'X',
    cells: rows.length,
    genes: genes.length,
    nonZeros: 0,
    kind: 'counts',
    evidence: '',
  } as const;
  const id = store.datasets.insert(
    {
      name: `set of ${genes.length}`,
      sourcePath: '',
      format: 'csv',
      sha256: '',
      matrix,
      cells: rows.length,
      genes: genes.length,
      geneIdentifiers: 'symbols',
      findings: [],
      addedAt: '',
    },
    rows.map((_, i) => `c${i}`),
  );
  store.genes.insert(
    id,
    genes.map((gene) => (typeof gene === 'string' ? { name: gene, symbol: gene, id: '' } : gene)),
  );
  for (const column of columns) store.obsColumns.put(id, column, summariseColumn(column));
  for (const row of rows) store.matrixChunks.append(id, packChunks(toCsr([row]))); // chunk after chunk
  store.datasets.finish(id, matrix);
  return id;
}

function toCsr(rows: number[][]): Csr {
  const entries = rows.map((row) => row.flatMap((value, j) => (value ? [[j, value]] : [])));
  return {
    rows: rows.length,
    cols: rows[0].length,
    indptr: Float64Array.from([0, ...entries.map((_, i) => entries.slice(0, i + 1).flat().length)]),
    indices: Int32Array.from(entries.flat().map(([j]) => j)),
    values: Float32Array.from(entries.flat().map(([, value]) => value)),
  };
}

const categorical = (name: string, values: (string | null)[]): LabelColumn => {
  const categories = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(value)));
  return { name, kind: 'categorical', categories, codes };
};

const task = (sources: Task['sources'], more: Partial<Task> = {}): Task => ({
  id: 1,
  name: 'type',
  kind: 'categorical',
  sources,
  unlabelled: [],
  merges: [],
  weight: 1,
  broader: null,
  ...more,
});

function configFor(store: Store, datasetIds: number[], tasks: Task[], minClass = 1): RunConfig {
  const datasets = datasetIds.map((id) => store.datasets.get(id)!);
  const splitId = store.splits.insert(
    { madeFrom: 'test', seed: 0, testFraction: 0.2, train: 0, validation: 0, test: 0, createdAt: '' },
    datasets.map(({ id, cells }, d) => ({ datasetId: id, assignment: new Uint8Array(cells).fill(d) })),
  );
  const labels = tasks.map((task) => withoutSmallClasses(stackLabels(store, task, datasetIds), minClass));
  return smallConfig({ datasetIds, datasets, tasks, splitId, minClass, labelsSha256: labelsDigest(labels) });
}

const whole = ({ x }: Problem) => stack([...chunksOf(x)], x.cols);

describe('a problem', () => {
  it('is one data set as it was imported', () => {
    const store = project();
    const rows = [
      [0, 2, 0],
      [0, 0, 0],
      [1.5, 0, 3],
    ];
    const id = add(store, ['A', 'B', 'C'], rows, [categorical('type', ['x', null, 'y'])]);
    const problem = loadProblem(store, configFor(store, [id], [task([{ datasetId: id, column: 'type' }])]));
    expect(whole(problem)).toEqual(toCsr(rows));
    expect(problem.genes.map((gene) => gene.name)).toEqual(['A', 'B', 'C']);
    expect(problem.tasks).toEqual([
      { name: 'type', weight: 1, kind: 'categorical', classes: ['x', 'y'], y: Int32Array.of(0, -1, 1) },
    ]);
    expect(problem.kind).toBe('counts');
  });

  it('stacks data sets over the genes that all have, whatever their order', () => {
    const store = project();
    const one = add(store, ['A', 'B', 'C', 'D'], [[1, 2, 3, 4]]);
    const two = add(
      store,
      ['D', 'X', 'B', 'A'],
      [
        [40, 9, 20, 10],
        [0, 9, 0, 11],
      ],
    );
    const problem = loadProblem(store, configFor(store, [one, two], []));
    expect(problem.genes.map((gene) => gene.name)).toEqual(['A', 'B', 'D']);
    expect([...denseColumns(whole(problem), [0, 1, 2])]).toEqual([1, 10, 11, 2, 20, 0, 4, 40, 0]);
    expect([...whole(problem).indices]).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect([...problem.split]).toEqual([0, 1, 1]);
  });

  it('takes symbols and IDs from the data set that knows them', () => {
    const store = project();
    const one = add(store, ['A', { name: 'B', symbol: 'B', id: 'ENSG1' }], [[1, 1]]);
    const two = add(store, [{ name: 'A', symbol: 'alpha', id: 'ENSG2' }, 'B'], [[1, 1]]);
    expect(sharedGenes(store, [one, two]).genes).toEqual([
      { name: 'A', symbol: 'alpha', id: 'ENSG2' },
      { name: 'B', symbol: 'B', id: 'ENSG1' },
    ]);
  });

  it('is refused when labels are not those that the run was asked for', () => {
    const store = project();
    const labels = (first: string) => categorical('type', [first, 'B', 'T']);
    const id = add(store, ['g0'], [[1], [2], [3]], [labels('T')]);
    const config = configFor(store, [id], [task([{ datasetId: id, column: 'type' }])]);
    loadProblem(store, config);
    store.obsColumns.put(id, labels('B'), summariseColumn(labels('B')));
    expect(() => loadProblem(store, config)).toThrow(/labels of this run were changed/);
  });

  it('can be gone through as often as one likes, a chunk at a time', () => {
    const store = project();
    const id = add(store, ['A'], [[1], [2], [3], [4]]);
    const { x } = loadProblem(store, configFor(store, [id], []));
    for (let reading = 0; reading < 2; reading++) {
      expect(Array.from(chunksOf(x), (chunk) => chunk.rows)).toEqual([1, 1, 1, 1]);
    }
  });
});

describe('labels', () => {
  it('of a data set without the column are none', () => {
    const store = project();
    const one = add(store, ['A'], [[1], [1]], [categorical('type', ['T', 'B'])]);
    const two = add(store, ['A'], [[1], [1]], [categorical('kind', ['B', 'NK'])]);
    const sources = [{ datasetId: one, column: 'type' }];
    expect(stackLabels(store, task(sources), [one, two]).labels.y).toEqual(Int32Array.of(1, 0, -1, -1));
    const both = stackLabels(store, task([...sources, { datasetId: two, column: 'kind' }]), [one, two]);
    expect(both.labels).toMatchObject({ classes: ['B', 'NK', 'T'], y: Int32Array.of(2, 0, 0, 1) });
    expect(both.counts).toMatchObject([
      {
        name: 'B',
        cells: 2,
        from: [
          { name: 'B', cells: 1, datasetId: one },
          { name: 'B', cells: 1, datasetId: two },
        ],
      },
      { name: 'NK', cells: 1 },
      { name: 'T', cells: 1 },
    ]);
    expect(both).toMatchObject({ cells: 4, labelled: 4 });
  });

  it('are merged, renamed and dropped, by the names of the data sets', () => {
    const store = project();
    const values = ['CD4 T', 'CD8 T', 'B', 'debris', null, 'B'];
    const id = add(store, ['A'], Array(6).fill([1]), [categorical('type', values)]);
    const merges = [
      { from: 'CD4 T', to: 'T' },
      { from: 'CD8 T', to: 'T' },
      { from: 'B', to: 'B cell' },
      { from: 'debris', to: '' },
    ];
    const stacked = stackLabels(store, task([{ datasetId: id, column: 'type' }], { merges }), [id]);
    expect(stacked.labels).toMatchObject({ classes: ['B cell', 'T'], y: Int32Array.of(1, 1, 0, -1, -1, 0) });
    expect(stacked.counts.map(({ name, cells, from }) => [name, cells, from.map((value) => value.name)])).toEqual([
      ['B cell', 2, ['B']],
      ['T', 2, ['CD4 T', 'CD8 T']],
    ]);
    expect(stacked).toMatchObject({ labelled: 4, dropped: [{ name: 'debris', cells: 1, datasetId: id }] });
  });

  it('of two columns are pairs, and a cell needs both', () => {
    const store = project();
    const id = add(store, ['A'], Array(5).fill([1]), [
      categorical('type', ['T', 'B', 'T', null, 'NA']),
      categorical('stim', ['on', 'off', null, 'on', 'off']),
    ]);
    const sources = [{ datasetId: id, column: 'type', by: 'stim' }];
    expect(stackLabels(store, task(sources, { unlabelled: ['NA'] }), [id]).labels).toMatchObject({
      classes: ['B × off', 'T × on'],
      y: Int32Array.of(1, 0, -1, -1, -1),
    });
  });

  it('of pairs are changed one by one, then as a pair', () => {
    const store = project();
    const id = add(store, ['A'], Array(4).fill([1]), [
      categorical('type', ['CD4', 'CD8', 'B', 'junk']),
      categorical('stim', ['on', 'on', 'off', 'on']),
    ]);
    const merges = [
      { from: 'CD4', to: 'T' },
      { from: 'CD8', to: 'T' },
      { from: 'junk', to: '' },
      { from: 'B × off', to: 'resting B' },
    ];
    const stacked = stackLabels(store, task([{ datasetId: id, column: 'type', by: 'stim' }], { merges }), [id]);
    expect(stacked.labels).toMatchObject({ classes: ['T × on', 'resting B'], y: Int32Array.of(0, 0, 1, -1) });
    expect(stacked.counts[0].from.map(({ name }) => name)).toEqual(['CD4 × on', 'CD8 × on']);
  });

  it('of classes below the least size count as none', () => {
    const store = project();
    const id = add(store, ['A'], [[1], [1], [1]], [categorical('type', ['T', 'B', 'T'])]);
    const stacked = stackLabels(store, task([{ datasetId: id, column: 'type' }]), [id]);
    expect(withoutSmallClasses(stacked, 2)).toEqual({
      name: 'type',
      weight: 1,
      kind: 'categorical',
      classes: ['T'],
      y: Int32Array.of(0, -1, 0),
    });
  });

  it('that mean "no label" are none, for numbers too', () => {
    const store = project();
    const age: LabelColumn = { name: 'age', kind: 'continuous', values: Float64Array.of(1, -1, NaN, 2.5) };
    const passage = categorical('passage', ['3', 'unknown', null, '12']);
    const id = add(store, ['A'], [[1], [1], [1], [1]], [age, passage, categorical('type', ['T', 'NA', 'B', null])]);
    const of = (column: string, more: Partial<Task>) =>
      stackLabels(store, task([{ datasetId: id, column }], more), [id]);
    expect(of('age', { kind: 'continuous', unlabelled: ['-1'] }).labels.y).toEqual(Float32Array.of(1, NaN, NaN, 2.5));
    expect(of('passage', { kind: 'continuous', unlabelled: ['unknown'] })).toMatchObject({
      labels: { y: Float32Array.of(3, NaN, NaN, 12) },
      labelled: 2,
    });
    expect(of('type', { unlabelled: ['NA'] }).labels).toMatchObject({
      classes: ['B', 'T'],
      y: Int32Array.of(1, -1, 0, -1),
    });
  });
});
