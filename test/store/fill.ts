/** Small contents for a project. */
import type { Dataset } from '../../src-shared/model.ts';
import type { Csr } from '../../src-main/data/csr.ts';
import { packChunks } from '../../src-main/store/matrix-chunks.ts';
import type { Store } from '../../src-main/store/open.ts';
import { smallConfig } from '../engine-config.ts';

/** 3 cells × 4 genes */
export const counts: Csr = {
  rows: 3,
  cols: 4,
  indptr: Float64Array.of(0, 2, 2, 5),
  indices: Int32Array.of(0, 3, 0, 1, 2),
  values: Float32Array.of(1, 300, 2, 70_000, 5),
};

const matrix: Dataset['matrix'] = {
  name: 'X',
  cells: 3,
  genes: 4,
  nonZeros: 5,
  kind: 'counts',
  evidence: 'Whole numbers.',
};

/** Starts an import as a service would; not listed until `finish`. */
export function beginDataset(store: Store, name = 'blood'): number {
  const row: Omit<Dataset, 'id' | 'columns'> = {
    name,
    sourcePath: `/data/${name}.h5ad`,
    format: 'h5ad',
    sha256: 'ab'.repeat(32),
    matrix,
    cells: 3,
    genes: 4,
    geneIdentifiers: 'symbols',
    findings: [],
    addedAt: '2026-01-02T03:04:05.000Z',
  };
  const id = store.datasets.insert(row, ['c1', 'c2', 'c3']);
  store.genes.insert(
    id,
    ['A', 'B', 'C', 'D'].map((name) => ({ name, symbol: name, id: `ENSG${name}` })),
  );
  store.matrixChunks.append(id, packChunks(counts));
  return id;
}

export function addDataset(store: Store, name = 'blood'): number {
  const id = beginDataset(store, name);
  store.datasets.finish(id, matrix);
  return id;
}

/** A queued run on one data set. */
export function addRun(store: Store, datasetId: number): number {
  const splitId = store.splits.insert(
    { madeFrom: `split ${datasetId}`, seed: 0, testFraction: 0.2, train: 1, validation: 1, test: 1, createdAt: '' },
    [{ datasetId, assignment: Uint8Array.of(0, 1, 2) }],
  );
  const config = smallConfig({ datasetIds: [datasetId], datasets: [], k: 2, splitId });
  return store.runs.insert({ name: 'first', config, appVersion: '0.1.0', createdAt: '2026-01-02', notes: [] });
}
