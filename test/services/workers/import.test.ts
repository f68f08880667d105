/** Reading in a process of its own: what is stuck, dies or is stopped ends in words, and leaves no trace. */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FromImporter, SpawnImporter, ToImporter } from '../../../src-main/services/workers/import-protocol.ts';
import { processes, spawnWithFork } from '../../../src-main/hosts/http/spawn.ts';
import { examineSafely, importDataset, inspectLabelled } from '../../../src-main/services/workers/import.ts';
import { type Store, createStore } from '../../../src-main/store/open.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { inProcessImporter } from '../in-process-importer.ts';
import { writeData } from '../laboratory.ts';

let data: string;
let labels: string;
beforeEach(() => void ({ data, labels } = writeData(temporaryFolder(), 'blood')));

function project(): Store {
  const store = createStore(join(temporaryFolder(), 'p.panelwright'), '0.1.0');
  onTestFinished(() => store.close());
  return store;
}

/** A reading process that runs the given JavaScript. */
function program(source: string): SpawnImporter {
  const path = join(temporaryFolder(), 'importer.mjs');
  writeFileSync(path, source);
  return spawnWithFork<ToImporter, FromImporter>(path);
}

/** Reads as usual, and does something else at the n-th message of a kind. */
function interrupted(at: FromImporter['type'], then: () => void): SpawnImporter {
  return () => {
    const reader = inProcessImporter();
    return {
      ...reader,
      onMessage: (listener) =>
        reader.onMessage((message) => {
          listener(message);
          if (message.type === at) then();
        }),
    };
  };
}

const hooks = (signal = new AbortController().signal) => ({ signal, progress: () => {} });
const traces = (store: Store) => [store.datasets.list(), store.datasets.unfinished()];

describe('a reading process', () => {
  it('is one of its own, and reads the file into the project', async () => {
    const store = project();
    const told: number[] = [];
    const { spawnImporter } = processes;
    expect(await inspectLabelled(spawnImporter, { path: data })).toMatchObject({ cells: 60, genes: 6 });
    const progress = (_: string, fraction: number) => void told.push(fraction);
    const id = await importDataset(spawnImporter, store, { path: data, labels }, { ...hooks(), progress });
    expect(store.datasets.get(id)).toMatchObject({ name: 'blood', cells: 60, matrix: { nonZeros: 306 } });
    expect(store.matrixChunks.extent(id)).toMatchObject({ cells: 60, entries: 306 });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it('that is caught in a loop is given up, in words', async () => {
    const stuck = program(`process.on('message', () => { for (;;); });`);
    const patience = 0.4;
    await expect(inspectLabelled(stuck, { path: data }, patience)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('blood.csv could not be read: the process that reads it has not moved'),
    });
    const store = project();
    await expect(importDataset(stuck, store, { path: data }, hooks(), patience)).rejects.toThrow(/has not moved/);
  });

  it('that says that it is alive is waited for', async () => {
    const slow = program(
      `process.on('message', () => {
         const alive = setInterval(() => process.send({ type: 'alive' }), 50);
         setTimeout(() => { clearInterval(alive); process.send({ type: 'inspected', inspection: { cells: 7 } }); }, 900);
       });`,
    );
    expect(await inspectLabelled(slow, { path: data }, 0.5)).toEqual({ cells: 7 });
  });

  it('that dies is told with its last words', async () => {
    const dying = program(`process.on('message', () => { throw new Error('memory access out of bounds'); });`);
    await expect(inspectLabelled(dying, { path: data })).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('It said: Error: memory access out of bounds'),
    });
  });
});

describe('an import that does not come to its end', () => {
  it('leaves no trace when it is stopped with half of the cells in', async () => {
    const store = project();
    const size = statSync(store.path).size;
    const stop = new AbortController();
    const reader = interrupted('chunks', () => stop.abort());
    await expect(importDataset(reader, store, { path: data }, hooks(stop.signal))).rejects.toMatchObject({
      code: 'cancelled',
      message: 'The import of blood.csv was stopped.',
    });
    expect(traces(store)).toEqual([[], []]);
    store.close();
    expect(statSync(store.path).size).toBeLessThanOrEqual(size);
  });

  it('leaves no trace when the file names other cells than it has', async () => {
    const store = project();
    const lying: SpawnImporter = () => {
      const reader = inProcessImporter();
      const failed: FromImporter = { type: 'failed', error: { code: 'unreadable', message: 'cut short' } };
      return {
        ...reader,
        onMessage: (listener) => reader.onMessage((message) => listener(message.type === 'read' ? failed : message)),
      };
    };
    await expect(importDataset(lying, store, { path: data }, hooks())).rejects.toThrow('cut short');
    expect(traces(store)).toEqual([[], []]);
  });

  it('is not begun when it was stopped before', async () => {
    const store = project();
    await expect(
      importDataset(inProcessImporter, store, { path: data }, hooks(AbortSignal.abort())),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(traces(store)).toEqual([[], []]);
  });
});

it('a project that keeps its checking busy is given up, and its process ended', async () => {
  let killed = false;
  const silent: SpawnImporter = () => ({
    send: () => {},
    onMessage: () => {},
    onExit: () => {},
    kill: () => void (killed = true),
  });
  await expect(examineSafely(silent, '/x/evil.panelwright', 0.02)).rejects.toThrow(
    'evil.panelwright could not be read',
  );
  expect(killed).toBe(true);
});
