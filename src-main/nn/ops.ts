/**
 * The operations that a training step is made of. `step.ts` is written over this interface once; an executor decides
 * whether a call computes something at once (`eager-tfjs.ts`) or is recorded into a graph (`graph-onnx.ts`).
 *
 * Tensors are float32 matrices, vectors or scalars; the element-wise operations broadcast as NumPy does.
 */
export interface Ops<T> {
  /** a scalar known when the step is written */
  constant(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  neg(a: T): T;
  sqrt(a: T): T;
  exp(a: T): T;
  relu(a: T): T;
  /** 1 where a > 0, else 0 */
  positive(a: T): T;
  /** 1 / (1 + exp(−a)) */
  sigmoid(a: T): T;
  /** log(1 + exp(a)) */
  softplus(a: T): T;
  /** over the last axis of a matrix */
  logSoftmax(a: T): T;
  /** matrix product; `transpose` names the sides that are taken transposed */
  matMul(a: T, b: T, transpose?: 'a' | 'b'): T;
  /** over the given axis of a matrix; `keep` leaves the axis with length 1 */
  sum(a: T, axis: 0 | 1, keep: boolean): T;
  mean(a: T, axis: 0 | 1, keep: boolean): T;
  /** over everything: a scalar */
  total(a: T): T;
}

/** A computation over named inputs: what an executor makes ready to run. */
export type Build = <T>(ops: Ops<T>, input: (name: string) => T) => Record<string, T>;
