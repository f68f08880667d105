/** Data sets: looked into, added, labelled, removed. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { Dataset, Gene } from '../../../src-shared/model.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject, writableProject } from '../context.ts';
import { confine, readableFolders } from '../files.ts';
import { importDataset, inspectLabelled } from '../workers/import.ts';
import type { ImportRequest } from '../workers/import-protocol.ts';
import { joinLabelFile, undoLabelFile } from './label-join.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';

type DatasetHandlers = Pick<Handlers, Extract<keyof Handlers, `datasets.${string}`>>;

export function datasetHandlers(context: Context): DatasetHandlers {
  /** columns come and go with data sets, so what tasks hold changes too */
  const changed = () => {
    context.emit('datasets.changed', null);
    context.emit('tasks.changed', null);
  };
  return {
    'datasets.list': () => listDatasets(openProject(context).store),
    'datasets.inspect': ({ path, labels, ...asked }) =>
      inspectLabelled(context.spawnImporter, {
        ...asked,
        path: confine(context.host, path),
        within: readableFolders(context.host),
        ...(labels !== undefined && { labels: confine(context.host, labels) }),
      }),
    async 'datasets.add'({ path, labels, cellTable, ...asked }) {
      const { host } = context;
      const dataset = await addDataset(context, {
        ...asked,
        path: confine(host, path),
        within: readableFolders(host),
        labels: labels === undefined ? undefined : confine(host, labels),
        cellTable: cellTable === undefined ? undefined : confine(host, cellTable),
      });
      changed();
      return dataset;
    },
    'datasets.cancelAdd'() {
      context.project?.imports.cancel();
      return null;
    },
    'datasets.rename'({ id, name }) {
      const { store } = writableProject(context);
      findDataset(store, id);
      store.datasets.rename(id, name);
      changed();
      return withColumns(store, findDataset(store, id));
    },
    'datasets.remove'({ id }) {
      const { store } = writableProject(context);
      findDataset(store, id);
      store.datasets.setRemoved(id, new Date().toISOString());
      changed();
      return null;
    },
    'datasets.restore'({ id }) {
      const { store } = writableProject(context);
      const row = store.datasets.get(id);
      if (!row || store.matrixChunks.extent(id).cells < row.cells) {
        throw new AppError('not-found', 'This data set cannot be brought back any more.', 'Add its file anew.');
      }
      store.datasets.setRemoved(id, null);
      changed();
      return withColumns(store, findDataset(store, id));
    },
    async 'datasets.labels'({ id, path, apply, among }) {
      const { store } = apply ? writableProject(context) : openProject(context);
      [id, ...(among ?? [])].forEach((one) => findDataset(store, one));
      const join = await joinLabelFile(store, { id, path: confine(context.host, path), apply, among });
      if (apply) changed();
      return join;
    },
    'datasets.undoLabels'({ id }) {
      const { store } = writableProject(context);
      findDataset(store, id);
      undoLabelFile(store, id);
      changed();
      return null;
    },
    'datasets.shared'({ datasetIds, ...matching }) {
      const { store } = openProject(context);
      datasetIds.forEach((id) => findDataset(store, id));
      const { genes, positions, conflicts } = sharedGenes(store, datasetIds, matching);
      return {
        shared: genes.length,
        datasets: datasetIds.map((id, d) => ({
          datasetId: id,
          genes: positions[d].length,
          lost: store.genes.list(id).flatMap(({ name }, g) => (positions[d][g] < 0 ? [name] : [])),
        })),
        conflicts: conflicts.map(({ gene, what }) => ({ gene, what })),
      };
    },
    'datasets.genes'({ datasetIds, contains, limit }) {
      const { store } = openProject(context);
      datasetIds.forEach((id) => findDataset(store, id));
      return searchGenes(sharedGenes(store, datasetIds).genes, contains, limit);
    },
  };
}

/** Adds one file after the other: a second one waits for the first. */
async function addDataset(context: Context, request: ImportRequest): Promise<Dataset> {
  const { store, imports } = writableProject(context);
  const id = await imports.run((signal) =>
    importDataset(context.spawnImporter, store, request, {
      signal,
      progress: (doing, fraction) => context.emit('import.progress', { path: request.path, doing, fraction }),
    }),
  );
  return withColumns(store, findDataset(store, id));
}

function listDatasets(store: Store): Dataset[] {
  return store.datasets.list().map((row) => withColumns(store, row));
}

/** @throws AppError `not-found`, also for one that was removed */
function findDataset(store: Store, id: number): DatasetRow {
  const row = store.datasets.get(id);
  if (!row || row.removedAt !== null) {
    throw new AppError(
      'not-found',
      `There is no data set ${id} in this project.`,
      'Look at the list of data sets again.',
    );
  }
  return row;
}

function withColumns(store: Store, { removedAt: _, ...row }: DatasetRow): Dataset {
  const columns = store.obsColumns.summaries(row.id).sort((a, b) => b.labelScore - a.labelScore);
  return { ...row, columns };
}

/** Genes whose name, symbol or ID contains the text: the gene itself, what begins with it in natural order, the others. */
function searchGenes(genes: Gene[], contains: string, limit: number): { total: number; genes: Gene[] } {
  const wanted = contains.trim().toLowerCase();
  if (!wanted) return { total: genes.length, genes: genes.slice(0, limit) };
  const itself: Gene[] = [];
  const begins: { gene: Gene; as: string }[] = [];
  const holds: Gene[] = [];
  for (const gene of genes) {
    const all = [gene.name, gene.symbol, gene.id].map((text) => text.toLowerCase());
    const as = all.find((text) => text.startsWith(wanted));
    if (all.includes(wanted)) itself.push(gene);
    else if (as !== undefined) begins.push({ gene, as });
    else if (all.some((text) => text.includes(wanted))) holds.push(gene);
  }
  begins.sort((a, b) => natural.compare(a.as, b.as));
  const found = [...itself, ...begins.map(({ gene }) => gene), ...holds];
  return { total: found.length, genes: found.slice(0, limit) };
}

/** CD3D before CD34: numbers in names are numbers. */
const natural = new Intl.Collator('en', { numeric: true });
