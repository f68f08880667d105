/** Keeps the end of what a process says on stderr: the reason of a crash stands there. */
import type { Readable } from 'node:stream';

const kept = 4096;

/** Returns what was said last, at most 4 KB. */
export function keepTail(stream: Readable | null): () => string {
  let tail = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    tail = (tail + text).slice(-kept);
  });
  return () => tail;
}
