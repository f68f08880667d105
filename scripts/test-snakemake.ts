/**
 * `npm run test:snakemake`: a sweep of 72 jobs run by real Snakemake, some of its processes killed at random, and the
 * collected table compared with that of one process, to the bit. No part of `npm test`: it fetches Snakemake from the
 * package index that pip is configured with, unless SNAKEMAKE names one. Further arguments go to Snakemake, such as
 * `-- --executor slurm --jobs 4`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { random } from '../src-main/data/random.ts';

/** Processes that are killed, and the seconds between two of them. */
const KILLS = 9;
const PAUSE = 8;

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'panelwright-snakemake-'));
const sweep = join(folder, 'sweep');
const data = join(folder, 'cells.h5ad');
const program = [join(root, 'bin', 'panelwright.mjs')];
const grid = [
  data,
  ...'--task type -k 3,4,6,8 --methods univariate-f,top-variance,random,t-test,mrmr-f,yoto --splits 0,1,2'.split(' '),
  ...'--probe-steps 30 --steps 100 --backend onnx --quiet'.split(' '),
];

try {
  node('scripts/make-cells.ts', data, ...'--cells 400 --genes 300 --density 0.2 --classes 4 --seed 3'.split(' '));
  node(...program, 'sweep', ...grid, '--out', sweep);
  const killed = await snakemake();
  node(...program, 'benchmark', ...grid, '--out', join(folder, 'one.csv'));
  const [ours, theirs] = [join(sweep, 'benchmark.csv'), join(folder, 'one.csv')].map(scoresOf);
  const jobs = readdirSync(join(sweep, 'requests')).length;
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) throw new Error('The tables differ.');
  console.log(`${jobs} jobs, ${killed} of them killed; ${ours.length} rows equal to those of one process, to the bit.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function node(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${status}`);
}

/** @returns processes that were killed */
async function snakemake(): Promise<number> {
  const wanted = process.argv.slice(2);
  const args = [...(wanted.length > 0 ? wanted : ['--cores', '2']), '--keep-going'];
  const engine = spawn(provideSnakemake(), args, { cwd: sweep, stdio: 'inherit' });
  const ended = new Promise<number | null>((done) => engine.once('exit', done));
  const { integer } = random(1, 'kills');
  let killed = 0;
  const killing = setInterval(() => {
    const running = jobsUnderWay();
    if (running.length === 0 || killed >= KILLS) return;
    process.kill(running[integer(running.length)], 'SIGKILL');
    killed++;
  }, PAUSE * 1000);
  const code = await ended;
  clearInterval(killing);
  if (code !== 0) throw new Error(`Snakemake ended with exit code ${code}`);
  return killed;
}

/** Processes of our own jobs, by the folder that they work in (Linux). */
function jobsUnderWay(): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const own = readlinkSync(`/proc/${pid}/cwd`) === sweep;
      return own && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('panelwright.mjs\0benchmark')
        ? [Number(pid)]
        : [];
    } catch {
      return [];
    }
  });
}

function provideSnakemake(): string {
  if (process.env['SNAKEMAKE']) return process.env['SNAKEMAKE'];
  const venv = join(folder, 'venv');
  const steps = [
    ['python3', '-m', 'venv', venv],
    [join(venv, 'bin', 'pip'), 'install', '--quiet', 'snakemake'],
  ];
  for (const [command, ...args] of steps) {
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) throw new Error(`${command} failed`);
  }
  return join(venv, 'bin', 'snakemake');
}

/** The table without what a run took, which is another every time. */
function scoresOf(file: string): string[][] {
  const [head, ...rows] = parse(readFileSync(file, 'utf8')) as string[][];
  const kept = [...head.keys()].filter((i) => !/seconds|memory/.test(head[i]));
  return [head, ...rows].map((row) => kept.map((i) => row[i]));
}
