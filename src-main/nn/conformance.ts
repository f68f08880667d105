/** Holds an executor to the float64 reference: one step, every operation in it, the loss and all gradients. */
import { random } from '../data/random.ts';
import type { Executor, Tensor } from './executor.ts';
import { type Feed, float64Step } from './float64.ts';
import { CELLS, GENES, type NetworkShape, stepSignature, trainingStep } from './step.ts';

export const referenceShape: NetworkShape = {
  hidden: 6,
  heads: [
    { kind: 'categorical', outputs: 4 },
    { kind: 'continuous', outputs: 1 },
  ],
};
const SIZES: Record<string, number> = { [CELLS]: 12, [GENES]: 9 };

/** A deviation is relative to the greatest value of an output; float32 stays below these. */
const TOLERANCE = { loss: 1e-5, others: 1e-4 };

/** Inputs of a step: a panel of 7 of 9 genes, two cells without a label for each task, dropout on. */
export function referenceFeeds(): Record<string, Feed> {
  const draw = random(11, 'step');
  const made: Record<string, Feed> = {};
  for (const [name, symbolic] of Object.entries(stepSignature(referenceShape))) {
    const dims = symbolic.map((d) => (typeof d === 'string' ? SIZES[d] : d));
    const length = dims.reduce((a, b) => a * b, 1);
    made[name] = { dims, data: Float64Array.from({ length }, () => draw.normal()) };
  }
  const fill = (name: string, value: (i: number) => number) => made[name].data.forEach((_, i, a) => (a[i] = value(i)));
  fill('mask', (i) => (i < 7 ? 1 : 0));
  for (const keep of ['keep1', 'keep2']) fill(keep, () => (draw.uniform() < 0.2 ? 0 : 1.25));
  fill('ones', () => 1);
  fill('perCell', () => 1 / SIZES[CELLS]);
  fill('weight0', (i) => (i < 2 ? 0 : 0.1));
  fill('target0', (i) => (i < 8 || i % 4 !== (i >> 2) % 4 ? 0 : 0.1));
  fill('weight1', (i) => (i > 9 ? 0 : 0.1));
  // values that float32 holds exactly: the executor must start from the same numbers
  for (const { data } of Object.values(made)) data.forEach((x, i) => (data[i] = Math.fround(x)));
  return made;
}

export interface Deviation {
  output: string;
  /** greatest difference over greatest value; Infinity for another number of values */
  deviation: number;
  tolerance: number;
}

/** How far each output of the reference step is off on this executor. */
export async function deviations(executor: Executor, feeds = referenceFeeds()): Promise<Deviation[]> {
  const results = await runOn(executor, feeds);
  const reference = float64Step(referenceShape, feeds);
  const gradients = Object.entries(reference.gradients).map(([name, values]) => [`d.${name}`, values] as const);
  const expected = [...gradients, ['maskGradient', reference.maskGradient] as const];
  const loss = results.loss0[0] + results.loss1[0];
  return [
    { output: 'loss', deviation: deviation([loss], [reference.loss]), tolerance: TOLERANCE.loss },
    ...expected.map(([output, values]) => ({
      output,
      deviation: deviation(results[output], values),
      tolerance: TOLERANCE.others,
    })),
  ];
}

/** @throws Error for an executor that does not compute what the step says */
export async function assertConforms(executor: Executor): Promise<void> {
  const wrong = (await deviations(executor)).filter(({ deviation, tolerance }) => !(deviation < tolerance));
  if (wrong.length === 0) return;
  const { output, deviation } = wrong[0];
  throw new Error(
    `${executor.name} computes a training step wrongly: ${wrong.length} results are off, ${output} by ${deviation.toPrecision(2)} of its size`,
  );
}

export function deviation(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  const scale = Array.from(expected).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-3);
  // a difference that is no number is the greatest there is
  const differences = Array.from(expected, (x, i) => Math.abs(actual[i] - x));
  return differences.reduce((a, b) => (Number.isNaN(b) ? Infinity : Math.max(a, b)), 0) / scale;
}

async function runOn(executor: Executor, feeds: Record<string, Feed>): Promise<Record<string, Float32Array>> {
  const runner = await executor.prepare(stepSignature(referenceShape), (ops, input) =>
    trainingStep(ops, referenceShape, input),
  );
  const tensors: Record<string, Tensor> = {};
  for (const [name, { data, dims }] of Object.entries(feeds)) {
    tensors[name] = executor.tensor(Float32Array.from(data), dims);
  }
  const results = await runner.run(tensors);
  const values = Object.entries(results).map(([name, tensor]) => [name, Float32Array.from(tensor.read())] as const);
  for (const tensor of [...Object.values(tensors), ...Object.values(results)]) tensor.dispose();
  return Object.fromEntries(values);
}
