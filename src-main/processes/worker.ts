/** The program of a worker thread of a training process: does the jobs that it is handed, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '../../src-shared/errors.ts';
import { jobNamed } from '../engine/jobs.ts';
import type { Reports } from '../learners/crew.ts';
import { startElsewhere } from '../nn/backend.ts';
import type { Executor } from '../nn/executor.ts';
import type { FromThread, ToThread } from './threads.ts';

/** Progress is told at most this often; seconds. */
const TELL_EVERY = 0.05;

const { checkpointSeconds } = workerData as { checkpointSeconds: number };
const executors = new Map<string, Promise<Executor>>();
const tell = (message: FromThread) => parentPort!.postMessage(message);

/** What happens at most every so many seconds. */
function seldom(seconds: number): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < seconds * 1000) return false;
    last = performance.now();
    return true;
  };
}

const isTimeToTell = seldom(TELL_EVERY);
const isTimeToKeep = seldom(checkpointSeconds);

const reports: Reports = {
  progress(fraction, doing) {
    if (isTimeToTell()) tell({ type: 'progress', with: [fraction, doing] });
  },
  history: (point) => tell({ type: 'history', with: [point] }),
  checkpoint(step, make) {
    if (isTimeToKeep()) tell({ type: 'checkpoint', step, checkpoint: make() });
  },
};

function executorCalled(name: NonNullable<Executor['elsewhere']>): Promise<Executor> {
  if (!executors.has(name)) executors.set(name, startElsewhere(name));
  return executors.get(name)!;
}

parentPort!.on('message', async ({ job, input, executor }: ToThread) => {
  try {
    const given = { ...input, ...reports, executor: executor && (await executorCalled(executor)) };
    tell({ type: 'done', output: await jobNamed(job).run(given as never) });
  } catch (error) {
    tell({ type: 'failed', error: toErrorData(error) });
  }
});
