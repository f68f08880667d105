/** Text matrices: CSV, TSV, TXT, gzipped or not, cells × genes or genes × cells. */
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, MatrixInfo } from '../../../src-shared/model.ts';
import type { Csr } from '../../data/csr.ts';
import { tableColumn } from '../columns.ts';
import {
  type Beside,
  besideFinding,
  columnsBeside,
  isMatrixAfterAll,
  listsGenes,
  putBeside,
  repeatsNames,
  secondName,
  tellOfCells,
} from './csv-beside.ts';
import { listOfGenes, notANumber, tableOfCells, wrongWidth } from './csv-refusals.ts';
import { makeUnique, nameGenes, namesGenes, renamed } from '../genes.ts';
import { decideKind } from '../matrix-kind.ts';
import { openedFile } from '../opened.ts';
import { decideOrientation, type Orientation } from '../orientation.ts';
import { chunkCells, type Entries, rowRange, singleEntries, turned } from '../rows.ts';
import { Spool } from '../containers/spool.ts';
import { isText, isTitle, readRows, type Row, sniffDelimiter, type TextTable, unfinishedLine } from './text-table.ts';
import type { DataFormat, Hints, OpenedFile, Source } from '../types.ts';

export const csv: DataFormat = {
  name: 'csv',
  endings: ['csv', 'tsv', 'txt'],
  what: 'Text table',
  detail: 'cells in rows or in columns; labels in a second table, or in an .xlsx',
  match: (source) => source.container === 'none' && isText(source.head) && delimiterOf(source) !== null,
  async open(source, hints) {
    const table: TextTable = { ...source, delimiter: delimiterOf(source)! };
    const spool = new Spool();
    try {
      const parsed = await parseMatrix(table, spool);
      return openParsed(source, hints, spool, parsed, [...otherEncoding(source), ...(await unfinishedLine(source))]);
    } catch (error) {
      spool.close();
      throw error;
    }
  },
};

function delimiterOf(source: Source): string | null {
  return sniffDelimiter(new TextDecoder().decode(source.head));
}

/** A table read through, its values in a spool. */
interface Parsed {
  rows: string[];
  columns: string[];
  corner: string;
  /** columns that are no part of the matrix, with a value for each row */
  beside: Beside[];
}

/** Reads the whole table once: names of rows and columns, and its non-zero values into the spool. */
async function parseMatrix(table: TextTable, spool: Spool): Promise<Parsed> {
  let header: Row | null = null;
  let first: Row | null = null;
  let columns: string[] = [];
  let corner = '';
  let beside: (Beside | null)[] = [];
  let second = -1;
  // some programs write a separator after the last field too
  let endsInSeparator = false;
  const rows: string[] = [];
  for await (const row of readRows(table)) {
    if (!header) {
      header = row;
      continue;
    }
    if (rows.length === 0 && isTitle(header.fields, row.fields)) {
      header = row;
      continue;
    }
    if (!first) endsInSeparator = isBlank(header.fields.at(-1)) && isBlank(row.fields.at(-1));
    if (endsInSeparator && isBlank(row.fields.at(-1))) row.fields.pop();
    if (!first) {
      first = row;
      if (endsInSeparator) header.fields.pop();
      ({ columns, corner } = headerNames(table, header.fields, row));
      const told = tellOfCells(columns);
      if (told.length > columns.length / 2) throw tableOfCells(table, told);
      beside = columnsBeside(columns, row.fields.slice(1));
      second = secondName(columns, corner);
    }
    readLine(table, row, columns, beside, spool);
    const name = row.fields[0].trim();
    rows.push(second < 0 ? name : `${name}_${row.fields[second + 1].trim()}`);
  }
  spool.finish();
  if (!first) {
    throw new AppError(
      'unreadable',
      `${table.name} has a line of names and nothing below it; a matrix has a line of names and then a line for each cell or gene.`,
      'Export the table again.',
    );
  }
  const wrong = beside.findIndex((column) => column && isMatrixAfterAll(column));
  if (wrong >= 0) throw notANumber(table, first, columns[wrong], first.fields[wrong + 1]);
  const kept = beside.filter((column) => column !== null);
  const list = listsGenes(kept) ?? repeatsNames(corner, rows, columns.length);
  if (list) throw listOfGenes(table, list);
  return {
    rows,
    columns: columns.filter((_, j) => !beside[j]),
    corner,
    beside: kept,
  };
}

const isBlank = (field: string | undefined): boolean => field?.trim() === '';

/** Column names, once the first line below the header shows whether the header is one field short, as R writes it. */
function headerNames(table: TextTable, header: string[], first: Row): { columns: string[]; corner: string } {
  const names = header.map((name) => name.trim());
  if (names.length === first.fields.length - 1) return { columns: names, corner: '' };
  if (names.length === first.fields.length && names.length > 1) return { columns: names.slice(1), corner: names[0] };
  throw wrongWidth(table, first, names.length);
}

/** Checks one line and puts its values into the spool. */
function readLine(table: TextTable, row: Row, columns: string[], beside: (Beside | null)[], spool: Spool): void {
  const { fields } = row;
  if (fields.length !== columns.length + 1) throw wrongWidth(table, row, columns.length + 1);
  let skipped = 0;
  for (let j = 1; j < fields.length; j++) {
    const field = fields[j];
    const other = beside[j - 1];
    if (other) {
      putBeside(other, field);
      skipped++;
      continue;
    }
    if (field === '0') continue;
    const value = Number(field);
    // JavaScript takes 0x1F for a number too
    if (!Number.isFinite(value) || field.trim() === '' || /^\s*[+-]?0[xob]/i.test(field))
      throw notANumber(table, row, columns[j - 1], field);
    if (value !== 0) spool.push(j - 1 - skipped, value);
  }
  spool.endLine();
}

function openParsed(
  source: Source,
  hints: Hints,
  spool: Spool,
  { rows, columns, corner, beside }: Parsed,
  found: Finding[],
): OpenedFile {
  const orientation = decideOrientation(rows, columns, corner, hints.cellNames);
  const rowsAreCells = orientation.rowsAre === 'cells';
  const findings: Finding[] = [orientationFinding(orientation, rows.length, columns.length), ...found];
  const cells = makeUnique(rowsAreCells ? rows : columns);
  if (cells.repeated.length > 0) findings.push(renamed('cell', cells.repeated));
  const ofGenes = new Map((rowsAreCells ? [] : beside).map(({ name, values }) => [name, values]));
  const naming = new Map([...ofGenes].filter(([name]) => namesGenes(name)));
  const named = nameGenes(rowsAreCells ? columns : rows, naming);
  findings.push(...named.findings);
  if (beside.length > 0) findings.push(besideFinding(beside, orientation.rowsAre));
  const info: MatrixInfo = {
    name: 'X',
    cells: cells.names.length,
    genes: named.genes.length,
    nonZeros: spool.entries,
    ...decideKind(sample(spool, columns.length), rowsAreCells, spool.seen),
    dtype: spool.seen.fraction === null ? 'int64' : 'float64',
  };
  return openedFile({
    format: 'csv',
    name: source.name,
    files: [source.path],
    obsNames: cells.names,
    obs: rowsAreCells
      ? beside.map(({ name, values }) => tableColumn(name, values, { delimiter: delimiterOf(source)! }))
      : [],
    geneColumns: [...ofGenes.keys()],
    matrices: [
      {
        info,
        genes: named.genes,
        geneColumn: (column) => ofGenes.get(column) ?? null,
        rows: () => (rowsAreCells ? spooledCells(spool, columns.length) : spooledGenes(spool, columns.length)),
      },
    ],
    proposedMatrix: 'X',
    findings,
    close: () => spool.close(),
  });
}

/** A few hundred lines from all over. */
function sample(spool: Spool, cols: number): Csr {
  const [block] = spool.read(cols);
  return rowRange(block, 0, Math.min(block.rows, 256));
}

async function* spooledCells(spool: Spool, genes: number): AsyncGenerator<Csr> {
  for (const block of spool.read(genes)) {
    for (let from = 0; from < block.rows; from += chunkCells) {
      yield rowRange(block, from, Math.min(block.rows, from + chunkCells));
      await setImmediate();
    }
  }
}

async function* spooledGenes(spool: Spool, cells: number): AsyncGenerator<Csr> {
  const perCell = new Uint32Array(cells);
  for (const block of spool.read(cells)) for (const cell of block.indices) perCell[cell]++;
  async function* entries(): AsyncGenerator<Entries> {
    let first = 0;
    for (const block of spool.read(cells)) {
      yield singleEntries(block, first);
      first += block.rows;
      await setImmediate();
    }
  }
  yield* turned(perCell, spool.lines, entries);
}

function otherEncoding({ name, encoding }: Source): Finding[] {
  if (encoding !== 'windows-1252') return [];
  return [
    {
      severity: 'note',
      code: 'encoding',
      what: `${name} is not written in UTF-8; it is read as Latin-1 (Windows-1252).`,
      why: 'Letters beyond ASCII (ü, µ) may come out as others where it was written in a third way.',
      remedy: 'Look at the names; if they are wrong, save the table as UTF-8.',
    },
  ];
}

function orientationFinding(orientation: Orientation, rows: number, columns: number): Finding {
  const [what, other] = orientation.rowsAre === 'cells' ? ['cells', 'genes'] : ['genes', 'cells'];
  return {
    severity: orientation.sure ? 'note' : 'warning',
    code: orientation.sure ? 'orientation' : 'orientation-guessed',
    what: `The ${rows.toLocaleString('en-US')} lines are read as ${what}, the ${columns.toLocaleString('en-US')} columns as ${other}. ${orientation.evidence}`,
    why: 'A text table does not say which side is which.',
    remedy: orientation.sure
      ? 'If this is wrong, transpose the table.'
      : 'Check the examples below. A label file that names the cells settles it; or call the first column "gene" or "cell".',
  };
}
