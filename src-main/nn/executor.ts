/** What runs a step. Two exist: tfjs, operation by operation, and onnxruntime, which runs the recorded step whole. */
import type { Build } from './ops.ts';

/** A float32 tensor where the executor keeps its tensors. */
export interface Tensor {
  readonly dims: readonly number[];
  /** its values; not to be written to, and not to be read after `dispose` */
  read(): Float32Array;
  dispose(): void;
}

/** Dimensions of the inputs; a name instead of a number is a dimension that may differ from call to call. */
export type Signature = Record<string, readonly (number | string)[]>;

export interface Runner {
  /** Runs the computation. The caller keeps its inputs and owns the outputs. */
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

export interface Executor {
  /** e.g. `onnxruntime 1.30 on the CPU`; recorded with the run */
  readonly name: string;
  /** Takes the array over where it can: the caller must not change it while the tensor lives. */
  tensor(data: Float32Array, dims: readonly number[]): Tensor;
  prepare(signature: Signature, build: Build): Promise<Runner>;
}
