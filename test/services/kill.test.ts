/** A training process is killed in the middle of its work, and another goes on where it was, on other cores. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SpawnTrainer } from '../../src-main/engine/protocol.ts';
import { processes } from '../../src-main/hosts/http/spawn.ts';
import { createTraining } from '../../src-main/services/workers/training.ts';
import { openStore } from '../../src-main/store/open.ts';
import { writePlanted } from '../cli/planted-files.ts';
import { laboratory, request } from './laboratory.ts';

/** Kills the process, with SIGKILL, when it has told so many checkpoints. */
function killedAfter(checkpoints: number): SpawnTrainer {
  return () => {
    const child = processes.spawnTrainer();
    let left = checkpoints;
    return {
      ...child,
      onMessage: (listener) =>
        child.onMessage((message) => {
          listener(message);
          if (message.type === 'checkpoint' && --left === 0) child.kill();
        }),
    };
  };
}

it('a run whose process is killed ends in the panel of one that is not', async () => {
  const lab = laboratory();
  const path = join(lab.folder, 'study.panelwright');
  await lab.call('project.create', { path });
  const { id: datasetId } = await lab.call('datasets.add', writePlantedFiles(lab.folder));
  const task = { name: 'type', kind: 'categorical' as const, unlabelled: [], sources: [{ datasetId, column: 'type' }] };
  const { id: taskId } = await lab.call('tasks.add', task);
  const settings = { steps: 120, batch: 32, hidden: 8 };
  const asked = request({ datasetId, taskId }, { k: 4, settings, backend: 'onnx' });
  const ids = [(await lab.call('runs.start', asked)).id, (await lab.call('runs.start', asked)).id];
  await lab.close();

  const store = openStore(path);
  const run = async (id: number, spawnTrainer: SpawnTrainer, cores: number) => {
    store.runs.requeue(id);
    let ended = () => {};
    const end = new Promise<void>((resolve) => (ended = resolve));
    const training = createTraining({
      store,
      spawnTrainer,
      slots: 1,
      cores,
      checkpointSeconds: 0,
      emit: () => !['queued', 'running'].includes(store.runs.get(id)!.state) && ended(),
    });
    training.enqueue(id);
    await end;
    await training.stop();
    return store.runs.get(id)!;
  };

  expect(await run(ids[0], processes.spawnTrainer, 1)).toMatchObject({ state: 'succeeded' });
  // trainings side by side, in turn, and side by side again
  for (const [checkpoints, cores] of [
    [3, 2],
    [40, 1],
  ]) {
    expect(await run(ids[1], killedAfter(checkpoints), cores)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('SIGKILL'),
    });
    const step = store.checkpoints.step(ids[1])!;
    expect(step).toBeGreaterThanOrEqual(checkpoints);
    expect(step).toBeLessThan(4 * settings.steps);
  }
  expect(await run(ids[1], processes.spawnTrainer, 2)).toMatchObject({ state: 'succeeded' });
  expect(store.panels.list(ids[1])).toEqual(store.panels.list(ids[0]));
  expect(store.results.list(ids[1])).toEqual(store.results.list(ids[0]));
  store.close();
});

function writePlantedFiles(folder: string): { path: string; labels: string } {
  const { data, labels } = writePlanted(folder);
  return { path: data, labels };
}
