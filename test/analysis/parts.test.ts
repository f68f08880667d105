/** The pieces of the answers, on cases whose answer is known. */
import { describe, expect, it } from 'vitest';
import type { SizePoint } from '../../src-shared/analysis.ts';
import { binomial, thinned } from '../../src-main/analysis/assay.ts';
import { principalComponents } from '../../src-main/analysis/components.ts';
import { worstPair } from '../../src-shared/worst-pair.ts';
import { differences } from '../../src-main/analysis/confused.ts';
import { orderByLikeness } from '../../src-main/analysis/correlation.ts';
import { cutOrder } from '../../src-main/analysis/crowding.ts';
import { expressionReport, groupsOf } from '../../src-main/analysis/expression.ts';
import { reasonFor } from '../../src-main/analysis/reason.ts';
import { curveOf, enoughOf, kneeOf, sizesUpTo } from '../../src-main/analysis/sizes.ts';
import { layOut } from '../../src-main/analysis/workbench.ts';
import { random } from '../../src-main/data/random.ts';
import { planted } from '../planted.ts';

describe('thinning', () => {
  it('draws as a binomial does', () => {
    const { uniform } = random(1, 'test');
    const draws = Array.from({ length: 20_000 }, () => binomial(20, 0.3, uniform));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(6, 1);
    expect(variance).toBeCloseTo(4.2, 0);
    expect(Math.max(...draws)).toBeLessThanOrEqual(20);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(binomial(0, 0.3, uniform)).toBe(0);
  });

  it('is the same draw each time, keeps all at 100 %, and leaves nothing of a failed gene', () => {
    const { train } = layOut(planted());
    const genes = Int32Array.of(0, 9);
    const tenth = thinned(train, genes, { capture: 0.1, binary: false });
    expect(thinned(train, genes, { capture: 0.1, binary: false })).toEqual(tenth);
    const whole = thinned(train, genes, { capture: 1, binary: false, failed: 1 });
    expect(whole[0]).toEqual(train.value.slice(train.start[0], train.start[1]));
    expect(whole[1].every((count) => count === 0)).toBe(true);
    const sum = (counts: Float32Array) => counts.reduce((a, b) => a + b, 0);
    expect(sum(tenth[0]) / sum(whole[0])).toBeGreaterThan(0.07);
    expect(sum(tenth[0]) / sum(whole[0])).toBeLessThan(0.13);
  });
});

describe('the order of cuts', () => {
  const worth = (lostMean: number, forced = false) => ({ gene: 0, lostMean, forced });

  it('takes what frees most for what it costs, in the class that is most crowded by then', () => {
    // one class has much of gene 0, the other of gene 1
    const classes = [Float64Array.of(50, 10, 5), Float64Array.of(5, 40, 5)];
    const worths = [worth(0.01), worth(0.001), worth(0.1)];
    const { cuts, left } = cutOrder(classes, worths, 45);
    // 50 / 0.01 and 10 / 0.002: equal, so the first; then 40 / 0.002 in the other class
    expect(cuts).toEqual([{ j: 0, molecules: 50, left: 45 }]);
    expect(left).toBe(45);
    expect(cutOrder(classes, worths, 20).cuts.map(({ j }) => j)).toEqual([0, 1]);
  });

  it('never cuts a must-have, and says what is left', () => {
    const { cuts, left } = cutOrder([Float64Array.of(50, 10)], [worth(0, true), worth(0.5)], 20);
    expect(cuts.map(({ j }) => j)).toEqual([1]);
    expect(left).toBe(50);
  });

  it('cuts nothing within the limit', () => {
    expect(cutOrder([Float64Array.of(5, 5)], [worth(0), worth(0)], 10).cuts).toEqual([]);
  });
});

describe('the size of a panel', () => {
  const curve = [8, 16, 32, 64, 128].map((k, i) => ({ k, score: [0.5, 0.7, 0.9, 0.906, 0.91][i] }));

  it('is enough where it is within 1 % of the best', () => {
    expect(enoughOf(curve)).toEqual({ enough: 64, best: 0.91 });
    expect(enoughOf([{ k: 8, score: 0.3 }])).toEqual({ enough: 8, best: 0.3 });
  });

  it('has a knee where gains slow down, and none on a straight line', () => {
    expect(kneeOf(curve)).toBe(32);
    expect(kneeOf(curve.map(({ k }, i) => ({ k, score: i / 10 })))).toBeNull();
    expect(kneeOf(curve.slice(0, 3))).toBeNull();
    expect(kneeOf(curve.map(({ k }) => ({ k, score: 0.5 })))).toBeNull();
  });

  it('is tried in steps up to itself', () => {
    expect(sizesUpTo(32)).toEqual([8, 12, 16, 24, 32]);
    expect(sizesUpTo(10)).toEqual([2, 4, 6, 8, 10]);
    expect(sizesUpTo(1)).toEqual([1]);
  });

  it('is judged by designed panels where there are any', () => {
    const point = (k: number, from: SizePoint['from'], mean: number): SizePoint => ({
      ...{ k, from, mean, runs: [], tasks: [], low: mean, high: mean },
    });
    expect(curveOf([point(16, 'runs', 0.9), point(16, 'ranking', 0.7), point(8, 'ranking', 0.6)])).toEqual([
      { k: 8, score: 0.6 },
      { k: 16, score: 0.9 },
    ]);
  });
});

describe('like genes', () => {
  it('stand together', () => {
    // 0, 2, 4 are alike, and 1, 3
    const k = 5;
    const r = Float64Array.from({ length: k * k }, (_, i) => {
      const [a, b] = [Math.floor(i / k), i % k];
      return a === b ? 1 : a % 2 === b % 2 ? 0.9 : 0.1;
    });
    const order = orderByLikeness(r, k);
    expect(order.toSorted()).toEqual([0, 1, 2, 3, 4]);
    expect(order.map((gene) => gene % 2).join('')).toMatch(/^(00011|11000)$/);
    expect(orderByLikeness(Float64Array.of(1), 1)).toEqual([0]);
  });
});

describe('classes and genes of a dot plot', () => {
  it('make blocks: each gene with those that are high in the same class', () => {
    const bench = layOut(planted());
    const report = expressionReport(bench, bench.train.tasks[0], Int32Array.of(0, 2, 4, 1, 3, 5));
    const group = report.genes.map(({ gene }) => Math.floor(Number(gene.slice(1)) / 2));
    expect(group).toEqual([group[0], group[0], group[2], group[2], group[4], group[4]]);
    const first = report.classes.findIndex(({ name }) => name === 'abc'[group[0]]);
    expect(report.genes[0].means[first]).toBe(Math.max(...report.genes[0].means));
    expect(report.genes[0].shares[first]).toBeGreaterThan(0.9);
  });

  it('are fifths of a value', () => {
    const y = Float32Array.from({ length: 11 }, (_, i) => (i === 10 ? NaN : i));
    const { names, of } = groupsOf({ name: 'age', kind: 'continuous', y });
    expect(names).toHaveLength(5);
    expect([...of]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, -1]);
  });
});

describe('a confused pair', () => {
  it('is the one that loses most of its class, by more than a handful of cells', () => {
    const confusion = [
      [80, 20, 0],
      [0, 50, 0],
      [0, 3, 1],
    ];
    // the third class loses three quarters, but has four cells
    expect(worstPair(confusion)).toEqual({ truth: 0, called: 1, cells: 20, of: 100 });
    expect(
      worstPair([
        [5, 0],
        [0, 5],
      ]),
    ).toBeNull();
    expect(
      worstPair([
        [4, 1],
        [0, 5],
      ]),
    ).toEqual({ truth: 0, called: 1, cells: 1, of: 5 });
  });

  it('is told apart by the genes that differ', () => {
    const { train } = layOut(planted());
    const [type] = train.tasks;
    if (type.kind !== 'categorical') throw new Error('types are classes');
    const difference = differences(train, type.y, 0, 1);
    expect(difference(0)).toBeGreaterThan(10);
    expect(difference(2)).toBeLessThan(-10);
    expect(Math.abs(difference(30))).toBeLessThan(5);
  });
});

describe('principal components', () => {
  it('are the directions of greatest spread', () => {
    const draw = random(3, 'test');
    // three directions of spread 9, 3 and 1 in eight features, rotated by mixing
    const rows = Array.from({ length: 300 }, () => {
      const [a, b, c] = [9 * draw.normal(), 3 * draw.normal(), draw.normal()];
      return [a + b, a - b, a + c, c - b, c, a, b, 5];
    });
    const scores = principalComponents(rows, 3);
    const variance = (i: number) => scores.reduce((sum, row) => sum + row[i] ** 2, 0) / rows.length;
    expect(variance(0)).toBeGreaterThan(variance(1));
    expect(variance(1)).toBeGreaterThan(variance(2));
    // three directions hold all the distances
    const distance = (one: number[], other: number[]) => Math.hypot(...one.map((value, j) => value - other[j]));
    for (const i of [1, 50, 299]) expect(distance(scores[0], scores[i])).toBeCloseTo(distance(rows[0], rows[i]), 6);
  });
});

describe('the reason for a gene', () => {
  const reading = (name: string, f1: number, cells: number) => ({
    ...{ name, f1, cells, recall: f1, low: 0, high: 1, tooFew: cells < 10 },
  });
  const tasks = [
    {
      task: 'type',
      metric: 'macro-F1' as const,
      score: 0.8,
      classes: [reading('pDC', 0.81, 20), reading('B', 0.9, 50)],
    },
  ];
  const facts = { forced: false, tasks, partners: [], highest: null };

  it('names the classes that fall without it', () => {
    expect(reasonFor({ ...facts, lost: [{ task: 'type', score: 0.15, classes: [0.29, 0.01] }] })).toBe(
      'Without it, pDC falls from F1 0.81 to 0.52.',
    );
  });

  it('says where it is found', () => {
    const highest = { className: 'B', share: 0.8, elsewhere: 0.05 };
    expect(reasonFor({ ...facts, highest, lost: [{ task: 'type', score: 0.01, classes: [0.01, 0.01] }] })).toBe(
      'No single class leans on it; without it type loses 0.010 in all. ' +
        'It is highest in B: found in 80 % of its cells, elsewhere in 5 %.',
    );
  });

  it('questions a gene that nothing misses, and names its double', () => {
    const lost = [{ task: 'type', score: 0, classes: [0, 0] }];
    expect(reasonFor({ ...facts, lost })).toContain('the first gene to question');
    expect(reasonFor({ ...facts, lost, partners: [{ gene: 'X', symbol: 'X', r: -0.9 }] })).toContain(
      'X tells much the same (r −0.90)',
    );
    expect(reasonFor({ ...facts, lost, forced: true })).toMatch(/^It is in because you asked for it\./);
  });

  it('only supposes where there are too few cells to say', () => {
    const few = [{ ...tasks[0], classes: [reading('pDC', 0.81, 4), reading('B', 0.9, 50)] }];
    expect(reasonFor({ ...facts, tasks: few, lost: [{ task: 'type', score: 0.15, classes: [0.29, 0.01] }] })).toBe(
      'It seems to serve pDC, of which 4 validation cells are too few to say.',
    );
  });

  it('tells of two classes and counts the others, with the question where there are several', () => {
    const both = [
      { ...tasks[0], classes: [reading('a', 0.9, 20), reading('b', 0.8, 20), reading('c', 0.7, 20)] },
      { ...tasks[0], task: 'state', classes: [] },
    ];
    const lost = [
      { task: 'type', score: 0.1, classes: [0.1, 0.2, 0.05] },
      { task: 'state', score: 0, classes: [] },
    ];
    expect(reasonFor({ ...facts, tasks: both, lost })).toBe(
      'Without it, b (type) falls from F1 0.80 to 0.60, a (type) from 0.90 to 0.80; 1 more falls.',
    );
  });

  it('tells of a number as of a class', () => {
    const age = { task: 'age', metric: 'R²' as const, score: 0.5, classes: [] };
    const lost = [
      { task: 'type', score: 0.1, classes: [0.05, 0.001] },
      { task: 'age', score: 0.12, classes: [] },
    ];
    expect(reasonFor({ ...facts, tasks: [...tasks, age], lost })).toBe(
      'Without it, age falls from R² 0.50 to 0.38, pDC (type) from F1 0.81 to 0.76.',
    );
    const little = [{ task: 'age', score: 0.01, classes: [] }];
    expect(reasonFor({ ...facts, tasks: [age], lost: little })).toBe('Without it age loses 0.010 in all.');
  });
});
