/** Text files as spreadsheets and old programs write them, read alike in the window and on the command line. */
import { AppError } from './errors.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** UTF-16 by its byte-order mark; Windows-1252 (Latin-1) where the bytes of a text are no UTF-8. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  try {
    // a character that the end of the head cuts in two is no mistake
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/**
 * The text of a file, without its byte-order mark.
 *
 * @param bytes the whole file
 * @param name of the file, for messages
 * @param expected what it should hold, for messages
 * @throws AppError for a file that is no text
 */
export function textOf(bytes: Uint8Array, name: string, expected: string): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (!text.includes('\0')) return text;
  throw new AppError(
    'unreadable',
    `${name} is no text file, which should hold ${expected}.`,
    'Open it in the program that wrote it, and save it as CSV.',
  );
}

/** A text without characters that nobody sees: of no width, marks of direction, a byte-order mark, soft hyphens. */
export const withoutInvisible = (text: string): string => text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
