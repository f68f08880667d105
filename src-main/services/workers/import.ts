/**
 * A file becomes a data set of the project. A process of its own reads the file; this one writes what it is told, chunk
 * by chunk, so that no matrix is ever whole in memory and the window stays usable. Until the last chunk is in, the data
 * set is not listed; whatever stops the import, it goes again.
 */
import { basename } from 'node:path';
import { AppError, fromErrorData } from '../../../src-shared/errors.ts';
import type { Inspection } from '../../../src-shared/model.ts';
import { crashMessage } from '../../engine/child.ts';
import { storeFailure } from '../../store/failures.ts';
import type { Store } from '../../store/open.ts';
import type { InspectRequest } from '../../formats/inspect.ts';
import type { DatasetHead, FromImporter, ImportRequest, SpawnImporter } from './import-protocol.ts';

export interface ImportHooks {
  signal: AbortSignal;
  progress(doing: string, fraction: number): void;
}

/** A process that says nothing for so many seconds is stuck: it says that it is alive every second. */
const PATIENCE = 60;

/**
 * Looks into a file, and into how a label file would meet its cells; imports nothing.
 *
 * @throws AppError for a file that cannot be read, or labels that meet no cell
 */
export async function inspectLabelled(
  spawn: SpawnImporter,
  request: InspectRequest,
  patience = PATIENCE,
): Promise<Inspection> {
  const reader = startReader(spawn, request.path, patience);
  try {
    reader.send({ type: 'inspect', request });
    for (;;) {
      const message = await reader.next();
      if (message.type === 'inspected') return message.inspection;
    }
  } finally {
    reader.kill();
  }
}

/** A project takes a second or two to check; one that takes this long is made to. */
const EXAMINING = 30;

/** @throws AppError for a file that is no project, is damaged, was changed by another program, or takes too long */
export async function examineSafely(spawn: SpawnImporter, path: string, patience = EXAMINING): Promise<void> {
  const reader = startReader(spawn, path, patience);
  try {
    reader.send({ type: 'examine', path });
    while ((await reader.next()).type !== 'examined');
  } finally {
    reader.kill();
  }
}

/**
 * @returns the id of the new data set
 * @throws AppError for a file that cannot be read, labels that meet no cell, or when `signal` says so (`cancelled`)
 */
export async function importDataset(
  spawn: SpawnImporter,
  store: Store,
  request: ImportRequest,
  { signal, progress }: ImportHooks,
  patience = PATIENCE,
): Promise<number> {
  const reader = startReader(spawn, request.path, patience);
  const stop = () => reader.fail(new AppError('cancelled', `The import of ${basename(request.path)} was stopped.`));
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  let id: number | null = null;
  let head: DatasetHead | null = null;
  try {
    reader.send({ type: 'read', request });
    for (;;) {
      const message = await reader.next();
      if (message.type === 'progress') progress(message.doing, message.fraction);
      if (message.type === 'head') {
        head = message.head;
        id = insertHead(store, head);
      }
      if (message.type === 'chunks') {
        store.matrixChunks.append(id!, message.chunks);
        reader.send({ type: 'taken' });
      }
      if (message.type !== 'read') continue;
      store.datasets.finish(id!, { ...head!.row.matrix, nonZeros: message.entries });
      progress('Done', 1);
      return id!;
    }
  } catch (error) {
    if (id !== null) takeBack(store, id);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    reader.kill();
  }
}

/** Gives the room back that a data set took. On a full disk not even that may be written: opening the project sees to it. */
function takeBack(store: Store, id: number): void {
  try {
    store.datasets.delete(id);
    store.reclaim();
  } catch (error) {
    if (storeFailure(store.path, error) === error) throw error;
  }
}

function insertHead(store: Store, { row, cellNames, genes, columns }: DatasetHead): number {
  return store.transaction(() => {
    const name = freeName(store, row.name);
    const id = store.datasets.insert({ ...row, name, addedAt: new Date().toISOString() }, cellNames);
    store.genes.insert(id, genes);
    for (const { column, summary } of columns) store.obsColumns.put(id, column, summary);
    return id;
  });
}

/** A reading process as a queue of what it says. Its failure, its end and its silence are thrown by `next`. */
function startReader(spawn: SpawnImporter, path: string, patience: number) {
  const name = basename(path);
  const process = spawn();
  const said: FromImporter[] = [];
  let failure: unknown = null;
  let wake = () => {};
  // ticks are counted instead of time: while this process is held up, or asleep, none pass
  let silent = 0;
  const ticking = setInterval(() => {
    if (++silent < 4) return;
    fail(
      new AppError(
        'unreadable',
        `${name} could not be read: the process that reads it has not moved for ${patience} seconds.`,
        'The file is probably damaged: copy or download it again, or export it anew.',
      ),
    );
  }, patience * 250);
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  process.onMessage((message) => {
    silent = 0;
    if (message.type === 'failed') return fail(fromErrorData(message.error));
    if (message.type === 'alive') return;
    said.push(message);
    wake();
  });
  process.onExit((exit) =>
    fail(
      new AppError(
        'unreadable',
        crashMessage(`The process that reads ${name}`, exit),
        'If the file can be opened elsewhere, save it anew and try again.',
      ),
    ),
  );
  return {
    send: process.send,
    fail,
    async next(): Promise<FromImporter> {
      for (;;) {
        if (failure !== null) throw failure;
        const message = said.shift();
        if (message) return message;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    kill() {
      clearInterval(ticking);
      process.kill();
    },
  };
}

/** The name, with a number behind it when it is taken. */
function freeName(store: Store, wanted: string): string {
  const names = new Set(store.datasets.list().map((dataset) => dataset.name));
  let name = wanted;
  for (let n = 2; names.has(name); n++) name = `${wanted} (${n})`;
  return name;
}
