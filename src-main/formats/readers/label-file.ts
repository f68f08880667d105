/** Label files: a table with a line for each cell, as text or a workbook, joined to a data set by the names of its cells. */
import { AppError, toErrorData } from '../../../src-shared/errors.ts';
import type { LabelJoin } from '../../../src-shared/model.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { tableColumn } from '../columns.ts';
import { secondName } from './csv-beside.ts';
import { isWorkbook, refuse, refuseImpostor } from '../foreign.ts';
import { makeUnique } from '../genes.ts';
import { type CellNames, coreOf, type Meeting, reconcile } from '../reconcile.ts';
import { lookAt } from '../containers/source.ts';
import type { LabelTable, OpenedFile, Source } from '../types.ts';
import { hasDecimalCommas, isShortened, type TableForm } from '../text-numbers.ts';
import { withSamples } from './label-samples.ts';
import { isParquet, readParquet } from './parquet.ts';
import { readWorkbook } from './xlsx.ts';
import { delimiterName, isText, isTitle, readRows, sniffDelimiter } from './text-table.ts';

/**
 * Reads a label file: CSV, TSV or the like, gzipped or not, an Excel workbook (.xlsx), or a Parquet table.
 *
 * @throws AppError `not-found`, or `unreadable` where it is no table
 */
export async function readLabelFile(path: string): Promise<LabelTable> {
  const source = await lookAt(path);
  if (isWorkbook(source)) return fromWorkbook(source);
  if (isParquet(source)) return readParquet(source);
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
  const table: LabelTable = { name: source.name, columns: [], rows: [], delimiter };
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

/** What is known of the cells of a data set beside their names. */
export interface LabelTarget {
  /** columns of the data: one may name the cells better than their row names do, or say which sample each is of */
  own?: readonly LabelColumn[];
  /** what the data set is called */
  called?: string;
  /** other data sets that the same file is joined to */
  others?: readonly CellNames[];
}

/**
 * Joins a label file to the cells of a data set by name, in any order; cells that the file does not name have no label,
 * nor have those whose name stands for several cells or lines. The column that meets the most cells is the key. Names
 * that differ by a suffix or a prefix are brought together where that is unambiguous, and what was done is said in words.
 *
 * @throws AppError `invalid` where no cell is met, with examples of both sides
 */
export function joinLabels(
  rowNames: readonly string[],
  table: LabelTable,
  target: LabelTarget = {},
): { join: LabelJoin; columns: LabelColumn[] } {
  const { key, headless, met, cells, words: how } = findKey(rowNames, table, target);
  const rows = headless ? [table.columns, ...table.rows] : table.rows;
  const names = makeUnique(
    table.columns.map((name, column) => (headless || name === '' ? `column ${column + 1}` : name)),
  );
  const form = formOf(table);
  const written: string[] = [];
  const columns = table.columns
    .map((given, column) => ({ given, column, name: names.names[column] }))
    .filter(({ column }) => column !== key.column)
    // what stands behind the last separator of a line
    .filter(({ given, column }) => given !== '' || rows.some((row) => row[column].trim() !== ''))
    .map(({ name, column }) => {
      const values = Array.from(met.rowOfCell, (row) => (row < 0 ? null : rows[row][column]));
      return tableColumn(name, values, form, (words) => written.push(words));
    });
  const used = new Set(Array.from(met.rowOfCell, (row) => (row < 0 ? '' : key.nameOf(rows[row]))));
  const strangers = rows.map(key.nameOf).filter((name) => !used.has(name));
  const words = [
    ...how,
    ...met.words,
    ...(headless ? ['The first line was read as data: it names a cell.'] : []),
    ...(names.repeated.length > 0 ? [`Several columns are called ${names.repeated.join(', ')}; the later ones have a number behind it.`] : []), // prettier-ignore
    ...(written.length > 0 ? [`Numbers: ${written.join('; ')}.`] : []),
  ];
  return {
    join: {
      columns: columns.map((column) => column.name),
      cells: cells.length,
      matched: met.matched,
      unmatchedExamples: strangers.slice(0, 5),
      reconciliation: words.join(' '),
    },
    columns,
  };
}

/**
 * A file with the columns of a table of its cells; of two columns with one name, the table's stays.
 *
 * @param called what the data set is called
 * @throws AppError `invalid` where no cell is met
 */
export function withLabels(file: OpenedFile, table: LabelTable, called: string): { file: OpenedFile; join: LabelJoin } {
  const { join, columns } = joinLabels(file.obsNames, table, { own: file.obs, called });
  const own = file.obs.filter(({ name }) => !join.columns.includes(name));
  return { file: { ...file, obs: [...own, ...columns] }, join };
}

/** How a table writes its numbers, as far as its separator and its columns tell. */
export function formOf({ columns, rows, delimiter }: LabelTable): TableForm {
  return { delimiter, commas: columns.some((_, c) => hasDecimalCommas(rows.map((row) => row[c]))) };
}

/** What may name the cells of a label file: a column, or two that do so together (`column` is null then). */
interface Key {
  column: number | null;
  nameOf(row: string[]): string;
}

/** CosMx numbers the cells of each field of view from 1 again; its table of counts is read with the names that these two make. */
function keysOf({ columns }: LabelTable): Key[] {
  const keys: Key[] = columns.map((_, column) => ({ column, nameOf: (row) => row[column] }));
  const first = columns.findIndex((name) => /^fov$/i.test(name));
  const second = secondName(columns, columns[first] ?? '');
  if (second >= 0) keys.push({ column: null, nameOf: (row) => `${row[first].trim()}_${row[second].trim()}` });
  return keys;
}

interface Found {
  key: Key;
  /** a first line that itself names a cell is no header */
  headless: boolean;
  met: Meeting;
  /** what the cells were met by */
  cells: readonly string[];
  /** how the cells were met, where not by their row names */
  words: string[];
}

/** @throws AppError `invalid` where no cell is met */
function findKey(rowNames: readonly string[], table: LabelTable, target: LabelTarget): Found {
  const { own = [] } = target;
  const byNames = keyColumn(rowNames, table, target);
  const matched = byNames?.met.matched ?? 0;
  // cells that are only numbered may meet lines that are only numbered, whatever cell these tell of
  const namesAlike = areCounted(rowNames) ? own.filter(({ name }) => table.columns.includes(name)) : [];
  const byColumn =
    keyAmong(namesAlike, table, target, matched - 1) ??
    (matched < rowNames.length / 2 ? keyAmong(own, table, target, matched) : null);
  const found = byColumn ?? byNames;
  if (found && found.met.matched === found.cells.length) return found;
  const cells = found?.cells ?? rowNames;
  const together = withSamples(cells, table, target, found);
  if (together) return { ...together, headless: false, cells };
  if (found && found.met.matched > 0) return found;
  throw nothingMet(rowNames, table, found?.met.words ?? []);
}

/** True for names that number the cells from 0 or 1 on. */
function areCounted(names: readonly string[]): boolean {
  return names.every((name, i) => name === String(i)) || names.every((name, i) => name === String(i + 1));
}

/** The first column of the data that has a value of its own for every cell and meets more than so many of them. */
function keyAmong(own: readonly LabelColumn[], table: LabelTable, target: LabelTarget, most: number): Found | null {
  for (const column of own) {
    const cells = namesOf(column);
    const found = cells && keyColumn(cells, table, target);
    if (found && found.met.matched > most)
      return { ...found, cells, words: [`Cells were met by their column “${column.name}”.`] };
  }
  return null;
}

/** The values of a column that names every cell: text or whole numbers, none twice; null for any other. */
function namesOf(column: LabelColumn): string[] | null {
  if (column.kind === 'continuous') {
    const { values } = column;
    const names = values.every((value) => Number.isSafeInteger(value)) && new Set(values).size === values.length;
    return names ? Array.from(values, String) : null;
  }
  if (column.categories.length < column.codes.length || column.codes.includes(-1)) return null;
  return Array.from(column.codes, (code) => column.categories[code]);
}

function keyColumn(cells: readonly string[], table: LabelTable, { called, others }: LabelTarget): Found | null {
  const known = new Set(cells);
  const cores = new Set(cells.map(coreOf));
  const same = sameLabels(table);
  let best: Found | null = null;
  for (const key of keysOf(table)) {
    const headless = key.column !== null && known.has(table.columns[key.column]);
    const lines = headless ? [table.columns, ...table.rows] : table.rows;
    const names = lines.map(key.nameOf);
    if (!mayName(names) || !names.some((name) => cores.has(coreOf(name)))) continue;
    const shift = headless ? 1 : 0;
    const rows = { names, same: (a: number, b: number) => a >= shift && b >= shift && same(a - shift, b - shift, key.column) }; // prettier-ignore
    const met = reconcile({ names: cells, called }, rows, others);
    const more = !best || met.matched > best.met.matched || (best.met.matched === 0 && best.met.words.length === 0);
    if (more) best = { key, headless, met, cells, words: [] };
    if (met.matched === cells.length) break;
  }
  return best;
}

/** A column of few values names samples or classes and no cells; a short table may name the few cells that it has. */
function mayName(names: readonly string[]): boolean {
  return names.length < 40 || new Set(names).size > names.length / 20;
}

/** True for two lines that agree in every column but that of the names, and those that only number the lines. */
function sameLabels({ columns, rows }: LabelTable): (a: number, b: number, key: number | null) => boolean {
  const counts = columns.map((_, c) => areCounted(rows.map((row) => row[c])));
  return (a, b, key) => columns.every((_, c) => c === key || counts[c] || rows[a][c].trim() === rows[b][c].trim());
}

const NAMES_A_CELL = 'names a cell of the data set';

/** True for the refusal of a file that names no cell, also where it comes from another process and is its words alone. */
export const namesNoCell = (error: unknown): boolean => toErrorData(error).message.includes(NAMES_A_CELL);

/** @param words why cells that the file mentions have no label */
function nothingMet(obsNames: readonly string[], table: LabelTable, words: readonly string[]): AppError {
  const shortened = table.columns.findIndex((_, c) => table.rows.every((row) => isShortened(row[c])));
  if (shortened >= 0) {
    return new AppError(
      'invalid',
      `No line of ${table.name} ${NAMES_A_CELL}: its column “${table.columns[shortened]}” holds numbers that a spreadsheet shortened (${table.rows[0][shortened]}), and what was cut off named the cells.`,
      'Export the table again, and open it in no spreadsheet, or format that column as text before it is opened there.',
    );
  }
  if (words.length > 0) {
    return new AppError(
      'invalid',
      `No line of ${table.name} ${NAMES_A_CELL} and no other: ${words.join(' ')}`,
      'Give the samples in front of the names, or in a column of both data and table; of several data sets, say which one the file belongs to (--labels DATASET=FILE).',
    );
  }
  const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ');
  return new AppError(
    'invalid',
    `No line of ${table.name} ${NAMES_A_CELL}. Cells are called ${quoted(obsNames.slice(0, 3))}; ` +
      `the first column of the file (${table.columns[0] || 'unnamed'}) holds ${quoted(table.rows.slice(0, 3).map((row) => row[0]))}.`,
    'Give the file that belongs to these data, with a column of cell names written as in the data.',
  );
}
