/** Runs: what stands in their way, what is frozen, and how every kind of end is told. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Emit } from '../../src-preload/contract.ts';
import { fillRequest, keepRequest } from '../../src-preload/hand-panel.ts';
import type { Progress, Run, RunRequest } from '../../src-preload/model.ts';
import { TEST } from '../../src-main/data/splits.ts';
import { defaults } from '../../src-main/nn/settings.ts';
import { crashMessage } from '../../src-main/engine/child.ts';
import type { SpawnTrainer } from '../../src-main/engine/protocol.ts';
import { memoryOfRun, memoryOfWorker } from '../../src-main/services/memory.ts';
import { createTraining } from '../../src-main/services/training.ts';
import { loadProblem } from '../../src-main/services/problem.ts';
import { createStore, openStore } from '../../src-main/store/open.ts';
import { addDataset, addRun } from '../store/fill.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { laboratory, projectWithData, request, sixtyCells, usualLabels, writeData } from './laboratory.ts';
import { finishes, result, scriptedTrainer } from './scripted-trainer.ts';
import type { ScriptedProcess } from './scripted-trainer.ts';

describe('a request', () => {
  it('has defaults over all data sets and tasks', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const proposed = await lab.call('runs.defaults', {});
    expect(proposed).toMatchObject({
      datasetIds: [ids.datasetId],
      taskIds: [ids.taskId],
      method: 'yoto',
      k: 32,
      seed: 0,
    });
    expect(proposed.settings).toEqual(defaults);
  });

  it('that can be trained has no problem', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    expect(await lab.call('runs.check', request(ids))).toEqual({ genes: 6, k: 2, findings: [] });
    const rules = request(ids, { mustInclude: ['LYZ'], exclude: ['/^CD/', 'ACTB'] });
    expect(await lab.call('runs.check', rules)).toMatchObject({
      genes: 3,
      findings: [{ code: 'genes-fall-out', what: '3 of 6 genes fall out: 3 excluded by name or pattern.' }],
    });
  });

  it('is told how long it will take once one like it was done', async () => {
    const lab = laboratory({ spawnTrainer: finishes({}) });
    const ids = await projectWithData(lab);
    expect(await lab.call('runs.estimate', request(ids))).toBeNull();
    const { id } = await lab.call('runs.start', request(ids));
    await lab.until(id, 'succeeded');
    // loading 0.5, preparing 1, selecting 2 and scoring 3 seconds
    expect(await lab.call('runs.estimate', request(ids, { seed: 1 }))).toBe(
      'About 6.5 s, going by runs of this project.',
    );
  });

  it('for native TensorFlow is stopped where that is not installed, and told how to get it', async () => {
    for (const name of ['XDG_CACHE_HOME', 'HOME', 'LOCALAPPDATA']) vi.stubEnv(name, temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const lab = laboratory();
    const asked = request(await projectWithData(lab), { backend: 'tensorflow' });
    const { findings } = await lab.call('runs.check', asked);
    expect(findings).toMatchObject([{ severity: 'problem', code: 'backend-missing' }]);
    expect(findings[0].remedy).toContain('npm run setup:tensorflow');
    await expect(lab.call('runs.start', asked)).rejects.toMatchObject({ message: findings[0].what });
  });

  const problems: [Partial<RunRequest>, string, RegExp, RegExp][] = [
    [{ k: 7 }, 'k-above-genes', /7 genes cannot be chosen: the data have 6 genes/, /smaller panel/],
    [
      { k: 5, exclude: ['/^CD/'] },
      'k-above-genes',
      /4 of 6 genes are left after rules and exclusions/,
      /exclude fewer/,
    ],
    [{ k: 5, hvg: 4 }, 'k-above-hvg', /5 genes cannot be chosen from 4 variable genes/, /more variable genes/],
    [
      { mustInclude: ['LYZ', 'NKG7', 'ACTB'] },
      'k-below-must-includes',
      /3 genes must be in a panel of 2/,
      /at least 3/,
    ],
    [{ mustInclude: ['CD3E'] }, 'must-include-missing', /The gene CD3E.*not among the 6 genes/, /near CD3E: CD3D/],
    [{ mustInclude: ['LYZ'], exclude: ['LYZ'] }, 'gene-rules', /LYZ/, /two lists/],
    [{ exclude: ['/(/'] }, 'gene-rules', /not a valid pattern/, /Write it like/],
    [{ minClass: 21 }, 'classes-too-small', /no class of at least 21 cells/, /smaller classes/],
    [{ testCells: ['x1', 'x2'] }, 'test-cells-missing', /None of the 2 test cells/, /cell0, cell1/],
  ];
  it.each(problems)('%o is stopped as %s', async (changes, code, what, remedy) => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const { findings } = await lab.call('runs.check', request(ids, changes));
    const [problem, ...others] = findings.filter((finding) => finding.severity === 'problem');
    expect(others).toEqual([]);
    expect(problem.code).toBe(code);
    expect(problem.what).toMatch(what);
    expect(problem.remedy).toMatch(remedy);
    await expect(lab.call('runs.start', request(ids, changes))).rejects.toMatchObject({
      code: 'invalid',
      message: problem.what,
      remedy: problem.remedy,
    });
    expect(await lab.call('runs.list', {})).toEqual([]);
  });

  it('is told what is odd about it, and can be trained all the same', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const odd = request(ids, { exclude: ['MALAT1'], testCells: [...sixtyCells.slice(0, 12), 'stranger'] });
    const { findings } = await lab.call('runs.check', odd);
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'exclude-missing'],
      ['warning', 'test-cells-missing'],
    ]);
    const run = await lab.call('runs.start', odd);
    const { notes, split } = await lab.call('runs.get', { id: run.id });
    expect(notes).toEqual(findings);
    expect(split.test).toBe(12);
  });

  it('over data sets says what they share, and refuses those that share nothing or hold other numbers', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const both = (id: number) => lab.call('runs.check', { ...request(ids), datasetIds: [ids.datasetId, id] });
    const near = await lab.call('datasets.add', {
      path: writeData(lab.folder, 'near', { genes: ['LYZ', 'NKG7'] }).data,
    });
    expect((await both(near.id)).findings.map((finding) => finding.code)).toEqual([
      'shared-genes',
      'task-not-everywhere',
    ]);
    const far = await lab.call('datasets.add', {
      path: writeData(lab.folder, 'far', { genes: ['Lyz1', 'Klrb1c'] }).data,
    });
    expect((await both(far.id)).findings.map((finding) => finding.code)).toContain('no-shared-genes');
  });

  it('for what is not there is refused', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    await expect(lab.call('runs.check', { ...request(ids), taskIds: [99] })).rejects.toThrow('There is no task 99');
    await expect(lab.call('runs.check', { ...request(ids), k: 0 })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a run', () => {
  it('freezes everything it depends on', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const run = await lab.call('runs.start', request(ids, { settings: { steps: 50, restarts: 0 }, seed: 7 }));
    expect(run.name).toBe('YOTO, 2 genes');
    expect(run.config).toMatchObject({ seed: 7, datasets: [{ name: 'blood', cells: 60 }], tasks: [{ name: 'type' }] });
    expect(run.config.settings).toEqual({ ...defaults, steps: 50, restarts: 0 });
    await lab.call('tasks.update', { ...run.config.tasks[0], name: 'renamed' });
    expect((await lab.call('runs.get', { id: run.id })).config.tasks[0].name).toBe('type');
  });

  it('shares its split with runs on the same cells, labels and seed only', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const splitOf = async (changes: Partial<RunRequest>) =>
      (await lab.call('runs.start', request(ids, changes))).config.splitId;
    const first = await splitOf({});
    expect(await splitOf({ k: 3, seed: 5, method: 'random', hvg: 4 })).toBe(first);
    const others = [
      await splitOf({ splitSeed: 1 }),
      await splitOf({ testFraction: 0.3 }),
      await splitOf({ testCells: sixtyCells.slice(0, 9) }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    expect(await splitOf({ testCells: sixtyCells.slice(0, 9).reverse(), testFraction: 0.3 })).toBe(others[2]);
    const { split } = await lab.call('runs.get', { id: 1 });
    expect(split).toMatchObject({ seed: 0, train: 39, validation: 9, test: 12 });
  });

  it('warns where a given panel was found on cells that it is to be scored on', async () => {
    const lab = laboratory({ spawnTrainer: finishes({}) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids, { k: 3 }));
    await lab.until(id, 'succeeded');
    const { panel, name } = await lab.call('runs.get', { id });
    const genes = panel.map(({ name }) => name);
    const seen = async (changes: Partial<RunRequest>) =>
      (await lab.call('runs.check', request(ids, { k: genes.length, ...changes }))).findings.filter(({ code }) => code === 'test-cells-seen'); // prettier-ignore
    const given = { method: 'panel' as const, mustInclude: genes };
    expect(await seen(given)).toEqual([]);
    expect(await seen({ splitSeed: 1, mustInclude: genes })).toEqual([]);
    const [warning] = await seen({ ...given, splitSeed: 1 });
    expect(warning).toMatchObject({ severity: 'warning' });
    expect(warning.what).toMatch(new RegExp(`those of the run “${name}”, which learned from \\d+ of the 12 cells`));
    expect(await seen({ start: genes, splitSeed: 1 })).toHaveLength(1);
    // a run of that split that found the same has not seen them
    const again = await lab.call('runs.start', request(ids, { k: 3, splitSeed: 1 }));
    await lab.until(again.id, 'succeeded');
    expect(await seen({ ...given, splitSeed: 1 })).toEqual([]);
  });

  it('keeps the cells apart when its panel is changed by hand: those it learned from are not test cells then', async () => {
    const lab = laboratory({ spawnTrainer: finishes({}) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids, { testCells: sixtyCells.slice(0, 9) }));
    await lab.until(id, 'succeeded');
    const run = await lab.call('runs.get', { id });
    const hand = { genes: run.panel.map(({ name }) => name), locked: [], banned: [] };
    for (const asked of [keepRequest(run, hand, 'kept'), fillRequest(run, hand, 3, 'filled')]) {
      const { config } = await lab.call('runs.start', asked);
      expect(config.splitId).toBe(run.config.splitId);
    }
  });

  it('trains on the same cells and labels whatever the labels of test cells are', async () => {
    const testCells = sixtyCells.filter((_, i) => i % 5 === 0);
    const type = usualLabels['type'];
    // the labels of the test cells go round among them
    const permuted = { type: (i: number) => type(i % 5 === 0 ? (i + 25) % 60 : i) };
    const problems = [];
    for (const labels of [{ type }, permuted]) {
      const lab = laboratory();
      await lab.call('project.create', { path: join(lab.folder, 'study') });
      const files = writeData(lab.folder, 'blood', { labels });
      const { id: datasetId } = await lab.call('datasets.add', { path: files.data, labels: files.labels });
      const sources = [{ datasetId, column: 'type' }];
      const task = { name: 'type', kind: 'categorical' as const, sources, unlabelled: [] };
      const { id: taskId } = await lab.call('tasks.add', task);
      const { config } = await lab.call('runs.start', request({ datasetId, taskId }, { testCells }));
      await lab.close();
      const store = openStore(join(lab.folder, 'study.panelwright'), { readOnly: true });
      problems.push(loadProblem(store, config));
      store.close();
    }
    const [one, other] = problems;
    const seen = (problem: typeof one) => problem.tasks[0].y.filter((_, i) => problem.split[i] !== TEST);
    expect(one.split).toEqual(other.split);
    expect(seen(one)).toEqual(seen(other));
    expect(one.tasks[0].y).not.toEqual(other.tasks[0].y);
  });

  it('that finishes has its panel, scores, notes and times, now and another day', async () => {
    const note = { severity: 'note', code: 'n', what: 'w', why: '', remedy: '' } as const;
    const lab = laboratory({ spawnTrainer: finishes({ notes: [note] }) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    const run = await lab.until(id, 'succeeded');
    expect(run.headline).toEqual([
      { task: 'type', metric: 'macro-F1', own: 0.8, probe: 0.75, forest: 0.75, ceiling: 0.9 },
    ]);
    const detail = await lab.call('runs.get', { id });
    expect(detail).toMatchObject({
      panel: result().panel,
      results: result().results,
      notes: [note],
      backend: 'scripted',
      seconds: { load: 0.5, prepare: 1, select: 2, score: 3 },
      peakMemoryMB: 100,
    });
    await lab.call('project.close', {});
    await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
    expect(await lab.call('runs.get', { id })).toEqual(detail);
  });

  it('tells how it goes, and keeps its curve', async () => {
    let training: ScriptedProcess | undefined;
    const lab = laboratory({ spawnTrainer: scriptedTrainer((process) => void (training = process)) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids, { settings: { steps: 200, restarts: 0 } }));
    while (!training) await new Promise(setImmediate);
    const point = { step: 10, k: 5, temperature: 1, loss: [0.5], validation: [0.75] };
    training.say({ type: 'history', points: [point, { ...point, step: 20, k: 4 }] });
    training.say({ type: 'progress', stage: 'select', doing: 'step 20', fraction: 0.5 });
    const [progress] = await lab.call('runs.progress', {});
    expect(progress).toMatchObject({ runId: id, stage: 'select', doing: 'step 20', fraction: 0.5, steps: 200 });
    expect(progress.latest).toEqual({ ...point, step: 20, k: 4 });
    const told = lab.events.filter((event) => event.name === 'run.progress').map((event) => event.payload as Progress);
    expect(told.at(-1)).toMatchObject({ fraction: 0.5, secondsLeft: null }); // too early to say
    expect((await lab.call('runs.get', { id })).history).toHaveLength(2);
  });

  it('that is refused by the engine fails with its words', async () => {
    const error = {
      code: 'invalid' as const,
      message: 'The loss is not a number.',
      remedy: 'Lower the learning rate.',
    };
    const lab = laboratory({ spawnTrainer: scriptedTrainer((process) => process.say({ type: 'failed', error })) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    const run = await lab.until(id, 'failed');
    expect(run.message).toBe('The loss is not a number. Lower the learning rate.');
  });

  it('whose process crashes fails with the last that it said', async () => {
    const stderr = 'loading\nError: std::bad_alloc\n    at train (trainer.ts:1:1)\n\nNode.js v24.0.0\n';
    const lab = laboratory({ spawnTrainer: scriptedTrainer((process) => process.exit({ code: 134, stderr })) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    const run = await lab.until(id, 'failed');
    expect(run.message).toBe('The training process ended unexpectedly (code 134). It said: Error: std::bad_alloc');
    expect(await lab.call('runs.progress', {})).toEqual([]);
  });

  it('is cancelled at once, even when its process hangs, and is not heard of any more', async () => {
    let training: ScriptedProcess | undefined;
    const lab = laboratory({ spawnTrainer: scriptedTrainer((process) => void (training = process)) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    while (!training) await new Promise(setImmediate);
    await lab.call('runs.cancel', { id });
    expect(await lab.until(id, 'cancelled')).toMatchObject({ message: null });
    training.say({ type: 'finished', result: result(), secondsToLoad: 0, peakMemoryMB: 0 });
    await lab.call('runs.cancel', { id }); // a second time does nothing
    expect((await lab.call('runs.get', { id })).state).toBe('cancelled');
  });

  it('goes on from its checkpoint when resumed, and keeps the curve that it told', async () => {
    const points = [100, 200, 300].map((step) => ({ step, k: 9, temperature: 1, loss: [0.5], validation: null }));
    const checkpoint = { step: 200, executor: 'scripted', arrays: { scores: Float64Array.of(0.1, -2) } };
    let launches = 0;
    const lab = laboratory({
      spawnTrainer: scriptedTrainer((process) => {
        if (++launches > 1)
          return process.say({ type: 'finished', result: result(), secondsToLoad: 0, peakMemoryMB: 1 });
        process.say({ type: 'history', points });
        process.say({ type: 'checkpoint', checkpoint });
        process.exit({ signal: 'SIGKILL' });
      }),
    });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    await lab.until(id, 'failed');
    expect((await lab.call('runs.get', { id })).checkpointStep).toBe(200);
    expect(await lab.call('runs.resume', { id })).toMatchObject({ id, message: null, finishedAt: null });
    await lab.until(id, 'succeeded');
    const done = await lab.call('runs.get', { id });
    // those behind the checkpoint are told again: trainings side by side are each at another step
    expect(done.history.map(({ step }) => step)).toEqual([100, 200, 300]);
    expect(done.checkpointStep).toBe(null);
    await expect(lab.call('runs.resume', { id })).rejects.toThrow(/cannot be resumed: it is succeeded/);
  });

  it('is not resumed when its data set was removed for good', async () => {
    const lab = laboratory({ spawnTrainer: scriptedTrainer((process) => process.exit({ code: 1 })) });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    await lab.until(id, 'failed');
    await lab.call('datasets.remove', { id: ids.datasetId });
    await lab.call('project.close', {});
    await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
    await expect(lab.call('runs.resume', { id })).rejects.toThrow(
      /cannot be resumed: its data set “blood” was removed/,
    );
    expect((await lab.call('runs.get', { id })).state).toBe('failed');
  });

  it('is interrupted when the project is closed, and says so when it is opened again', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids));
    await lab.call('project.close', {});
    await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
    expect(await lab.call('runs.get', { id })).toMatchObject({
      state: 'interrupted',
      message: 'Panelwright was closed before this run was finished.',
    });
  });

  it('can be renamed, removed while it trains, and brought back', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids, { name: 'mine' }));
    expect(await lab.call('runs.rename', { id, name: 'better' })).toMatchObject({ name: 'better' });
    await lab.call('runs.remove', { id });
    expect(await lab.call('runs.list', {})).toEqual([]);
    expect(await lab.call('runs.restore', { id })).toMatchObject({ name: 'better', state: 'cancelled' });
  });

  it('gets a name of its own', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const names = [];
    for (let n = 0; n < 3; n++) names.push((await lab.call('runs.start', request(ids, { method: 'random' }))).name);
    expect(names).toEqual(['Random, 2 genes', 'Random, 2 genes (2)', 'Random, 2 genes (3)']);
  });
});

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
    free = memoryOfRun(store, config) + 1.5 * memoryOfWorker(store, config);
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
