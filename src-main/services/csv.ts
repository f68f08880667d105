/** Tables as CSV (RFC 4180, UTF-8) that a spreadsheet shows as they are and never runs. */

export type Cell = string | number | null;

/** Lines end in CRLF; null is an empty cell. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(csvCell).join(',') + '\r\n').join('');
}

const NEGATIVE_NUMBER = /^-(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * One cell. Text that a spreadsheet would take for a formula (it starts with = + - @, tab or return) gets an apostrophe
 * before it, as OWASP advises; numbers are numbers, a class called `-1` too.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = /^[=+\-@\t\r]/.test(cell) && !NEGATIVE_NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
