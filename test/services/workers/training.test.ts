/** The queue of runs: who trains when, on how much of the machine, and what becomes of it when something fails. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Emit } from '../../../src-shared/contract.ts';
import type { Run } from '../../../src-shared/model.ts';
import { crashMessage } from '../../../src-main/engine/child.ts';
import type { SpawnTrainer } from '../../../src-main/engine/protocol.ts';
import { memoryOfRun, memoryOfWorker, sizeOf } from '../../../src-main/services/workers/memory.ts';
import { createTraining } from '../../../src-main/services/workers/training.ts';
import { createStore } from '../../../src-main/store/open.ts';
import { addDataset, addRun } from '../../store/fill.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { finishes, result, scriptedTrainer } from '../scripted-trainer.ts';
import type { ScriptedProcess } from '../scripted-trainer.ts';

describe('the queue', () => {
  it('trains as many at once as there is room for, in order', async () => {
    const store = createStore(join(temporaryFolder(), 'q.panelwright'), '0.1.0');
    const processes: ScriptedProcess[] = [];
    const spawnTrainer = scriptedTrainer((process) => void processes.push(process));
    const training = createTraining({ store, spawnTrainer, emit: () => {}, slots: 2 });
    const runs = ['a', 'b', 'c', 'd'].map((name) => addRun(store, addDataset(store, name)));
    const states = () => runs.map((id) => store.runs.get(id)!.state);
    runs.forEach((id) => training.enqueue(id));
    expect(states()).toEqual(['running', 'running', 'queued', 'queued']);
    training.cancel(runs[2]); // a waiting one just goes
    await new Promise(setImmediate);
    processes[0].say({ type: 'finished', result: result(), secondsToLoad: 0, peakMemoryMB: 0 });
    expect(states()).toEqual(['succeeded', 'running', 'cancelled', 'running']);
    expect(processes[0].killed).toBe(true);
    await training.stop();
    expect(states()).toEqual(['succeeded', 'interrupted', 'cancelled', 'interrupted']);
    store.close();
  });

  it('shares the cores: all for one run, fewer for each of several, none more than memory holds', async () => {
    const store = createStore(join(temporaryFolder(), 'q.panelwright'), '0.1.0');
    const processes: ScriptedProcess[] = [];
    const spawnTrainer = scriptedTrainer((process, { workers }) => {
      process.workers ??= workers;
      processes.push(process);
    });
    let free = 8e9;
    const training = createTraining({
      store,
      spawnTrainer,
      emit: () => {},
      slots: 3,
      cores: 8,
      freeMemory: () => free,
    });
    const runs = ['a', 'b', 'c'].map((name) => addRun(store, addDataset(store, name)));
    const workers = async () => {
      await new Promise(setImmediate);
      return processes.map(({ workers }) => workers);
    };
    training.enqueue(runs[0]);
    expect(await workers()).toEqual([8]);
    runs.slice(1).forEach((id) => training.enqueue(id));
    // what the first has more than its share goes when its trainings under way are over
    expect(await workers()).toEqual([2, 2, 2]);
    for (const id of runs.slice(1)) training.cancel(id);
    expect((await workers())[0]).toBe(8);
    training.cancel(runs[0]);
    // room for the run and one worker more
    const last = addRun(store, addDataset(store, 'd'));
    const { config } = store.runs.get(last)!;
    free = memoryOfRun(store, sizeOf(config)) + 1.5 * memoryOfWorker(store, sizeOf(config));
    training.enqueue(last);
    expect((await workers()).at(-1)).toBe(2);
    await training.stop();
    store.close();
  });

  it('starts no more at once than memory holds, and says what a run waits for', async () => {
    const store = createStore(join(temporaryFolder(), 'q.panelwright'), '0.1.0');
    const processes: ScriptedProcess[] = [];
    const told: (string | null)[] = [];
    const spawnTrainer = scriptedTrainer((process) => void processes.push(process));
    const emit: Emit = (name, payload) => {
      if (name === 'runs.changed' && payload) told.push((payload as Run & { message: string | null }).message);
    };
    // room for one run of so few cells, not for two
    const training = createTraining({ store, spawnTrainer, emit, slots: 4, cores: 1, freeMemory: () => 400e6 });
    const runs = ['a', 'b'].map((name) => addRun(store, addDataset(store, name)));
    const states = () => runs.map((id) => store.runs.get(id)!.state);
    runs.forEach((id) => training.enqueue(id));
    expect(states()).toEqual(['running', 'queued']);
    expect(told.at(-1)).toMatch(/^Waits for memory: it needs about 0\.3 GB, and 0\.1 GB are free\.$/);
    await new Promise(setImmediate);
    processes[0].say({ type: 'finished', result: result(), secondsToLoad: 0, peakMemoryMB: 0 });
    expect(states()).toEqual(['succeeded', 'running']);
    expect(store.runs.get(runs[1])!.message).toBeNull();
    await training.stop();
    store.close();
  });

  it('goes on when a result cannot be saved', async () => {
    const store = createStore(join(temporaryFolder(), 'q.panelwright'), '0.1.0');
    const panel = [...result().panel, ...result().panel]; // ranks twice
    const training = createTraining({ store, spawnTrainer: finishes({ panel }), emit: () => {}, slots: 1 });
    const run = addRun(store, addDataset(store));
    training.enqueue(run);
    while (store.runs.get(run)!.state === 'running') await new Promise(setImmediate);
    expect(store.runs.get(run)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/^The result could not be saved: /),
    });
    expect(store.panels.list(run)).toEqual([]);
    await training.stop();
    store.close();
  });
});

describe('a disk that is full', () => {
  const full = () => {
    throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  };

  /** A queue whose project can be read, and not written from the moment that says so. */
  function queueOnFullDisk(spawnTrainer: SpawnTrainer) {
    const store = createStore(join(temporaryFolder(), 'q.panelwright'), '0.1.0');
    const told: Run[] = [];
    const emit: Emit = (name, payload) => {
      if (name === 'runs.changed') told.push(payload as Run);
    };
    const training = createTraining({ store, spawnTrainer, emit, slots: 1 });
    const runs = ['a', 'b'].map((name) => addRun(store, addDataset(store, name)));
    onTestFinished(async () => {
      await training.stop();
      store.close();
    });
    return { store, training, runs, states: () => told.map(({ id, state }) => [id, state]), told };
  }

  it('ends the run whose result cannot be saved, in words, and the queue goes on', async () => {
    const { store, training, runs, states, told } = queueOnFullDisk(finishes());
    Object.assign(store.panels, { insert: full });
    Object.assign(store.runs, { end: full });
    runs.forEach((id) => training.enqueue(id));
    await vi.waitFor(() => expect(states().filter(([, state]) => state === 'failed')).toHaveLength(2));
    expect(told.at(-1)!.message).toMatch(/^The result could not be saved: The project .* the disk is full\. Make room/);
  });

  it('keeps a run from being started, and says so', () => {
    const { store, training, runs, states, told } = queueOnFullDisk(finishes());
    Object.assign(store.runs, { start: full, end: full });
    runs.forEach((id) => training.enqueue(id));
    expect(states()).toEqual(runs.map((id) => [id, 'failed']));
    expect(told[0].message).toContain('could not be started: The project');
  });
});

describe('a crash in words', () => {
  it.each([
    [{ code: 1, signal: null, stderr: '' }, 'The training process ended unexpectedly (code 1).'],
    [
      { code: null, signal: 'SIGKILL', stderr: '' },
      'The training process was ended by SIGKILL. The computer may have run out of memory.',
    ],
    [
      { code: null, signal: 'SIGABRT', stderr: 'FATAL ERROR: out of memory\n 1: 0xb7 node::Abort()\n' },
      'The training process was ended by SIGABRT. It said: FATAL ERROR: out of memory',
    ],
  ])('%o', (exit, words) => {
    expect(crashMessage('The training process', exit)).toBe(words);
  });
});
