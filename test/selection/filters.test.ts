import { describe, expect, it } from 'vitest';
import { type Method, fillMethodSettings, methods } from '../../src-shared/methods.ts';
import type { Csr } from '../../src-main/data/csr.ts';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { random } from '../../src-main/data/random.ts';
import { anovaF } from '../../src-main/data/statistics.ts';
import { lassoPath } from '../../src-main/selection/methods/lasso.ts';
import { mrmr } from '../../src-main/selection/methods/mrmr.ts';
import { selectorOf } from '../../src-main/selection/registry.ts';
import { relevanceByF, relevanceByForest } from '../../src-main/selection/yoto/relevance.ts';
import type { Selector } from '../../src-main/selection/types.ts';
import { csr, hasReference, reference, SETS } from '../data/matrices.ts';
import { commonMatrix } from './common-matrix.ts';
import { selectionInput } from './input.ts';

interface MrmrRun {
  picks: string[];
  steps: { gene: string; score: number }[];
  relevance?: Record<string, number>;
}

describe.skipIf(!hasReference)('mRMR picks what mrmr_selection picks (needs ../shared/data)', () => {
  it.each(SETS)(
    '%s',
    async (set) => {
      const expected = reference<{ sets: Record<string, { f: MrmrRun; rf: MrmrRun }> }>('mrmr.json').sets[set];
      const { x, names, y, classes } = await commonMatrix(set);
      const listed = Float64Array.from(names, (gene) => expected.rf.relevance![gene] ?? 0);
      for (const [relevance, { picks, steps }] of [
        [anovaF(x, y, classes.length), expected.f],
        [listed, expected.rf],
      ] as const) {
        const { genes, scores } = mrmr(x, relevance, new Int32Array(0), 64);
        expect(Array.from(genes, (gene) => names[gene])).toEqual(picks);
        steps.forEach(({ score }, i) => expect(Math.abs(scores[i] / score - 1)).toBeLessThan(1e-5));
      }
      // another forest gives other numbers, but the same picture: two of ours are no more alike
      const train = selectionInput(x, { tasks: [{ name: 't', kind: 'categorical', classes, y }] }).train;
      const own = relevanceByForest(train, { trees: 100, seed: 0, maxDepth: 5 });
      expect(cosine(own, listed)).toBeGreaterThan(0.8);
      const used = (values: Float64Array) => values.filter((v) => v > 0).length;
      expect(Math.abs(used(own) / used(listed) - 1)).toBeLessThan(0.1);
    },
    60_000,
  );
});

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (u: Float64Array, v: Float64Array) => u.reduce((sum, value, i) => sum + value * v[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/**
 * Three classes and a value. Gene 0 marks class 0, gene 1 is its twin, gene 2 marks class 1 less clearly, gene 3 goes
 * with the value, the other 16 are noise.
 */
function example(cells = 240) {
  const rng = random(5, 'cells');
  const type = Int32Array.from({ length: cells }, (_, i) => i % 3);
  const age = Float32Array.from({ length: cells }, () => rng.normal());
  const x: Csr = csr(
    Array.from({ length: cells }, (_, i) => {
      const marker = (type[i] === 0 ? 3 : 0) + 0.5 * rng.normal();
      const noise = Array.from({ length: 16 }, () => Math.max(0, rng.normal()));
      return [
        marker,
        marker + 0.01 * rng.normal(),
        (type[i] === 1 ? 2 : 0) + 0.7 * rng.normal(),
        age[i] + 0.3 * rng.normal(),
        ...noise,
      ];
    }),
  );
  const byType: TaskLabels = { name: 'type', kind: 'categorical', classes: ['a', 'b', 'c'], y: type };
  const byAge: TaskLabels = { name: 'age', kind: 'continuous', y: age };
  return { x, byType, byAge };
}
const { x, byType, byAge } = example();
const oneTask = selectionInput(x, { tasks: [byType] });
const twoTasks = selectionInput(x, { tasks: [byType, byAge] });
/** Methods of one label that train no network, as a run calls them: with the defaults of their settings. */
const names = [
  'univariate-f',
  'mrmr-f',
  'mrmr-rf',
  'random-forest',
  'xgboost',
  'lasso',
  'hsic-lasso',
  'wilcoxon',
  't-test',
] as const;
const withDefaults = (name: Method): Selector => {
  return (input) => selectorOf(name)({ ...input, methodSettings: fillMethodSettings(name) });
};

describe('each selector', () => {
  it.each(names)('%s finds what tells the classes apart', async (name) => {
    const { genes } = await withDefaults(name)({ ...oneTask, k: 3 });
    // mRMR may take any weakly correlated gene before the second marker; others do without the twin, or take it instead
    const markers = name.startsWith('mrmr') ? 1 : 2;
    expect([...genes].filter((gene) => gene <= 2).length).toBeGreaterThanOrEqual(markers);
  });

  const ofNumbers = names.filter((name) => methods[name].can.continuous);
  it.each(ofNumbers)('%s serves a continuous task beside it', async (name) => {
    const { genes } = await withDefaults(name)({ ...twoTasks, k: 4 });
    expect([...genes]).toContain(3);
  });

  it.each(names)('%s takes forced genes, gives k different ones, and repeats', async (name) => {
    const select = withDefaults(name);
    const input = {
      ...(methods[name].can.continuous ? twoTasks : oneTask),
      k: 6,
      forced: Int32Array.of(19, 7),
      seed: 3,
    };
    const { genes, scores } = await select(input);
    expect(genes.length).toBe(6);
    expect(scores.length).toBe(6);
    expect(new Set(genes).size).toBe(6);
    expect(genes).toContain(19);
    expect(genes).toContain(7);
    expect((await select(input)).genes).toEqual(genes);
  });

  it.each(names)('%s learns nothing from cells without a label', async (name) => {
    const y = byType.y.map((label, i) => (i < 120 ? label : -1));
    const labels = { tasks: [{ ...byType, y } as TaskLabels] };
    const scrambled = csr(
      Array.from({ length: x.rows }, (_, i) => {
        const row = new Array<number>(x.cols).fill(0);
        const from = i < 120 ? i : 120 + ((i * 7) % 120);
        for (let e = x.indptr[from]; e < x.indptr[from + 1]; e++) row[x.indices[e]] = x.values[e];
        return row;
      }),
    );
    const [a, b] = await Promise.all(
      [x, scrambled].map((matrix) => withDefaults(name)({ ...selectionInput(matrix, labels), k: 1 })),
    );
    expect(a.genes).toEqual(b.genes);
    expect(a.scores).toEqual(b.scores);
  });
});

describe('relevance', () => {
  it('lets no task drown another', () => {
    const f = relevanceByF(twoTasks.train);
    expect(f[3]).toBeGreaterThan(0.5);
    expect(f[0]).toBeGreaterThan(0.45);
    expect(Math.max(...f.subarray(4))).toBeLessThan(0.05);
  });

  it('is of no gene where nothing varies', () => {
    const flat = selectionInput([[1], [1], [1], [1]], { classes: [0, 1, 0, 1] }).train;
    expect([...relevanceByF(flat)]).toEqual([0]);
    expect([...relevanceByForest(flat, { trees: 5, seed: 0 })]).toEqual([0]);
  });
});

it('the lasso fills up where its penalties end before k genes are in use', async () => {
  const flat = Array.from({ length: 12 }, (_, i) => [i % 2, 1, (i >> 1) % 2, 5]);
  const input = selectionInput(flat, { classes: flat.map((row) => row[0]) });
  const { genes, scores } = await lassoPath({ ...input, k: 3 });
  expect([...genes]).toEqual([0, 1, 2]);
  expect(scores[0]).toBe(1);
  expect(scores[2]).toBeLessThan(0);
  const nothing = selectionInput(
    [
      [1, 2],
      [1, 2],
    ],
    { classes: [0, 1] },
  );
  expect([...(await lassoPath({ ...nothing, k: 1 })).genes]).toEqual([0]);
});

it('mRMR prefers genes of little relevance to the twin of a chosen one', () => {
  const relevance = new Float64Array(20).fill(0.2);
  relevance[0] = 1;
  relevance[1] = 0.9;
  const { genes } = mrmr(x, relevance, new Int32Array(0), 4);
  expect(genes[0]).toBe(0);
  expect([...genes]).not.toContain(1);
  expect([...mrmr(x, relevance, Int32Array.of(1), 4).genes]).not.toContain(0);
});
