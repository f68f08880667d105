/** What a sweep consists of: a job a method, size and repetition, with the memory and time that the product expects. */
import { createHash } from 'node:crypto';
import { usualTime, expectedTime, sizeOf, type TimedRun } from '../timing/run-times.ts';
import type { BenchmarkRequest } from '../../../src-shared/model.ts';
import { methods } from '../../../src-shared/methods.ts';
import { settingDefaults } from '../../../src-shared/settings.ts';
import type { Store } from '../../store/open.ts';
import { version } from '../../version.ts';
import { gridCells, type GridCell } from '../benchmark/grid.ts';
import { memoryOfRun, sizeOf as memorySize } from '../workers/memory.ts';
import { requestKey } from '../same-request.ts';
import { freeze } from '../runs/runs.ts';
import { examineWithLimits } from '../design/design-request.ts';
import type { SweepJob } from './workflow.ts';

export interface PlannedJob extends SweepJob {
  request: BenchmarkRequest;
  /** whether its minutes are by what was measured */
  timed: boolean;
}

/** The process that writes while another trains: Node, the store, one packed result. */
const WRITER_MB = 400;
/** Estimates are made of runs on another machine, and a job that is stopped begins again. */
const TIME_MARGIN = 3;
const LEAST_MINUTES = 10;
/** Where nobody has measured the method. */
const UNKNOWN_MINUTES = 240;

/**
 * @param request with every default written out, and what is refused
 * @param known runs that were timed, of this machine
 */
export async function planJobs(
  store: Store,
  request: BenchmarkRequest,
  known: readonly TimedRun[],
): Promise<PlannedJob[]> {
  const cells = await gridCells(store, { request, createdAt: new Date().toISOString() });
  const refused = new Set((request.refused ?? []).map(({ method, k }) => `${method} ${k}`));
  const jobs = new Map<string, GridCell[]>();
  for (const cell of cells) {
    if (refused.has(`${cell.method} ${cell.k}`)) continue;
    const key = [cell.method, cell.k, cell.seed, cell.splitSeed].join(' ');
    jobs.set(key, [...(jobs.get(key) ?? []), cell]);
  }
  const planned: PlannedJob[] = [];
  for (const group of jobs.values()) planned.push(await planJob(store, request, group, known));
  return planned;
}

async function planJob(
  store: Store,
  request: BenchmarkRequest,
  group: readonly GridCell[],
  known: readonly TimedRun[],
): Promise<PlannedJob> {
  const { method, k, seed, splitSeed } = group[0];
  const configs = await Promise.all(
    group.map(async (cell) => freeze(cell.request, await examineWithLimits(store, cell.request), 0)),
  );
  const seconds = configs.map((config) => {
    const size = sizeOf({ ...config, settings: { ...settingDefaults.settings, ...config.settings } });
    const expected = expectedTime(size, known);
    return expected ? expected.select + expected.other : usualTime(size, 20);
  });
  const told = seconds.filter((one) => one !== null);
  const timed = told.length === seconds.length;
  const minutes = timed ? (told.reduce((sum, one) => sum + one, 0) / 60) * TIME_MARGIN : UNKNOWN_MINUTES;
  const bytes = Math.max(...configs.map((config) => memoryOfRun(store, memorySize(config))));
  const facts = configs.map((config) => requestKey({ ...config, datasetIds: [] }));
  const { alone, refused: _refused, ...rest } = request;
  return {
    name: createHash('sha256')
      .update(JSON.stringify([version, splitSeed, facts]))
      .digest('hex')
      .slice(0, 20),
    label: `${methods[method].name}, ${k} genes, seed ${seed}, split ${splitSeed}`,
    memoryMB: Math.ceil(bytes / 1e6) + WRITER_MB,
    timed,
    minutes: Math.max(LEAST_MINUTES, Math.ceil(minutes)),
    request: {
      ...rest,
      methods: [method],
      alone: alone?.includes(method) ? [method] : [],
      ks: [k],
      repetitions: [{ seed, splitSeed }],
    },
  };
}
