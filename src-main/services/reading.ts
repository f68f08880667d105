/**
 * The work of a reading process: a data file is looked into, or read from its first cell to its last. Knows no project;
 * what it reads it tells, a few packed chunks at a time, and waits until they are written.
 */
import { basename } from 'node:path';
import { AppError } from '../../src-preload/errors.ts';
import type { Inspection, LabelJoin, MatrixInfo } from '../../src-preload/model.ts';
import { summariseColumn } from '../formats/columns.ts';
import { identifierKind } from '../formats/genes.ts';
import { inspectOpened } from '../formats/inspect.ts';
import { joinLabels, possibleCellNames, readLabelFile } from '../formats/label-file.ts';
import { openFile } from '../formats/registry.ts';
import { sha256OfFile } from '../formats/sha256.ts';
import type { OpenedFile } from '../formats/types.ts';
import { packChunks } from '../store/matrix-chunks.ts';
import type { FromImporter, ImportRequest, InspectRequest, ToImporter } from './import-protocol.ts';

type Tell = (message: FromImporter) => void;

/**
 * Does what a message asks for.
 *
 * @param taken resolves when the chunks that were told last are written
 * @throws AppError for a file that cannot be read, or labels that meet no cell
 */
export async function answer(
  message: Exclude<ToImporter, { type: 'taken' }>,
  tell: Tell,
  taken: () => Promise<void>,
): Promise<void> {
  if (message.type === 'read') return readDataset(message.request, tell, taken);
  tell({ type: 'inspected', inspection: await inspectLabelled(message.request) });
}

/** Looks into a file, and into how a label file would meet its cells. */
async function inspectLabelled({ path, labels }: InspectRequest): Promise<Inspection> {
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

async function readDataset(request: ImportRequest, tell: Tell, taken: () => Promise<void>): Promise<void> {
  const { path } = request;
  const progress = (doing: string, fraction: number) => tell({ type: 'progress', doing, fraction });
  progress('Looking into the file', 0);
  const { file } = await openLabelled(path, request.labels);
  try {
    const inspection = await inspectOpened(file, path);
    const problem = inspection.findings.find((finding) => finding.severity === 'problem');
    if (problem) throw new AppError('unreadable', `${inspection.name}: ${problem.what}`, problem.remedy);
    const matrix = chooseMatrix(file, request.matrix ?? file.proposedMatrix, inspection.name);
    const genes = file.genes(matrix.name);

    progress('Taking its fingerprint', 0.05);
    const sha256 = await sha256OfFile(file.files);
    tell({
      type: 'head',
      head: {
        row: {
          name: request.name ?? basename(inspection.name).replace(/(\.(h5ad|h5|loom|csv|tsv|txt|gz|zip))+$/i, ''),
          sourcePath: inspection.path,
          format: file.format,
          sha256,
          matrix,
          cells: file.obsNames.length,
          genes: genes.length,
          geneIdentifiers: identifierKind(genes),
          findings: inspection.findings,
        },
        cellNames: file.obsNames,
        genes,
        columns: file.obs.map((column) => ({ column, summary: summariseColumn(column) })),
      },
    });

    progress('Reading cells', READING);
    let cells = 0;
    let entries = 0;
    for await (const chunk of file.rows(matrix.name)) {
      const chunks = packChunks(chunk);
      cells += chunk.rows;
      entries += chunk.indptr[chunk.rows];
      const written = taken();
      tell({ type: 'chunks', chunks });
      await written;
      progress('Reading cells', READING + ((READ - READING) * cells) / file.obsNames.length);
    }
    if (cells !== file.obsNames.length) {
      throw new AppError(
        'unreadable',
        `${inspection.name} names ${file.obsNames.length} cells, but its matrix has ${cells}.`,
        'The file is damaged or incomplete: export it again.',
      );
    }
    tell({ type: 'read', entries });
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
