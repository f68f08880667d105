import { describe, expect, it } from 'vitest';
import { blendCells, blendShare, dropGenes } from '../../src-main/learners/augment.ts';

const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);

/** Four cells of one categorical task with two classes, the last one without a label, and of one continuous task. */
const targets = () => [
  { target: Float32Array.of(0.25, 0, 0, 0.5, 0.25, 0, 0, 0), weight: Float32Array.of(0.25, 0.5, 0.25, 0), share: 1 },
  { target: Float32Array.of(2, -1, 0, 3), weight: Float32Array.of(0.5, 0, 0, 0.5), share: 1 },
];
const heads = [
  { kind: 'categorical' as const, outputs: 2 },
  { kind: 'continuous' as const, outputs: 1 },
];

describe('blending cells', () => {
  it('keeps the weight of every head, and what a label weighs equal to the weight of its cell', () => {
    const blended = blendCells(Float32Array.of(1, 2, 3, 4), targets(), heads, 0.5, 0, 0);
    for (const { weight } of blended) expect(sum(weight)).toBeCloseTo(1, 6);
    for (let i = 0; i < 4; i++) {
      expect(blended[0].target[2 * i] + blended[0].target[2 * i + 1]).toBeCloseTo(blended[0].weight[i], 6);
    }
  });

  it('never takes a value from a cell that has none', () => {
    for (let step = 0; step < 20; step++) {
      const [, { target, weight }] = blendCells(new Float32Array(4), targets(), heads, 0.5, 0, step);
      // the labelled cells say 2 and 3: every mean of them lies between
      target.forEach((value, i) => {
        if (weight[i] === 0) return;
        expect(value).toBeGreaterThanOrEqual(2 - 1e-6);
        expect(value).toBeLessThanOrEqual(3 + 1e-6);
      });
    }
  });

  it('moves the cells no further than the share, and is a function of seed and step', () => {
    const run = (seed: number, step: number) => {
      const z = Float32Array.of(0, 0, 0, 1);
      blendCells(z, targets(), heads, 0.5, seed, step);
      return [...z];
    };
    expect(run(1, 2)).toEqual(run(1, 2));
    expect(run(1, 2)).not.toEqual(run(1, 3));
    for (let step = 0; step < 20; step++) {
      const z = run(0, step);
      expect(z[3]).toBeGreaterThanOrEqual(0.5);
      expect(Math.max(...z.slice(0, 3))).toBeLessThanOrEqual(0.5);
    }
  });

  it('is for few cells: of many it leaves the batch alone', () => {
    expect(blendShare(0.5, 60)).toBe(0.5);
    expect(blendShare(0.5, 1000)).toBeCloseTo(0.125);
    const same = targets();
    expect(blendCells(new Float32Array(4), same, heads, blendShare(0.5, 10_000), 0, 0)).toBe(same);
  });
});

describe('dropping genes', () => {
  it('zeroes the share that it says, and keeps the sum', () => {
    const z = new Float32Array(100_000).fill(1);
    dropGenes(z, 0.25, 0, 0);
    const dropped = z.filter((v) => v === 0).length;
    expect(dropped / z.length).toBeCloseTo(0.25, 1);
    expect(sum(z) / z.length).toBeCloseTo(1, 1);
  });
});
