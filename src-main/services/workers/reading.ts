/**
 * The work of a reading process: a data file is looked into, or read from its first cell to its last. Knows no project;
 * what it reads it tells, a few packed chunks at a time, and waits until they are written.
 */
import { basename } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import type { MatrixInfo } from '../../../src-shared/model.ts';
import { summariseColumn } from '../../formats/columns.ts';
import { withDeclaredValues } from '../../formats/declared-values.ts';
import { identifierKind } from '../../formats/genes.ts';
import { filtered, filtersAnything } from '../../formats/filters.ts';
import { inspectData, inspectOpened } from '../../formats/inspect.ts';
import { openLabelled } from '../../formats/readers/labelled.ts';
import { matrixName } from '../../formats/opened.ts';
import { sha256OfFile } from '../../formats/containers/sha256.ts';
import type { OpenedFile } from '../../formats/types.ts';
import { examineProject } from '../../store/open.ts';
import { packChunks } from '../../store/matrix-chunks.ts';
import type { FromImporter, ImportRequest, ToImporter } from './import-protocol.ts';

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
  if (message.type === 'examine') {
    examineProject(message.path);
    return tell({ type: 'examined' });
  }
  tell({ type: 'inspected', inspection: await inspectData(message.request) });
}

/** Shares of an import's progress that are over when reading the cells begins and when it ends. */
const [READING, READ] = [0.1, 0.98];

async function readDataset(request: ImportRequest, tell: Tell, taken: () => Promise<void>): Promise<void> {
  const { path } = request;
  const progress = (doing: string, fraction: number) => tell({ type: 'progress', doing, fraction });
  progress('Looking into the file', 0);
  const { file: whole } = await openLabelled(path, request);
  try {
    const { file, matrix } = await choose(whole, request, (fraction) => progress('Measuring cells', 0.05 * fraction));
    const inspection = await inspectOpened(file, path);
    const problem = inspection.findings.find((finding) => finding.severity === 'problem');
    if (problem) throw new AppError('unreadable', `${inspection.name}: ${problem.what}`, problem.remedy);
    const genes = file.genes(matrix.name);

    progress('Computing checksum', 0.05);
    const sha256 = await sha256OfFile(file.files);
    tell({
      type: 'head',
      head: {
        row: {
          name: request.name ?? inspection.proposedName,
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
    whole.close();
  }
}

/** The file without the cells and genes that are to be left out, and the matrix to import. */
async function choose(
  file: OpenedFile,
  { path, matrix: wanted = file.proposedMatrix, filters, geneNames, modality, values }: ImportRequest,
  progress: (fraction: number) => void,
): Promise<{ file: OpenedFile; matrix: MatrixInfo }> {
  const name = matrixName(file.matrices.map((candidate) => candidate.name), wanted, basename(path)); // prettier-ignore
  const read = values ? withDeclaredValues(file, basename(path), name, values) : file;
  const kept = filtersAnything(filters)
    ? await filtered(read, name, filters, progress)
    : { file: read, applied: undefined };
  const info = kept.file.matrices.find((candidate) => candidate.name === name)!;
  return {
    file: kept.file,
    matrix: {
      ...info,
      ...(kept.applied && { filters: kept.applied }),
      ...(geneNames && { geneNames }),
      ...(modality !== undefined && { modality }),
    },
  };
}
