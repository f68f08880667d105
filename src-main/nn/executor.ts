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
  /**
   * Runs the computation. The caller keeps its inputs and owns the outputs.
   *
   * @param into room that outputs may be written to, where the executor can: nobody else writes to it while the output
   * lives
   */
  run(feeds: Record<string, Tensor>, into?: Record<string, Room>): Promise<Record<string, Tensor>>;
}

/** Where an output may be written, so that no memory need be had for it at every step. */
export interface Room {
  data: Float32Array;
  dims: readonly number[];
}

export interface Executor {
  /** e.g. `onnxruntime 1.30 on the CPU`; recorded with the run */
  readonly name: string;
  /** as what another thread can start the same (`backend.ts`); left out where one thread alone may use it */
  readonly elsewhere?: 'onnx' | 'wasm';
  /** Takes the array over where it can: the caller must not change it while the tensor lives. */
  tensor(data: Float32Array, dims: readonly number[]): Tensor;
  prepare(signature: Signature, build: Build): Promise<Runner>;
}
