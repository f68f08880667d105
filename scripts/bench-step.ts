/**
 * How long a training step takes on each executor: `node scripts/bench-step.ts [genes …]`. Batch 256, two hidden
 * layers of 128, a head of 13 classes and one of 2. Executors take turns, each in a process of its own, so that what
 * else the machine does falls on all of them alike; the least of many steps is what a step costs where nothing
 * disturbs it, the median what it cost here and now.
 */
import { spawnSync } from 'node:child_process';
import type { BackendChoice } from '../src-shared/backends.ts';
import { describeError } from '../src-shared/errors.ts';
import { chooseBackend } from '../src-main/nn/backend.ts';
import type { Executor, Runner, Tensor } from '../src-main/nn/executor.ts';
import { type NetworkShape, stepSignature, trainingStep } from '../src-main/nn/step.ts';

const BATCH = 256;
const ROUNDS = 3;
const shape: NetworkShape = {
  hidden: 128,
  heads: [
    { kind: 'categorical', outputs: 13 },
    { kind: 'categorical', outputs: 2 },
  ],
};

const [one, genes] = process.argv.slice(2);
if (one === '--one') await measureOne(genes as BackendChoice, process.argv.slice(4).map(Number));
else measureAll(process.argv.slice(2).map(Number));

function measureAll(asked: number[]): void {
  const sizes = asked.length > 0 ? asked : [100, 4000];
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const backend of ['onnx', 'tensorflow', 'wasm']) {
      const child = spawnSync(process.execPath, [import.meta.filename, '--one', backend, ...sizes.map(String)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        encoding: 'utf8',
      });
      for (const line of child.stdout.split('\n').filter(Boolean)) {
        const { name, genes, milliseconds } = JSON.parse(line) as Measured;
        const key = `${genes} genes   ${name}`;
        times.set(key, [...(times.get(key) ?? []), ...milliseconds]);
      }
    }
  }
  console.log(`ms a step of ${BATCH} cells: least, median`);
  for (const [key, milliseconds] of [...times].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const figures = [sorted[0], sorted[sorted.length >> 1]].map((value) => value.toFixed(2).padStart(8));
    console.log(`${key.padEnd(44)}${figures.join('')}`);
  }
}

interface Measured {
  name: string;
  genes: number;
  milliseconds: number[];
}

/** Prints a line for each number of genes; says on stderr why a backend cannot be had. */
async function measureOne(backend: BackendChoice, sizes: number[]): Promise<void> {
  try {
    const { executor } = await chooseBackend(backend);
    const runner = await executor.prepare(stepSignature(shape), (ops, input) => trainingStep(ops, shape, input));
    for (const genes of sizes) {
      const milliseconds: number[] = [];
      const steps = genes > 1000 ? 12 : 100;
      // the first steps are spent on warming up
      for (let step = -5; step < steps; step++) {
        const time = await timeStep(executor, runner, genes);
        if (step >= 0) milliseconds.push(time);
      }
      console.log(JSON.stringify({ name: executor.name, genes, milliseconds } satisfies Measured));
    }
  } catch (error) {
    console.error(`${backend}: ${describeError(error)}`);
  }
}

/** A step as a training does it: arrays in, gradients and the loss out. */
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
  for (const name of ['d.w1', 'd.w2', 'maskGradient', 'loss0', 'loss1']) outputs[name].read();
  const milliseconds = performance.now() - began;
  for (const tensor of [...Object.values(feeds), ...Object.values(outputs)]) tensor.dispose();
  return milliseconds;
}
