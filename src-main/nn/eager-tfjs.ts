/**
 * The step, operation by operation, on a tfjs backend. Runs wherever WebAssembly does; native TensorFlow is a tfjs
 * backend too.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Executor, Tensor } from './executor.ts';
import type { Ops } from './ops.ts';

const tfjsOps: Ops<tf.Tensor> = {
  constant: (value) => tf.scalar(value),
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  neg: tf.neg,
  sqrt: tf.sqrt,
  exp: tf.exp,
  relu: tf.relu,
  positive: (a) => tf.cast(tf.greater(a, 0), 'float32'),
  sigmoid: tf.sigmoid,
  softplus: tf.softplus,
  logSoftmax: (a) => tf.logSoftmax(a),
  // transposed by hand: the wasm kernel's own transposed product is ten times slower
  matMul: (a, b, transpose) =>
    tf.matMul(
      (transpose === 'a' ? tf.transpose(a) : a) as tf.Tensor2D,
      (transpose === 'b' ? tf.transpose(b) : b) as tf.Tensor2D,
    ),
  sum: (a, axis, keep) => tf.sum(a, axis, keep),
  mean: (a, axis, keep) => tf.mean(a, axis, keep),
  total: (a) => tf.sum(a),
};

class TfjsTensor implements Tensor {
  readonly tensor: tf.Tensor;
  constructor(tensor: tf.Tensor) {
    this.tensor = tensor;
  }
  get dims(): readonly number[] {
    return this.tensor.shape;
  }
  read(): Float32Array {
    return this.tensor.dataSync<'float32'>();
  }
  dispose(): void {
    this.tensor.dispose();
  }
}

/**
 * tfjs has one backend at a time in a process: the executor made last is the one that computes.
 *
 * @throws Error where the backend cannot be had on this machine
 */
export async function tfjsExecutor(backend: 'wasm' | 'tensorflow'): Promise<Executor> {
  const name = backend === 'wasm' ? `tfjs ${tf.version_core} (wasm)` : await tensorflowName();
  if (!(await tf.setBackend(backend))) throw new Error(`the tfjs backend "${backend}" did not start`);
  await tf.ready();
  return {
    name,
    ...(backend === 'wasm' && { elsewhere: 'wasm' }),
    tensor: (data, dims) => new TfjsTensor(tf.tensor(data, [...dims], 'float32')),
    async prepare(_signature, build) {
      return {
        async run(feeds) {
          // operations run on this thread: without a pause no message of progress would get out
          await new Promise(setImmediate);
          const outputs = tf.tidy(
            () => build(tfjsOps, (name) => (feeds[name] as TfjsTensor).tensor) as unknown as tf.NamedTensorMap,
          );
          return Object.fromEntries(Object.entries(outputs).map(([name, t]) => [name, new TfjsTensor(t)]));
        },
      };
    },
  };
}

/** Starts native TensorFlow and says what it is. */
async function tensorflowName(): Promise<string> {
  // its kernels are loaded only where they are wanted
  const { startTensorflow } = await import('./tensorflow/start.ts');
  const { version, device } = await startTensorflow();
  return `TensorFlow ${version} (${device})`;
}
