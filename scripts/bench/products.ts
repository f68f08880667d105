/** The bare matrix products of a training step, alone: what the machine must do at the least. */
import type { Executor, Tensor } from '../../src-main/nn/executor.ts';
import type { Build } from '../../src-main/nn/ops.ts';
import { least } from './trainings.ts';

/** Forward and backward of two hidden layers and one head: eight products. */
const products: Build = (ops, input) => {
  const [x, w1, w2, head] = ['x', 'w1', 'w2', 'head'].map(input);
  const first = ops.matMul(x, w1);
  const second = ops.matMul(first, w2);
  const scores = ops.matMul(second, head);
  const back2 = ops.matMul(scores, head, 'b');
  const back1 = ops.matMul(back2, w2, 'b');
  return {
    head: ops.matMul(second, scores, 'a'),
    w2: ops.matMul(first, back2, 'a'),
    w1: ops.matMul(x, back1, 'a'),
  };
};

/** Milliseconds, the least of many. */
export async function timeProducts(
  executor: Executor,
  { cells, genes, hidden, classes }: { cells: number; genes: number; hidden: number; classes: number },
): Promise<number> {
  const dims = { x: [cells, genes], w1: [genes, hidden], w2: [hidden, hidden], head: [hidden, classes] };
  const runner = await executor.prepare(dims, products);
  const feeds: Record<string, Tensor> = {};
  for (const [name, [rows, columns]] of Object.entries(dims)) {
    feeds[name] = executor.tensor(new Float32Array(rows * columns).fill(0.01), [rows, columns]);
  }
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const began = performance.now();
    const results = await runner.run(feeds);
    times.push(performance.now() - began);
    for (const tensor of Object.values(results)) tensor.dispose();
  }
  return least(times);
}
