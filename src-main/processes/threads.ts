/**
 * Worker threads of a training process. Threads and not processes: all read one matrix, their memory is the run's, and
 * killing the run's process leaves none behind. A thread is never ended in the middle of a step, which onnxruntime
 * answers by aborting the process.
 */
import { Worker as Thread } from 'node:worker_threads';
import { AppError, type ErrorData, fromErrorData } from '../../src-shared/errors.ts';
import type { HistoryPoint } from '../../src-shared/model.ts';
import type { Checkpoint } from '../data/checkpoint.ts';
import { crashMessage } from '../engine/child.ts';
import type { JobInput, Worker } from '../learners/crew.ts';
import type { Executor } from '../nn/executor.ts';

export interface ToThread {
  job: string;
  /** without functions */
  input: object;
  executor: Executor['elsewhere'];
}

export type FromThread =
  | { type: 'progress'; with: [number, string] }
  | { type: 'history'; with: [HistoryPoint] }
  | { type: 'checkpoint'; step: number; checkpoint: Checkpoint }
  | { type: 'done'; output: unknown }
  | { type: 'failed'; error: ErrorData };

/**
 * @param program `worker.ts`, as it is written or as it is built
 * @param checkpointSeconds least time between two checkpoints of one job
 */
export function startThread(program: string, checkpointSeconds: number): Worker {
  const thread = new Thread(program, { workerData: { checkpointSeconds } });
  let gone: AppError | null = null;
  let settle: { done(output: unknown): void; failed(error: Error): void } | null = null;
  let hear: JobInput = {};

  thread.on('message', (message: FromThread) => {
    if (message.type === 'progress') hear.progress?.(...message.with);
    else if (message.type === 'history') hear.history?.(...message.with);
    else if (message.type === 'checkpoint') hear.checkpoint?.(message.step, () => message.checkpoint);
    else if (message.type === 'done') settle?.done(message.output);
    else settle?.failed(fromErrorData(message.error));
  });
  const end = (code: number | null, said: string) => {
    gone ??= new AppError('internal', crashMessage('A thread of the training', { code, signal: null, stderr: said }));
    settle?.failed(gone);
  };
  thread.on('error', (error) => end(1, String(error)));
  thread.on('exit', (code) => end(code, ''));

  return {
    async run(job, input) {
      if (gone) throw gone;
      const { executor, ...rest } = input;
      const plain = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value !== 'function'));
      hear = input;
      // a thread that waits keeps no process alive
      thread.ref();
      try {
        return await new Promise((done, failed) => {
          settle = { done: done as (output: unknown) => void, failed };
          thread.postMessage({ job: job.name, input: plain, executor: executor?.elsewhere } satisfies ToThread);
        });
      } finally {
        settle = null;
        hear = {};
        thread.unref();
      }
    },
  };
}
