/**
 * `npm test`: everything that must hold, in order, each step to its end whatever the one before said. Ends with one
 * line that counts: each step but the tests as one, specs one by one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { provideChromium } from './browser.ts';
import { none, readPlaywright, readVitest, sum, type Count } from './counts.ts';

const root = resolve(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'panelwright-test-'));
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
};

const results: [name: string, count: Count][] = [];
const record = (name: string, count: Count) => {
  results.push([name, count]);
  return count.failed === 0;
};

try {
  record('types', once('types', 'npm run -s types'));
  record('lint', once('lint', 'npm run -s lint'));
  record('imports', once('imports', 'npm run -s imports'));
  record('unused code', once('unused code', 'npm run -s unused'));
  record('formatting', once('formatting', 'npm run -s format:check'));
  record('unit tests', unitTests());
  const built = record('build', once('build', 'npm run -s build'));
  record('package', built ? once('package', 'npm run -s package:check') : broken('not run, because there is no build'));
  record('end-to-end specs', endToEnd(built));
} finally {
  rmSync(reports, { recursive: true, force: true });
}

const total = results.map(([, count]) => count).reduce(sum, none);
heading('Summary');
for (const [name, count] of results) console.log(`${count.failed > 0 ? 'FAILED' : 'passed'}  ${name}`);
for (const [name, { skips }] of results) for (const skip of skips) console.log(`skipped  ${name}: ${skip}`);
// last, where they are seen first
for (const [name, { failures }] of results) for (const failure of failures) console.log(`failed   ${name}: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** A step that passes or fails as a whole. */
function once(name: string, command: string): Count {
  const code = run(name, command);
  return code === 0 ? { ...none, passed: 1 } : broken(`${command} ended with exit code ${code}`);
}

function unitTests(): Count {
  const report = join(reports, 'unit.json');
  const code = run('unit tests', `vitest run --reporter=default --reporter=json --outputFile.json="${report}"`);
  return withExitCode(readVitest(report, root), code);
}

function endToEnd(built: boolean): Count {
  if (!built) return broken('not run, because there is no build to run them on');
  const browser = provideChromium();
  if (!browser) {
    return broken(
      'not run, because no Chromium is here or can be installed; install one, or name one in PLAYWRIGHT_CHROMIUM',
    );
  }
  env['PLAYWRIGHT_CHROMIUM'] = browser;
  const report = join(reports, 'e2e.json');
  env['PLAYWRIGHT_JSON_OUTPUT_FILE'] = report;
  const code = run('end-to-end specs', 'playwright test --reporter=list,json');
  return withExitCode(readPlaywright(report), code);
}

/** A runner that fails without a failed spec (an error outside any, a crash) has failed all the same. */
function withExitCode(count: Count | null, code: number): Count {
  if (count === null) return broken(`no report was written; exit code ${code}`);
  return code !== 0 && count.failed === 0 ? sum(count, broken(`exit code ${code} outside any test`)) : count;
}

function broken(reason: string): Count {
  return { ...none, failed: 1, failures: [reason] };
}

function run(name: string, command: string): number {
  heading(name);
  const began = performance.now();
  const { status } = spawnSync(command, { cwd: root, env, stdio: 'inherit', shell: true });
  console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return status ?? 1;
}

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, 100 - text.length))}`);
}
