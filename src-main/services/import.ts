/**
 * A file becomes a data set of the project: in chunks of cells, so that no matrix is ever whole in memory and the
 * window stays usable. Until the last chunk is in, the data set is not listed; whatever stops the import, it goes again.
 */
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../src-preload/errors.ts';
import type { Inspection, LabelJoin, MatrixInfo } from '../../src-preload/model.ts';
import { summariseColumn } from '../formats/columns.ts';
import { identifierKind } from '../formats/genes.ts';
import { inspectOpened } from '../formats/inspect.ts';
import { joinLabels, possibleCellNames, readLabelFile } from '../formats/label-file.ts';
import { openFile } from '../formats/registry.ts';
import { sha256OfFile } from '../formats/sha256.ts';
import type { OpenedFile } from '../formats/types.ts';
import type { Store } from '../store/open.ts';

export interface ImportRequest {
  path: string;
  name?: string;
  /** default: the one that the file's inspection proposes */
  matrix?: string;
  /** a label file to join */
  labels?: string;
}

export interface ImportHooks {
  signal: AbortSignal;
  progress(doing: string, fraction: number): void;
}

/**
 * Looks into a file, and into how a label file would meet its cells; imports nothing.
 *
 * @throws AppError for a file that cannot be read, or labels that meet no cell
 */
export async function inspectLabelled(path: string, labels?: string): Promise<Inspection> {
  const { file, join } = await openLabelled(path, labels);
  try {
    return { ...(await inspectOpened(file, path)), ...(join && { labels: join }) };
  } finally {
    file.close();
  }
}

/** Opens a file with the columns of a label file among its own; of two with one name, the label file's stays. */
async function openLabelled(path: string, labels?: string): Promise<{ file: OpenedFile; join?: LabelJoin }> {
  if (labels === undefined) return { file: await openFile(path) };
  const table = await readLabelFile(labels);
  const file = await openFile(path, { cellNames: possibleCellNames(table) });
  try {
    const { join, columns } = joinLabels(file.obsNames, table);
    const own = file.obs.filter(({ name }) => !join.columns.includes(name));
    return { file: { ...file, obs: [...own, ...columns] }, join };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Shares of an import's progress that are over when reading the cells begins and when it ends. */
const [READING, READ] = [0.1, 0.98];

/**
 * @returns the id of the new data set
 * @throws AppError for a file that cannot be read, labels that meet no cell, or when `signal` says so (`cancelled`)
 */
export async function importDataset(store: Store, request: ImportRequest, hooks: ImportHooks): Promise<number> {
  const { path } = request;
  const step = async (doing: string, fraction: number) => {
    hooks.progress(doing, fraction);
    await setImmediate(); // lets cancelling, and everything else, have its turn
    if (hooks.signal.aborted) throw new AppError('cancelled', `The import of ${basename(path)} was stopped.`);
  };

  await step('Looking into the file', 0);
  const { file } = await openLabelled(path, request.labels);
  try {
    const inspection = await inspectOpened(file, path);
    const problem = inspection.findings.find((finding) => finding.severity === 'problem');
    if (problem) throw new AppError('unreadable', `${inspection.name}: ${problem.what}`, problem.remedy);
    const matrix = chooseMatrix(file, request.matrix ?? file.proposedMatrix, inspection.name);
    const genes = file.genes(matrix.name);

    await step('Taking its fingerprint', 0.05);
    const sha256 = await sha256OfFile(file.files);
    await step('Reading cells', READING);
    const id = store.transaction(() => {
      const id = store.datasets.insert(
        {
          name: freeName(
            store,
            request.name ?? inspection.name.replace(/(\.(h5ad|h5|loom|csv|tsv|txt|gz|zip))+$/i, ''),
          ),
          sourcePath: inspection.path,
          format: file.format,
          sha256,
          matrix,
          cells: file.obsNames.length,
          genes: genes.length,
          geneIdentifiers: identifierKind(genes),
          findings: inspection.findings,
          addedAt: new Date().toISOString(),
        },
        file.obsNames,
      );
      store.genes.insert(id, genes);
      for (const column of file.obs) store.obsColumns.put(id, column, summariseColumn(column));
      return id;
    });
    try {
      for await (const chunk of file.rows(matrix.name)) {
        store.matrixChunks.append(id, chunk);
        const { cells } = store.matrixChunks.extent(id);
        await step('Reading cells', READING + ((READ - READING) * cells) / file.obsNames.length);
      }
      const { cells, entries } = store.matrixChunks.extent(id);
      if (cells !== file.obsNames.length) {
        throw new AppError(
          'unreadable',
          `${inspection.name} names ${file.obsNames.length} cells, but its matrix has ${cells}.`,
          'The file is damaged or incomplete: export it again.',
        );
      }
      store.datasets.finish(id, { ...matrix, nonZeros: entries });
    } catch (error) {
      store.datasets.delete(id);
      throw error;
    }
    hooks.progress('Done', 1);
    return id;
  } finally {
    file.close();
  }
}

function chooseMatrix(file: OpenedFile, name: string, fileName: string): MatrixInfo {
  const matrix = file.matrices.find((candidate) => candidate.name === name);
  if (matrix) return matrix;
  throw new AppError(
    'not-found',
    `${fileName} has no matrix “${name}”.`,
    `It has ${file.matrices.map((candidate) => candidate.name).join(', ')}.`,
  );
}

/** The name, with a number behind it when it is taken. */
function freeName(store: Store, wanted: string): string {
  const names = new Set(store.datasets.list().map((dataset) => dataset.name));
  let name = wanted;
  for (let n = 2; names.has(name); n++) name = `${wanted} (${n})`;
  return name;
}
