/** Label files: a table with a line for each cell, as text or a workbook, joined to a data set by the names of its cells. */
import { AppError, toErrorData } from '../../../src-shared/errors.ts';
import type { LabelJoin } from '../../../src-shared/model.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { tableColumn } from '../columns.ts';
import { secondName } from './csv-beside.ts';
import { isWorkbook, refuse, refuseImpostor } from '../foreign.ts';
import { makeUnique } from '../genes.ts';
import { reconcile } from '../reconcile.ts';
import { lookAt } from '../containers/source.ts';
import type { Source } from '../types.ts';
import { readWorkbook } from './xlsx.ts';
import { delimiterName, isText, isTitle, readRows, sniffDelimiter } from './text-table.ts';

/** A label file as text; which column names the cells is found out by the join. */
export interface LabelTable {
  name: string;
  /** as the first line has them; a name too few (R) is filled in front with '' */
  columns: string[];
  /** every row as long as `columns` */
  rows: string[][];
}

/**
 * Reads a label file: CSV, TSV or the like, gzipped or not, or an Excel workbook (.xlsx).
 *
 * @throws AppError `not-found`, or `unreadable` where it is no table
 */
export async function readLabelFile(path: string): Promise<LabelTable> {
  const source = await lookAt(path);
  if (isWorkbook(source)) return fromWorkbook(source);
  refuseImpostor(source);
  if (source.container !== 'none' || !isText(source.head)) throw refuse(source);
  return fromText(source);
}

/** The sheet with the most rows; lines above the column names, such as a title, are passed over. */
async function fromWorkbook(source: Source): Promise<LabelTable> {
  const sheets = await readWorkbook(source);
  const [sheet] = sheets.toSorted((a, b) => b.rows.length - a.rows.length);
  const filled = (row: (string | null)[]) => row.filter((value) => value !== null && value.trim() !== '').length;
  const usual = median((sheet?.rows ?? []).map(filled));
  const header = sheet?.rows.findIndex((row) => filled(row) >= Math.max(2, 0.6 * usual)) ?? -1;
  const rows = sheet?.rows.slice(header + 1) ?? [];
  if (usual < 2 || header < 0 || rows.length === 0) {
    throw new AppError(
      'unreadable',
      `${source.name} has no sheet with a line of column names and lines of cells below it (${sheets.map(({ name, rows }) => `${name}: ${rows.length} lines`).join(', ') || 'it has no sheets'}).`,
      'A label file needs the names of the cells in one column and labels in others.',
    );
  }
  const width = Math.max(...sheet.rows.slice(header).map((row) => row.length));
  const padded = (row: (string | null)[]) => Array.from({ length: width }, (_, i) => row[i] ?? '');
  return {
    name: sheets.length > 1 ? `${source.name} (sheet ${sheet.name})` : source.name,
    columns: padded(sheet.rows[header]).map((name) => name.trim()),
    rows: rows.map(padded),
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

async function fromText(source: Source): Promise<LabelTable> {
  // a table of one column has no separator: then it names cells and says nothing about them
  const delimiter = sniffDelimiter(new TextDecoder().decode(source.head));
  if (delimiter === null) {
    throw new AppError(
      'unreadable',
      `${source.name} has one column only; a label file needs the names of the cells and at least one column of labels, separated by tabs, commas, semicolons or blanks.`,
      'Export it as CSV with the cell names in the first column.',
    );
  }
  const table: LabelTable = { name: source.name, columns: [], rows: [] };
  for await (const { line, fields } of readRows({ ...source, delimiter })) {
    if (table.columns.length === 0 || (table.rows.length === 0 && isTitle(table.columns, fields))) {
      table.columns = fields.map((field) => field.trim());
      continue;
    }
    if (table.rows.length === 0 && fields.length === table.columns.length + 1) table.columns.unshift('');
    if (fields.length !== table.columns.length) {
      throw new AppError(
        'unreadable',
        `${source.name}, line ${line}: ${fields.length} fields where the first line has ${table.columns.length} (separated by ${delimiterName(delimiter)}).`,
        'A label contains the separator without quotes, or the line is cut short: export the table again.',
      );
    }
    table.rows.push(fields);
  }
  if (table.rows.length === 0) {
    throw new AppError(
      'unreadable',
      `${source.name} has a first line and nothing below it.`,
      'Export the table again.',
    );
  }
  return table;
}

/** All names in the table that could be cells: hints for the orientation of a text matrix. */
export function possibleCellNames(table: LabelTable): string[] {
  return table.rows.flat();
}

/**
 * Joins a label file to the cells of a data set by name, in any order; cells that the file does not name have no label.
 * The column that meets the most cells is the key. Names that differ by a suffix or a prefix are brought together where
 * that is unambiguous, and what was done is said in words.
 *
 * @param own columns of the data, looked at only where their row names meet few lines: one that names every cell may
 *   meet more
 * @throws AppError `invalid` where no cell is met, with examples of both sides
 */
export function joinLabels(
  rowNames: readonly string[],
  table: LabelTable,
  own: Iterable<LabelColumn> = [],
): { join: LabelJoin; columns: LabelColumn[] } {
  const byNames = keyColumn(rowNames, table);
  const matched = byNames?.meeting.matched ?? 0;
  const found = (matched < rowNames.length / 2 && keyAmong(own, table, matched)) || byNames;
  if (!found) throw nothingMet(rowNames, table);
  const { key, meeting, obsNames = rowNames, words: how = [] } = found;

  // a first line that itself names a cell is no header
  const headless = key.column !== null && obsNames.includes(table.columns[key.column]);
  const rows = headless ? [table.columns, ...table.rows] : table.rows;
  const nameOf = headless ? (row: string[]) => row[key.column!] : key.nameOf;
  const met = headless ? reconcile(obsNames, rows.map(nameOf))! : meeting;
  const names = makeUnique(
    table.columns.map((name, column) => (headless || name === '' ? `column ${column + 1}` : name)),
  );
  const columns = table.columns
    .map((given, column) => ({ given, column, name: names.names[column] }))
    .filter(({ column }) => column !== key.column)
    // what stands behind the last separator of a line
    .filter(({ given, column }) => given !== '' || rows.some((row) => row[column].trim() !== ''))
    .map(({ name, column }) => {
      return tableColumn(
        name,
        Array.from(met.rowOfCell, (row) => (row < 0 ? null : rows[row][column])),
      );
    });
  const used = new Set(Array.from(met.rowOfCell, (row) => (row < 0 ? '' : nameOf(rows[row]))));
  const strangers = rows.map(nameOf).filter((name) => !used.has(name));
  const words = [
    ...how,
    ...met.words,
    ...(headless ? ['The first line was read as data: it names a cell.'] : []),
    ...(names.repeated.length > 0 ? [`Several columns are called ${names.repeated.join(', ')}; the later ones have a number behind it.`] : []), // prettier-ignore
  ];
  return {
    join: {
      columns: columns.map((column) => column.name),
      cells: obsNames.length,
      matched: met.matched,
      unmatchedExamples: strangers.slice(0, 5),
      reconciliation: words.join(' '),
    },
    columns,
  };
}

/** What may name the cells of a label file: a column, or two that do so together (`column` is null then). */
interface Key {
  column: number | null;
  nameOf(row: string[]): string;
}

/** CosMx numbers the cells of each field of view anew; its table of counts is read with the names that these two make. */
function keysOf({ columns }: LabelTable): Key[] {
  const keys: Key[] = columns.map((_, column) => ({ column, nameOf: (row) => row[column] }));
  const first = columns.findIndex((name) => /^fov$/i.test(name));
  const second = secondName(columns, columns[first] ?? '');
  if (second >= 0) keys.push({ column: null, nameOf: (row) => `${row[first].trim()}_${row[second].trim()}` });
  return keys;
}

interface Found {
  key: Key;
  meeting: NonNullable<ReturnType<typeof reconcile>>;
  /** what the cells were met by, where these are not their row names, and words for that */
  obsNames?: string[];
  words?: string[];
}

/** The first column of the data that has a value of its own for every cell and meets more than so many of them. */
function keyAmong(own: Iterable<LabelColumn>, table: LabelTable, most: number): Found | null {
  for (const column of own) {
    if (column.kind !== 'categorical' || column.categories.length < column.codes.length) continue;
    const obsNames = Array.from(column.codes, (code) => column.categories[code] ?? '');
    const found = keyColumn(obsNames, table);
    if (found && found.meeting.matched > most)
      return { ...found, obsNames, words: [`Cells were met by their column “${column.name}”.`] };
  }
  return null;
}

function keyColumn(obsNames: readonly string[], table: LabelTable): Found | null {
  let best: Found | null = null;
  for (const key of keysOf(table)) {
    const meeting = reconcile(obsNames, table.rows.map(key.nameOf));
    if (meeting && (!best || meeting.matched > best.meeting.matched)) best = { key, meeting };
  }
  return best;
}

const NAMES_A_CELL = 'names a cell of the data set';

/** True for the refusal of a file that names no cell, also where it comes from another process and is its words alone. */
export const namesNoCell = (error: unknown): boolean => toErrorData(error).message.includes(NAMES_A_CELL);

function nothingMet(obsNames: readonly string[], table: LabelTable): AppError {
  const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ');
  return new AppError(
    'invalid',
    `No line of ${table.name} ${NAMES_A_CELL}. Cells are called ${quoted(obsNames.slice(0, 3))}; ` +
      `the first column of the file (${table.columns[0] || 'unnamed'}) holds ${quoted(table.rows.slice(0, 3).map((row) => row[0]))}.`,
    'Give the file that belongs to these data, with a column of cell names written as in the data.',
  );
}
