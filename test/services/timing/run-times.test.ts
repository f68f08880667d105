/** What runs will take, by those that were done. */
import { describe, expect, it } from 'vitest';
import { estimateGrid } from '../../../src-main/services/timing/benchmark-estimate.ts';
import {
  type TimedRun,
  expectedTime,
  rememberTime,
  rememberedTimes,
} from '../../../src-main/services/timing/run-times.ts';
import { openStore } from '../../../src-main/store/open.ts';
import { join } from 'node:path';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { laboratory, projectWithData, request } from '../laboratory.ts';
import { finishes } from '../scripted-trainer.ts';

const run = (changes: Partial<TimedRun> = {}): TimedRun => ({
  method: 'yoto',
  cells: 1000,
  genes: 1000,
  k: 32,
  questions: 1,
  steps: 700,
  probeSteps: 3000,
  selectSeconds: 20,
  otherSeconds: 10,
  ...changes,
});

describe('the time that a run will take', () => {
  it('is that of the same method, nearest in size', () => {
    const known = [run({ selectSeconds: 20 }), run({ cells: 9000, selectSeconds: 50 })];
    expect(expectedTime(run({ cells: 1200 }), known)!.select).toBe(20);
    expect(expectedTime(run({ cells: 8000 }), known)!.select).toBe(50);
    expect(expectedTime(run({ method: 'attention' }), known)).toBeNull();
  });

  it('goes with the training steps of a network, and with the data for a method that goes through them', () => {
    expect(expectedTime(run({ steps: 1400 }), [run()])!.select).toBe(40);
    const forest = { method: 'random-forest' as const, steps: 0 };
    const { select } = expectedTime(run({ ...forest, cells: 4000 }), [run(forest)])!;
    expect(select).toBeGreaterThan(60);
    expect(select).toBeLessThan(160);
    expect(expectedTime(run({ ...forest, questions: 3 }), [run(forest)])!.select).toBe(60);
  });
});

describe('a comparison', () => {
  const project = [run()];
  it('is told beforehand, in words', () => {
    const both = estimateGrid([run(), run({ steps: 1400 })], { project, machine: [] }, 2);
    expect(both).toEqual({
      runs: 2,
      seconds: 40,
      words: 'About 40 s for 2 runs, 2 at a time, going by runs of this project.',
    });
    expect(estimateGrid([run()], { project: [], machine: project }, 1).words).toBe(
      'About 30 s, going by earlier runs on this machine.',
    );
  });

  it('names the methods that nobody has run here', () => {
    const { seconds, words } = estimateGrid([run(), run({ method: 'lasso', steps: 0 })], { project, machine: [] }, 1);
    expect(seconds).toBe(30);
    expect(words).toContain('Lasso has not been run here yet; 1 run of it come');
    const nothing = estimateGrid([run()], { project: [], machine: [] }, 1);
    expect(nothing.seconds).toBeNull();
    expect(nothing.words).toContain('not known: YOTO has not been run here yet');
    expect(estimateGrid([], { project, machine: [] }, 1).words).toBe('Every run is in the project already.');
  });
});

it('runs are remembered on this machine, for other projects too', async () => {
  const lab = laboratory({ spawnTrainer: finishes({}) });
  const ids = await projectWithData(lab);
  await lab.until((await lab.call('runs.start', request(ids))).id, 'succeeded');
  const folder = join(lab.folder, '.state');
  const [timed] = rememberedTimes(folder);
  expect(timed).toMatchObject({ method: 'yoto', cells: 60, genes: 6, k: 2, selectSeconds: 2, otherSeconds: 4.5 });
  const { method: _m, k: _k, seed: _s, splitSeed: _p, ...base } = request(ids);
  const asked = { base, ks: [2, 3], repetitions: [{ seed: 0, splitSeed: 0 }] };
  const estimate = await lab.call('benchmarks.estimate', { ...asked, methods: ['yoto', 'random'] });
  // one of the four is there already
  expect(estimate).toMatchObject({ runs: 3, seconds: expect.any(Number) });
  expect(estimate.words).toContain('Random has not been run here yet');
  expect(await lab.call('runs.list', {})).toHaveLength(1);
});

it('what cannot be read is nothing, and what cannot be written stops nobody', async () => {
  const folder = temporaryFolder();
  expect(rememberedTimes(folder)).toEqual([]);
  const lab = laboratory({ spawnTrainer: finishes({}) });
  const ids = await projectWithData(lab);
  const done = await lab.until((await lab.call('runs.start', request(ids))).id, 'succeeded');
  const store = openStore(join(lab.folder, 'study.panelwright'), { readOnly: true });
  rememberTime(join(folder, 'none', '\0'), store, done);
  rememberTime(folder, store, done);
  store.close();
  expect(rememberedTimes(folder)).toHaveLength(1);
});
