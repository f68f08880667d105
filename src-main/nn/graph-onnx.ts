/**
 * The step recorded once as an ONNX graph and run whole by onnxruntime: no cost per operation, which is what decides
 * on a small step.
 */
import './offline.ts';
import * as ort from 'onnxruntime-node';
import type { Executor, Signature, Tensor } from './executor.ts';
import { encodeOnnx, type OnnxGraph, type OnnxNode } from './onnx-model.ts';
import type { Build, Ops } from './ops.ts';

/** Names stand for values while a computation is recorded. */
type Recorded = string;

/** Runs `build` on names instead of numbers and keeps what it did. */
export function record(signature: Signature, build: Build): { graph: OnnxGraph; outputs: Record<string, string> } {
  const nodes: OnnxNode[] = [];
  const constants: Record<string, number> = {};
  const axes: Record<string, number[]> = { axis0: [0], axis1: [1] };
  const node = (opType: string, input: Recorded[], attributes: Record<string, number> = {}): Recorded => {
    const output = `t${nodes.length}`;
    nodes.push({ opType, input, output: [output], attributes });
    return output;
  };
  const ops: Ops<Recorded> = {
    constant(value) {
      const name = `c${value}`;
      constants[name] = value;
      return name;
    },
    add: (a, b) => node('Add', [a, b]),
    sub: (a, b) => node('Sub', [a, b]),
    mul: (a, b) => node('Mul', [a, b]),
    div: (a, b) => node('Div', [a, b]),
    neg: (a) => node('Neg', [a]),
    sqrt: (a) => node('Sqrt', [a]),
    exp: (a) => node('Exp', [a]),
    relu: (a) => node('Relu', [a]),
    positive: (a) => node('Cast', [node('Greater', [a, ops.constant(0)])], { to: 1 }),
    sigmoid: (a) => node('Sigmoid', [a]),
    softplus: (a) => node('Softplus', [a]),
    logSoftmax: (a) => node('LogSoftmax', [a], { axis: 1 }),
    // Gemm takes a side transposed without moving it
    matMul: (a, b, transpose) =>
      node('Gemm', [a, b], { transA: transpose === 'a' ? 1 : 0, transB: transpose === 'b' ? 1 : 0 }),
    sum: (a, axis, keep) => node('ReduceSum', [a, `axis${axis}`], { keepdims: keep ? 1 : 0 }),
    mean: (a, axis, keep) => node('ReduceMean', [a, `axis${axis}`], { keepdims: keep ? 1 : 0 }),
    total: (a) => node('ReduceSum', [a], { keepdims: 0 }),
  };
  const outputs = build(ops, (name) => {
    if (!(name in signature)) throw new Error(`the computation asks for "${name}", which is not in its signature`);
    return name;
  });
  return {
    graph: { nodes, constants, axes, inputs: signature, outputs: [...new Set(Object.values(outputs))] },
    outputs,
  };
}

class OrtTensor implements Tensor {
  readonly tensor: ort.Tensor;
  constructor(tensor: ort.Tensor) {
    this.tensor = tensor;
  }
  get dims(): readonly number[] {
    return this.tensor.dims;
  }
  read(): Float32Array {
    return this.tensor.data as Float32Array;
  }
  dispose(): void {
    this.tensor.dispose();
  }
}

/**
 * onnxruntime: on the CPU with one thread, as a small step gains nothing from a second, and another run can have it; or
 * on a graphics card of any maker through WebGPU, where preparing fails when there is none.
 */
export function onnxExecutor(device: 'cpu' | 'webgpu' = 'cpu'): Executor {
  return {
    name: `onnxruntime ${ort.env.versions.node ?? ort.env.versions.common} (${device === 'cpu' ? 'CPU' : 'WebGPU'})`,
    ...(device === 'cpu' && { elsewhere: 'onnx' }),
    tensor: (data, dims) => new OrtTensor(new ort.Tensor('float32', data, dims)),
    async prepare(signature, build) {
      const { graph, outputs } = record(signature, build);
      const named = Object.entries(outputs);
      const session = await ort.InferenceSession.create(encodeOnnx(graph), {
        executionProviders: [device],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        // shapes change from step to step while the panel shrinks
        enableMemPattern: false,
        // 3 = errors: the optimiser's remarks are not the user's business
        logSeverityLevel: 3,
      });
      return {
        async run(feeds, into = {}) {
          const tensors: Record<string, ort.Tensor> = {};
          for (const name of session.inputNames) tensors[name] = (feeds[name] as OrtTensor).tensor;
          const fetches: Record<string, ort.Tensor | null> = {};
          for (const [name, output] of named) {
            const room = into[name];
            fetches[output] = room ? new ort.Tensor('float32', room.data, room.dims) : null;
          }
          const made = await session.run(tensors, fetches);
          const results: Record<string, Tensor> = {};
          for (const [name, output] of named) results[name] = new OrtTensor(made[output]);
          return results;
        },
      };
    },
  };
}
