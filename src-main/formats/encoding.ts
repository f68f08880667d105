/** Text that is not in UTF-8, turned into it as it is read. */
import { Transform } from 'node:stream';
import type { Encoding } from '../../src-shared/text-files.ts';

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
