/**
 * A network in training: its weights, and one Adam step at a time on whichever genes the caller chose. The rows of W₁
 * lie here and only the chosen ones travel to the executor, so a step costs what the panel costs, not what the gene
 * list costs.
 */
import { random } from '../data/random.ts';
import type { Executor, Room, Runner, Tensor } from '../nn/executor.ts';
import { type NetworkShape, parameterDims, stepSignature, trainingStep } from '../nn/step.ts';
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
  /** W₁ and its moments, genes × hidden */
  private readonly rows: Record<(typeof W1)[number], Float32Array>;
  private state: Record<string, Tensor> = {};
  /** room for the state of even and of odd steps: the one is read while the other is written */
  private readonly turns: [Record<string, Room>, Record<string, Room>] = [{}, {}];
  /** room for what goes in and comes out of a step, by name; made anew only where it is too small */
  private readonly room = new Map<string, Float32Array>();

  private constructor(executor: Executor, runner: Runner, shape: NetworkShape, genes: number, seed: number) {
    this.executor = executor;
    this.runner = runner;
    this.shape = shape;
    this.seed = seed;
    const length = genes * shape.hidden;
    this.rows = { w1: new Float32Array(length), 'w1.m': new Float32Array(length), 'w1.v': new Float32Array(length) };
    fillUniform(this.rows.w1, genes, seed, 'w1');
    for (const [name, symbolic] of Object.entries(parameterDims(shape))) {
      if (name === 'w1') continue;
      const dims = symbolic as number[];
      const values = new Float32Array(dims.reduce((a, b) => a * b, 1));
      if (name.startsWith('gain')) values.fill(1);
      else if (!name.startsWith('shift')) fillUniform(values, shape.hidden, seed, name);
      this.state[name] = executor.tensor(values, dims);
      for (const moment of [`${name}.m`, `${name}.v`]) {
        this.state[moment] = executor.tensor(new Float32Array(values.length), dims);
      }
      for (const part of [name, `${name}.m`, `${name}.v`]) {
        for (const turn of this.turns) turn[part] = { data: new Float32Array(values.length), dims };
      }
    }
  }

  /** So many numbers under a name, whatever was there before. */
  private roomFor(name: string, length: number): Float32Array {
    let room = this.room.get(name);
    if (room === undefined || room.length < length) this.room.set(name, (room = new Float32Array(length)));
    return room.subarray(0, length);
  }

  static async start(executor: Executor, shape: NetworkShape, genes: number, seed: number): Promise<NetworkTraining> {
    const runner = await executor.prepare(stepSignature(shape), (ops, input) => trainingStep(ops, shape, input));
    return new NetworkTraining(executor, runner, shape, genes, seed);
  }

  async step({ x, cells, columns, selected, targets, rate, dropout }: StepInput): Promise<StepOutput> {
    const { executor, shape, rows } = this;
    const { hidden } = shape;
    const width = columns.length;
    const step = this.steps + 1;
    const fed: Record<string, Tensor> = {
      x: executor.tensor(x, [cells, width]),
      mask: executor.tensor(this.roomFor('mask', width).fill(1, 0, selected).fill(0, selected), [width, 1]),
      rate: executor.tensor(Float32Array.of(rate), []),
      correction1: executor.tensor(Float32Array.of(1 - 0.9 ** step), []),
      correction2: executor.tensor(Float32Array.of(1 - 0.999 ** step), []),
    };
    for (const layer of ['keep1', 'keep2']) {
      const keep = this.roomFor(layer, cells * hidden);
      fillKeep(keep, dropout, this.seed, layer, this.steps);
      fed[layer] = executor.tensor(keep, [cells, hidden]);
    }
    targets.forEach(({ target, weight }, t) => {
      fed[`target${t}`] = executor.tensor(target, [cells, shape.heads[t].outputs]);
      fed[`weight${t}`] = executor.tensor(weight, [cells, 1]);
    });
    const into: Record<string, Room> = { ...this.turns[step % 2] };
    for (const name of W1) {
      const chosen = this.roomFor(name, width * hidden);
      copyRows(rows[name], columns, hidden, chosen);
      fed[name] = executor.tensor(chosen, [width, hidden]);
      into[name] = { data: this.roomFor(`${name} next`, width * hidden), dims: [width, hidden] };
    }

    const results = await this.runner.run({ ...this.state, ...fed }, into);

    // rows that were not selected keep their weights and their moments
    for (const name of W1) {
      const updated = results[name].read();
      for (let j = 0; j < selected; j++) {
        rows[name].set(updated.subarray(j * hidden, (j + 1) * hidden), columns[j] * hidden);
      }
    }
    const losses = targets.map(({ share }, t) => (share > 0 ? results[`loss${t}`].read()[0] / share : null));
    const maskGradient = results.maskGradient.read().slice();
    for (const tensor of Object.values(fed)) tensor.dispose();
    for (const [name, tensor] of Object.entries(results)) {
      if (name in this.state) {
        this.state[name].dispose();
        this.state[name] = tensor;
      } else {
        tensor.dispose();
      }
    }
    this.steps = step;
    return { losses, maskGradient };
  }

  /** A copy of the weights, with the rows of W₁ of the given genes. */
  weights(genes: Int32Array): Weights {
    const { hidden } = this.shape;
    const w1 = new Float32Array(genes.length * hidden);
    genes.forEach((gene, j) => w1.set(this.rows.w1.subarray(gene * hidden, (gene + 1) * hidden), j * hidden));
    const weights: Weights = { w1 };
    for (const [name, tensor] of Object.entries(this.state)) {
      if (!name.includes('.')) weights[name] = tensor.read().slice();
    }
    return weights;
  }

  /** All that a step depends on: W₁ of every gene, the other parameters, their moments. */
  save(): Weights {
    const saved: Weights = {};
    for (const name of W1) saved[name] = this.rows[name].slice();
    for (const [name, tensor] of Object.entries(this.state)) saved[name] = tensor.read().slice();
    return saved;
  }

  /** Goes on where `save` was called after `steps` steps. */
  restore(steps: number, saved: Record<string, Float32Array | Float64Array>): void {
    this.steps = steps;
    for (const name of W1) this.rows[name].set(saved[name]);
    for (const [name, tensor] of Object.entries(this.state)) {
      this.state[name] = this.executor.tensor(Float32Array.from(saved[name]), tensor.dims);
      tensor.dispose();
    }
  }

  dispose(): void {
    for (const tensor of Object.values(this.state)) tensor.dispose();
    this.state = {};
  }
}

const W1 = ['w1', 'w1.m', 'w1.v'] as const;

/** Uniform in ±1/√fanIn, as linear layers are usually started. */
function fillUniform(values: Float32Array, fanIn: number, seed: number, name: string): void {
  const draw = random(seed, `start ${name}`);
  const bound = 1 / Math.sqrt(fanIn);
  for (let i = 0; i < values.length; i++) values[i] = (2 * draw.uniform() - 1) * bound;
}

/** The rows of a matrix with `width` columns that are named, one after the other. */
function copyRows(matrix: Float32Array, rows: Int32Array, width: number, into: Float32Array): void {
  for (let j = 0; j < rows.length; j++) {
    const from = rows[j] * width;
    into.set(matrix.subarray(from, from + width), j * width);
  }
}

/** Dropout: 0 with the given probability (to 1/256), else what keeps the expectation. */
export function fillKeep(values: Float32Array, dropout: number, seed: number, layer: string, step: number): void {
  const dropped = Math.round(dropout * 256);
  const bytes = new Uint8Array(values.length);
  random(seed, layer, step).fillBytes(bytes);
  const kept = 256 / (256 - dropped);
  for (let i = 0; i < values.length; i++) values[i] = bytes[i] < dropped ? 0 : kept;
}
