/** How a text is written: UTF-8, or what spreadsheets and old programs write instead. */
import { Transform } from 'node:stream';

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

/** The first bytes of a text as UTF-8. */
export function headInUtf8(head: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return head;
  return new TextEncoder().encode(new TextDecoder(encoding).decode(head, { stream: true }));
}

/** Turns a stream of bytes into UTF-8. */
export function intoUtf8(encoding: Encoding): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (part: Buffer, _, done) => done(null, decoder.decode(part, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  });
}
