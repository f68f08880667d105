/** Fits an assay to a pilot among the data sets of the project. */
import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { matrixKindWords } from '../../../src-shared/matrix-kinds.ts';
import type { AssayFit } from '../../../src-shared/model.ts';
import { type ClassSums, collectClassSums, fitAssay } from '../../data/fit-assay.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import { stackLabels } from '../cohort/labels.ts';
import { sharedChunk } from '../cohort/problem.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';
import { type Context, openProject } from '../context.ts';

/** With fewer genes in common than this neither a typical share nor a spread can be told. */
const LEAST_GENES = 10;

export function assayHandlers(context: Context): Pick<Handlers, 'assays.fit'> {
  return {
    'assays.fit': (asked) => fit(openProject(context).store, asked),
  };
}

interface Asked {
  reference: number;
  pilot: number;
  /** a task that has labels in both */
  taskId?: number;
}

/**
 * Goes through the cells of both once; others are answered meanwhile.
 *
 * @throws AppError where one holds no counts, or they have hardly a gene, or no class of the task, in common
 */
async function fit(store: Store, asked: Asked): Promise<AssayFit> {
  const [reference, pilot] = [asked.reference, asked.pilot].map((id) => countsOf(store, id));
  const ids = [reference.id, pilot.id];
  const { genes, positions } = sharedGenes(store, ids);
  if (genes.length < LEAST_GENES) {
    throw new AppError(
      'invalid',
      `${reference.name} and ${pilot.name} have ${genes.length} genes in common; an assay is fitted to ${LEAST_GENES} or more.`,
      'Check that both name genes alike (symbols, Ensembl IDs) and are of one species.',
    );
  }
  const classes = classesOf(store, asked, reference, pilot);
  const sums: ClassSums[] = [];
  for (const [d, id] of ids.entries()) {
    const { count, of } = classes ?? { count: 1, of: () => 0 };
    const collected = collectClassSums(genes.length, count, (cell) => of(d, cell));
    for (let chunk = 0; chunk < store.matrixChunks.extent(id).chunks; chunk++) {
      collected.add(sharedChunk(store, id, chunk, positions[d], genes.length));
      await setImmediate();
    }
    sums.push(collected.finish());
  }
  const fitted = fitAssay(genes, sums[0], sums[1]);
  return {
    assay: { name: `Fitted to ${pilot.name}`, ...fitted.assay },
    reference: reference.name,
    pilot: pilot.name,
    cells: { reference: sums[0].totals.cells, pilot: sums[1].totals.cells },
    pilotGenes: pilot.genes,
    classes: classes?.task ?? null,
    background: fitted.background,
    genes: fitted.genes,
  };
}

function countsOf(store: Store, id: number): DatasetRow {
  const dataset = store.datasets.get(id);
  if (!dataset) throw new AppError('not-found', `There is no data set ${id} in this project.`, 'Choose one of the list.'); // prettier-ignore
  if (dataset.matrix.kind === 'counts') return dataset;
  throw new AppError(
    'invalid',
    `${dataset.name} holds ${matrixKindWords[dataset.matrix.kind]}: how many molecules are counted can be told from counts alone.`,
    'Import the counts of the file, if it has them.',
  );
}

/** The classes that both have, and the class of each cell of the d-th; null where no task is named. */
function classesOf(store: Store, { taskId }: Asked, reference: DatasetRow, pilot: DatasetRow) {
  if (taskId === undefined) return null;
  const task = store.tasks.get(taskId);
  if (!task) throw new AppError('not-found', `There is no task ${taskId} in this project.`, 'Choose one of the list.');
  const { labels } = stackLabels(store, task, [reference.id, pilot.id]);
  const sides = [labels.y.subarray(0, reference.cells), labels.y.subarray(reference.cells)];
  const [inReference, inPilot] = sides.map((y) => new Set(y));
  const names = labels.kind === 'categorical' ? labels.classes : [];
  const shared = names.flatMap((_, c) => (inReference.has(c) && inPilot.has(c) ? [c] : []));
  if (shared.length === 0) {
    throw new AppError(
      'invalid',
      `“${task.name}” has no class that both ${reference.name} and ${pilot.name} have.`,
      'Name a task with the same classes in both, merging those that are called otherwise, or fit without a task.',
    );
  }
  const place = new Map(shared.map((c, i) => [c, i]));
  return { task: task.name, count: shared.length, of: (d: number, cell: number) => place.get(sides[d][cell]) ?? -1 };
}
