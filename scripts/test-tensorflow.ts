/**
 * `npm run test:tensorflow`: provisions native TensorFlow for real, from the package index into a cache folder of its
 * own, and trains on it. Slow and in need of the network, so no part of `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readVitest } from './counts.ts';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'panelwright-tensorflow-'));
// wherever this system keeps its caches; elsewhere than on macOS the home stays, for pip's configuration is in it
const caches = { XDG_CACHE_HOME: folder, LOCALAPPDATA: folder, ...(process.platform === 'darwin' && { HOME: folder }) };
const env = { ...process.env, ...caches };
const failures: string[] = [];

try {
  expect('setup:tensorflow provisions and passes its self-test', run({}, 'scripts/setup-tensorflow.ts') === 0);
  // without a PATH there is no Python that could fetch anything
  expect('a second setup:tensorflow fetches nothing', run({ PATH: '' }, 'scripts/setup-tensorflow.ts') === 0);
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  run({}, 'node_modules/vitest/vitest.mjs', 'run', 'test/nn', ...reporters);
  const count = readVitest(report, root);
  expect('the step conforms on every executor, none skipped', count?.failed === 0 && count.skipped === 0);
  const results = join(folder, 'run.json');
  const options = ['--backend', 'tensorflow', '-k', '8', '--steps', '60', '--quiet', '--json', results];
  expect('a panel is designed on it', run({}, 'bin/panelwright.mjs', 'design', '--example', ...options) === 0 && trainedOn(results)); // prettier-ignore
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures.length === 0 ? '4 passed, 0 failed' : `${4 - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

function run(changes: NodeJS.ProcessEnv, ...command: string[]): number | null {
  return spawnSync(process.execPath, command, { cwd: root, env: { ...env, ...changes }, stdio: 'inherit' }).status;
}

function expect(what: string, holds: boolean): void {
  console.log(`${holds ? 'passed' : 'FAILED'}  ${what}`);
  if (!holds) failures.push(what);
}

function trainedOn(file: string): boolean {
  const { backend } = JSON.parse(readFileSync(file, 'utf8')) as { backend: string };
  return /^TensorFlow [\d.]+ \((CPU|GPU)\), as asked for$/.test(backend);
}
