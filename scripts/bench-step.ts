/**
 * How long a training step takes on each executor: `node scripts/bench-step.ts [genes …]`. Batch 256, two hidden
 * layers of 128, a head of 13 classes and one of 2. Executors take turns, so that what else the machine does falls on
 * all of them alike; the least of many steps is what the step costs, the median what it cost now.
 */
import type { Executor, Runner, Tensor } from '../src-main/nn/executor.ts';
import { chooseBackend } from '../src-main/nn/backend.ts';
import { type NetworkShape, stepSignature, trainingStep } from '../src-main/nn/step.ts';

const BATCH = 256;
const ROUNDS = 6;
const shape: NetworkShape = {
  hidden: 128,
  heads: [
    { kind: 'categorical', outputs: 13 },
    { kind: 'categorical', outputs: 2 },
  ],
};

const asked = process.argv.slice(2).map(Number);
for (const genes of asked.length > 0 ? asked : [100, 4000]) await measure(genes);

async function measure(genes: number): Promise<void> {
  const executors = [];
  for (const wanted of ['onnx', 'tensorflow', 'wasm'] as const) {
    const { executor } = await chooseBackend(wanted);
    const runner = await executor.prepare(stepSignature(shape), (ops, input) => trainingStep(ops, shape, input));
    executors.push({ executor, runner, milliseconds: [] as number[] });
  }
  const steps = genes > 1000 ? 8 : 60;
  for (let round = 0; round < ROUNDS; round++) {
    for (const { executor, runner, milliseconds } of executors) {
      for (let step = 0; step < steps; step++) milliseconds.push(await timeStep(executor, runner, genes));
    }
  }
  console.log(`\n${genes} genes, batch ${BATCH}, ${ROUNDS * steps} steps: ms a step, least and median`);
  for (const { executor, milliseconds } of executors) {
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const figures = [sorted[0], sorted[sorted.length >> 1]].map((value) => value.toFixed(2).padStart(8));
    console.log(`${executor.name.padEnd(28)}${figures.join('')}`);
  }
}

/** A step as a training does it: arrays in, the changed rows of W₁ and the loss out. */
async function timeStep(executor: Executor, runner: Runner, genes: number): Promise<number> {
  const arrays = Object.entries(stepSignature(shape)).map(([name, symbolic]) => {
    const dims = symbolic.map((d) => (d === 'cells' ? BATCH : d === 'genes' ? genes : (d as number)));
    const values = new Float32Array(dims.reduce((a, b) => a * b, 1)).map((_, i) => ((i * 7919) % 1000) / 1000);
    return { name, dims, values };
  });
  const began = performance.now();
  const feeds: Record<string, Tensor> = {};
  for (const { name, dims, values } of arrays) feeds[name] = executor.tensor(values, dims);
  const outputs = await runner.run(feeds);
  outputs.w1.read();
  outputs.loss0.read();
  const milliseconds = performance.now() - began;
  for (const tensor of [...Object.values(feeds), ...Object.values(outputs)]) tensor.dispose();
  return milliseconds;
}
