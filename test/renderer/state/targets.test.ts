/** Classes of the project that must not be missed, as the window keeps them. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClassTarget } from '../../../src-shared/model.ts';
import { designVariant } from '../../../src-renderer/state/actions.ts';
import { App } from '../../../src-renderer/state/app.svelte.ts';
import { readRecall } from '../../../src-renderer/state/targets.svelte.ts';
import { run } from '../fixtures.ts';
import { fakeEngine } from './fake-engine.ts';
import { stubWindow } from './window.ts';

const target = (className: string, recall: number): ClassTarget => ({ task: 't', className, recall });

/** A project that asks for some recalls. */
async function opened(...kept: ClassTarget[]) {
  const engine = fakeEngine();
  engine.answer('targets.list', () => kept);
  engine.answer('targets.set', ({ recall, ...of }) => {
    kept = kept.filter(({ className }) => className !== of.className);
    if (recall !== null) kept = [...kept, { ...of, recall }];
    return kept;
  });
  const app = new App(engine.transport);
  app.start(() => undefined);
  await vi.waitFor(() => expect(app.ready).toBe(true));
  return { engine, app };
}

beforeEach(() => void stubWindow());

describe('recalls of classes', () => {
  it('are read with the project and taken away again', async () => {
    const { app } = await opened(target('NK', 0.9));
    expect(app.targets.find('t', 'NK')?.recall).toBe(0.9);
    await app.targets.set('t', 'NK', null);
    expect(app.targets.list).toEqual([]);
  });

  it('of a run are asked again by its variant, beside those of the project', async () => {
    const { app, engine } = await opened(target('NK', 0.9), target('B', 0.7), target('T', 0.8));
    const usual = run();
    designVariant(app, { ...usual, config: { ...usual.config, targets: [target('NK', 0.9), target('B', 0.95)] } });
    await vi.waitFor(() => expect(app.targets.find('t', 'B')?.recall).toBe(0.95));
    expect(app.targets.list).toHaveLength(3);
    expect(engine.asked.filter(([name]) => name === 'targets.set')).toHaveLength(1);
  });

  it('are understood as people write them', () => {
    expect(['0.95', '0,95', ' 95 % ', '1'].map(readRecall)).toEqual([0.95, 0.95, 0.95, 1]);
    expect(['', 'often', '0', '95', '-1', '120%'].map(readRecall)).toEqual([null, null, null, null, null, null]);
  });
});
