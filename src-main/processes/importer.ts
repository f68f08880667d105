/**
 * The program of a reading process: looks into a data file, or reads it for a project that it never sees. A damaged file
 * that keeps a library busy for ever keeps this process busy, and nobody else; killing it is the cancel that always
 * works.
 */
import { toErrorData } from '../../src-shared/errors.ts';
import { parentOf } from './parent.ts';
import type { FromImporter, ToImporter } from '../services/workers/import-protocol.ts';
import { answer } from '../services/workers/reading.ts';

/** Seconds between signs of life: while none comes, something holds this process in a loop. */
const ALIVE_EVERY = 1;

const parent = parentOf<ToImporter, FromImporter>();
setInterval(() => parent.tell({ type: 'alive' }), ALIVE_EVERY * 1000).unref();
let taken: () => void = () => {};
parent.onMessage((message) => {
  if (message.type === 'taken') return taken();
  const takes = () => new Promise<void>((resolve) => (taken = resolve));
  answer(message, parent.tell, takes).catch((error: unknown) => {
    parent.tell({ type: 'failed', error: toErrorData(error) });
  });
});
