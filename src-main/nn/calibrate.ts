/** How long the steps of a certain run take on an executor: tried out, for as long as it takes to tell executors apart. */
import type { Executor, Tensor } from './executor.ts';
import { CELLS, GENES, type NetworkShape, stepSignature, trainingStep } from './step.ts';

/** What a run's steps are made of. */
export interface Work {
  shape: NetworkShape;
  /** cells a step */
  cells: number;
  /** columns of the steps that are tried: of an early step, and of a late one */
  columns: number[];
}

/** Seconds for each number of columns; two executors and two numbers make two seconds. */
const TRIAL = 0.5;

/** Milliseconds of a step: the least of many, the mean over the numbers of columns. */
export async function millisecondsAStep(executor: Executor, { shape, cells, columns }: Work): Promise<number> {
  const signature = stepSignature(shape);
  const runner = await executor.prepare(signature, (ops, input) => trainingStep(ops, shape, input));
  let sum = 0;
  for (const genes of columns) {
    const arrays = Object.entries(signature).map(([name, symbolic]) => {
      const dims = symbolic.map((d) => (d === CELLS ? cells : d === GENES ? genes : (d as number)));
      const length = dims.reduce((a, b) => a * b, 1);
      // neither zeros nor alike: what is not a number, or nearly none, is slower than numbers
      return { name, dims, data: Float32Array.from({ length }, (_, i) => 0.001 * (1 + ((i * 7919) % 1000))) };
    });
    let least = Infinity;
    for (const began = performance.now(); performance.now() - began < TRIAL * 1000;) {
      const start = performance.now();
      const feeds: Record<string, Tensor> = {};
      for (const { name, dims, data } of arrays) feeds[name] = executor.tensor(data, dims);
      const results = await runner.run(feeds);
      for (const name of ['d.w1', 'd.w2', 'maskGradient', 'loss0']) results[name].read();
      for (const tensor of [...Object.values(feeds), ...Object.values(results)]) tensor.dispose();
      least = Math.min(least, performance.now() - start);
    }
    sum += least;
  }
  return sum / columns.length;
}
