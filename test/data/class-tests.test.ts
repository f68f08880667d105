import { describe, expect, it } from 'vitest';
import { rankSumZ, welchT } from '../../src-main/data/class-tests.ts';
import { columnsOf } from '../../src-main/data/columns.ts';
import { random } from '../../src-main/data/random.ts';
import { csr } from './matrices.ts';

/** Few different values, negative ones and zeros among them, so that ties matter. */
function example(cells = 60, genes = 300) {
  const rng = random(3, 'class tests');
  const rows = Array.from({ length: cells }, () => Array.from({ length: genes }, () => rng.integer(5) / 2 - 0.5));
  rows.forEach((row) => (row[7] = 0));
  return { rows, x: csr(rows), y: Int32Array.from({ length: cells }, (_, i) => i % 3) };
}

/** The z of one class and one column, straight from the definition: mean ranks among equals. */
function zByDefinition(values: number[], isIn: boolean[], tieCorrection: boolean): number {
  const n = values.length;
  const rank = (v: number) => values.filter((u) => u < v).length + (values.filter((u) => u === v).length + 1) / 2;
  const size = isIn.filter(Boolean).length;
  const sum = values.reduce((total, v, i) => total + (isIn[i] ? rank(v) : 0), 0);
  const tied = [...new Set(values)]
    .map((v) => values.filter((u) => u === v).length)
    .reduce((s, t) => s + t ** 3 - t, 0);
  const correction = tieCorrection ? 1 - tied / (n ** 3 - n) : 1;
  const sd = Math.sqrt((correction * size * (n - size) * (n + 1)) / 12);
  return sd > 0 ? (sum - (size * (n + 1)) / 2) / sd : 0;
}

describe('the rank-sum test of each class', () => {
  const { rows, x, y } = example();

  it.each([false, true])('is the definition, zeros and ties included (tie correction: %s)', (tieCorrection) => {
    const z = rankSumZ(x, y, 3, tieCorrection);
    for (const column of [0, 1, 7, 130, 299]) {
      for (let c = 0; c < 3; c++) {
        const values = rows.map((row) => row[column]);
        const isIn = [...y].map((label) => label === c);
        expect(z[c * 300 + column]).toBeCloseTo(zByDefinition(values, isIn, tieCorrection), 10);
      }
    }
  });

  it('is what scipy.stats.ranksums gives', () => {
    // ranksums([1.1, 2.2, 5, 0], [3, 0.5, 0, 0, 0.1]).statistic
    const values = [1.1, 2.2, 5, 0, 3, 0.5, 0, 0, 0.1];
    const z = rankSumZ(csr(values.map((v) => [v])), Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1), 2, false);
    expect(z[0]).toBeCloseTo(0.9797958971132712, 10);
    expect(z[1]).toBeCloseTo(-z[0], 12);
  });
});

describe("Welch's test of each class", () => {
  it('is what scipy.stats.ttest_ind gives', () => {
    // ttest_ind([1.1, 2.2, 5, 0], [3, 0.5, 0, 0, 0.1], equal_var=False).statistic
    const values = [1.1, 2.2, 5, 0, 3, 0.5, 0, 0, 0.1];
    const t = welchT(csr(values.map((v) => [v])), Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1), 2);
    expect(t[0]).toBeCloseTo(1.1116676086084825, 6);
  });

  it('is zero where nothing varies or a class has a single cell', () => {
    const t = welchT(
      csr([
        [1, 3],
        [1, 2],
        [1, 5],
      ]),
      Int32Array.of(0, 1, 1),
      2,
    );
    expect([...t]).toEqual([0, 0, 0, 0]);
  });
});

it('columns are the matrix, read across blocks', () => {
  const { rows, x } = example();
  let seen = 0;
  for (const { column, rows: at, values } of columnsOf(x)) {
    const dense = new Array<number>(x.rows).fill(0);
    at.forEach((row, e) => (dense[row] = values[e]));
    expect(dense).toEqual(rows.map((row) => Math.fround(row[column])));
    seen++;
  }
  expect(seen).toBe(300);
});
