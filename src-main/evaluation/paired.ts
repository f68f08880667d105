/** Whether one method is better than another by more than chance, over splits of the same cells. */

export interface PairedTest {
  /** splits that both were run on */
  pairs: number;
  /** mean of a − b */
  difference: number;
  /** pairs in which a is ahead */
  ahead: number;
  /** two-sided; null with fewer than two pairs, or where all differences are one and the same nothing */
  p: number | null;
}

/**
 * The corrected resampled t-test (Nadeau & Bengio 2003, Machine Learning 52, 239–281): a paired t-test whose variance is
 * scaled by 1/n + n_test/n_train instead of 1/n, because splits of the same cells overlap and scores over them are not
 * independent. The usual paired test finds far too many differences there.
 *
 * @param a scores of one method by split
 * @param b scores of the other, on the same splits
 * @param testShare share of the cells that are test cells
 */
export function pairedTest(a: readonly number[], b: readonly number[], testShare: number): PairedTest {
  const differences = a.map((value, i) => value - b[i]);
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const ahead = differences.filter((value) => value > 0).length;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const scale = variance * (1 / n + testShare / (1 - testShare));
  const p = n < 2 || (scale === 0 && mean === 0) ? null : twoSided(mean / Math.sqrt(scale), n - 1);
  return { pairs: n, difference: mean, ahead, p };
}

/** The chance of a t at least as far from 0, Student's distribution with `df` degrees of freedom. */
function twoSided(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** The regularised incomplete beta function, by its continued fraction (Numerical Recipes, 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let h = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return h;
}

/** ln Γ by Lanczos' approximation (g = 7, nine terms); x > 0. */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const sum = terms.reduce((total, term, i) => total + term / (z + i + 1), 0.99999999999980993);
  const t = z + terms.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
