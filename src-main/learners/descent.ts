/**
 * A model in training by gradient descent: the executor computes loss and gradients, the parameters lie here as plain
 * arrays, where optimisers, proximal steps and the leaving of genes reach them.
 */
import { random } from '../data/random.ts';
import type { Executor, Runner, Tensor } from '../nn/executor.ts';
import { type Model, modelBuild, modelSignature } from '../nn/tape.ts';

export type Arrays = Record<string, Float32Array>;
/** What the named dimensions are in one call. */
export type Sizes = Record<string, number>;

export class Descent {
  readonly model: Model;
  readonly parameters: Arrays = {};
  private readonly executor: Executor;
  private readonly runner: Runner;

  private constructor(executor: Executor, runner: Runner, model: Model) {
    this.executor = executor;
    this.runner = runner;
    this.model = model;
  }

  /** Parameters start as linear layers usually do: uniform in ±1/√inputs. */
  static async start(executor: Executor, model: Model, sizes: Sizes, seed: number): Promise<Descent> {
    const runner = await executor.prepare(modelSignature(model), modelBuild(model));
    const descent = new Descent(executor, runner, model);
    let fanIn = 1;
    for (const [name, symbolic] of Object.entries(model.parameters)) {
      const dims = known(symbolic, sizes);
      // a bias follows its weights and has their bound
      if (dims.length === 2) fanIn = dims[0];
      descent.parameters[name] = uniform(length(dims), 1 / Math.sqrt(fanIn), seed, name);
    }
    return descent;
  }

  /** Loss, outputs and gradients for what is fed, as copies. */
  async run(feeds: Arrays, sizes: Sizes): Promise<Arrays> {
    const tensors: Record<string, Tensor> = {};
    const { inputs, parameters } = this.model;
    for (const [name, dims] of Object.entries(inputs)) {
      tensors[name] = this.executor.tensor(feeds[name], known(dims, sizes));
    }
    for (const [name, dims] of Object.entries(parameters)) {
      tensors[name] = this.executor.tensor(this.parameters[name], known(dims, sizes));
    }
    const results = await this.runner.run(tensors);
    const values: Arrays = {};
    for (const [name, tensor] of Object.entries(results)) values[name] = tensor.read().slice();
    for (const tensor of [...Object.values(tensors), ...Object.values(results)]) tensor.dispose();
    return values;
  }

  gradientsOf(results: Arrays): Arrays {
    return Object.fromEntries(Object.keys(this.parameters).map((name) => [name, results[`d.${name}`]]));
  }
}

const length = (dims: number[]) => dims.reduce((a, b) => a * b, 1);

function known(dims: readonly (number | string)[], sizes: Sizes): number[] {
  return dims.map((d) => (typeof d === 'number' ? d : sizes[d]));
}

/** Uniform in ±bound. */
export function uniform(count: number, bound: number, seed: number, name: string): Float32Array {
  const draw = random(seed, `start ${name}`);
  return Float32Array.from({ length: count }, () => (2 * draw.uniform() - 1) * bound);
}

/**
 * Adam (Kingma & Ba 2015); with a decay, AdamW (Loshchilov & Hutter 2019): parameters shrink by rate · decay a step.
 */
export class Adam {
  private readonly m: Arrays = {};
  private readonly v: Arrays = {};
  private steps = 0;

  /** Moves the parameters in place. */
  step(parameters: Arrays, gradients: Arrays, rate: number, decay = 0): void {
    this.steps++;
    const stride = rate / (1 - 0.9 ** this.steps);
    const correction = 1 / (1 - 0.999 ** this.steps);
    for (const [name, p] of Object.entries(parameters)) {
      const g = gradients[name];
      const m = (this.m[name] ??= new Float32Array(p.length));
      const v = (this.v[name] ??= new Float32Array(p.length));
      for (let i = 0; i < p.length; i++) {
        const slope = g[i];
        m[i] += 0.1 * (slope - m[i]);
        v[i] += 0.001 * (slope * slope - v[i]);
        p[i] -= (stride * m[i]) / (Math.sqrt(v[i] * correction) + 1e-8) + rate * decay * p[i];
      }
    }
  }

  /** Moments follow their parameters when some rows of a matrix are kept and the others leave. */
  keepRows(name: string, rows: Int32Array, width: number): void {
    this.m[name] = takeRows(this.m[name], rows, width);
    this.v[name] = takeRows(this.v[name], rows, width);
  }
}

/** Some rows of a matrix with `width` columns. */
export function takeRows(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(values.subarray(row * width, (row + 1) * width), i * width));
  return out;
}
