/** What is to be known about a file before anything of it is imported. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { matrixKindWords } from '../../src-shared/matrix-kinds.ts';
import type { Finding, ImportFilters, Inspection, LabelJoin, MatrixInfo, MatrixKind } from '../../src-shared/model.ts';
import { summariseColumn } from './columns.ts';
import { columnFindings } from './column-findings.ts';
import { confoundingFindings } from './confounding.ts';
import { withDeclaredValues } from './declared-values.ts';
import { geneFindings } from './gene-findings.ts';
import { identifierKind } from './genes.ts';
import { datasetName, isPacked } from './known.ts';
import { matrixName } from './opened.ts';
import { openLabelled, type OpenOptions } from './readers/labelled.ts';
import { measure } from './measures.ts';
import { transposed } from './orientation.ts';
import { profileMatrix } from './profile.ts';
import { chunkCells } from './rows.ts';
import { guessSpecies } from './species.ts';
import type { OpenedFile } from './types.ts';

export interface InspectRequest extends OpenOptions {
  path: string;
  /** what the values of the matrix that is looked at are, whatever they look like */
  values?: MatrixKind;
  /** also reads a matrix through (the proposed one unless named), and says what filters would leave of it */
  profile?: { matrix?: string; filters?: ImportFilters; everyMatrix?: boolean };
}

/**
 * Looks into a file: its size, what each matrix holds, its label columns by falling likelihood, and what the user
 * should know.
 *
 * @throws AppError as `openLabelled`; `not-found` for a matrix that the file does not have
 */
export async function inspectData({ path, profile, values, ...options }: InspectRequest): Promise<Inspection> {
  const { file: opened, join } = await openLabelled(path, options);
  try {
    const file = values ? declared(opened, basename(path), values, profile?.matrix) : opened;
    const about = await inspectOpened(file, path);
    const findings = join ? bySeverity([...fewMet(join), ...about.findings]) : about.findings;
    const inspection: Inspection = { ...about, findings, ...(join && { labels: join }) };
    if (!profile) return inspection;
    const profiled = await withProfile(inspection, file, profile);
    return profile.everyMatrix ? { ...profiled, sums: await sumsOfAll(file, profiled) } : profiled;
  } finally {
    opened.close();
  }
}

function declared(file: OpenedFile, name: string, kind: MatrixKind, wanted = file.proposedMatrix): OpenedFile {
  const names = file.matrices.map((matrix) => matrix.name);
  return withDeclaredValues(file, name, matrixName(names, wanted, name), kind);
}

/** A label file that names less than half of the cells is probably another sample's, or names them in another way. */
function fewMet({ matched, cells, unmatchedExamples }: LabelJoin): Finding[] {
  if (matched >= cells / 2) return [];
  const strangers = unmatchedExamples.length > 0 ? `; it also names ${unmatchedExamples.slice(0, 2).join(', ')}, which the data do not have` : ''; // prettier-ignore
  return [
    {
      severity: 'warning',
      code: 'few-labels-met',
      what: `Only ${matched.toLocaleString('en-US')} of ${cells.toLocaleString('en-US')} cells are in the label file${strangers}.`,
      why: 'Cells without a label teach nothing; and where so few names meet, those that do may meet by chance.',
      remedy: 'Check that the label file belongs to these data, and how both write the names of cells.',
    },
  ];
}

/** @throws AppError `not-found` for a matrix that the file does not have */
async function withProfile(
  inspection: Inspection,
  file: OpenedFile,
  { matrix: wanted = inspection.proposedMatrix, filters }: NonNullable<InspectRequest['profile']>,
): Promise<Inspection> {
  const names = inspection.matrices.map(({ name }) => name);
  const matrix = matrixName(names, wanted, inspection.name);
  try {
    const profile = await profileMatrix(file, matrix, filters);
    return { ...inspection, profile, findings: bySeverity([...inspection.findings, ...profile.findings]) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...inspection, findings: bySeverity([unreadable(matrix, error), ...inspection.findings]) };
  }
}

async function sumsOfAll(file: OpenedFile, { profile }: Inspection): Promise<NonNullable<Inspection['sums']>> {
  const found: NonNullable<Inspection['sums']> = {};
  for (const { name } of file.matrices) {
    const read = name === profile?.matrix ? profile : await measure(file, name).catch(() => null);
    found[name] = read && { sum: read.sum, nonZeros: read.nonZeros, integers: read.integers };
  }
  return found;
}

/** What can be seen from the start of a file is no proof of the rest. */
function unreadable(matrix: string, { message, remedy = '' }: AppError): Finding {
  return {
    severity: 'problem',
    code: 'matrix-unreadable',
    what: `${matrix} cannot be read to its end. ${message}`,
    why: 'A part of the cells would be missing or wrong.',
    remedy,
  };
}

/** The same for a file that is open already; it stays open. */
export async function inspectOpened(file: OpenedFile, path: string): Promise<Inspection> {
  const info = file.matrices.find((matrix) => matrix.name === file.proposedMatrix)!;
  const genes = file.genes(info.name);
  const columns = file.obs.map(summariseColumn).sort((a, b) => b.labelScore - a.labelScore);
  const sizes = await Promise.all(file.files.map((part) => stat(part)));
  const fileBytes = sizes.reduce((sum, info) => sum + info.size, 0);
  return {
    path: resolve(path),
    name: basename(resolve(path)),
    format: file.format,
    proposedName: datasetName(basename(resolve(path))),
    ...(file.modalities && { modalities: file.modalities }),
    cells: file.obsNames.length,
    genes: info.genes,
    matrices: file.matrices,
    proposedMatrix: file.proposedMatrix,
    geneIdentifiers: identifierKind(genes),
    species: guessSpecies(genes),
    geneColumns: file.geneColumns,
    columns,
    findings: bySeverity([
      ...file.findings,
      ...matrixFindings(file, info),
      ...transposed(
        file.obsNames,
        genes.map(({ name }) => name),
      ),
      ...geneFindings(genes),
      ...columnFindings(columns, file.obsNames.length),
      ...confoundingFindings(file.obs, columns),
    ]),
    geneExamples: genes.slice(0, 5).map((gene) => gene.name),
    cellExamples: file.obsNames.slice(0, 5),
    fileBytes,
    memoryBytes: importMemory(file, info),
    importSeconds: importSeconds(file, info, fileBytes),
  };
}

function bySeverity(findings: Finding[]): Finding[] {
  const order = ['problem', 'warning', 'note'];
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/**
 * Bytes that importing takes at its peak, beyond what the application takes anyway: the names and label columns, and
 * one chunk of cells as it is read (up to 16 bytes an entry) and as it is kept (8 bytes). A matrix that is stored gene
 * by gene is turned in memory, up to 256 MB at a time. The data set as a whole is never held.
 */
function importMemory(file: OpenedFile, info: MatrixInfo): number {
  const names = 120 * (info.cells + info.genes) + 8 * info.cells * file.obs.length;
  const entries = info.nonZeros ?? info.cells * info.genes;
  const chunk = 24 * Math.min(4_000_000, (entries / Math.max(1, info.cells)) * Math.min(info.cells, chunkCells));
  const turned = /csv|mtx/.test(file.format) ? 8 * Math.min(entries, 32_000_000) : 0;
  return Math.round(names + chunk + turned);
}

/**
 * Seconds that importing takes, roughly: measured on two cores of a server, text is read at 13 MB a second, a compressed
 * text at a quarter of that by its size on disk, and HDF5 at 5 million entries a second; writing takes as long as HDF5.
 */
function importSeconds(file: OpenedFile, info: MatrixInfo, fileBytes: number): number {
  const entries = info.nonZeros ?? 0.2 * info.cells * info.genes;
  const packed = file.files.some(isPacked);
  const reading = /csv|mtx/.test(file.format) ? fileBytes / (packed ? 3e6 : 13e6) : entries / 5e6;
  return 0.5 + reading + entries / 5e6;
}

function matrixFindings(file: OpenedFile, proposed: MatrixInfo): Finding[] {
  const findings: Finding[] = [];
  if (proposed.cells === 0 || proposed.genes === 0) {
    findings.push({
      severity: 'problem',
      code: 'nothing-in-it',
      what: `${proposed.name} has ${proposed.cells.toLocaleString('en-US')} cells and ${proposed.genes.toLocaleString('en-US')} genes.`,
      why: 'There is nothing to learn from; filters in the program that wrote the file probably left nothing.',
      remedy: 'Look at the filters of that program, and export the data again.',
    });
  }
  const x = file.matrices.find((matrix) => matrix.name === 'X');
  if (x && proposed.name !== 'X' && proposed.kind !== 'counts') {
    findings.push({
      severity: 'warning',
      code: 'unscaled-elsewhere',
      what: `X holds ${matrixKindWords[x.kind]} (${x.evidence.replace(/\.$/, '')}); ${proposed.name} holds ${matrixKindWords[proposed.kind]} and is proposed. The file has no counts.`,
      why: 'Scaling was done with all cells, those included that a panel is tested on; and it has lost how much of a gene there is.',
      remedy:
        'Choose X if you mean it; if you have the counts, write them to a layer called "counts" and add the file again.',
      action: { label: 'Use X', do: 'matrix', matrix: 'X' },
    });
  } else if (x && proposed.name !== 'X') {
    findings.push({
      severity: 'note',
      code: 'counts-elsewhere',
      what: `X holds ${matrixKindWords[x.kind]} (${x.evidence.replace(/\.$/, '')}); the counts are in ${proposed.name}, which is proposed.`,
      why: 'Counts can be normalised the same way for every data set; what was done to X is not known.',
      remedy: 'Choose another matrix if you mean it.',
      action: { label: 'Use X', do: 'matrix', matrix: 'X' },
    });
  } else if (proposed.kind !== 'counts' && proposed.kind !== 'binary') {
    findings.push({
      severity: proposed.kind === 'scaled' ? 'warning' : 'note',
      code: 'not-counts',
      what: `${proposed.name} holds ${matrixKindWords[proposed.kind]}, and the file has no counts. ${proposed.evidence}`,
      why:
        proposed.kind === 'scaled'
          ? 'Scaled values have lost how much of a gene there is; limits on expression and the prediction of an assay mean little.'
          : 'Training works on it; thinning of counts and limits on expression are estimates only.',
      remedy: 'If you have the counts, write them to a layer called "counts" and add the file again.',
    });
  }
  if (file.matrices.some((matrix) => matrix.name === 'raw/X') && proposed.name !== 'raw/X') {
    const raw = file.matrices.find((matrix) => matrix.name === 'raw/X')!;
    findings.push({
      severity: 'note',
      code: 'raw-present',
      what: `The file has raw too, with ${matrixKindWords[raw.kind]} of ${raw.genes.toLocaleString('en-US')} genes; it is not used unless you choose it.`,
      why: `${proposed.name} has ${proposed.genes.toLocaleString('en-US')} genes.`,
      remedy: 'Choose raw/X if the genes you want are only there.',
      action: { label: 'Use raw/X', do: 'matrix', matrix: 'raw/X' },
    });
  }
  return findings;
}
