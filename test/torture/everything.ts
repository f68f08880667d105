/** A project with something in every table, and everything that can be read of one. */
import { openStore, type Store } from '../../src-main/store/open.ts';
import { finishes, result } from '../services/scripted-trainer.ts';
import { laboratory, projectWithData, request, writeData } from '../services/laboratory.ts';
import { join } from 'node:path';

const at = '2026-01-02T03:04:05.000Z';

/** Makes the project in a folder of its own and closes it; returns its path. */
export async function fullProject(): Promise<string> {
  const lab = laboratory({
    spawnTrainer: finishes({
      predictions: result().predictions.map((one) => ({
        ...one,
        others: [{ predictor: 'probe', seed: 1, values: one.predicted }],
      })),
    }),
  });
  const ids = await projectWithData(lab);
  const { data, labels } = writeData(lab.folder, 'spleen', { cells: Array.from({ length: 500 }, (_, i) => `s${i}`) });
  await lab.call('datasets.add', { path: data, labels });
  const { id } = await lab.call('runs.start', request(ids, { name: 'finished' }));
  await lab.until(id, 'succeeded');
  const other = await lab.call('runs.start', request(ids, { name: 'second', seed: 1 }));
  await lab.until(other.id, 'succeeded');
  await lab.call('comparisons.save', { name: 'both', runIds: [id, other.id] });
  await lab.call('genes.setNote', { gene: 'CD3D', note: 'a marker of T cells' });
  await lab.call('targets.set', { task: 'type', className: 'T', recall: 0.9 });
  await lab.call('sandbox.keep', {
    runId: id,
    history: { past: [], now: { genes: ['CD3D'], locked: [], banned: [] }, future: [] },
  });
  await lab.call('geneRules.save', { name: 'usual', rules: { mustInclude: [], exclude: ['ACTB'] } });
  const path = join(lab.folder, 'study.panelwright');
  await lab.close();
  const store = openStore(path);
  const point = { step: 10, k: 4, temperature: 1, loss: [0.5, null], validation: [0.25] };
  store.history.append(id, [point, { ...point, step: 20 }]);
  store.checkpoints.replace(other.id, { step: 5, executor: 'onnx', arrays: { w: Float32Array.of(1, 2, 3) } });
  store.models.insert(id, {
    description: { predictor: 'own', genes: [{ name: 'CD3D', symbol: 'CD3D', id: '' }] } as never,
    arrays: { 'weight:w1': Float32Array.of(0.5, -2), 'norm1.mean': Float64Array.of(1 / 3) },
  });
  store.geneTables.insert({ name: 'lengths', columns: ['gene', 'length'], rows: [['CD3D', '900']] } as never, 'ab', at);
  store.benchmarks.insert({ name: 'methods', request: { methods: ['yoto'] } as never, createdAt: at });
  store.close();
  return path;
}

/** Everything that a project holds, as it is read. @throws AppError for what is damaged */
export function everythingOf(store: Store): unknown {
  const datasets = store.datasets.list();
  const runs = store.runs.list();
  return {
    info: store.info().createdAt,
    datasets: datasets.map((dataset) => ({
      dataset,
      names: store.datasets.cellNames(dataset.id),
      genes: store.genes.list(dataset.id),
      columns: store.obsColumns.summaries(dataset.id).map(({ name }) => store.obsColumns.get(dataset.id, name)),
      summaries: store.obsColumns.summaries(dataset.id),
      chunks: Array.from({ length: store.matrixChunks.extent(dataset.id).chunks }, (_, i) =>
        store.matrixChunks.read(dataset.id, i, dataset.genes),
      ),
    })),
    tasks: store.tasks.list(),
    runs: runs.map(({ id }) => ({
      run: store.runs.get(id),
      panel: store.panels.list(id),
      results: store.results.list(id),
      predictions: store.predictions.list(id),
      metrics: store.panelMetrics.get(id),
      model: store.models.get(id),
      history: store.history.list(id),
      checkpoint: store.checkpoints.get(id),
      sandbox: store.sandboxes.get(id),
      split: store.splits.get(store.runs.get(id)!.config.splitId),
      assignment: store.runs
        .get(id)!
        .config.datasetIds.map((dataset) => store.splits.assignment(store.runs.get(id)!.config.splitId, dataset)),
    })),
    comparisons: store.comparisons.list(),
    benchmarks: store.benchmarks.list(),
    notes: store.geneNotes.list(),
    targets: store.classTargets.list(),
    rules: store.geneRules.list(),
    tables: store.geneTables.list().map(({ id }) => store.geneTables.get(id)),
  };
}
