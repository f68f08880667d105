/** A project is left while its runs train: never without a word. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open.ts';
import { laboratory, projectWithData, request } from '../laboratory.ts';
import { result, scriptedTrainer, type ScriptedProcess } from '../scripted-trainer.ts';

async function training() {
  const processes: ScriptedProcess[] = [];
  const lab = laboratory({ spawnTrainer: scriptedTrainer((process) => void processes.push(process)) });
  const { id } = await lab.call('runs.start', request(await projectWithData(lab), { name: 'first' }));
  await lab.until(id, 'running');
  while (processes.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const path = join(lab.folder, 'study.panelwright');
  const other = join(lab.folder, 'other.panelwright');
  const finish = () => processes[0].say({ type: 'finished', result: result(), secondsToLoad: 1, peakMemoryMB: 1 });
  return { lab, id, path, other, finish };
}

it('every call that leaves it is refused, the run named, and nothing has changed', async () => {
  const { lab, id, path, other } = await training();
  const before = await lab.call('app.info', {});
  for (const leaving of [
    () => lab.call('project.close', {}),
    () => lab.call('project.create', { path: other }),
    () => lab.call('project.example', {}),
    () => lab.call('project.saveCopy', { path: other }),
  ]) {
    await expect(leaving()).rejects.toMatchObject({ code: 'training', message: expect.stringContaining('“first”') });
  }
  expect(await lab.call('app.info', {})).toEqual(before);
  expect(() => openStore(other)).toThrow('There is no project');
  await lab.call('project.open', { path });
  expect((await lab.call('runs.get', { id })).state).toBe('running');
});

it('its runs finish in the background, unseen by the other project, and it is at rest then', async () => {
  const { lab, path, other, finish } = await training();
  await lab.call('project.create', { path: other, whileTraining: 'finish' });
  const trainingOf = async () =>
    (await lab.call('app.info', {})).recent.find((project) => project.path === path)?.training;
  expect(await trainingOf()).toBe(1);
  lab.events.length = 0;
  const changed = lab.next('project.changed');
  finish();
  await changed;
  expect(lab.events.map(({ name }) => name)).toEqual(['project.changed']);
  expect(await trainingOf()).toBe(0);
  const store = openStore(path);
  expect(store.runs.list()).toMatchObject([{ state: 'succeeded' }]);
  store.close();
});

it('opened again meanwhile, it goes on where it is', async () => {
  const { lab, id, path, other, finish } = await training();
  await lab.call('project.create', { path: other, whileTraining: 'finish' });
  await lab.call('project.open', { path });
  expect((await lab.call('runs.get', { id })).state).toBe('running');
  finish();
  expect((await lab.until(id, 'succeeded')).name).toBe('first');
});

it('is stopped where the user says so, and at quitting', async () => {
  const { lab, path } = await training();
  await lab.call('project.close', { whileTraining: 'finish' });
  await lab.close();
  const store = openStore(path);
  expect(store.runs.list()).toMatchObject([{ state: 'interrupted' }]);
  store.close();
  const again = await training();
  await again.lab.call('project.close', { whileTraining: 'stop' });
  await again.lab.call('project.open', { path: again.path });
  expect(await again.lab.call('runs.list', {})).toMatchObject([{ state: 'interrupted' }]);
});
