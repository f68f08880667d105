/**
 * What a panel loses when labels are missing: takes the labels of one column away from training cells, at random or of
 * whole groups, and designs anew each time. Test cells keep theirs.
 *
 *   node scripts/bench-partly-labelled.ts DATA --task COLUMN [-k N] [--groups COLUMN] [--shares 0.5,0.8,0.95]
 *
 * Prints macro-F1 by probe and by forest as shares of what all labels give, mean ± sd over draws 0, 1 and 2, and what
 * was taken in truth: whole groups are seldom just the share that was asked for.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '../src-main/data/random.ts';
import { openFile } from '../src-main/formats/registry.ts';
import type { LabelColumn } from '../src-main/data/labels.ts';

const DRAWS = [0, 1, 2];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    task: { type: 'string' },
    k: { type: 'string', short: 'k', default: '32' },
    groups: { type: 'string' },
    shares: { type: 'string', default: '0.5,0.8,0.95' },
  },
});
const [data] = positionals;
if (!data || !values.task) throw new Error('name a data file, and a column with --task');
const { cells, labels, groups } = await readLabels(resolve(data), values.task, values.groups);
const folder = mkdtempSync(join(tmpdir(), 'panelwright-partly-'));

try {
  const testCells = join(folder, 'test.txt');
  writeFileSync(testCells, drawTestCells().join('\n'));
  const isTest = new Set(readFileSync(testCells, 'utf8').split('\n'));
  let whole: Scores | null = null;
  for (const removed of [0, ...values.shares.split(',').map(Number)]) {
    const scores = (removed === 0 ? [0] : DRAWS).map((draw) => design(keepers(removed, draw), testCells, isTest));
    whole ??= scores[0];
    const line = (['probe', 'forest'] as const).map((by) => {
      const shares = scores.map((score) => score[by] / whole![by]);
      return `${by} ${percent(mean(shares))} ± ${percent(spread(shares))}`;
    });
    const taken = (removed === 0 ? [0] : DRAWS).map((draw) => percent(shareTaken(keepers(removed, draw), isTest)));
    console.log(
      `${percent(removed)} of labels to be removed${groups ? `, by ${values.groups}` : ''}: ${line.join(', ')}`,
    );
    console.log(`  removed: ${taken.join(', ')} of the labels${groups ? `; ${unitsTaken(removed)}` : ''}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

interface Scores {
  probe: number;
  forest: number;
}

/** A fifth of the labelled cells. */
function drawTestCells(): string[] {
  const labelled = Array.from(cells.keys()).filter((i) => labels[i] !== '');
  random(0, 'test cells').shuffle(labelled);
  return labelled.slice(0, Math.round(labelled.length / 5)).map((i) => cells[i]);
}

/** Whether a cell keeps its label. */
function keepers(removed: number, draw: number): (cell: number) => boolean {
  const units = groups ?? cells;
  const names = [...new Set(units)];
  const order = random(draw, 'removed labels').shuffle(Int32Array.from(names.keys()));
  const kept = new Set(Array.from(order.subarray(0, numberKept(names.length, removed)), (i) => names[i]));
  return (cell) => kept.has(units[cell]);
}

/** One is always kept: without any label there is nothing to learn. */
function numberKept(units: number, removed: number): number {
  return Math.max(1, Math.round(units * (1 - removed)));
}

/** Of the labelled cells that are not test cells, the share that loses its label. */
function shareTaken(keeps: (cell: number) => boolean, isTest: ReadonlySet<string>): number {
  const rows = Array.from(cells.keys()).filter((i) => labels[i] !== '' && !isTest.has(cells[i]));
  return rows.filter((i) => !keeps(i)).length / rows.length;
}

function unitsTaken(removed: number): string {
  const units = new Set(groups).size;
  return `${units - numberKept(units, removed)} of ${units} groups`;
}

function design(keeps: (cell: number) => boolean, testCells: string, isTest: ReadonlySet<string>): Scores {
  const file = join(folder, 'labels.csv');
  const results = join(folder, 'results.json');
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = cells.map((cell, i) => [quoted(cell), quoted(keeps(i) || isTest.has(cell) ? labels[i] : '')].join(','));
  writeFileSync(file, ['cell,partly', ...rows].join('\n') + '\n');
  const main = resolve(import.meta.dirname, '../bin/panelwright.mjs');
  const asked = [
    'design',
    data,
    '--assay',
    'as-sequenced',
    '--labels',
    file,
    '--task',
    'partly',
    '-k',
    values.k,
    '--test-cells',
    testCells,
  ];
  execFileSync(process.execPath, [main, ...asked, '--json', results, '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { tasks } = JSON.parse(readFileSync(results, 'utf8')) as {
    tasks: { partly: Record<keyof Scores, { macroF1: number }> };
  };
  return { probe: tasks.partly.probe.macroF1, forest: tasks.partly.forest.macroF1 };
}

async function readLabels(path: string, task: string, groupColumn: string | undefined) {
  const file = await openFile(path);
  const texts = (name: string) => {
    const column = file.obs.find((candidate) => candidate.name === name);
    if (column?.kind !== 'categorical') throw new Error(`${path} has no column of classes "${name}"`);
    return textsOf(column);
  };
  try {
    return { cells: file.obsNames, labels: texts(task), groups: groupColumn ? texts(groupColumn) : null };
  } finally {
    file.close();
  }
}

function textsOf(column: Extract<LabelColumn, { kind: 'categorical' }>): string[] {
  return Array.from(column.codes, (code) => (code < 0 ? '' : column.categories[code]));
}

function mean(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

function spread(numbers: number[]): number {
  if (numbers.length < 2) return 0;
  const middle = mean(numbers);
  return Math.sqrt(numbers.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (numbers.length - 1));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
