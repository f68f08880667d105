import { describe, expect, it } from 'vitest';
import { columnMoments, fitNormalisation, normalise, zScore } from '../../src-main/data/normalise.ts';
import { csr } from './matrices.ts';

const x = csr([
  [1, 0, 3],
  [0, 2, 0],
  [0, 0, 0],
  [10, 10, 80],
  [5, 1, 0],
]);
const all = Int32Array.of(0, 1, 2, 3, 4);

describe('normalisation', () => {
  it('scales to the median library of the training cells that have counts', () => {
    expect(fitNormalisation(x, 'counts', all).target).toBe(5);
    expect(fitNormalisation(x, 'counts', Int32Array.of(0, 1, 2)).target).toBe(3);
    expect(fitNormalisation(x, 'counts', Int32Array.of(2)).target).toBe(1);
  });

  it('takes the logarithm, and leaves empty cells and zeros alone', () => {
    const y = normalise(x, { kind: 'counts', target: 5 });
    const expected = [1.25, 3.75, 5, 0.5, 0.5, 4, 25 / 6, 5 / 6].map(Math.log1p);
    expect(y.values.length).toBe(8);
    expected.forEach((value, e) => expect(y.values[e]).toBeCloseTo(value, 6));
    expect(x.values[0]).toBe(1);
  });

  it('does the same to normalised values, and nothing to the other kinds', () => {
    expect(normalise(x, { kind: 'normalised', target: 5 })).toEqual(normalise(x, { kind: 'counts', target: 5 }));
    for (const kind of ['log', 'scaled', 'binary'] as const) expect(normalise(x, { kind, target: 5 })).toBe(x);
  });
});

describe('column moments', () => {
  it('count the zeros that are not stored', () => {
    const { mean, sd, detected } = columnMoments(x, all);
    expect([...mean].map((v) => v.toFixed(4))).toEqual(['3.2000', '2.6000', '16.6000']);
    expect(sd[0]).toBeCloseTo(Math.sqrt(15.0 - 0.04), 5);
    expect(sd[1]).toBeCloseTo(Math.sqrt(21 - 2.6 ** 2), 5);
    expect([...detected].map((v) => v.toFixed(1))).toEqual(['0.6', '0.6', '0.4']);
  });

  it('see only the given rows', () => {
    const { mean, sd, detected } = columnMoments(x, Int32Array.of(3, 4));
    expect([...mean]).toEqual([7.5, 5.5, 40]);
    expect([...sd]).toEqual([2.5, 4.5, 40]);
    expect([...detected]).toEqual([1, 1, 0.5]);
  });

  it('take negative values, and find no spread in a large constant', () => {
    const { mean, sd, detected } = columnMoments(
      csr([
        [-1, 1e6],
        [3, 1e6],
        [0, 1e6],
      ]),
      Int32Array.of(0, 1, 2),
    );
    expect(mean[0]).toBeCloseTo(2 / 3, 6);
    expect(sd[0]).toBeCloseTo(Math.sqrt(10 / 3 - 4 / 9), 6);
    expect(detected[0]).toBeCloseTo(1 / 3, 6);
    expect(sd[1]).toBe(0);
  });
});

it('z-scores are clipped, and a constant gene has none', () => {
  expect(zScore(3, 1, 2)).toBe(1);
  expect(zScore(100, 0, 1)).toBe(10);
  expect(zScore(-100, 0, 1)).toBe(-10);
  expect(zScore(5, 5, 0)).toBe(0);
});
