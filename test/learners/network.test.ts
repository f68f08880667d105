import { describe, expect, it } from 'vitest';
import { columnMoments, normalise, fitNormalisation, zScore } from '../../src-main/data/normalise.ts';
import { takeRows, type Csr } from '../../src-main/data/csr.ts';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { TEST, TRAIN, cellsIn } from '../../src-main/data/splits.ts';
import { Gatherer, createBatches } from '../../src-main/learners/batches.ts';
import { fitNetwork } from '../../src-main/learners/fit-network.ts';
import { labelScales, predictNetwork } from '../../src-main/learners/network.ts';
import { NetworkTraining } from '../../src-main/learners/training.ts';
import { tfjsExecutor } from '../../src-main/nn/eager-tfjs.ts';
import type { Executor } from '../../src-main/nn/executor.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { planted } from '../planted.ts';

function prepared() {
  const problem = planted();
  const trainCells = cellsIn(problem.split, TRAIN);
  const x = normalise(problem.x, fitNormalisation(problem.x, 'counts', trainCells));
  const part = (which: number) => {
    const cells = cellsIn(problem.split, which);
    const tasks = problem.tasks.map((task) => ({ ...task, y: Int32Array.from(cells, (i) => task.y[i]) }));
    return { x: takeRows(x, cells), tasks };
  };
  return { train: part(TRAIN), test: part(TEST), ...columnMoments(x, trainCells) };
}

function dense({ cols, indptr, indices, values }: Csr, row: number): Float64Array {
  const out = new Float64Array(cols);
  for (let e = indptr[row]; e < indptr[row + 1]; e++) out[indices[e]] = values[e];
  return out;
}

const fitting = {
  steps: 200,
  batch: 64,
  hidden: 16,
  learningRate: 1e-2,
  dropout: 0.1,
  geneDropout: 0,
  blend: 0,
  classBalance: 0,
};

describe('gathering a batch', () => {
  it('lays out the z-scores of the chosen rows and columns, stored or not', () => {
    const { train, mean, sd } = prepared();
    const rows = Int32Array.of(5, 0, 17);
    const columns = Int32Array.of(40, 3, 7, 11);
    const gatherer = new Gatherer(train.x, mean, sd);
    for (const genes of [columns, columns.slice().reverse()]) {
      const expected = Array.from(rows).flatMap((row) =>
        Array.from(genes, (gene) => Math.fround(zScore(dense(train.x, row)[gene], mean[gene], sd[gene]))),
      );
      expect(Array.from(gatherer.gather(rows, genes))).toEqual(expected);
    }
  });
});

describe('batches', () => {
  const tasks: TaskLabels[] = [
    {
      name: 'type',
      kind: 'categorical',
      classes: ['a', 'b'],
      y: Int32Array.from({ length: 40 }, (_, i) => (i < 30 ? +(i < 6) : -1)),
    },
    {
      name: 'age',
      kind: 'continuous',
      y: Float32Array.from({ length: 40 }, (_, i) => (i % 2 === 0 && i < 36 ? i : NaN)),
    },
  ];
  const make = (size: number, classBalance = 0) =>
    createBatches(tasks, 40, labelScales(tasks), { size, seed: 3, classBalance });

  it('are a function of the step, whatever was drawn before', () => {
    const [one, other] = [make(8), make(8)];
    for (const step of [9, 2, 5]) one.rows(step);
    expect(one.rows(4)).toEqual(other.rows(4));
    expect(one.rows(4)).not.toEqual(other.rows(5));
  });

  it('draw every cell with a label once in an epoch, and none without', () => {
    const batches = make(11);
    const seen = [0, 1, 2].flatMap((step) => Array.from(batches.rows(step))).sort((a, b) => a - b);
    const labelled = Array.from({ length: 40 }, (_, i) => i).filter((i) => i < 30 || (i % 2 === 0 && i < 36));
    expect(seen).toEqual(labelled);
  });

  it('weigh the cells of each present task to 1 / tasks present', () => {
    const total = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
    const both = make(8).targets(Int32Array.of(0, 1, 2, 33, 35));
    expect(both.map((t) => total(t.weight))).toEqual([expect.closeTo(0.5), expect.closeTo(0.5)]);
    expect(both[0].weight[3]).toBe(0);
    const one = make(8).targets(Int32Array.of(1, 3, 5));
    expect(one.map((t) => total(t.weight))).toEqual([expect.closeTo(1), 0]);
    expect(one[1].share).toBe(0);
  });

  it('weigh a rare class up by the root of its rarity when asked to', () => {
    const [{ weight }] = make(8, 0.5).targets(Int32Array.of(0, 29));
    // 6 cells of one class, 24 of the other
    expect(weight[0] / weight[1]).toBeCloseTo(Math.sqrt(24 / 6));
  });
});

const executors: [string, () => Promise<Executor>][] = [
  ['tfjs wasm', () => tfjsExecutor('wasm')],
  ['onnxruntime', async () => onnxExecutor()],
];

describe.each(executors)('training on %s', (_name, make) => {
  it('leaves the rows of genes that were not selected as they are', async () => {
    const { train, mean, sd } = prepared();
    const shape = { hidden: 16, heads: train.tasks.map((t) => ({ kind: t.kind, outputs: t.classes.length })) };
    const training = await NetworkTraining.start(await make(), shape, 60, 0);
    const genes = Int32Array.from({ length: 60 }, (_, i) => i);
    const before = training.weights(genes).w1;
    const columns = Int32Array.of(4, 9, 2, 30);
    const batches = createBatches(train.tasks, train.x.rows, labelScales(train.tasks), {
      size: 32,
      seed: 0,
      classBalance: 0,
    });
    const rows = batches.rows(0);
    await training.step({
      x: new Gatherer(train.x, mean, sd).gather(rows, columns),
      cells: rows.length,
      columns,
      selected: 2,
      targets: batches.targets(rows),
      rate: 0.01,
      dropout: 0,
    });
    const after = training.weights(genes).w1;
    const changed = genes.filter((g) => after.slice(g * 16, g * 16 + 16).some((w, h) => w !== before[g * 16 + h]));
    expect(Array.from(changed).sort((a, b) => a - b)).toEqual([4, 9]);
  });

  it('fits the planted classes, and predicts with probabilities', async () => {
    const { train, test, mean, sd } = prepared();
    const genes = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    const network = await fitNetwork(train, { mean, sd }, genes, { ...fitting, seed: 1, executor: await make() });
    const cells = Int32Array.from({ length: test.x.rows }, (_, i) => i);
    const predicted = predictNetwork(network, { x: test.x, genes }, cells);
    test.tasks.forEach((task, t) => {
      const classes = task.classes.length;
      let right = 0;
      for (const i of cells) {
        const row = Array.from(predicted[t].subarray(i * classes, (i + 1) * classes));
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1);
        if (row.indexOf(Math.max(...row)) === task.y[i]) right++;
      }
      expect(right / cells.length).toBeGreaterThan(0.95);
    });
  });
});

describe('the executors', () => {
  it('train the same network to the same predictions, but for rounding', async () => {
    const { train, test, mean, sd } = prepared();
    const genes = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    const cells = Int32Array.from({ length: test.x.rows }, (_, i) => i);
    const results: Float32Array[][] = [];
    for (const executor of [await tfjsExecutor('wasm'), onnxExecutor()]) {
      const network = await fitNetwork(train, { mean, sd }, genes, { ...fitting, steps: 30, seed: 1, executor });
      results.push(predictNetwork(network, { x: test.x, genes }, cells));
    }
    results[0].forEach((head, t) => head.forEach((p, i) => expect(Math.abs(p - results[1][t][i])).toBeLessThan(1e-3)));
  });
});

describe('a steered fit', () => {
  it('keeps the network that was judged best, and stops when nothing better comes', async () => {
    const { train, mean, sd } = prepared();
    const verdicts = [0.1, 0.9, 0.3, 0.2, 0.8];
    const judged: Float32Array[] = [];
    const network = await fitNetwork(train, { mean, sd }, Int32Array.of(0, 1, 2), {
      ...fitting,
      seed: 1,
      executor: onnxExecutor(),
      steer: {
        every: 10,
        patience: 2,
        judge: (candidate) => verdicts[judged.push(candidate.weights.w1) - 1],
      },
    });
    expect(judged.length).toBe(4);
    expect(network.weights.w1).toEqual(judged[1]);
  });
});

it('a training whose loss is no longer a number ends at once, in words', async () => {
  const { train, mean, sd } = prepared();
  const broken = { ...train, x: { ...train.x, values: train.x.values.map(() => NaN) } };
  const options = { ...fitting, seed: 1, executor: onnxExecutor() };
  await expect(fitNetwork(broken, { mean, sd }, Int32Array.of(0, 1, 2), options)).rejects.toMatchObject({
    code: 'invalid',
    message: 'The training diverged at step 1: the loss is no longer a number.',
  });
});
