/** Text tables (CSV, TSV, …, gzipped or not) as a stream of rows. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding } from '../../../src-shared/model.ts';
import type { Encoding } from '../../../src-shared/text-files.ts';
import { intoUtf8 } from '../encoding.ts';
import { limited } from '../containers/limits.ts';
import { reasonOf } from '../reason.ts';

/** Letters of one row: a cell with a number for each of a million genes; more is a text without line ends. */
const MOST_IN_A_ROW = 32 * 2 ** 20;

export interface TextTable {
  path: string;
  name: string;
  gzipped: boolean;
  /** of the file as it lies there */
  bytes: number;
  encoding: Encoding;
  delimiter: string;
}

export interface Row {
  /** line of the file that the row begins on, from 1 */
  line: number;
  fields: string[];
}

/**
 * The character that separates fields: the one of tab, comma, semicolon and space that splits the first lines into the
 * most fields, the same number in each line (the header may be one short). Null where none splits anything.
 */
export function sniffDelimiter(text: string): string | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  // the last line is probably cut off
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line !== '').slice(0, 20);
  // comments above the names have separators of their own
  while (whole.length > 1 && whole[0].startsWith('#')) whole.shift();
  let best: { delimiter: string; score: number } | null = null;
  for (const delimiter of ['\t', ',', ';', ' ']) {
    const counts = whole.map((line) => outsideQuotes(line).split(delimiter).length);
    const usual = counts.at(-1) ?? 1;
    if (usual < 2 && (counts[0] ?? 1) < 2) continue;
    const alike = counts.filter((count) => count === usual || count === usual - 1).length / counts.length;
    // of two that split alike, the one that splits the names too: the other is a decimal comma below them
    const same = counts.every((count) => count === usual) ? 0.5 : 0;
    const score = alike * 1e6 + Math.min(usual, 1e5) + same;
    if (!best || score > best.score) best = { delimiter, score };
  }
  return best?.delimiter ?? null;
}

function outsideQuotes(line: string): string {
  return line.replace(/"[^"]*"/g, '""');
}

/** True for bytes that are text: no NUL, hardly any control characters. */
export function isText(head: Uint8Array): boolean {
  let odd = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) odd++;
  }
  return head.length > 0 && odd < head.length / 100;
}

/**
 * The rows of a table, blank lines left out. Quotes are honoured, a byte-order mark and any kind of line end accepted.
 *
 * @throws AppError `unreadable` where the file cannot be unpacked or a quote is never closed
 */
export async function* readRows(table: TextTable): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: table.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_IN_A_ROW,
    ltrim: table.delimiter === ' ',
    rtrim: table.delimiter === ' ',
  });
  const file = createReadStream(table.path, { highWaterMark: 1 << 18 });
  // errors of any part reach the reader through the parser; the callback only keeps them from being uncaught
  const done = () => undefined;
  const unpacked = table.gzipped ? pipeline(file, createGunzip(), limited(table.name, table.bytes), done) : file;
  if (table.encoding === 'utf-8') pipeline(unpacked, parser, done);
  else pipeline(unpacked, intoUtf8(table.encoding), parser, done);
  let line = 1;
  try {
    for await (const fields of parser as AsyncIterable<string[]>) {
      const start = line++;
      for (const field of fields) if (field.includes('\n')) line += field.split('\n').length - 1;
      if (fields.length > 1 || fields[0] !== '') yield { line: start, fields };
    }
  } catch (cause) {
    throw inWords(table, line, cause as NodeJS.ErrnoException);
  } finally {
    file.destroy();
  }
}

/**
 * A note where the last line of a text has no line end: most programs write one, and a text that is cut short within a
 * number shows in nothing else. Packed texts have checksums, which say more.
 */
export async function unfinishedLine({
  path,
  name,
  gzipped,
  encoding,
}: Omit<TextTable, 'delimiter'>): Promise<Finding[]> {
  if (gzipped || encoding.startsWith('utf-16')) return [];
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    if (buffer[0] === 10 || buffer[0] === 13) return [];
  } finally {
    await file.close();
  }
  return [
    {
      severity: 'note',
      code: 'no-line-end',
      what: `The last line of ${name} has no line end.`,
      why: 'A file that was cut short within a number looks like that: the last value could be another one, and lines could be missing.',
      remedy: 'Look whether the number of lines is right; if so, nothing needs to be done.',
    },
  ];
}

function inWords(table: TextTable, line: number, cause: NodeJS.ErrnoException): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof CsvError && cause.code === 'CSV_MAX_RECORD_SIZE') {
    return new AppError(
      'unreadable',
      `${table.name}, line ${line}: the line has more than ${MOST_IN_A_ROW.toLocaleString('en')} letters.`,
      'It is no table of cells and genes, or its line ends were lost: export it again.',
      { cause },
    );
  }
  if (cause instanceof CsvError) {
    return new AppError(
      'unreadable',
      `${table.name}, near line ${line}: a quotation mark (") is opened and never closed.`,
      'Remove it, or export the table again.',
      { cause },
    );
  }
  if (cause.code?.startsWith('Z_')) {
    return new AppError(
      'unreadable',
      `${table.name} is gzipped, but cannot be unpacked past line ${line - 1}: ${reasonOf(cause)}.`,
      'The file is cut short or damaged: copy or download it again.',
      { cause },
    );
  }
  return new AppError('unreadable', `${table.name} cannot be read: ${reasonOf(cause)}.`, undefined, { cause });
}

/** True for a line above the names: a title or comment with far fewer fields than the names that follow it. */
export function isTitle(line: string[], next: string[]): boolean {
  const filled = line.filter((field) => field.trim() !== '').length;
  if (line[0].startsWith('#') && line.length !== next.length) return true;
  if (filled <= 1 && next.length === 1) return true;
  return filled < next.length / 2 && next.slice(1).every((field) => !Number.isFinite(Number(field || 'x')));
}

/** Name of a delimiter for messages. */
export function delimiterName(delimiter: string): string {
  return { '\t': 'tab', ',': 'comma', ';': 'semicolon', ' ': 'space' }[delimiter] ?? delimiter;
}
