import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlaywright, readVitest } from '../../scripts/counts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('Vitest’s report', () => {
  const file = (status: string, message: string, ...statuses: string[]) => ({
    name: '/root/test/a.test.ts',
    status,
    message,
    assertionResults: statuses.map((each, index) => ({ fullName: `a ${index}`, status: each })),
  });

  it('is counted test by test', () => {
    const path = report({ testResults: [file('failed', '', 'passed', 'failed', 'pending', 'skipped', 'todo')] });
    expect(readVitest(path, '/root')).toEqual({
      passed: 1,
      failed: 1,
      skipped: 3,
      failures: ['test/a.test.ts: a 1'],
      skips: ['a 2', 'a 3', 'a 4'],
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const path = report({ testResults: [file('failed', 'Cannot find module x\nat y'), file('passed', '', 'passed')] });
    expect(readVitest(path, '/root')).toMatchObject({
      passed: 1,
      failed: 1,
      failures: ['test/a.test.ts: Cannot find module x'],
    });
  });

  it('says below a test that failed how it did, without colours and not for ever', () => {
    const test = { ...file('failed', '', 'failed') };
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    const failed = {
      ...test.assertionResults[0],
      failureMessages: [`\u001b[31mExpected 1\u001b[39m\n\n${lines.join('\n')}`],
    };
    const [failure] = readVitest(report({ testResults: [{ ...test, assertionResults: [failed] }] }), '/root')!.failures;
    expect(failure.split('\n').slice(0, 3).map((line) => line.trim())).toEqual([
      'test/a.test.ts: a 0',
      'Expected 1',
      'line 0',
    ]); // prettier-ignore
    expect(failure).not.toContain('line 20');
  });

  it('that was never written is no success', () => {
    expect(readVitest(join(folder, 'nothing.json'), '/root')).toBeNull();
  });
});

describe('Playwright’s report', () => {
  const spec = (title: string, status: string, annotations: object[] = [], results: object[] = []) => ({
    title,
    tests: [{ projectName: 'browser', status, annotations, results }],
  });

  it('is counted spec by spec, with the reason of every skip', () => {
    const skip = [{ type: 'skip', description: 'no binary' }];
    const path = report({
      errors: [],
      suites: [
        {
          title: 'flow.spec.ts',
          specs: [spec('a', 'expected'), spec('b', 'unexpected')],
          suites: [{ title: 'inner', specs: [spec('c', 'flaky'), spec('d', 'skipped', skip)] }],
        },
      ],
    });
    expect(readPlaywright(path)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures: ['flow.spec.ts › b [browser]', 'inner › c [browser]'],
      skips: ['inner › d [browser]: no binary'],
    });
  });

  it('says below a spec that failed how it did', () => {
    const results = [{ errors: [{ message: 'Error: \u001b[2mexpect(\u001b[22mlocator)\n\nTimeout: 30000ms' }] }];
    const path = report({
      errors: [],
      suites: [{ title: 'a.spec.ts', specs: [spec('b', 'unexpected', [], results)] }],
    });
    const [failure] = readPlaywright(path)!.failures;
    expect(failure.split('\n').map((line) => line.trim())).toEqual([
      'a.spec.ts › b [browser]',
      'Error: expect(locator)',
      'Timeout: 30000ms',
    ]);
  });

  it('counts an error outside any spec', () => {
    expect(readPlaywright(report({ errors: [{ message: 'SyntaxError: x\nat y' }], suites: [] }))).toMatchObject({
      failed: 1,
      failures: ['SyntaxError: x'],
    });
  });
});
