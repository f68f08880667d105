/**
 * A model in training by gradient descent: the executor computes loss and gradients, the parameters lie here as plain
 * arrays, where optimisers, proximal steps and the leaving of genes reach them.
 */
import { random } from '../data/random.ts';
import type { Executor, Runner, Tensor } from '../nn/executor.ts';
import { type Model, modelBuild, modelSignature } from '../nn/tape.ts';
import type { Arrays } from './arrays.ts';

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
