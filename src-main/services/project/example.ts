/** The example: real data that ship with the application, with two tasks ready to be asked. */
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { writableProject } from '../context.ts';
import { importDataset } from '../workers/import.ts';

export const exampleFiles = (resources: string) => ({
  data: join(resources, 'example', 'pbmc3k.h5ad'),
  labels: join(resources, 'example', 'pbmc3k-labels.csv'),
});

/** `cell_type` of every cell, and the same with 30 % of the cells left unlabelled. */
export const exampleTasks = ['cell_type', 'cell_type_partial'];

/** Puts data and tasks into the open project where it has no data; so an import that was stopped is made up for. */
export async function fillExample(context: Context): Promise<void> {
  const { store, imports } = writableProject(context);
  const { data, labels } = exampleFiles(context.host.resources);
  const request = { path: data, labels, name: 'pbmc3k' };
  const progress = (doing: string, fraction: number) =>
    context.emit('import.progress', { path: data, doing, fraction });
  // looked at when its turn comes: who asks twice finds it filled
  const datasetId = await imports.run(async (signal) =>
    store.datasets.list().length > 0
      ? null
      : importDataset(context.spawnImporter, store, request, { signal, progress }),
  );
  if (datasetId === null) return;
  const names = new Set(store.tasks.list().map((task) => task.name));
  for (const column of exampleTasks.filter((name) => !names.has(name))) {
    store.tasks.insert({
      name: column,
      kind: 'categorical',
      sources: [{ datasetId, column }],
      unlabelled: [],
      merges: [],
      weight: 1,
      broader: null,
    });
  }
  context.emit('datasets.changed', null);
  context.emit('tasks.changed', null);
}
