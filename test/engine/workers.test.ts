/** A design on several threads: the same as on one, whatever happens to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryPoint, RunConfig } from '../../src-preload/model.ts';
import type { Checkpoint } from '../../src-main/data/checkpoint.ts';
import { design } from '../../src-main/engine/design.ts';
import type { DesignHooks, Earlier } from '../../src-main/engine/types.ts';
import { type Crew, createCrew } from '../../src-main/learners/crew.ts';
import { startThread } from '../../src-main/threads.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const STEPS = 60;
const silent: DesignHooks = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const worker = join(import.meta.dirname, '../../src-main/worker.ts');
const threads = (count: number, program = worker) => createCrew(count, () => startThread(program, 0));

function config(settings: Partial<RunConfig['settings']> = {}): RunConfig {
  const small = smallConfig({ probeSteps: 30 });
  return { ...small, settings: { ...small.settings, steps: STEPS, restarts: 2, ...settings } };
}

/** What a design on these workers comes to, without the seconds that it took. */
async function designed(crew: Crew, hooks: Partial<DesignHooks> = {}, checkpoint: Earlier['checkpoint'] = null) {
  const result = await design(planted(), config(), { ...silent, ...hooks }, { ceiling: null, checkpoint }, crew);
  const { seconds: _, ...rest } = result;
  return rest;
}

describe('a design on two threads', () => {
  it('is to the bit what it is in turn: panel, scores, predictions, network, curves', async () => {
    const curves: HistoryPoint[][] = [[], []];
    const [one, two] = [
      await designed(createCrew(), { history: (point) => curves[0].push(point) }),
      await designed(threads(2), { history: (point) => curves[1].push(point) }),
    ];
    expect(two).toEqual(one);
    expect(curves[1].toSorted((a, b) => a.step - b.step)).toEqual(curves[0]);
  });

  it('tells of one bar that never goes back, and whose words are of the first that is under way', async () => {
    const told: { stage: string; doing: string; fraction: number }[] = [];
    await designed(threads(2), { progress: (update) => told.push(update) });
    for (const [i, { fraction }] of told.entries()) expect(fraction).toBeGreaterThanOrEqual(told[i - 1]?.fraction ?? 0);
    const stages = told.map(({ stage }) => stage);
    expect(stages.toSorted((a, b) => order(a) - order(b))).toEqual(stages);
    expect(told.at(-1)!.fraction).toBeCloseTo(1);
  });

  it('goes on from what was kept of trainings that were under way side by side, on as many workers as there are', async () => {
    const kept: Checkpoint[] = [];
    const whole = await designed(threads(3), { checkpoint: (_, make) => kept.push(structuredClone(make())) });
    const going = ({ arrays }: Checkpoint) =>
      Array.from(arrays.steps).filter((step) => step > 0 && step < STEPS).length;
    const sideBySide = kept.filter((checkpoint) => going(checkpoint) > 1);
    expect(sideBySide.length).toBeGreaterThan(0);
    const from = sideBySide[Math.floor(sideBySide.length / 2)];
    expect(from.step).toBe(Array.from(from.arrays.steps).reduce((a, b) => a + b, 0));
    for (const crew of [createCrew(), threads(2)]) expect(await designed(crew, {}, from)).toEqual(whole);
  });

  it('ends in the words of a training that diverges', async () => {
    const diverging = (crew?: Crew) =>
      design(planted(), config({ learningRate: 1e30 }), silent, undefined, crew).catch((error: unknown) => error);
    const alone = await diverging();
    expect(alone).toMatchObject({ code: 'invalid', message: expect.stringContaining('diverged at step') });
    expect(await diverging(threads(2))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('diverged at step'),
      remedy: (alone as { remedy: string }).remedy,
    });
  });

  it.each([
    ['goes', 'process.exit(3);', /A thread of the training ended unexpectedly \(code 3\)/],
    ['does not start', 'throw new Error("no such library");', /ended unexpectedly.*no such library/],
  ])('ends in words when a thread %s', async (_, source, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'worker-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const program = join(folder, 'worker.mjs');
    writeFileSync(program, source);
    await expect(designed(threads(2, program))).rejects.toThrow(words);
  });
});

const order = (stage: string) => ['prepare', 'select', 'score'].indexOf(stage);
