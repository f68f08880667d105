/**
 * From a project and a frozen request to what a run is made of: data sets stacked, genes intersected, labels made
 * numbers. Also read by the training process; never writes.
 */
import { AppError } from '../../../src-shared/errors.ts';
import type { RunConfig } from '../../../src-shared/model.ts';
import type { ChunkedCells } from '../../data/cells.ts';
import type { TaskLabels } from '../../data/labels.ts';
import { TEST } from '../../data/splits.ts';
import { type Csr, newIndices, sortRow } from '../../data/csr.ts';
import type { Problem } from '../../engine/types.ts';
import type { Store } from '../../store/open.ts';
import { labelsDigest, stackLabels, withoutSmallClasses } from './labels.ts';
import { sharedGenes } from './shared-genes.ts';

/** Reads the questions of a run. Its cells are read when somebody goes through them: until then the store stays open. */
export function loadProblem(store: Store, config: RunConfig): Problem {
  const { datasetIds } = config;
  const { genes, positions } = sharedGenes(store, datasetIds, config);
  const tasks = config.tasks.map((task) => withoutSmallClasses(stackLabels(store, task, datasetIds), config.minClass));
  if (labelsDigest(tasks) !== config.labelsSha256) {
    throw new AppError(
      'conflict',
      'The labels of this run were changed after it was asked for.',
      'Start a new run with the same settings; it takes the labels as they are now.',
    );
  }
  const split = new Uint8Array(config.datasets.reduce((sum, dataset) => sum + dataset.cells, 0));
  let first = 0;
  for (const id of datasetIds) {
    const assignment = store.splits.assignment(config.splitId, id);
    split.set(assignment, first);
    first += assignment.length;
  }
  const x = stackedCells(store, datasetIds, positions, genes.length);
  const kind = store.datasets.get(datasetIds[0])!.matrix.kind;
  const geneTable = config.geneTable === undefined ? null : (store.geneTables.get(config.geneTable) ?? null);
  return { x, kind, genes, tasks: scoredOnLeftOut(tasks, config, split), split, geneTable };
}

/**
 * Where a data set is left out to be scored on, its cells may be in another data set as well. These are test cells too,
 * so that nobody trains on them, but they are not scored a second time.
 */
function scoredOnLeftOut(tasks: TaskLabels[], { leaveOut, datasets }: RunConfig, split: Uint8Array): TaskLabels[] {
  if (leaveOut === undefined) return tasks;
  const at = datasets.findIndex(({ id }) => id === leaveOut);
  const first = datasets.slice(0, at).reduce((sum, { cells }) => sum + cells, 0);
  const isTwin = (cell: number) => split[cell] === TEST && (cell < first || cell >= first + datasets[at].cells);
  return tasks.map((task) =>
    task.kind === 'categorical'
      ? { ...task, y: task.y.map((label, cell) => (isTwin(cell) ? -1 : label)) }
      : { ...task, y: task.y.map((value, cell) => (isTwin(cell) ? NaN : value)) },
  );
}

/** The cells of all data sets, one below the other, over the shared genes. Holds one chunk at a time. */
function stackedCells(
  store: Store,
  datasetIds: readonly number[],
  positions: Int32Array[],
  cols: number,
): ChunkedCells {
  const extents = datasetIds.map((id) => store.matrixChunks.extent(id));
  return {
    rows: extents.reduce((sum, { cells }) => sum + cells, 0),
    cols,
    *chunks() {
      for (const [d, id] of datasetIds.entries()) {
        for (let chunk = 0; chunk < extents[d].chunks; chunk++) yield sharedChunk(store, id, chunk, positions[d], cols);
      }
    },
  };
}

/** A chunk of a data set over the shared genes, of which there are `cols`. */
export function sharedChunk(store: Store, id: number, chunk: number, position: Int32Array, cols: number): Csr {
  const x = store.matrixChunks.read(id, chunk, position.length);
  const isPlain = position.length === cols && position.every((gene, j) => gene === j);
  return isPlain ? x : overSharedGenes(x, position, cols);
}

/** @param position the shared gene that each column is, or −1 */
function overSharedGenes(x: Csr, position: Int32Array, cols: number): Csr {
  const inOrder = isAscending(position);
  const indptr = new Float64Array(x.rows + 1);
  const indices = newIndices(x.indices.length, cols);
  const values = new Float32Array(x.indices.length);
  let out = 0;
  for (let i = 0; i < x.rows; i++) {
    const start = out;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const gene = position[x.indices[e]];
      if (gene < 0) continue;
      indices[out] = gene;
      values[out++] = x.values[e];
    }
    if (!inOrder) sortRow(indices, values, start, out);
    indptr[i + 1] = out;
  }
  return { rows: x.rows, cols, indptr, indices: indices.subarray(0, out), values: values.subarray(0, out) };
}

function isAscending(position: Int32Array): boolean {
  let last = -1;
  for (const gene of position) {
    if (gene < 0) continue;
    if (gene < last) return false;
    last = gene;
  }
  return true;
}
