/** Native TensorFlow as a backend of tfjs: tfjs-node's own kernels on the library that `setup:tensorflow` provisions. */
import * as tf from '@tensorflow/tfjs-core';
import util from 'node:util';
import { type Binding, openBinding } from './binding.ts';
import { loadCApi } from './c-api.ts';
import { findLibrary } from './library.ts';

export interface TensorflowBackend {
  /** e.g. `2.21.0` */
  version: string;
  device: 'CPU' | 'GPU';
}

const environment = {
  /** 3 = errors: what it says of the machine is not the user's business */
  TF_CPP_MIN_LOG_LEVEL: '3',
  /** oneDNN gains a step of this size nothing, and announces itself on stderr */
  TF_ENABLE_ONEDNN_OPTS: '0',
  /** products of 10-bit mantissas, as NVIDIA's libraries would take them, do not pass the conformance of executors */
  NVIDIA_TF32_OVERRIDE: '0',
};

let started: TensorflowBackend | null = null;

/**
 * Registers the tfjs backend `tensorflow`, once in a process: TensorFlow does not bear a second context.
 *
 * @throws Error where the library is not here or does not start
 */
export async function startTensorflow(): Promise<TensorflowBackend> {
  started ??= await start();
  return started;
}

async function start(): Promise<TensorflowBackend> {
  const library = findLibrary();
  if (!library) throw new Error('its library is not on this machine');
  // read by the library when it is loaded
  Object.assign(process.env, environment);
  const binding = openBinding(loadCApi(library.files));

  restoreUtilities();
  const { NodeJSKernelBackend } = await import('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js');
  type Wanted = ConstructorParameters<typeof NodeJSKernelBackend>[0];
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding as Wanted, '@tensorflow/tfjs-node-gpu'));
  await import('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
  return { version: binding.TF_Version, device: deviceOf(binding) };
}

const deviceOf = (binding: Binding) => (binding.isUsingGpuDevice() ? 'GPU' : 'CPU');

/**
 * tfjs-node 4.22 calls two functions of `node:util` that Node 23 took away
 * (https://github.com/tensorflow/tfjs/issues/8609): they are given back before it loads.
 */
function restoreUtilities(): void {
  const old = util as unknown as Record<string, (value: unknown) => boolean>;
  old['isNullOrUndefined'] ??= (value) => value === null || value === undefined;
  old['isArray'] ??= Array.isArray;
}
