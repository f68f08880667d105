/** Questions about panels, asked of a process that plays a script; notes and targets. */
import { describe, expect, it } from 'vitest';
import type { SpawnAnalyst } from '../../../src-main/analysis/protocol.ts';
import { laboratory, projectWithData, request } from '../laboratory.ts';
import { answer, scripted } from '../scripted-analyst.ts';
import { finishes } from '../scripted-trainer.ts';

async function finishedRun(spawnAnalyst: SpawnAnalyst) {
  const lab = laboratory({ spawnAnalyst, spawnTrainer: finishes() });
  const ids = await projectWithData(lab);
  const run = await lab.call('runs.start', request(ids));
  await lab.until(run.id, 'succeeded');
  return { lab, run, ids };
}

describe('a question about a panel', () => {
  it('is asked of one process, which tells how far it is', async () => {
    const { spawnAnalyst, started } = scripted(({ id, topic, asked }, say) => {
      say({ id, type: 'progress', doing: 'Measuring', fraction: 0.5 });
      say(answer(id, { topic, asked }));
    });
    const { lab, run } = await finishedRun(spawnAnalyst);
    const [one, other] = await Promise.all([
      lab.call('analysis.expression', { runId: run.id, task: 'type' }),
      lab.call('analysis.sandbox', { runId: run.id, genes: ['LYZ'] }),
    ]);
    expect(one).toEqual({ topic: 'expression', asked: { task: 'type' } });
    expect(other).toEqual({ topic: 'sandbox', asked: { genes: ['LYZ'] } });
    expect(started).toHaveLength(1);
    expect(lab.events).toContainEqual({
      name: 'analysis.progress',
      payload: { runId: run.id, topic: 'expression', doing: 'Measuring', fraction: 0.5 },
    });
    await lab.close();
    expect(started[0].killed).toBe(true);
  });

  it('tells with it the panels of runs that differ in the seed, or in seed and size', async () => {
    const { spawnAnalyst } = scripted(({ id, asked }, say) => say(answer(id, asked)));
    const { lab, run, ids } = await finishedRun(spawnAnalyst);
    const seed = await lab.call('runs.start', request(ids, { seed: 1 }));
    const size = await lab.call('runs.start', request(ids, { k: 3 }));
    const hvg = await lab.call('runs.start', request(ids, { hvg: 4 }));
    for (const { id } of [seed, size, hvg]) await lab.until(id, 'succeeded');
    const { siblings } = (await lab.call('analysis.genes', { runId: run.id })) as unknown as { siblings: string[][] };
    expect(siblings).toHaveLength(2);
    const sizes = await lab.call('analysis.sizes', { runId: run.id });
    expect((sizes as unknown as { designed: { runId: number }[] }).designed.map(({ runId }) => runId)).toEqual([
      run.id,
      seed.id,
      size.id,
    ]);
  });

  it('needs a panel', async () => {
    const { spawnAnalyst, started } = scripted(() => {});
    const lab = laboratory({ spawnAnalyst });
    const run = await lab.call('runs.start', request(await projectWithData(lab)));
    await expect(lab.call('analysis.correlation', { runId: run.id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(lab.call('analysis.correlation', { runId: 99 })).rejects.toMatchObject({ code: 'not-found' });
    expect(started).toHaveLength(0);
  });

  it('that fails says why, and that dies too; the next one starts anew', async () => {
    let times = 0;
    const { spawnAnalyst, started } = scripted(({ id }, say, exit) => {
      times++;
      if (times === 1) {
        say({ id, type: 'failed', error: { code: 'conflict', message: 'No counts.', remedy: 'Import counts.' } });
      } else if (times === 2) exit({ code: 134, signal: null, stderr: 'FATAL ERROR: out of memory\n' });
      else say(answer(id, 'well'));
    });
    const { lab, run } = await finishedRun(spawnAnalyst);
    const ask = () => lab.call('analysis.correlation', { runId: run.id });
    await expect(ask()).rejects.toMatchObject({ message: 'No counts.', remedy: 'Import counts.' });
    await expect(ask()).rejects.toThrow('The analysing process ended unexpectedly (code 134). It said: FATAL ERROR');
    expect(await ask()).toBe('well');
    expect(started).toHaveLength(2);
  });

  it('that is open when the project closes is cancelled', async () => {
    const { spawnAnalyst } = scripted(() => {});
    const { lab, run } = await finishedRun(spawnAnalyst);
    const asked = lab.call('analysis.correlation', { runId: run.id });
    const refused = expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await lab.call('project.close', {});
    await refused;
  });
});

describe('what a user says', () => {
  it('of a gene is kept with the project, and gone when it is empty', async () => {
    const { spawnAnalyst } = scripted(() => {});
    const { lab } = await finishedRun(spawnAnalyst);
    await lab.call('genes.setNote', { gene: 'LYZ', note: 'bright in our hands ' });
    await lab.call('genes.setNote', { gene: 'CD3D', note: 'probe failed once' });
    await lab.call('project.close', {});
    await lab.call('project.open', { path: `${lab.folder}/study.panelwright` });
    expect((await lab.call('genes.notes', {})).map(({ gene, note }) => [gene, note])).toEqual([
      ['CD3D', 'probe failed once'],
      ['LYZ', 'bright in our hands'],
    ]);
    expect(await lab.call('genes.setNote', { gene: 'CD3D', note: '  ' })).toHaveLength(1);
  });

  it('of a class is the recall that it must reach', async () => {
    const { spawnAnalyst } = scripted(() => {});
    const { lab } = await finishedRun(spawnAnalyst);
    await lab.call('targets.set', { task: 'type', className: 'NK', recall: 0.8 });
    expect(await lab.call('targets.set', { task: 'type', className: 'NK', recall: 0.9 })).toEqual([
      { task: 'type', className: 'NK', recall: 0.9 },
    ]);
    expect(await lab.call('targets.set', { task: 'type', className: 'NK', recall: null })).toEqual([]);
    await expect(lab.call('targets.set', { task: 'type', className: 'NK', recall: 1.2 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('what was tried in a sandbox', () => {
  const hand = (...genes: string[]) => ({ genes, locked: [], banned: [] });

  it('is kept with the project, edits before it and those taken back too', async () => {
    const { spawnAnalyst } = scripted(() => {});
    const { lab, run } = await finishedRun(spawnAnalyst);
    expect(await lab.call('sandbox.get', { runId: run.id })).toBeNull();
    const history = { past: [hand('LYZ', 'NKG7')], now: hand('LYZ'), future: [hand('LYZ', 'CD3D')] };
    await lab.call('sandbox.keep', { runId: run.id, history });
    const { path } = (await lab.call('app.info', {})).project!;
    await lab.call('project.close', {});
    await lab.call('project.open', { path });
    expect(await lab.call('sandbox.get', { runId: run.id })).toEqual(history);
    await lab.call('sandbox.keep', { runId: run.id, history: null });
    expect(await lab.call('sandbox.get', { runId: run.id })).toBeNull();
  });

  it('is refused for a run that is not finished, and where it is no panel', async () => {
    const { spawnAnalyst } = scripted(() => {});
    const { lab, run } = await finishedRun(spawnAnalyst);
    const history = { past: [], now: hand('LYZ'), future: [] };
    await expect(lab.call('sandbox.keep', { runId: run.id + 100, history })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      lab.call('sandbox.keep', { runId: run.id, history: { ...history, now: hand('') } }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a panel changed by hand', () => {
  it('is a run that knows what it was made from', async () => {
    const { spawnAnalyst } = scripted(() => {});
    const { lab, run, ids } = await finishedRun(spawnAnalyst);
    const parent = {
      ...{ runId: run.id, name: run.name, method: 'yoto' as const },
      ...{ added: ['LYZ'], removed: ['CD3D'], locked: [], banned: [] },
    };
    const kept = await lab.call('runs.start', request(ids, { mustInclude: ['LYZ', 'NKG7'], parent }));
    expect((await lab.call('runs.get', { id: kept.id })).config.parent).toEqual(parent);
  });
});
