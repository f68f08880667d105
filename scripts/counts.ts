/** What the test runners report, counted alike. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** names of what failed; below each, where it is known, the beginning of what went wrong */
  failures: string[];
  /** names of what was skipped, with the reason */
  skips: string[];
}

export const none: Count = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };

export function sum(a: Count, b: Count): Count {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    skips: [...a.skips, ...b.skips],
  };
}

const one = {
  passed: (): Count => ({ ...none, passed: 1 }),
  failed: (name: string, message = ''): Count => ({ ...none, failed: 1, failures: [name + beginning(message)] }),
  skipped: (name: string): Count => ({ ...none, skipped: 1, skips: [name] }),
};

/** So much of a failure is told again at the end, where a log that is cut still has it. */
const LINES = 16;

function beginning(message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines
    .slice(0, LINES)
    .map((line) => `\n           ${line}`)
    .join('');
}

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/** Vitest's JSON report; null where none was written. A file that cannot even be loaded counts as one failure. */
export function readVitest(file: string, root: string): Count | null {
  const report = read<VitestReport>(file);
  if (!report) return null;
  return report.testResults
    .flatMap(({ name, status, message, assertionResults }) => {
      const path = relative(root, name);
      if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
        return [one.failed(`${path}: ${message.split('\n')[0] ?? ''}`)];
      }
      return assertionResults.map((test) => {
        if (test.status === 'passed') return one.passed();
        if (test.status === 'failed') return one.failed(`${path}: ${test.fullName}`, test.failureMessages?.[0]);
        // a skipped test's name says why (CONTRIBUTING.md)
        return one.skipped(test.fullName.trim());
      });
    })
    .reduce(sum, none);
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    tests: {
      projectName: string;
      status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      annotations: { type: string; description?: string }[];
      /** one an attempt */
      results?: { errors: { message?: string }[] }[];
    }[];
  }[];
}

/** Playwright's JSON report; null where none was written. A flaky spec has failed. */
export function readPlaywright(file: string): Count | null {
  const report = read<{ suites: PlaywrightSuite[]; errors: { message?: string }[] }>(file);
  if (!report) return null;
  const errors = report.errors.map(({ message }) => one.failed(message?.split('\n')[0] ?? 'an error outside any spec'));
  return [...errors, ...report.suites.flatMap(countSuite)].reduce(sum, none);
}

function countSuite(suite: PlaywrightSuite): Count[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.map(({ projectName, status, annotations, results }) => {
      const name = `${suite.title} › ${title} [${projectName}]`;
      if (status === 'expected') return one.passed();
      if (status !== 'skipped') return one.failed(name, results?.[0]?.errors[0]?.message);
      const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
      return one.skipped(`${name}: ${reason}`);
    }),
  );
  return [...own, ...(suite.suites ?? []).flatMap(countSuite)];
}

function read<T>(file: string): T | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}
