/**
 * Workbooks of Excel's newer kind (ECMA-376), as tables of text: values as they are stored, formulas by the result that
 * was saved with them, dates as year-month-day. Formatting, charts and everything else is passed over.
 */
import { Parser } from 'saxen';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../../src-shared/errors.ts';
import { checkEntries } from '../containers/limits.ts';
import { reasonOf } from '../reason.ts';
import type { Source } from '../types.ts';
import { readEntryText } from '../containers/zip-entries.ts';

export interface Sheet {
  name: string;
  /** rows that hold something; null where a field is empty */
  rows: (string | null)[][];
}

/** A workbook of labels is some megabytes; what unpacks to more than this is meant to fill the memory. */
const mostBytes = 256 * 2 ** 20;

/**
 * All sheets of a workbook.
 *
 * @throws AppError `unreadable` for a damaged workbook, or one that unpacks to more than 256 MB
 */
export async function readWorkbook(source: Source): Promise<Sheet[]> {
  let archive: ZipFile | undefined;
  try {
    archive = await openPromise(source.path, { autoClose: false });
    const entries = new Map<string, Entry>();
    checkEntries(source.name, archive.entryCount);
    for await (const entry of archive.eachEntry()) entries.set(entry.fileName, entry);
    const parts = await readParts(source, archive, entries);
    return parts.sheets.map(({ name, xml }) => ({ name, rows: readSheet(xml, parts.strings, parts.dateStyles) }));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'unreadable',
      `${source.name} cannot be read as an Excel workbook: ${reasonOf(cause)}.`,
      'The file is damaged, or protected by a password: save it again, or save the sheet as CSV.',
      { cause },
    );
  } finally {
    archive?.close();
  }
}

async function readParts(source: Source, archive: ZipFile, entries: Map<string, Entry>) {
  let bytes = 0;
  const text = async (path: string): Promise<string | null> => {
    const entry = entries.get(path);
    if (!entry) return null;
    bytes += entry.uncompressedSize;
    if (bytes > mostBytes) {
      throw new AppError(
        'unreadable',
        `${source.name} unpacks to more than 256 MB, which no table of labels does.`,
        'Save the sheet that holds the labels as CSV.',
      );
    }
    return readEntryText(archive, entry, mostBytes);
  };
  const workbook = await text('xl/workbook.xml');
  if (workbook === null) throw new Error('it has no xl/workbook.xml');
  const targets = relations((await text('xl/_rels/workbook.xml.rels')) ?? '');
  const sheets: { name: string; xml: string }[] = [];
  for (const { name, id } of sheetList(workbook)) {
    const xml = await text(targets.get(id) ?? '');
    if (xml !== null) sheets.push({ name, xml });
  }
  return {
    sheets,
    strings: sharedStrings((await text('xl/sharedStrings.xml')) ?? ''),
    dateStyles: dateStyles((await text('xl/styles.xml')) ?? ''),
  };
}

interface Hear {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Goes through XML; prefixes of names are dropped. Entities other than XML's own five stay as they are written. */
function walk(xml: string, { open, close, text }: Hear): void {
  if (xml === '') return;
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  const parser = new Parser()
    .on('error', (error) => {
      throw error;
    })
    .on('warn', () => {});
  if (open) {
    parser.on('openTag', (name, attributes, decode) => {
      const found = Object.entries(attributes()).map(([key, value]) => [local(key), decode(value)]);
      open(local(name), Object.fromEntries(found) as Record<string, string>);
    });
  }
  if (close) parser.on('closeTag', (name) => close(local(name)));
  if (text) parser.on('text', (value, decode) => text(decode(value))).on('cdata', text);
  parser.parse(xml.replace(/^\ufeff/, ''));
}

function sheetList(xml: string): { name: string; id: string }[] {
  const sheets: { name: string; id: string }[] = [];
  walk(xml, { open: (tag, { name, id }) => tag === 'sheet' && sheets.push({ name: name ?? '', id: id ?? '' }) });
  return sheets;
}

/** Paths within the archive, by the IDs that the workbook calls them by. */
function relations(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  walk(xml, {
    open(tag, attributes) {
      if (tag !== 'Relationship') return;
      const target = attributes.Target ?? '';
      targets.set(attributes.Id ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  return targets;
}

/** Texts that cells refer to by number; a text may come in runs of different type, and with a reading aid (`rPh`). */
function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let aside = false;
  walk(xml, {
    open(tag) {
      if (tag === 'si') current = '';
      if (tag === 'rPh') aside = true;
      inText = tag === 't' && !aside;
    },
    text(value) {
      if (inText) current += value;
    },
    close(tag) {
      if (tag === 'si') strings.push(current);
      if (tag === 'rPh') aside = false;
      if (tag === 't') inText = false;
    },
  });
  return strings;
}

/** Numbers of the cell styles that show a date: ECMA-376 part 1, 18.8.30, and custom formats with a year, month or day. */
function dateStyles(xml: string): Set<number> {
  const custom = new Map<number, boolean>();
  const found = new Set<number>();
  let inCells = false;
  let style = 0;
  walk(xml, {
    open(tag, { numFmtId, formatCode }) {
      const id = Number(numFmtId);
      if (tag === 'numFmt') custom.set(id, /[ymd]/i.test((formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')));
      if (tag === 'cellXfs') inCells = true;
      if (tag === 'xf' && inCells) {
        if (custom.get(id) ?? ((id >= 14 && id <= 17) || id === 22)) found.add(style);
        style++;
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return found;
}

function readSheet(xml: string, strings: string[], dates: Set<number>): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let cell = { column: 0, type: 'n', style: 0, text: '' };
  let reading = false;
  walk(xml, {
    open(tag, { r, t, s }) {
      if (tag === 'row') row = [];
      if (tag === 'c') cell = { column: columnOf(r) ?? row.length, type: t ?? 'n', style: Number(s ?? 0), text: '' };
      reading = tag === 'v' || tag === 't';
    },
    text(value) {
      if (reading) cell.text += value;
    },
    close(tag) {
      if (tag === 'v' || tag === 't') reading = false;
      if (tag === 'c') {
        while (row.length < cell.column) row.push(null);
        row[cell.column] = valueOf(cell, strings, dates);
      }
      if (tag === 'row' && row.some((value) => value !== null)) rows.push(row);
    },
  });
  return rows;
}

/** `AB12` is column 27; undefined for what is no reference, or lies beyond the columns that a sheet may have. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (!letters) return undefined;
  const column = [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
  return column < 16_384 ? column : undefined;
}

function valueOf(
  cell: { type: string; style: number; text: string },
  strings: string[],
  dates: Set<number>,
): string | null {
  if (cell.type === 's') return strings[Number(cell.text)] ?? null;
  if (cell.type === 'b') return cell.text === '1' ? 'True' : 'False';
  if (cell.type === 'e' || cell.text === '') return null;
  if (cell.type === 'n' && dates.has(cell.style)) return dateOf(Number(cell.text));
  return cell.type === 'n' ? numberText(cell.text) : cell.text;
}

/** Excel stores 1.1 as 1.1000000000000001, and keeps fifteen digits of what is longer: these stay as they are, to be seen. */
function numberText(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? String(value) : text;
}

/** Days since the end of 1899, as Excel counts them. */
function dateOf(days: number): string | null {
  const date = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400_000));
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/T00:00:00\.000Z$|:\d\d\.\d{3}Z$/, '').replace('T', ' '); // prettier-ignore
}
