/**
 * What the instruments of imaging assays write: counts in one file and a table of the cells, with their positions, in
 * another. The folder, or any of its files, opens both.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding } from '../../../src-shared/model.ts';
import { positionColumns } from '../../../src-shared/positions.ts';
import { type Assay, assays } from '../assays.ts';
import { lookAt } from '../containers/source.ts';
import { checkWithin } from '../containers/within.ts';
import type { DataFormat, Hints, LabelTable, OpenedFile, Source } from '../types.ts';
import { onlyCells } from '../some-cells.ts';
import { csv } from './csv.ts';
import { possibleCellNames, readLabelFile, withLabels } from './label-file.ts';
import { mtx } from './mtx.ts';
import { tenxHdf5 } from './tenx-hdf5.ts';

export const assayOutputs: DataFormat[] = assays.map((assay) => ({
  name: assay.name,
  endings: assay.endings,
  what: assay.what,
  detail: assay.detail,
  match: (source) => placeOf(assay, source) !== null,
  open: (source, hints) => openOutput(assay, source, hints),
}));

interface Place {
  folder: string;
  names: string[];
}

/** The folder of the output that a path means, the path itself or what holds it; null where it is none. */
function placeOf(assay: Assay, source: Source): Place | null {
  const known = [...assay.counts, ...assay.cells, ...assay.marks];
  const isPart = known.some((pattern) => pattern.test(source.name));
  const place = isPart
    ? { folder: dirname(resolve(source.path)), names: listed(dirname(resolve(source.path)), source.name) }
    : { folder: source.path, names: source.container === 'folder' ? source.entries : [] };
  const has = (patterns: RegExp[]) => patterns.some((pattern) => place.names.some((name) => pattern.test(name)));
  // a table of cells alone is a label file like any other
  return has(assay.counts) || has(assay.marks) ? place : null;
}

/** Names in a folder; of one that may not be listed, the one that is known. */
function listed(folder: string, known: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [known];
  }
}

async function openOutput(assay: Assay, source: Source, hints: Hints): Promise<OpenedFile> {
  const place = placeOf(assay, source)!;
  const path = (name: string) => {
    checkWithin(hints.within, join(place.folder, name));
    return join(place.folder, name);
  };
  const countsName = choose(assay, assay.counts, place, source);
  if (countsName === null) {
    const zipped = place.names.some((name) => /^cell_feature_matrix\.zarr\.zip$/i.test(name));
    throw new AppError(
      'unreadable',
      `${basename(place.folder)} is an output of ${assay.what}, but its counts are not in it${zipped ? ' except as cell_feature_matrix.zarr.zip' : ''}: cell_feature_matrix.h5, or the folder cell_feature_matrix, is expected.`,
      'Copy it from the output of the instrument into the same folder.',
    );
  }
  const cellsName = choose(assay, assay.cells, place, source, assay.counts.some((pattern) => pattern.test(source.name)) ? countsName : undefined); // prettier-ignore
  const table = cellsName === null ? null : await readLabelFile(path(cellsName));
  const file = await openCounts(path(countsName), { ...hints, ...(table && { cellNames: possibleCellNames(table) }) });
  try {
    return joined(assay, { file, name: countsName, folder: place.folder }, table);
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * The file of a kind: the one that was chosen, else the one that begins as another does, else the only one.
 *
 * @param like of several slides in a folder, a file of the one that is meant
 * @throws AppError `unreadable` where it cannot be told which of several is meant
 */
function choose(assay: Assay, kind: RegExp[], { folder, names }: Place, source: Source, like?: string): string | null {
  for (const pattern of kind) {
    const found = names.filter((name) => pattern.test(name));
    const start = like ?? source.name;
    const meant =
      found.find((name) => name === source.name) ??
      found.find((name) => start.startsWith(name.replace(pattern, '') || '\n')) ??
      (found.length === 1 ? found[0] : undefined);
    if (meant !== undefined) return meant;
    if (found.length > 1) {
      throw new AppError(
        'unreadable',
        `The folder ${basename(folder)} holds several outputs of ${assay.what}: ${found.slice(0, 6).join(', ')}${found.length > 6 ? ', …' : ''}.`,
        'Open one of these files; the file that belongs to it is found by the beginning of its name. Add several as several data sets.',
      );
    }
  }
  return null;
}

async function openCounts(path: string, hints: Hints): Promise<OpenedFile> {
  const source = await lookAt(path);
  const format = [tenxHdf5, mtx, csv].find(({ match }) => match(source));
  if (format) return format.open(source, hints);
  throw new AppError(
    'unreadable',
    `${source.name} should hold the counts of the cells, but is neither a 10x matrix nor a table.`,
    'Copy it from the output of the instrument again.',
  );
}

/** The counts with the columns of the cells, what is no cell left out. */
function joined(
  assay: Assay,
  { file, name, folder }: { file: OpenedFile; name: string; folder: string },
  table: LabelTable | null,
): OpenedFile {
  const cells = [...file.obsNames.keys()].filter((i) => !assay.noCell?.(file.obsNames[i]));
  const findings: Finding[] = [];
  if (cells.length < file.obsNames.length) findings.push(noCells(file.obsNames.length - cells.length));
  if (cells.length === 0) {
    throw new AppError(
      'unreadable',
      `${name} holds counts of no cell.`,
      'Segment the cells first, or copy the output of the instrument again.',
    );
  }
  const kept = cells.length < file.obsNames.length ? onlyCells(file, cells) : file;
  if (!table) {
    findings.push(noTable(assay, name));
    return { ...kept, format: assay.name, findings: [...kept.findings, ...findings] };
  }
  const { file: whole, join: met } = withLabels(kept, table, name);
  if (met.matched < met.cells) findings.push(withoutLine(table.name, met.cells - met.matched, met.cells));
  findings.push(positionsFinding(table));
  return {
    ...whole,
    format: assay.name,
    files: [...whole.files, join(folder, table.name)],
    findings: [...whole.findings, ...findings],
  };
}

const number = (value: number): string => value.toLocaleString('en-US');

const noCells = (lines: number): Finding => ({
  severity: 'note',
  code: 'outside-cells',
  what: `${number(lines)} ${lines === 1 ? 'line is' : 'lines are'} left out: cell 0 of a field of view holds the transcripts outside of its cells.`,
  why: 'It is no cell.',
  remedy: 'Nothing needs to be done.',
});

const noTable = ({ what }: Assay, counts: string): Finding => ({
  severity: 'warning',
  code: 'no-positions',
  what: `The table of cells of ${what} is not in the folder of ${counts}: positions of the cells are not known.`,
  why: 'The positions of cells are not known without it. Panels can be chosen and scored all the same.',
  remedy: 'Copy the table of cells from the output of the instrument into the same folder, and open it again.',
});

const withoutLine = (table: string, missing: number, cells: number): Finding => ({
  severity: 'warning',
  code: 'cells-without-position',
  what: `${number(missing)} of ${number(cells)} cells have no line in ${table}.`,
  why: 'Their positions are not known.',
  remedy: 'If that is many, the files may be of two runs of the instrument: copy both from one output.',
});

function positionsFinding({ name, columns }: LabelTable): Finding {
  const at = positionColumns(columns);
  return {
    severity: at ? 'note' : 'warning',
    code: at ? 'positions' : 'no-positions',
    what: at
      ? `Positions of the cells are read from ${name} (${at.x}, ${at.y}).`
      : `${name} has no columns with the positions of the cells.`,
    why: at ? 'They are kept with the cells; nothing is learned from them.' : 'The positions of cells are not known.',
    remedy: at ? 'Nothing needs to be done.' : 'Take the table of cells as the instrument wrote it.',
  };
}
