import { describe, expect, it } from 'vitest';
import { CODES, sparseCodes } from '../../src-main/learners/boosted-bins.ts';
import { boostingGains } from '../../src-main/learners/boosted-trees.ts';
import { random } from '../../src-main/data/random.ts';
import { csr } from '../data/matrices.ts';

const options = { rounds: 20, depth: 3, learningRate: 0.3, penalty: 1 };

describe('boosted trees', () => {
  it('gain by the first cut what the formula says', () => {
    // logistic at the start: p = ½, first derivative ±½, second ¼; the column parts 8 rows 4 : 4 without error
    const x = csr(Array.from({ length: 8 }, (_, i) => [i < 4 ? 0 : 2, 1]));
    const y = Int32Array.from({ length: 8 }, (_, i) => (i < 4 ? 0 : 1));
    const { total, cuts, offered } = boostingGains(x, { y, classes: 2 }, { ...options, rounds: 1, depth: 1 });
    // each side: slope ∓2, weight 1, so 4 / (1 + λ) twice; the whole has slope 0
    expect(total[0]).toBeCloseTo(4, 12);
    expect([...cuts]).toEqual([1, 0]);
    expect([...offered]).toEqual([4, 0]);
  });

  it('cut values where the error falls most, negative ones and zeros in order', () => {
    const values = [-2, -1, -1, 0, 0, 0, 1, 2, 3, 3, 3, 3];
    const x = csr(values.map((v) => [v]));
    const y = Float32Array.from(values, (v) => (v > 0 ? 5 : 1));
    const { total } = boostingGains(x, { y, classes: null }, { ...options, rounds: 1, depth: 1 });
    // six rows of −1 and six of 1 after scaling: 36 / (6 + 1) on either side
    expect(total[0]).toBeCloseTo(72 / 7, 5);
  });

  it('find what only two genes together tell', () => {
    const rng = random(4, 'together');
    const rows = Array.from({ length: 400 }, () => Array.from({ length: 12 }, () => rng.integer(2)));
    // exactly balanced chance leaves no gain to the first cut; a few more of one kind do
    const y = Int32Array.from(rows, (row) => row[3] ^ row[8]);
    const { total } = boostingGains(csr(rows), { y, classes: 2 }, { ...options, depth: 6 });
    const order = [...total.keys()].sort((a, b) => total[b] - total[a]);
    expect(order.slice(0, 2).sort((a, b) => a - b)).toEqual([3, 8]);
  });

  it('tell several classes apart, by a tree for each', () => {
    const rng = random(5, 'classes');
    const y = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    const x = csr(Array.from(y, (c) => [c === 0 ? 2 : 0, c === 1 ? 3 : 0, rng.uniform(), rng.uniform()]));
    const { total, cuts } = boostingGains(x, { y, classes: 3 }, options);
    expect(Math.min(total[0], total[1])).toBeGreaterThan(20 * Math.max(total[2], total[3]));
    expect(cuts[0] + cuts[1]).toBeGreaterThan(3);
  });
});

it('codes of sparse columns follow the values, and zero stands among them', () => {
  const rng = random(6, 'codes');
  const values = Array.from({ length: 500 }, () => (rng.uniform() < 0.5 ? 0 : rng.normal()));
  const { start, row, code, zero, used } = sparseCodes(csr(values.map((v) => [v, v > 1 ? 1 : 0])));
  expect(used[0]).toBeLessThanOrEqual(CODES);
  expect(used[1]).toBe(2);
  for (let e = start[0]; e < start[1]; e++) {
    if (values[row[e]] > 0.1) expect(code[e]).toBeGreaterThan(zero[0]);
    if (values[row[e]] < -0.1) expect(code[e]).toBeLessThan(zero[0]);
  }
});
