/**
 * What a large project costs: reading it for a run, memory, and a training's epoch. Goes the way that a run goes: the
 * request is examined and frozen by the application, its cells are read as the training process reads them.
 */
import { prepare } from '../../src-main/engine/prepare.ts';
import { chooseBackend } from '../../src-main/nn/backend.ts';
import { loadProblem } from '../../src-main/services/cohort/problem.ts';
import { openStore } from '../../src-main/store/open.ts';
import { request } from './request.ts';
import { median, timeSteps } from './trainings.ts';

/** Steps that are timed; an epoch is extrapolated from them. */
const STEPS = 200;

export interface Large {
  cells: number;
  genes: number;
  nonZeros: number;
  /** seconds until cells are drawn: examined, frozen, read, normalised, reduced to candidate genes */
  startSeconds: number;
  prepareSeconds: number;
  /** of this process's own time, which others on the machine do not lengthen as much */
  prepareCpuSeconds: number;
  /** milliseconds of a step with 32 genes */
  step: number;
  stepsAnEpoch: number;
  peakMB: number;
}

/** @param path a project with a data set and a task, for example of `scripts/make-cells.ts` */
export async function measureLarge(path: string): Promise<Large> {
  const began = performance.now();
  const { config } = await request(path);
  const startSeconds = (performance.now() - began) / 1000;

  const store = openStore(path, { readOnly: true });
  const preparing = performance.now();
  const cpu = process.cpuUsage();
  const prepared = prepare(loadProblem(store, config), config);
  const prepareSeconds = (performance.now() - preparing) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  store.close();

  const { executor } = await chooseBackend('onnx');
  const { steps } = await timeSteps(prepared, 32, executor, STEPS);
  return {
    cells: config.datasets.reduce((sum, { cells }) => sum + cells, 0),
    genes: config.datasets[0].genes,
    nonZeros: prepared.train.x.values.length,
    startSeconds,
    prepareSeconds,
    prepareCpuSeconds: (user + system) / 1e6,
    step: median(steps),
    stepsAnEpoch: Math.floor(prepared.train.x.rows / config.settings.batch),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
