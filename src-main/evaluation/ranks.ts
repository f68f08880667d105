/** Methods compared over several data sets or tasks: ranks, a test of pairs that trusts nothing but order, many tests at once. */

/** Exact up to so many pairs; beyond, and with ties, the normal approximation. */
const EXACT = 25;

export interface SignedRank {
  /** pairs that differ */
  pairs: number;
  /** the lesser of the sums of ranks of positive and of negative differences */
  statistic: number;
  /** two-sided; null where no pair differs */
  p: number | null;
}

/**
 * Wilcoxon's signed-rank test (Wilcoxon 1945) of a against b, pair by pair; pairs without a difference are left out
 * (his own way, scipy's `zero_method="wilcox"`). Exact without ties and up to 25 pairs, else normal with ties counted,
 * without a correction for continuity.
 */
export function signedRankTest(a: readonly number[], b: readonly number[]): SignedRank {
  const differences = a.map((value, i) => value - b[i]).filter((difference) => difference !== 0);
  const n = differences.length;
  const ranks = ranksOf(differences.map((difference) => -Math.abs(difference)));
  const positive = differences.reduce((sum, difference, i) => sum + (difference > 0 ? ranks[i] : 0), 0);
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive);
  if (n === 0) return { pairs: 0, statistic: 0, p: null };
  const isTied = new Set(ranks).size < n;
  return { pairs: n, statistic, p: isTied || n > EXACT ? normal(statistic, ranks) : exact(statistic, n) };
}

/** Twice the share of the 2ⁿ ways to give signs that have a sum of ranks this small. */
function exact(statistic: number, n: number): number {
  let ways = [1];
  for (let rank = 1; rank <= n; rank++) {
    const next = new Array<number>(ways.length + rank).fill(0);
    ways.forEach((count, sum) => {
      next[sum] += count;
      next[sum + rank] += count;
    });
    ways = next;
  }
  const few = ways.slice(0, Math.floor(statistic) + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * few) / 2 ** n);
}

function normal(statistic: number, ranks: number[]): number {
  const n = ranks.length;
  // ranks that are shared spread less: their squares say by how much
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4;
  return Math.min(1, 2 * standardNormal((statistic - (n * (n + 1)) / 4) / Math.sqrt(variance)));
}

/** Φ by Abramowitz & Stegun 26.2.17, to 7.5e-8. */
function standardNormal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z < 0 ? tail : 1 - tail;
}

/** Holm's adjustment (Holm 1979): p values of several tests made such that a level holds for all of them together. */
export function holm(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((x, y) => values[x] - values[y]);
  const adjusted = new Array<number>(values.length);
  let greatest = 0;
  order.forEach((test, i) => {
    greatest = Math.max(greatest, Math.min(1, (values.length - i) * values[test]));
    adjusted[test] = greatest;
  });
  return adjusted;
}

/**
 * The mean rank of each method over the cases (data set, task, size), as in Friedman's test: 1 is best, equal scores
 * share their ranks.
 *
 * @param scores cases × methods, more being better
 */
export function meanRanks(scores: readonly (readonly number[])[]): number[] {
  const sums = new Array<number>(scores[0]?.length ?? 0).fill(0);
  for (const row of scores) ranksOf(row).forEach((rank, method) => (sums[method] += rank / scores.length));
  return sums;
}

/** Rank 1 for the greatest; equal values have the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((x, y) => values[y] - values[x]);
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2;
  }
  return ranks;
}
