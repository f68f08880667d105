import type { Method } from '../../../src-shared/methods.ts';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { memoryFindings, memoryOfRun } from '../../../src-main/services/workers/memory.ts';
import { createStore } from '../../../src-main/store/open.ts';
import { trainingDefaults } from '../../../src-shared/settings/training.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

/** A project with a data set of a million cells, without its matrix. */
function million() {
  const store = createStore(join(temporaryFolder(), 'p.panelwright'), '0.1.0');
  onTestFinished(() => store.close());
  const [cells, genes] = [1_000_000, 20_000];
  const matrix = { name: 'X', cells, genes, nonZeros: 0.05 * cells * genes, kind: 'counts', evidence: '' } as const;
  const rest = { sourcePath: '', format: 'h5ad', sha256: '', geneIdentifiers: 'symbols', findings: [], addedAt: '' };
  const id = store.datasets.insert({ name: 'atlas', matrix, cells, genes, ...rest } as never, []);
  store.datasets.finish(id, matrix);
  const run = { datasetIds: [id], method: 'yoto', hvg: 5000, settings: trainingDefaults, testFraction: 0, asked: { columns: 0 } } as const; // prettier-ignore
  return { store, run };
}

it('a run grows with the values of its candidate genes, not with the matrix', () => {
  const { store, run } = million();
  const all = memoryOfRun(store, { ...run, hvg: 20_000 });
  const some = memoryOfRun(store, run);
  const few = memoryOfRun(store, { ...run, hvg: 1000 });
  expect(all).toBeGreaterThan(6e9);
  expect(some).toBeLessThan(6e9);
  expect(few).toBeLessThan(some / 2);
});

it('what a machine cannot hold is refused beforehand, by method', () => {
  const { store, run } = million();
  expect(memoryFindings(store, run, 8e9)).toEqual([]);
  const [finding] = memoryFindings(store, { ...run, method: 'random-forest' }, 8e9);
  expect(finding).toMatchObject({ severity: 'problem', code: 'memory-short' });
  expect(finding.what).toMatch(/needs about \d+\.\d GB of memory; this machine has 8\.0 GB/);
});

it('counts what scoring holds of each test cell and class', () => {
  const { store, run } = million();
  const [id] = run.datasetIds;
  const scored = { ...run, testFraction: 0.2 };
  const besides = (changes: Partial<Parameters<typeof memoryOfRun>[1]>) =>
    memoryOfRun(store, { ...scored, ...changes }) - memoryOfRun(store, run);
  expect(besides({ asked: { columns: 50 } })).toBe(64 * 200_000 * 50);
  expect(besides({ asked: { columns: 50 }, leaveOut: id })).toBe(64 * 1_000_000 * 50);

  const classes = [400_000, 300_000, 9].map((cells, i) => ({ name: `c${i}`, cells }));
  const summary = { classes, missing: 0, range: null, labelScore: 1, unlabelledCandidates: [] };
  for (const name of ['type', 'state']) {
    const values = new Float64Array(1);
    store.obsColumns.put(id, { name, kind: 'continuous', values }, { name, kind: 'continuous', ...summary });
  }
  const task = { id: 1, name: 'type', unlabelled: [], merges: [], weight: 1, broader: null };
  const asked = (kind: 'categorical' | 'continuous', by?: string) => ({
    asked: {
      minClass: 10,
      tasks: [{ ...task, kind, sources: [{ datasetId: id, column: 'type', ...(by && { by }) }] }],
    },
  });
  expect(besides(asked('categorical'))).toBe(64 * 200_000 * 2);
  expect(besides(asked('categorical', 'state'))).toBe(64 * 200_000 * 4);
  expect(besides(asked('continuous'))).toBe(64 * 200_000);
});

it('counts what a method holds besides: codes of all genes, kernels', () => {
  const { store, run } = million();
  const besides = (method: Method) => memoryOfRun(store, { ...run, method }) - memoryOfRun(store, run);
  expect(besides('random')).toBe(0);
  expect(besides('random-forest')).toBe(1_000_000 * 5000);
  expect(besides('hsic-lasso')).toBe(2 ** 29);
});
