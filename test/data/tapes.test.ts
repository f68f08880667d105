import { describe, expect, it } from 'vitest';
import { gumbelNoise, keepMask } from '../../src-main/data/tapes.ts';

describe('keepMask', () => {
  it('drops the share that it says and keeps the expectation', () => {
    for (const share of [0.1, 0.3, 0.5]) {
      const mask = keepMask(share, 200_000, 0, 'layer', 0);
      const dropped = mask.filter((keep) => keep === 0).length / mask.length;
      expect(dropped).toBeCloseTo(share, 2);
      expect(mask.reduce((a, b) => a + b, 0) / mask.length).toBeCloseTo(1, 2);
    }
  });

  it('lets everything through where nothing is to be dropped', () => {
    expect(keepMask(0, 1000, 3, 'layer', 5).every((keep) => keep === 1)).toBe(true);
  });

  it('is a function of seed, stream and step, and another one for each', () => {
    const mask = (seed: number, stream: string, step: number) => Array.from(keepMask(0.5, 500, seed, stream, step));
    const first = mask(1, 'layer', 7);
    keepMask(0.5, 400_000, 1, 'layer', 7);
    expect(mask(1, 'layer', 7)).toEqual(first);
    for (const other of [mask(2, 'layer', 7), mask(1, 'other', 7), mask(1, 'layer', 8)]) {
      const alike = other.filter((keep, i) => keep === first[i]).length;
      expect(alike).toBeGreaterThan(180);
      expect(alike).toBeLessThan(320);
    }
  });

  it('has room for more entries than a tape usually holds', () => {
    expect(keepMask(0.5, 300_000, 0, 'layer', 0)).toHaveLength(300_000);
  });
});

describe('gumbelNoise', () => {
  it('has the mean and the variance of a standard Gumbel', () => {
    const noise = gumbelNoise(300_000, 0, 'ranking', 0);
    const mean = noise.reduce((a, b) => a + b, 0) / noise.length;
    const variance = noise.reduce((a, b) => a + (b - mean) ** 2, 0) / noise.length;
    expect(mean).toBeCloseTo(0.5772, 1);
    expect(variance).toBeCloseTo(Math.PI ** 2 / 6, 1);
  });

  it('is another one at each step', () => {
    expect(gumbelNoise(50, 0, 'ranking', 1)).not.toEqual(gumbelNoise(50, 0, 'ranking', 2));
    expect(gumbelNoise(50, 0, 'ranking', 1)).toEqual(gumbelNoise(50, 0, 'ranking', 1));
  });
});
