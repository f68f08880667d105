/** Tables as CSV (RFC 4180, UTF-8) that a spreadsheet shows as they are and never runs. */

import { defused } from '../../../src-shared/defused.ts';

export type Cell = string | number | null;

/** Lines end in CRLF; null is an empty cell. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(csvCell).join(',') + '\r\n').join('');
}

/** One cell; numbers are numbers, a class called `-1` too. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = defused(cell);
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
