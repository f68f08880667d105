import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { random } from '../../../src-main/data/random.ts';
import { bandAround, rankScores, relaxedMaskGradient } from '../../../src-main/selection/yoto/neuralsort.ts';

/** The dense form, written from the definition in float64: value of v · Γ_k(s) and its gradient by the chain rule. */
function dense(s: ArrayLike<number>, k: number, tau: number, v: ArrayLike<number>) {
  const n = s.length;
  const gamma = new Float64Array(n);
  const gradient = new Float64Array(n);
  const spread = Float64Array.from(s, (a) => Array.from(s).reduce((sum, b) => sum + Math.abs(a - b), 0));
  for (let m = 1; m <= k; m++) {
    const slope = n + 1 - 2 * m;
    const logits = Float64Array.from(s, (x, j) => (slope * x - spread[j]) / tau);
    const greatest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const e = logits.map((z) => Math.exp(z - greatest));
    const sum = e.reduce((a, b) => a + b, 0);
    const p = e.map((z) => z / sum);
    const mean = p.reduce((a, q, j) => a + q * v[j], 0);
    p.forEach((q, j) => {
      gamma[j] += q;
      const toLogit = (q * (v[j] - mean)) / tau;
      gradient[j] += toLogit * slope;
      for (let i = 0; i < n; i++) {
        gradient[j] -= toLogit * Math.sign(s[j] - s[i]);
        gradient[i] += toLogit * Math.sign(s[j] - s[i]);
      }
    });
  }
  return { gamma, gradient };
}

/** The gradient of the banded form, by gene instead of by rank, and which genes are in the band. */
function banded(s: ArrayLike<number>, k: number, tau: number, v: ArrayLike<number>, cap = s.length) {
  const ranking = rankScores(Float64Array.from(s));
  const band = bandAround(ranking, k, tau, cap);
  const byRank = Float64Array.from(ranking.order, (gene) => v[gene]);
  const gradient = new Float64Array(s.length);
  relaxedMaskGradient(ranking, band, k, tau, byRank).forEach((g, r) => (gradient[ranking.order[r]] = g));
  const inBand = new Uint8Array(s.length);
  for (const gene of ranking.order.subarray(band.from, band.to)) inBand[gene] = 1;
  return { gradient, inBand, band };
}

const greatest = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number) {
  // a settled mask has gradients that are float64's rounding noise, about 1e-16 · n / τ
  const tolerance = Math.max(relative * greatest(expected), 1e-11);
  const worst = Array.from(actual).reduce((a, x, i) => Math.max(a, Math.abs(x - expected[i])), 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}

describe('the sums of absolute differences', () => {
  it('equal the definition', () => {
    const draw = random(3, 'spread');
    const scores = Float64Array.from({ length: 40 }, () => draw.normal());
    const { order, sorted, spread } = rankScores(scores);
    order.forEach((gene, r) => {
      expect(sorted[r]).toBe(scores[gene]);
      const sum = scores.reduce((total, x) => total + Math.abs(x - scores[gene]), 0);
      expect(spread[r]).toBeCloseTo(sum, 10);
    });
  });
});

describe('the band against the dense form', () => {
  for (const n of [12, 200]) {
    for (const k of [1, 5, Math.floor(n / 2), n - 1, n]) {
      for (const tau of [0.01, 0.3, 10]) {
        it(`agrees inside the band: ${n} genes, k = ${k}, temperature ${tau}`, () => {
          const draw = random(n * 31 + k, 'scores');
          const s = Float64Array.from({ length: n }, () => draw.normal());
          const v = Float64Array.from({ length: n }, () => draw.normal());
          const { gradient, inBand } = banded(s, k, tau, v);
          // what lies outside the band counts as settled: it has no say in the gradient
          const inside = v.map((x, j) => (inBand[j] ? x : 0));
          const reference = dense(s, k, tau, inside);
          expectClose(gradient, reference.gradient, 1e-6);
        });
      }
    }
  }

  it('is narrow once the temperature has fallen, however many genes there are', () => {
    const draw = random(1, 'narrow');
    const s = Float64Array.from({ length: 5000 }, () => draw.normal());
    expect(bandAround(rankScores(s), 32, 0.01, 5000).width).toBeLessThan(10);
  });

  it('leaves every gene below the band alone', () => {
    const draw = random(2, 'below');
    const s = Float64Array.from({ length: 300 }, () => draw.normal());
    const { gradient, band } = banded(
      s,
      10,
      0.05,
      s.map(() => 1 + draw.uniform()),
    );
    const ranking = rankScores(s);
    for (let r = band.to; r < 300; r++) expect(gradient[ranking.order[r]]).toBe(0);
  });
});

const REFERENCE = '../shared/data/reference/neuralsort.json';
interface Case {
  what: string;
  n: number;
  k: number;
  tau: number;
  s: number[];
  v: number[];
  gamma: number[];
  gradient: number[];
}
describe.skipIf(!existsSync(REFERENCE))('against PyTorch autograd (needs ../shared)', () => {
  const cases: Case[] = existsSync(REFERENCE) ? JSON.parse(readFileSync(REFERENCE, 'utf8')).cases : [];
  for (const { what, n, k, tau, s, v, gamma, gradient } of cases) {
    it(`${what}: ${n} genes, k = ${k}, temperature ${tau}`, () => {
      const reference = dense(s, k, tau, v);
      expectClose(reference.gamma, gamma, 1e-6);
      expectClose(reference.gradient, gradient, 1e-6);
      const ours = banded(s, k, tau, v);
      const inside = v.map((x, j) => (ours.inBand[j] ? x : 0));
      expectClose(ours.gradient, dense(s, k, tau, inside).gradient, 1e-6);
    });
  }
});
