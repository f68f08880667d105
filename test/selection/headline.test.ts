import { describe, expect, it } from 'vitest';
import { meanHeadline } from '../../src-main/selection/headline.ts';

describe('the score that steers', () => {
  it('is the mean over tasks that have one, each by its weight', () => {
    expect(meanHeadline([0.8, 0.2], [3, 1])).toBeCloseTo(0.65, 12);
    expect(meanHeadline([0.8, null, 0.2], [1, 9, 1])).toBeCloseTo(0.5, 12);
    expect(meanHeadline([0.8, 0.2])).toBeCloseTo(0.5, 12);
    expect(meanHeadline([null])).toBe(0);
  });
});
