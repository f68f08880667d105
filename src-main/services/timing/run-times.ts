/**
 * How long runs took, in the open project and on this machine, and how long others will take by that. What was measured
 * on other sizes of data is scaled as the method grows (`growth` of its description).
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Method, allMethodNames, methods, trainingSteps } from '../../../src-shared/methods.ts';
import type { Run, RunConfig } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';

/** What the time of a run depends on. */
export interface RunSize {
  method: Method;
  cells: number;
  /** that selection could choose from */
  genes: number;
  k: number;
  questions: number;
  /** training steps; 0 for a method that trains no network */
  steps: number;
  probeSteps: number;
}

/** A run that is done. */
export interface TimedRun extends RunSize {
  selectSeconds: number;
  otherSeconds: number;
}

type Sized = Pick<
  RunConfig,
  'method' | 'methodSettings' | 'settings' | 'datasets' | 'hvg' | 'k' | 'tasks' | 'probeSteps' | 'selectOn'
>;

export function sizeOf(config: Sized): RunSize {
  const { method, datasets, hvg, k, tasks, probeSteps } = config;
  return {
    method,
    cells: datasets.reduce((sum, { cells }) => sum + cells, 0),
    genes: Math.min(hvg, ...datasets.map(({ genes }) => genes)),
    k,
    questions: methods[method].can.labels === 'one' && config.selectOn === undefined ? tasks.length : 1,
    steps: trainingSteps(config) ?? 0,
    probeSteps,
  };
}

/** Runs of the project that are done. */
export function timedRuns(store: Store): TimedRun[] {
  return store.runs.list().flatMap((run) => timedRun(store, run) ?? []);
}

function timedRun(store: Store, { id, state }: Run): TimedRun | null {
  const run = state === 'succeeded' ? store.runs.get(id) : undefined;
  if (!run?.seconds) return null;
  const { load, prepare, select, score } = run.seconds;
  return { ...sizeOf(run.config), selectSeconds: select, otherSeconds: load + prepare + score };
}

export interface ExpectedTime {
  select: number;
  other: number;
}

/**
 * By the run of the same method that is nearest in size; the rest of a run, which is the same whatever chose the panel, by
 * the nearest run of all. Null where no run of the method is known.
 */
export function expectedTime(size: RunSize, known: readonly TimedRun[]): ExpectedTime | null {
  const nearest = (runs: readonly TimedRun[]) =>
    runs.reduce<TimedRun | null>((best, run) => (best && apart(best, size) <= apart(run, size) ? best : run), null);
  const same = nearest(known.filter(({ method }) => method === size.method));
  if (!same) return null;
  const rest = nearest(known.filter(({ probeSteps }) => probeSteps === size.probeSteps)) ?? nearest(known)!;
  // networks take their steps whatever the cells; forests and what is measured of a panel grow with them
  const other = rest.otherSeconds * Math.sqrt(size.cells / rest.cells);
  return { select: same.selectSeconds * growthBetween(same, size), other };
}

/** How far two sizes are from one another, in powers of e. */
function apart(a: RunSize, b: RunSize): number {
  return (['cells', 'genes', 'k'] as const).reduce((sum, key) => sum + Math.abs(Math.log(a[key] / b[key])), 0);
}

/** How many times as long the method takes at the second size. */
function growthBetween(from: RunSize, to: RunSize): number {
  const questions = to.questions / from.questions;
  const { growth } = methods[to.method];
  if (!growth) return questions * (from.steps > 0 && to.steps > 0 ? to.steps / from.steps : 1);
  return questions * (to.cells / from.cells) ** growth.cells * (to.genes / from.genes) ** growth.genes * (to.k / from.k) ** growth.k; // prettier-ignore
}

/** Seconds that a method takes at this size by what was measured when it was written; null where nobody did. */
export function usualTime(size: RunSize, classes: number): number | null {
  const { growth } = methods[size.method];
  if (!growth) return null;
  const measured = { ...size, cells: 1000, genes: 1000, k: 32, questions: 1 };
  return growth.seconds * growthBetween(measured, size) * (classes / 10) ** growth.classes;
}

const MOST = 400;
const fileOf = (folder: string) => join(folder, 'run-times.json');

/** Runs that were done on this machine, whatever project they are in; the oldest are forgotten. */
export function rememberedTimes(folder: string): TimedRun[] {
  try {
    const list: unknown = JSON.parse(readFileSync(fileOf(folder), 'utf8'));
    return Array.isArray(list) ? list.filter(isTimedRun) : [];
  } catch {
    return [];
  }
}

export function rememberTime(folder: string, store: Store, run: Run): void {
  const timed = timedRun(store, run);
  if (!timed) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const temporary = `${fileOf(folder)}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify([...rememberedTimes(folder), timed].slice(-MOST)), { mode: 0o600 });
    renameSync(temporary, fileOf(folder));
  } catch {
    // a convenience, not data: a folder that cannot be written to keeps nobody from working
  }
}

function isTimedRun(entry: unknown): entry is TimedRun {
  const run = entry as Partial<TimedRun> | null;
  const numbers = ['cells', 'genes', 'k', 'questions', 'steps', 'probeSteps', 'selectSeconds', 'otherSeconds'] as const;
  return allMethodNames.includes(run?.method as Method) && numbers.every((key) => Number.isFinite(run?.[key]));
}
