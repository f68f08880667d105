import { describe, expect, it } from 'vitest';
import { cellsToLookAt, meanHeadline } from '../../src-main/selection/headline.ts';

describe('the score that steers', () => {
  it('is the mean over tasks that have one, each by its weight', () => {
    expect(meanHeadline([0.8, 0.2], [3, 1])).toBeCloseTo(0.65, 12);
    expect(meanHeadline([0.8, null, 0.2], [1, 9, 1])).toBeCloseTo(0.5, 12);
    expect(meanHeadline([0.8, 0.2])).toBeCloseTo(0.5, 12);
    expect(meanHeadline([null])).toBe(0);
  });
});

describe('the cells that are looked at', () => {
  const type = { name: 'type', kind: 'categorical' as const, classes: ['a', 'b'], y: new Int32Array(1000).fill(-1) };
  const age = { name: 'age', kind: 'continuous' as const, y: new Float32Array(1000).fill(NaN) };
  for (let i = 0; i < 40; i++) type.y[i * 20] = i % 2;
  age.y[999] = 70;

  it('are all, where they are few', () => {
    expect(cellsToLookAt(1000, [type, age], 1000)).toHaveLength(1000);
  });

  it('are of many those that have a label, evenly spread', () => {
    expect(cellsToLookAt(1000, [type, age], 100)).toEqual(
      Int32Array.from([...Array.from({ length: 40 }, (_, i) => i * 20), 999]),
    );
    const some = cellsToLookAt(1000, [type], 10);
    expect(some).toEqual(Int32Array.from({ length: 10 }, (_, i) => i * 80));
  });
});
