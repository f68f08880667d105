/** What a table does with its rows, apart from drawing them: sort, filter, copy, and which rows are in view. */
import { defused } from '../../src-shared/defused.ts';
import type { Snippet } from 'svelte';

export type CellValue = string | number | boolean | null;
export type Direction = 'ascending' | 'descending';

export interface Column<Row> {
  id: string;
  label: string;
  /** what the column means, in a sentence, on hover */
  title?: string;
  /** numbers stand right unless told otherwise */
  align?: 'start' | 'end' | 'center';
  /** what the cell holds: sorted, filtered and copied by it */
  value: (row: Row) => CellValue;
  /** how the value is written; without it, as it is */
  format?: (value: CellValue, row: Row) => string;
  /** draws the cell instead of writing it; told its column too, so that like columns can share it */
  cell?: Snippet<[Row, Column<Row>]>;
  /** which one of several like columns this is */
  at?: number;
  /** the columns of a spreadsheet that it is copied as, where one cell shows several values */
  copiedAs?: { label: string; value: (row: Row) => CellValue }[];
  /** sorted by this instead of the value */
  sortedBy?: (row: Row) => CellValue;
  /** false: no sorting by this column */
  sortable?: boolean;
  /** false: a column of controls, left out of the filter and the clipboard */
  data?: boolean;
  /** which way the first click sorts: numbers fall, words rise */
  first?: Direction;
  /** pixels to begin with; without it the content decides */
  width?: number;
}

export interface Sorting {
  column: string;
  direction: Direction;
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Orders two values of a column, rising: numbers by size, words as people file them; nothing stands last either way. */
function compareValues(a: CellValue, b: CellValue, direction: Direction = 'ascending'): number {
  const missing = (value: CellValue) => value === null || value === '' || (typeof value === 'number' && isNaN(value));
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  const order =
    typeof a === 'string' || typeof b === 'string' ? words.compare(String(a), String(b)) : Number(a) - Number(b);
  return direction === 'ascending' ? order : -order;
}

/** The rows in the order asked for; ties keep the order they came in. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sorting: Sorting | null): Row[] {
  const column = sorting && columns.find(({ id }) => id === sorting.column);
  if (!sorting || !column) return [...rows];
  const by = column.sortedBy ?? column.value;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => compareValues(a.value, b.value, sorting.direction))
    .map(({ row }) => row);
}

/** A cell as it is written. */
export function written<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  if (column.format) return column.format(value, row);
  return value === null ? '' : String(value);
}

/** The rows in which every word of the filter occurs somewhere, whatever its case. */
export function filterRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], filter: string): Row[] {
  const sought = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (!sought.length) return [...rows];
  const texts = columns.filter(({ data }) => data !== false);
  return rows.filter((row) => {
    const text = texts.map((column) => `${column.value(row)}\t${written(column, row)}`.toLowerCase()).join('\t');
    return sought.every((word) => text.includes(word));
  });
}

/** The next sorting when a header is pressed: first this column's own way, then the other, then as the rows came. */
export function nextSorting<Row>(column: Column<Row>, now: Sorting | null, rows: readonly Row[]): Sorting | null {
  const first = column.first ?? (isNumeric(column, rows) ? 'descending' : 'ascending');
  if (now?.column !== column.id) return { column: column.id, direction: first };
  if (now.direction === first)
    return { column: column.id, direction: first === 'ascending' ? 'descending' : 'ascending' };
  return null;
}

/** Whether a column holds numbers, judged by its first value. */
export function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  for (const row of rows) {
    const value = column.value(row);
    if (value !== null) return typeof value === 'number';
  }
  return false;
}

/**
 * Tab-separated text that spreadsheets paste as cells: plain numbers in full, quotes round what holds a tab, a quote or
 * a line end, and an apostrophe before text that would run as a formula.
 */
export function toTsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const shown = columns.filter(({ data }) => data !== false).flatMap((column) => column.copiedAs ?? [column]);
  const lines = [
    shown.map(({ label }) => tsvCell(label)),
    ...rows.map((row) => shown.map((column) => tsvCell(column.value(row)))),
  ];
  return lines.map((cells) => cells.join('\t')).join('\n') + '\n';
}

function tsvCell(value: CellValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = defused(value);
  return /[\t"\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** From how many rows on only those in view are drawn. */
export const VIRTUAL_FROM = 200;

/** rows that are drawn and taken away together while scrolling; even, so that screen readers' row numbers stay in step */
const BLOCK = 8;

/**
 * The slice of `total` rows of one height that a scrolled view shows, with some to spare on both sides, in whole blocks:
 * it changes once a block, not with every pixel.
 */
export function visibleRows(
  total: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
  spare = 12,
): { from: number; to: number } {
  if (total <= VIRTUAL_FROM) return { from: 0, to: total };
  const first = Math.floor(scrollTop / rowHeight) - spare;
  const from = Math.max(0, Math.min(first, total - 1));
  const to = Math.ceil((scrollTop + viewHeight) / rowHeight) + spare;
  return { from: from - (from % BLOCK), to: Math.min(total, Math.max(Math.ceil(to / BLOCK) * BLOCK, from + 1)) };
}
