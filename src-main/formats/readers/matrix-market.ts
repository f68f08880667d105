/** The Matrix Market text format (NIST): a header, the size, then one entry a line, counted from 1. */
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../src-shared/errors.ts';
import { limited } from '../containers/limits.ts';
import { reasonOf } from '../reason.ts';

export interface MatrixMarket {
  rows: number;
  columns: number;
  /** entries that the file promises */
  entries: number;
}

/** Some entries as they follow each other in the file, counted from 0. */
export interface EntryBatch {
  rows: Int32Array;
  columns: Int32Array;
  values: Float32Array;
  length: number;
}

interface TextFile {
  path: string;
  name: string;
  gzipped: boolean;
}

/** True for the first bytes of a Matrix Market file. */
export function isMatrixMarket(head: Uint8Array): boolean {
  return /^%%MatrixMarket/i.test(Buffer.from(head.subarray(0, 20)).toString('latin1'));
}

/**
 * Reads a matrix through. Both forms are read: `coordinate` (entries with their places) and `array` (all values, column
 * after column); the field may be integer (unsigned too, as SciPy writes it), real or pattern (every entry 1), the symmetry
 * general only.
 *
 * @param onSize called once, before the first batch
 * @throws AppError `unreadable` with the line where the file stops making sense
 */
export async function* readMatrixMarket(
  file: TextFile,
  onSize: (size: MatrixMarket) => void,
): AsyncGenerator<EntryBatch> {
  let size: MatrixMarket | null = null;
  let form = { array: false, pattern: false };
  let line = 0;
  let seen = 0;
  const wrong = (found: string, expected: string) =>
    new AppError(
      'unreadable',
      `${file.name}, line ${line}: found "${found.slice(0, 60)}" where ${expected} is expected.`,
      'The file is damaged or cut short: copy or export it again.',
    );

  for await (const lines of textLines(file)) {
    const batch = emptyBatch(lines.length);
    for (const text of lines) {
      line++;
      if (line === 1) {
        form = readHeader(file, text);
        continue;
      }
      if (text === '' || text.charCodeAt(0) === 37 /* % */) continue;
      if (!size) {
        size = readSize(text, form.array) ?? null;
        if (!size) throw wrong(text, 'the size of the matrix');
        onSize(size);
        continue;
      }
      if (seen === size.entries) throw wrong(text, `the end of the file after ${size.entries} entries`);
      const at = batch.length;
      if (form.array) {
        batch.rows[at] = seen % size.rows;
        batch.columns[at] = Math.floor(seen / size.rows);
        batch.values[at] = Number(text);
      } else {
        const first = text.indexOf(' ');
        const second = form.pattern ? text.length : text.indexOf(' ', first + 1);
        const row = Number(text.slice(0, first));
        const column = Number(text.slice(first + 1, second));
        const inside = row >= 1 && row <= size.rows && column >= 1 && column <= size.columns;
        if (first < 0 || second < 0 || !inside || !Number.isInteger(row) || !Number.isInteger(column)) {
          throw wrong(text, `an entry of a matrix of ${size.rows} × ${size.columns}`);
        }
        batch.rows[at] = row - 1;
        batch.columns[at] = column - 1;
        batch.values[at] = form.pattern ? 1 : Number(text.slice(second + 1) || NaN);
      }
      if (!Number.isFinite(batch.values[at])) throw wrong(text, 'a number');
      batch.length++;
      seen++;
    }
    if (batch.length > 0) yield batch;
  }
  if (!size || seen < size.entries) {
    throw new AppError(
      'unreadable',
      `${file.name} is cut short: it promises ${size ? `${size.entries} entries` : 'a matrix'}, but ends after ${seen}.`,
      'Copy or download the file again.',
    );
  }
}

function emptyBatch(length: number): EntryBatch {
  return { rows: new Int32Array(length), columns: new Int32Array(length), values: new Float32Array(length), length: 0 };
}

function readHeader(file: TextFile, text: string): { array: boolean; pattern: boolean } {
  const [, object, layout, field, symmetry] = text.trim().toLowerCase().split(/\s+/);
  const known =
    object === 'matrix' &&
    ['coordinate', 'array'].includes(layout) &&
    ['integer', 'unsigned-integer', 'real', 'double', 'pattern'].includes(field) &&
    symmetry === 'general';
  if (known) return { array: layout === 'array', pattern: field === 'pattern' };
  throw new AppError(
    'unreadable',
    `${file.name} says "${text.slice(0, 80)}"; only general matrices of numbers are read.`,
    'Write it again as "%%MatrixMarket matrix coordinate integer general".',
  );
}

function readSize(text: string, array: boolean): MatrixMarket | undefined {
  const numbers = text.trim().split(/\s+/).map(Number);
  if (numbers.length !== (array ? 2 : 3) || numbers.some((value) => !Number.isInteger(value) || value < 0)) return;
  const [rows, columns, entries = rows * columns] = numbers;
  return { rows, columns, entries };
}

/** A line holds three numbers. */
const LONGEST_LINE = 1 << 20;

const notLines = (file: TextFile) =>
  new AppError(
    'unreadable',
    `${file.name} is no Matrix Market file: it has a line of more than a million letters.`,
    'Export the matrix again.',
  );

/** The lines of a text file in batches of what was read at once; blanks at their ends and repeated ones are tidied. */
async function* textLines(file: TextFile): AsyncGenerator<string[]> {
  const raw = createReadStream(file.path, { highWaterMark: 1 << 20 });
  // errors reach the reader through the stream that it reads; the callback only keeps them from being uncaught
  const text = file.gzipped
    ? pipeline(raw, createGunzip({ chunkSize: 1 << 20 }), limited(file.name, statSync(file.path).size), () => undefined)
    : raw;
  let rest = '';
  try {
    for await (const part of text) {
      const lines = (rest + (part as Buffer).toString('latin1')).split('\n');
      rest = lines.pop()!;
      if (rest.length > LONGEST_LINE) throw notLines(file);
      yield lines.map(tidyLine);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'unreadable',
      `${file.name} cannot be read to its end: ${reasonOf(cause)}.`,
      'The file is cut short or damaged: copy or download it again.',
      { cause },
    );
  } finally {
    raw.destroy();
  }
  if (rest !== '') yield [tidyLine(rest)];
}

function tidyLine(line: string): string {
  const last = line.charCodeAt(line.length - 1);
  if (last > 32 && line.charCodeAt(0) > 32 && !line.includes('  ') && !line.includes('\t')) return line;
  return line.trim().replace(/\s+/g, ' ');
}
