/**
 * How good the panels of each method are, on data sets of your own:
 *
 *     node scripts/bench-panels.ts DATA --task COLUMN [-k 16,32] [--methods yoto,mrmr-f,…] [--splits 0,1,2]
 *
 * Drives the command line as a user would, one project for all, and prints mean ± standard deviation over the splits of
 * macro-F1 (R² for a continuous task) on test cells: by the method's own predictor, and by a random forest on its genes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { methodNames } from '../src-preload/methods.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    task: { type: 'string', multiple: true },
    k: { type: 'string', short: 'k', default: '16,32' },
    methods: { type: 'string', default: methodNames.join(',') },
    splits: { type: 'string', default: '0,1,2' },
  },
});
if (positionals.length !== 1 || !values.task) {
  console.error('Say which data and task: node scripts/bench-panels.ts DATA --task COLUMN');
  process.exit(2);
}

/** What `--json` says of a run, as far as it is needed here. */
interface Report {
  tasks: Record<string, Record<'own' | 'forest' | 'ceiling', Record<string, number> | null>>;
  seconds: { select: number };
}

const folder = mkdtempSync(join(tmpdir(), 'panelwright-bench-'));
try {
  const splits = values.splits.split(',');
  console.log(
    `| k | method | ${values.task.flatMap((task) => [`${task}, own`, `${task}, forest`]).join(' | ')} | seconds |`,
  );
  console.log(`|${' --- |'.repeat(3 + 2 * values.task.length)}`);
  const ceilings = new Map<string, Report>();
  for (const k of values.k.split(',')) {
    for (const method of values.methods.split(',')) {
      const reports = splits.map((split) => run(method, k, split));
      reports.forEach((report, i) => ceilings.set(splits[i], report));
      const scores = values.task.flatMap((task) => [spread(reports, task, 'own'), spread(reports, task, 'forest')]);
      const seconds = mean(reports.map((report) => report.seconds.select)).toFixed(1);
      console.log(`| ${k} | ${method} | ${scores.join(' | ')} | ${seconds} |`);
    }
  }
  const all = values.task.flatMap((task) => [spread([...ceilings.values()], task, 'ceiling'), '']);
  console.log(`| all | the same network | ${all.join(' | ')} | |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(method: string, k: string, split: string): Report {
  const tasks = values.task!.flatMap((task) => ['--task', task]);
  const given = ['--method', method, '-k', k, '--split-seed', split, '--project', join(folder, 'bench.panelwright')];
  const program = join(import.meta.dirname, '..', 'bin', 'panelwright.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'design', positionals[0], ...tasks, ...given, '--quiet', '--json', '-'],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

function spread(reports: Report[], task: string, predictor: 'own' | 'forest' | 'ceiling'): string {
  const scores = reports.map((report) => report.tasks[task][predictor]).filter((scores) => scores !== null);
  if (scores.length === 0) return '–';
  const numbers = scores.map((score) => score.macroF1 ?? score.r2);
  const sd = Math.sqrt(mean(numbers.map((number) => (number - mean(numbers)) ** 2)));
  return `${mean(numbers).toFixed(3)} ± ${sd.toFixed(3)}`;
}

function mean(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
