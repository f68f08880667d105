/** Whatever moment a process that writes is killed in: what it said is written is there, and the project opens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createStore, openStore } from '../../src-main/store/open.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { tries } from './tries.ts';

/** Writes until it is killed, so many milliseconds after its first word; returns the ids that it said were written. */
async function writeUntilKilled(path: string, milliseconds: number): Promise<{ dataset: number; run: number }[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'write-until-killed.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  await pause(milliseconds);
  child.kill('SIGKILL');
  expect((await closed)[1]).toBe('SIGKILL');
  const lines = said.split('\n').slice(0, -1);
  return lines.map((line) => line.split(' ').map(Number)).map(([dataset, run]) => ({ dataset, run }));
}

it.each(tries(3, 100))('try $number: nothing that was written is lost', async ({ draw }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'killed.panelwright');
  createStore(path, '0.1.0').close();
  const written = await writeUntilKilled(path, draw.integer(300));
  expect(written.length).toBeGreaterThan(0);

  const store = openStore(path);
  for (const { dataset, run } of written) {
    expect(store.datasets.get(dataset)).toMatchObject({ cells: 3 });
    expect(store.matrixChunks.read(dataset, 0, 4).values).toHaveLength(5);
    expect(store.runs.get(run)).toMatchObject({ state: 'interrupted' });
  }
  // what was under way when it was killed is whole or not there
  for (const { id } of store.datasets.list()) expect(store.genes.list(id)).toHaveLength(4);
  store.close();
  expect(readdirSync(folder)).toEqual(['killed.panelwright']);
});
