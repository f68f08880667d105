/** A design on several threads: the same as on one, whatever happens to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryPoint, RunConfig, Stage } from '../../src-shared/model.ts';
import type { KeptCheckpoint } from '../../src-main/data/checkpoint.ts';
import { design } from '../../src-main/engine/design.ts';
import type { DesignHooks, Earlier } from '../../src-main/engine/types.ts';
import { type Crew, createCrew } from '../../src-main/learners/crew.ts';
import { startThread } from '../../src-main/processes/threads.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const STEPS = 60;
const silent: DesignHooks = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const worker = join(import.meta.dirname, '../../src-main/processes/worker.ts');
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

/** Jobs side by side in this thread, step by step by turns: the same each time. */
const byTurns = (count: number) => createCrew(count, () => ({ run: async (job, input) => job.run(input) }));

describe('a design on two threads', () => {
  it('is to the bit what it is in turn, curves too, and tells of one bar that never goes back', async () => {
    const curves: HistoryPoint[][] = [[], []];
    const told: { stage: Stage; fraction: number }[] = [];
    const one = await designed(createCrew(), { history: (point) => curves[0].push(point) });
    const two = await designed(threads(2), {
      history: (point) => curves[1].push(point),
      progress: (update) => told.push(update),
    });
    expect(two).toEqual(one);
    expect(curves[1].toSorted((a, b) => a.step - b.step)).toEqual(curves[0]);

    for (const [i, { fraction }] of told.entries()) expect(fraction).toBeGreaterThanOrEqual(told[i - 1]?.fraction ?? 0);
    expect(told.at(-1)!.fraction).toBeCloseTo(1);
    const order = told.map(({ stage }) => ['prepare', 'select', 'score'].indexOf(stage));
    expect(order.toSorted()).toEqual(order);
  });

  it('goes on from what was kept of trainings that were under way side by side', async () => {
    const kept: KeptCheckpoint[] = [];
    const whole = await designed(byTurns(3), { checkpoint: (_, make) => kept.push(structuredClone(make())) });
    const stepsOf = ({ arrays }: KeptCheckpoint) => Array.from(arrays.steps);
    const from = kept.find(
      (checkpoint) => stepsOf(checkpoint).filter((step) => step > 20 && step < STEPS).length === 2,
    )!;
    expect(from.step).toBe(stepsOf(from).reduce((a, b) => a + b));
    expect(await designed(threads(2), {}, from)).toEqual(whole);
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
