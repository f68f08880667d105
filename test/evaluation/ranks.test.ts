import { describe, expect, it } from 'vitest';
import { holm, meanRanks, signedRankTest } from '../../src-main/evaluation/ranks.ts';

const zeros = (n: number) => new Array<number>(n).fill(0);

describe('the signed-rank test', () => {
  it('is what scipy computes, exactly for few pairs', () => {
    // Darwin's maize, the example of scipy.stats.wilcoxon: statistic 24, p 0.041259765625
    const heights = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
    const found = signedRankTest(heights, zeros(15));
    expect(found).toMatchObject({ pairs: 15, statistic: 24 });
    expect(found.p).toBeCloseTo(0.041259765625, 12);
  });

  it('of five pairs all ahead is 1/16, the least that five can be', () => {
    expect(signedRankTest([5, 4, 3, 2, 1], zeros(5))).toEqual({ pairs: 5, statistic: 0, p: 0.0625 });
  });

  it('counts ties by their mean rank, and leaves equal pairs out', () => {
    // ranks 2, 2, 2, 4, 5, 6: W = 2, variance Σ rank² / 4 = 22.25
    const found = signedRankTest([1, 1, -1, 2, 3, 4, 7], [0, 0, 0, 0, 0, 0, 7]);
    expect(found).toMatchObject({ pairs: 6, statistic: 2 });
    const z = (2 - 10.5) / Math.sqrt(22.25);
    expect(z).toBeCloseTo(-1.802, 3);
    expect(found.p).toBeCloseTo(0.07155, 4);
  });

  it('says nothing of pairs that are all equal', () => {
    expect(signedRankTest([1, 2], [1, 2])).toEqual({ pairs: 0, statistic: 0, p: null });
  });
});

describe('several tests at once', () => {
  it('are adjusted as Holm does', () => {
    // R: p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm") = 0.04 0.06 0.06 0.06
    expect(holm([0.01, 0.02, 0.03, 0.04])).toEqual([0.04, 0.06, 0.06, 0.06]);
    // in any order, and never above 1
    expect(holm([0.6, 0.001, 0.5])).toEqual([1, 0.003, 1]);
  });
});

describe('mean ranks', () => {
  it('are 1 for the best, shared by equals', () => {
    expect(
      meanRanks([
        [0.9, 0.8, 0.7],
        [0.5, 0.5, 0.4],
      ]),
    ).toEqual([1.25, 1.75, 3]);
  });
});
