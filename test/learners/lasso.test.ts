import { describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { correlationWithValues } from '../../src-main/data/statistics.ts';
import { lasso } from '../../src-main/learners/lasso.ts';
import { csr } from '../data/matrices.ts';

const ROWS = 150;
const rng = random(2, 'lasso');
const values = Array.from({ length: ROWS }, () => [
  ...Array.from({ length: 8 }, () => Math.max(0, 2 * rng.normal())),
  0.1,
]);
const x = csr(values);
const score = values.map((row) => row[0] - 0.7 * row[1] + 0.5 * row[2] + 0.8 * rng.normal());
const classes = Int32Array.from(score, (s) => (s < -0.5 ? 3 : s < 1 ? 0 : 2));

describe('least squares', () => {
  const y = Float32Array.from(score, (s) => 100 + 5 * s);

  it('shrinks the correlation where there is one gene', () => {
    const one = csr(values.map((row) => [row[0]]));
    const r = correlationWithValues(one, y)[0];
    const model = lasso(one, { y, classes: null });
    expect(model.greatestPenalty).toBeCloseTo(Math.abs(r), 6);
    for (const penalty of [0.9 * r, 0.5 * r, 0.01]) {
      model.fit(penalty);
      expect(model.norms()[0]).toBeCloseTo(r - penalty, 4);
    }
  });

  it('is at its optimum: genes in use pull as hard as the penalty, the others less', () => {
    const model = lasso(x, { y, classes: null });
    for (const share of [0.8, 0.4, 0.1, 0.02]) checkOptimum(model, share * model.greatestPenalty);
    expect(model.norms().filter((norm) => norm > 0).length).toBeGreaterThan(4);
  });
});

describe('logistic regression', () => {
  it('meets a plain descent for two classes and one gene', () => {
    const z = standardised(values.map((row) => row[0]));
    const y = Int32Array.from(score, (s) => (s < 0 ? 0 : 1));
    const penalty = 0.05;
    // scores (−a z − b, a z + b): minimise mean log(1 + exp(−2 s (a z + b))) + penalty · 2 |a|, s = ±1
    let [a, b] = [0.1, 0];
    for (let step = 0; step < 20_000; step++) {
      let [da, db] = [2 * penalty, 0];
      z.forEach((v, i) => {
        const sign = y[i] === 1 ? 1 : -1;
        const pull = (-2 * sign) / (1 + Math.exp(2 * sign * (a * v + b))) / ROWS;
        da += pull * v;
        db += pull;
      });
      a -= 0.1 * da;
      b -= 0.1 * db;
    }
    const model = lasso(csr(values.map((row) => [row[0]])), { y, classes: 2 });
    model.fit(penalty);
    expect(a).toBeGreaterThan(0.1);
    expect(model.norms()[0]).toBeCloseTo(Math.SQRT2 * a, 3);
  });

  it('is at its optimum for several classes, one of them empty', () => {
    const model = lasso(x, { y: classes, classes: 4 });
    for (const share of [0.9, 0.5, 0.2, 0.05]) checkOptimum(model, share * model.greatestPenalty);
  });

  it('uses no gene at the greatest penalty and never a constant one', () => {
    const model = lasso(x, { y: classes, classes: 4 });
    model.fit(model.greatestPenalty);
    expect(Math.max(...model.norms())).toBe(0);
    model.fit(0.95 * model.greatestPenalty);
    expect(model.norms()[0]).toBeGreaterThan(0);
    model.fit(0.01 * model.greatestPenalty);
    expect(model.norms()[8]).toBe(0);
  });

  it('comes to the same place by another path', () => {
    const [straight, along] = [0, 1].map(() => lasso(x, { y: classes, classes: 4 }));
    const penalty = 0.1 * straight.greatestPenalty;
    for (const share of [0.9, 0.6, 0.3, 0.2]) along.fit(share * along.greatestPenalty);
    straight.fit(penalty);
    along.fit(penalty);
    straight.norms().forEach((norm, gene) => expect(along.norms()[gene]).toBeCloseTo(norm, 2));
  });
});

function checkOptimum(model: ReturnType<typeof lasso>, penalty: number): void {
  model.fit(penalty);
  const norms = model.norms();
  model.pulls().forEach((pull, gene) => {
    if (norms[gene] > 0) expect(Math.abs(pull / penalty - 1)).toBeLessThan(0.01);
    else expect(pull).toBeLessThan(penalty * 1.01);
  });
}

function standardised(column: number[]): number[] {
  const mean = column.reduce((a, b) => a + b) / column.length;
  const sd = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length);
  return column.map((v) => (v - mean) / sd);
}
