/**
 * Cells met by their sample and their name together. Barcodes of several samples in one table, or in one data set, stand
 * for several cells; where both sides say which sample each is of (in a column, in front of the barcode, or by what the
 * data set is called), the two together name one.
 */
import type { LabelColumn } from '../../data/labels.ts';
import { basesOf, type CellNames, coreOf, type Meeting, namesIn, reconcile } from '../reconcile.ts';
import type { LabelTable } from '../types.ts';

/** What says which sample a cell or a line is of. */
interface Samples {
  what: string;
  /** in small letters; '' where it does not say */
  of: string[];
  /** the names, without the sample where it stood in them */
  names: readonly string[];
}

interface Together {
  key: { column: number; nameOf(row: string[]): string };
  met: Meeting;
  words: string[];
}

/** Samples are few beside cells. */
const MOST_SAMPLES = 1000;
/** So many of the cells that are met by their name alone must be met by the same line with their sample. */
const AGREE = 0.9;

/**
 * @param cells what the cells were met by, or their row names where nothing met
 * @param alone how they were met by their names alone
 * @returns null where no pair of samples meets more cells than names alone do, or where a pair contradicts these
 */
export function withSamples(
  cells: readonly string[],
  table: LabelTable,
  { own = [], called = '', others }: { own?: readonly LabelColumn[]; called?: string; others?: readonly CellNames[] },
  alone: { key: { column: number | null }; met: Meeting } | null,
): Together | null {
  if (others?.length) return null;
  const column = alone && alone.met.matched > 0 ? alone.key.column : mentions(cells, table);
  if (column === null) return null;
  const lines = table.rows.map((row) => row[column]);
  const given = asGiven(cells);
  const ofLines = [inFront(lines), ...table.columns.flatMap((_, c) => (c === column ? [] : inTable(table, c, lines)))];
  let best: Together | null = null;
  for (const line of ofLines) {
    const samples = new Set(line.of);
    samples.delete('');
    if (samples.size === 0 || samples.size > MOST_SAMPLES) continue;
    const ofCells = [inFront(given), ...own.flatMap((one) => inColumn(one, given)), byCalled(called, samples, given)];
    for (const cell of ofCells) {
      const known = cell.of.reduce((sum, sample) => sum + (samples.has(sample) ? 1 : 0), 0);
      if (known < cells.length / 2) continue;
      const join = ({ of, names }: Samples) => names.map((name, i) => (of[i] === '' ? '' : `${of[i]}#${name}`));
      const met = reconcile({ names: join(cell) }, { names: join(line) });
      const least = Math.max(best?.met.matched ?? 0, alone?.met.matched ?? 0);
      if (met.matched <= least || !agrees(met, alone?.met)) continue;
      const words = [`Cells were met by name and sample together (${cell.what}; ${line.what}).`];
      best = { key: { column, nameOf: (row) => row[column] }, met, words };
    }
  }
  return best;
}

function agrees(met: Meeting, alone: Meeting | undefined): boolean {
  if (!alone) return true;
  let alike = 0;
  alone.rowOfCell.forEach((row, cell) => (alike += row >= 0 && met.rowOfCell[cell] === row ? 1 : 0));
  return alike >= AGREE * alone.matched;
}

/** The column of a table that mentions the most cells, whatever line belongs to which; null where few lines do. */
function mentions(cells: readonly string[], { columns, rows }: LabelTable): number | null {
  const known = new Set(cells.map(coreOf));
  const counts = columns.map((_, c) => rows.reduce((sum, row) => sum + (known.has(coreOf(row[c])) ? 1 : 0), 0));
  const most = Math.max(...counts);
  return most > rows.length / 5 ? counts.indexOf(most) : null;
}

/** Names as they were before they were made unique. */
function asGiven(cells: readonly string[]): readonly string[] {
  const names = [...cells];
  for (const [base, group] of basesOf(cells)) for (const cell of group) names[cell] = base;
  return names;
}

/** The sample in front of a barcode: s1_AAAC-1, GSM123#AAAC. */
function inFront(names: readonly string[]): Samples {
  const parts = names.map((name) => /^(.+?)[_#:|/ ]+([^_#:|/ ]+)$/.exec(name.trim()));
  return {
    what: 'in front of the name',
    of: parts.map((part) => part?.[1].toLowerCase() ?? ''),
    names: parts.map((part, i) => part?.[2] ?? names[i]),
  };
}

function inTable({ columns, rows }: LabelTable, column: number, names: readonly string[]): Samples[] {
  const of = rows.map((row) => row[column].trim().toLowerCase());
  return [{ what: `column “${columns[column]}” of the table`, of, names }];
}

function inColumn(column: LabelColumn, names: readonly string[]): Samples[] {
  if (column.kind !== 'categorical' || column.categories.length > MOST_SAMPLES) return [];
  const of = Array.from(column.codes, (code) => (column.categories[code] ?? '').trim().toLowerCase());
  return [{ what: `column “${column.name}” of the data`, of, names }];
}

function byCalled(called: string, samples: ReadonlySet<string>, names: readonly string[]): Samples {
  const sample = namesIn(called).find((name) => samples.has(name)) ?? '';
  return { what: `the data set is called “${called}”`, of: names.map(() => sample), names };
}
