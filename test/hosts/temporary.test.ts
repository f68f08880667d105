/** Unpacked copies of data go whatever becomes of the process that made them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { processes } from '../../src-main/hosts/http/spawn.ts';
import { temporaryFolder } from '../../src-main/hosts/temporary.ts';

const shared = mkdtempSync(join(tmpdir(), 'panelwright-test-'));
process.env['TMPDIR'] = shared;
afterAll(() => rmSync(shared, { recursive: true, force: true }));

// nobody has a process of this number
const dead = spawnSync(process.execPath, ['--eval', '']).pid;
const leftovers = [`panelwright-of-${dead}-abc`, `panelwright-of-${process.ppid}-abc`, 'of-another-program'];
for (const name of leftovers) mkdirSync(join(shared, name, 'x'), { recursive: true });

it('leftovers of processes that are no more are swept, and nothing else is', () => {
  const folder = temporaryFolder();
  expect(readdirSync(shared)).not.toContain(leftovers[0]);
  expect(readdirSync(shared)).toEqual(expect.arrayContaining(leftovers.slice(1)));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  rmSync(folder, { recursive: true });
});

it.each(['told', 'killed at once', 'killed while it reads'])(
  'a reading process that was %s leaves nothing',
  async (end) => {
    const example = readFileSync(join(import.meta.dirname, '../../resources/example/pbmc3k.h5ad'));
    const path = join(shared, 'packed.h5ad.gz');
    writeFileSync(path, gzipSync(example, { level: 1 }));
    const child = processes.spawnImporter();
    const gone = new Promise<void>((resolve) => child.onExit(() => resolve()));
    await new Promise<void>((resolve) => {
      child.onMessage((message) => {
        if (end === 'told' ? message.type === 'inspected' || message.type === 'failed' : message.type !== 'alive')
          resolve();
      });
      child.send(end === 'told' ? { type: 'inspect', request: { path } } : { type: 'read', request: { path } });
      if (end === 'killed at once') resolve();
    });
    child.kill();
    await gone;
    const own = readdirSync(shared).find((name) => name.startsWith(`panelwright-of-${process.pid}-`))!;
    expect(readdirSync(join(shared, own))).toEqual([]);
  },
);
