/**
 * A network in training: its weights, and one Adam step at a time on whichever genes the caller chose. The rows of W₁
 * lie here and only the chosen ones travel to the executor, so a step costs what the panel costs, not what the gene
 * list costs.
 */
import { random } from '../data/random.ts';
import { keepMask } from '../data/tapes.ts';
import type { Executor, Room, Runner, Tensor } from '../nn/executor.ts';
import { GENES, type NetworkShape, parameterDims, stepSignature, trainingStep } from '../nn/step.ts';
import { type Learned, type Stride, learned, moveByAdam, strideOf } from './adam.ts';
import { takeRows } from './arrays.ts';
import type { Target } from './batches.ts';

export interface StepInput {
  /** z-scores, cells × columns, row-major */
  x: Float32Array;
  cells: number;
  /** genes that go in, the selected ones first */
  columns: Int32Array;
  /** how many of the columns are selected; the others only have their mask's gradient taken */
  selected: number;
  targets: Target[];
  rate: number;
  dropout: number;
}

export interface StepOutput {
  /** mean loss of each head's labelled cells; null for a head without any in the batch */
  losses: (number | null)[];
  /** ∂L/∂mask of each column */
  maskGradient: Float32Array;
}

/** The weights as plain arrays, W₁ for the asked genes only. */
export type Weights = Record<string, Float32Array>;

export class NetworkTraining {
  readonly shape: NetworkShape;
  /** steps done */
  steps = 0;
  private readonly executor: Executor;
  private readonly runner: Runner;
  private readonly seed: number;
  /** every parameter of the network with its moments; W₁ is genes × hidden */
  private readonly parameters: Record<string, Learned> = {};
  private readonly dims: Record<string, number[]> = {};
  /** room for what goes in and comes out of a step, by name; made again only where it is too small */
  private readonly room = new Map<string, Float32Array>();

  private constructor(executor: Executor, runner: Runner, shape: NetworkShape, genes: number, seed: number) {
    this.executor = executor;
    this.runner = runner;
    this.shape = shape;
    this.seed = seed;
    for (const [name, symbolic] of Object.entries(parameterDims(shape))) {
      const dims = symbolic.map((d) => (d === GENES ? genes : (d as number)));
      const values = new Float32Array(dims.reduce((a, b) => a * b, 1));
      if (name.startsWith('gain')) values.fill(1);
      else if (!name.startsWith('shift')) fillUniform(values, name === 'w1' ? genes : shape.hidden, seed, name);
      this.parameters[name] = learned(values);
      this.dims[name] = dims;
    }
  }

  static async start(executor: Executor, shape: NetworkShape, genes: number, seed: number): Promise<NetworkTraining> {
    const runner = await executor.prepare(stepSignature(shape), (ops, input) => trainingStep(ops, shape, input));
    return new NetworkTraining(executor, runner, shape, genes, seed);
  }

  async step({ x, cells, columns, selected, targets, rate, dropout }: StepInput): Promise<StepOutput> {
    const { executor, shape, parameters } = this;
    const { hidden } = shape;
    const width = columns.length;
    const fed: Record<string, Tensor> = {
      x: executor.tensor(x, [cells, width]),
      mask: executor.tensor(this.roomFor('mask', width).fill(1, 0, selected).fill(0, selected), [width, 1]),
      ones: executor.tensor(this.roomFor('ones', cells).fill(1), [1, cells]),
      perCell: executor.tensor(Float32Array.of(1 / cells), []),
    };
    for (const layer of ['keep1', 'keep2']) {
      const keep = keepMask(dropout, cells * hidden, this.seed, layer, this.steps);
      fed[layer] = executor.tensor(keep, [cells, hidden]);
    }
    targets.forEach(({ target, weight }, t) => {
      fed[`target${t}`] = executor.tensor(target, [cells, shape.heads[t].outputs]);
      fed[`weight${t}`] = executor.tensor(weight, [cells, 1]);
    });
    const into: Record<string, Room> = {};
    for (const [name, { values }] of Object.entries(parameters)) {
      const dims = name === 'w1' ? [width, hidden] : this.dims[name];
      const chosen = name === 'w1' ? this.roomFor('w1', width * hidden) : values;
      if (name === 'w1') takeRows(values, columns, hidden, chosen);
      fed[name] = executor.tensor(chosen, dims);
      into[`d.${name}`] = {
        data: this.roomFor(`d.${name}`, chosen.length),
        dims: dims.length === 1 ? [1, ...dims] : dims,
      };
    }

    const results = await this.runner.run(fed, into);
    for (const tensor of Object.values(fed)) tensor.dispose();
    const losses = targets.map(({ share }, t) => (share > 0 ? results[`loss${t}`].read()[0] / share : null));
    const maskGradient = results.maskGradient.read().slice();
    this.steps++;
    const stride = strideOf(rate, this.steps);
    for (const name of Object.keys(parameters)) {
      this.move(name, results[`d.${name}`].read(), stride, columns.subarray(0, selected));
    }
    for (const tensor of Object.values(results)) tensor.dispose();
    return { losses, maskGradient };
  }

  /** Adam; of W₁ the rows of the selected genes alone, the others keep their weights and their moments. */
  private move(name: string, gradient: Float32Array, stride: Stride, selected: Int32Array): void {
    const parameter = this.parameters[name];
    if (name !== 'w1') return moveByAdam(parameter, gradient, stride);
    const { hidden } = this.shape;
    selected.forEach((gene, j) =>
      moveByAdam(parameter, gradient, stride, { at: gene * hidden, from: j * hidden, count: hidden }),
    );
  }

  /** So many numbers under a name, whatever was there before. */
  private roomFor(name: string, length: number): Float32Array {
    let room = this.room.get(name);
    if (room === undefined || room.length < length) this.room.set(name, (room = new Float32Array(length)));
    return room.subarray(0, length);
  }

  /** A copy of the weights, with the rows of W₁ of the given genes. */
  weights(genes: Int32Array): Weights {
    const weights: Weights = {};
    for (const [name, { values }] of Object.entries(this.parameters)) {
      weights[name] = name === 'w1' ? takeRows(values, genes, this.shape.hidden) : values.slice();
    }
    return weights;
  }

  /** All that a step depends on: W₁ of every gene, the other parameters, their moments `p.m` and `p.v`. */
  save(): Weights {
    const saved: Weights = {};
    for (const [name, { values, m, v }] of Object.entries(this.parameters)) {
      saved[name] = values.slice();
      saved[`${name}.m`] = m.slice();
      saved[`${name}.v`] = v.slice();
    }
    return saved;
  }

  /** Goes on where `save` was called after `steps` steps. */
  restore(steps: number, saved: Record<string, Float32Array | Float64Array>): void {
    this.steps = steps;
    for (const [name, { values, m, v }] of Object.entries(this.parameters)) {
      values.set(saved[name]);
      m.set(saved[`${name}.m`]);
      v.set(saved[`${name}.v`]);
    }
  }
}

/** Uniform in ±1/√fanIn, as linear layers are usually started. */
function fillUniform(values: Float32Array, fanIn: number, seed: number, name: string): void {
  const draw = random(seed, `start ${name}`);
  const bound = 1 / Math.sqrt(fanIn);
  for (let i = 0; i < values.length; i++) values[i] = (2 * draw.uniform() - 1) * bound;
}
