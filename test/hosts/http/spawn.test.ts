import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { spawnWithFork } from '../../../src-main/hosts/http/spawn.ts';
import type { FromTrainer, ToTrainer, TrainerProcess } from '../../../src-main/engine/protocol.ts';

let folder: string;
const start: ToTrainer = { type: 'start', projectPath: '/p.panelwright', runId: 3, workers: 1 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a process that runs the given JavaScript. */
function spawn(source: string): TrainerProcess {
  const program = join(folder, 'trainer.mjs');
  writeFileSync(program, source);
  return spawnWithFork<ToTrainer, FromTrainer>(program)();
}

const exitOf = (child: TrainerProcess) =>
  new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve) => child.onExit(resolve));

it('carries messages both ways, typed arrays included', async () => {
  const child = spawn(`
    process.once('message', (message) => {
      const values = new Float32Array([1, NaN, 3]);
      process.send({ type: 'failed', error: { code: 'internal', message: JSON.stringify(message) }, values });
      process.disconnect();
    });`);
  const exit = exitOf(child);
  const answer = new Promise<FromTrainer>((resolve) => child.onMessage(resolve));
  child.send(start);
  expect(await answer).toEqual({
    type: 'failed',
    error: { code: 'internal', message: JSON.stringify(start) },
    values: new Float32Array([1, NaN, 3]),
  });
  expect(await exit).toEqual({ code: 0, signal: null, stderr: '' });
});

it('tells a crash with the last that the process said', async () => {
  const exit = await exitOf(spawn(`process.stderr.write('x'.repeat(10_000)); throw new Error('out of something');`));
  expect(exit.code).toBe(1);
  expect(exit.stderr).toContain('Error: out of something');
  expect(exit.stderr.length).toBeLessThanOrEqual(4096);
});

it('kills at once what does not listen', async () => {
  const child = spawn(`process.on('SIGTERM', () => {}); process.send({ type: 'progress' }); for (;;);`);
  const exit = exitOf(child);
  await new Promise((resolve) => child.onMessage(resolve));
  child.kill();
  expect(await exit).toMatchObject({ code: null, signal: 'SIGKILL' });
  child.send(start); // to nobody: no error
});
