import { describe, expect, it } from 'vitest';
import { pairedTest } from '../../src-main/evaluation/paired.ts';

describe('the corrected resampled t-test', () => {
  it('gives Student’s tail of the corrected t', () => {
    const a = [0.83, 0.81, 0.84, 0.82, 0.85];
    const b = [0.8, 0.8, 0.8, 0.8, 0.8];
    const { p, difference, ahead, pairs } = pairedTest(a, b, 0.2);
    const t = 0.03 / Math.sqrt(0.00025 * (1 / 5 + 0.25));
    // Student with 4 degrees of freedom in closed form
    const x = t / Math.sqrt(4 + t * t);
    expect(p).toBeCloseTo(1 - x * (1 + (1 - x * x) / 2), 10);
    expect([pairs, ahead]).toEqual([5, 5]);
    expect(difference).toBeCloseTo(0.03, 12);
  });

  it('has Cauchy’s tail with two pairs, and the known one with three', () => {
    const corrected = (n: number) => 1 / n + 0.25;
    const two = pairedTest([1, 3], [0, 0], 0.2);
    expect(two.p).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(2 / Math.sqrt(2 * corrected(2))), 10);
    const three = pairedTest([1, 2, 3], [0, 0, 0], 0.2);
    const t = 2 / Math.sqrt(1 * corrected(3));
    expect(three.p).toBeCloseTo(1 - t / Math.sqrt(t * t + 2), 10);
  });

  it('says nothing where nothing can be said', () => {
    expect(pairedTest([0.8], [0.7], 0.2).p).toBeNull();
    expect(pairedTest([0.8, 0.8], [0.8, 0.8], 0.2).p).toBeNull();
    expect(pairedTest([0.8, 0.8], [0.7, 0.7], 0.2).p).toBeCloseTo(0, 3);
  });
});
