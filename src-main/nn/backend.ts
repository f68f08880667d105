/** Which executor trains, and why: the only file that knows what there is to choose from. */
import type { BackendChoice } from '../../src-shared/backends.ts';
import { AppError } from '../../src-shared/errors.ts';
import { type Work, millisecondsAStep } from './calibrate.ts';
import { assertConforms } from './conformance.ts';
import type { Executor } from './executor.ts';
import { findLibrary } from './tensorflow/library.ts';

export interface Backend {
  executor: Executor;
  /** one sentence for the run's record */
  reason: string;
}

type Name = Exclude<BackendChoice, 'auto'>;

/** Loaded only when chosen: a missing binary must not take the process down with it. */
const start: Record<Name, () => Promise<Executor>> = {
  onnx: async () => (await import('./graph-onnx.ts')).onnxExecutor(),
  webgpu: async () => (await import('./graph-onnx.ts')).onnxExecutor('webgpu'),
  tensorflow: async () => (await import('./eager-tfjs.ts')).tfjsExecutor('tensorflow'),
  wasm: async () => (await import('./eager-tfjs.ts')).tfjsExecutor('wasm'),
};

/** onnxruntime is left only for what is clearly faster, so that a busy moment does not decide which executor trains. */
const CLEARLY = 0.75;

/**
 * The executor asked for, or the fastest that works on this machine: onnxruntime, or native TensorFlow where it is
 * installed and a trial of this run's steps finds it clearly faster; where neither works, wasm. None trains that does not
 * compute the reference step.
 *
 * @param work what the run's steps are made of; without it no trial is made
 * @param begun name of the executor that an earlier process began the run with: it is taken where there is a choice
 * @throws AppError `not-found` for one that cannot be had, with what to do
 */
export async function chooseBackend(wanted: BackendChoice, work?: Work, begun?: string): Promise<Backend> {
  if (wanted === 'auto') return (begun && (await theSame(begun))) || chooseFastest(work);
  const missing = backendMissing(wanted);
  if (missing) throw missing;
  try {
    const executor = await started(wanted);
    return { executor, reason: `${executor.name}, as asked for` };
  } catch (cause) {
    throw new AppError(
      'not-found',
      `${titles[wanted]} cannot train on this machine: ${why(cause)}.`,
      remedies[wanted],
      {
        cause,
      },
    );
  }
}

/** What is tried where nothing is asked for, in this order; WebGPU is for who asks for it. */
const choices = () =>
  (['onnx', 'tensorflow', 'wasm'] as const).filter((name) => name !== 'tensorflow' || findLibrary());

/** The executor of that name; null where it cannot be had any more. */
async function theSame(begun: string): Promise<Backend | null> {
  for (const name of choices()) {
    const executor = await started(name).catch(() => null);
    if (executor?.name === begun) return { executor, reason: `${begun}: the run was begun with it` };
  }
  return null;
}

async function chooseFastest(work?: Work): Promise<Backend> {
  const tried = work && findLibrary() ? await faster(work, started) : null;
  if (tried) return tried;
  const failures: string[] = [];
  for (const name of choices()) {
    try {
      const executor = await started(name);
      const reason = failures.length === 0 ? 'the fastest executor for steps of this size' : failures.join('; ');
      return { executor, reason: `${executor.name}: ${reason}` };
    } catch (error) {
      failures.push(`${titles[name]} cannot train (${why(error)})`);
    }
  }
  throw new AppError(
    'not-found',
    `Nothing on this machine can train: ${failures.join('; ')}.`,
    'Run “npm ci” again, so that the packages for this machine are there.',
  );
}

/**
 * The faster of onnxruntime and native TensorFlow at a run's steps; null where one of them does not work.
 *
 * @param start makes an executor ready
 */
export async function faster(
  work: Work,
  start: (name: 'onnx' | 'tensorflow') => Promise<Executor>,
): Promise<Backend | null> {
  try {
    const onnx = await start('onnx');
    const usual = await millisecondsAStep(onnx, work);
    const tensorflow = await start('tensorflow');
    const other = await millisecondsAStep(tensorflow, work);
    const [executor, rest, times] =
      other < CLEARLY * usual ? [tensorflow, onnx, [other, usual]] : [onnx, tensorflow, [usual, other]];
    const [mine, theirs] = times.map((time) => `${Number(time.toPrecision(2))} ms`);
    return { executor, reason: `${executor.name}: ${mine} a step of this run, ${theirs} on ${rest.name}` };
  } catch {
    // which of them it is, and why, is found out by the one who goes through them one by one
    return null;
  }
}

/** The same executor in another thread: what has been checked in the first is not checked again. */
export const startElsewhere = (name: NonNullable<Executor['elsewhere']>): Promise<Executor> => start[name]();

async function started(name: Name): Promise<Executor> {
  const executor = await start[name]();
  await assertConforms(executor);
  return executor;
}

const titles: Record<Name, string> = {
  onnx: 'onnxruntime',
  webgpu: 'onnxruntime on WebGPU',
  tensorflow: 'Native TensorFlow',
  wasm: 'tfjs wasm',
};

const remedies: Record<Name, string> = {
  onnx: 'Let the fastest backend be chosen, or run “npm ci” again.',
  webgpu: 'It needs a graphics card and its driver (on Linux: Vulkan). Let the fastest backend be chosen.',
  tensorflow: 'Run “npm run setup:tensorflow” again, or let the fastest backend be chosen.',
  wasm: 'Let the fastest backend be chosen, or run “npm ci” again.',
};

/** What a user can do before anything is tried; null where nothing is known to be missing. */
export function backendMissing(wanted: BackendChoice): AppError | null {
  if (wanted !== 'tensorflow' || findLibrary()) return null;
  return new AppError(
    'not-found',
    'Native TensorFlow is not installed on this machine.',
    'Run “npm run setup:tensorflow” once in the folder of Panelwright, or let the fastest backend be chosen.',
  );
}

const why = (error: unknown) => (error instanceof Error ? error.message.split('\n')[0] : String(error));
