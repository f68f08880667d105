/** Runs: what is frozen, and how every kind of end is told. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillRequest, keepRequest } from '../../../src-shared/hand-panel.ts';
import type { Progress, RunRequest } from '../../../src-shared/model.ts';
import { TEST } from '../../../src-main/data/splits.ts';
import { trainingDefaults } from '../../../src-shared/settings/training.ts';
import { loadProblem } from '../../../src-main/services/cohort/problem.ts';
import { learnedCellFindings } from '../../../src-main/services/cohort/seen-cells.ts';
import { openStore } from '../../../src-main/store/open.ts';
import { laboratory, projectWithData, request, sixtyCells, usualLabels, writeData } from '../laboratory.ts';
import { finishes, result, scriptedTrainer } from '../scripted-trainer.ts';
import type { ScriptedProcess } from '../scripted-trainer.ts';

describe('a run', () => {
  it('freezes everything it depends on', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const run = await lab.call('runs.start', request(ids, { settings: { steps: 50, restarts: 0 }, seed: 7 }));
    expect(run.name).toBe('YOTO, 2 genes');
    expect(run.config).toMatchObject({ seed: 7, datasets: [{ name: 'blood', cells: 60 }], tasks: [{ name: 'type' }] });
    expect(run.config.settings).toEqual({ ...trainingDefaults, steps: 50, restarts: 0 });
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

  it('warns where a predictor is asked about cells that its run learned from', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const { config } = await lab.call('runs.start', request(ids));
    await lab.call('project.close', {});
    const store = openStore(join(lab.folder, 'study.panelwright'), { readOnly: true });
    const [warning, ...others] = learnedCellFindings(store, config, ids.datasetId);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ severity: 'warning', what: 'The run learned from 48 of these 60 cells.' });
    expect(learnedCellFindings(store, { ...config, datasetIds: [] }, ids.datasetId)).toEqual([]);
    store.close();
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
    const note = { severity: 'note', code: 'confounded', what: 'w', why: '', remedy: '' } as const;
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

  it('that was asked for a number tells it beside the number predicted, of as many test cells as can be drawn', async () => {
    const scores = { r2: 0.5, mse: 1, pearson: null, seeds: [0.5] };
    const cells = 10_000;
    const truth = Float32Array.from({ length: cells }, (_, i) => i);
    const lab = laboratory({
      spawnTrainer: finishes({
        results: [
          { task: 'age', kind: 'continuous', trainCells: 1, validationCells: 1, testCells: cells, own: null, probe: null, forest: scores, ceiling: scores }, // prettier-ignore
        ],
        predictions: [
          { task: 'age', cells: new Int32Array(cells), truth, predicted: truth.map((value) => value + 1), probabilities: null, others: [] }, // prettier-ignore
        ],
      }),
    });
    const { id } = await lab.call('runs.start', request(await projectWithData(lab)));
    await lab.until(id, 'succeeded');
    const told = await lab.call('runs.predicted', { id, task: 'age' });
    expect(told).toMatchObject({ task: 'age', by: 'forest', cells });
    expect(told!.truth).toHaveLength(1500);
    expect(told!.truth.at(-1)).toBeGreaterThan(9990);
    expect(told!.predicted.every((value, i) => value === told!.truth[i] + 1)).toBe(true);
    expect(await lab.call('runs.predicted', { id, task: 'type' })).toBeNull();
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
    await lab.call('bin.empty', {});
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
      message: 'The project was closed before this run was finished.',
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
