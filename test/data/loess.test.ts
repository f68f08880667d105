import { describe, expect, it } from 'vitest';
import { loess } from '../../src-main/data/loess.ts';
import { random } from '../../src-main/data/random.ts';

/** The definition, straight: the q nearest points, tricube, weighted least squares by Gaussian elimination. */
function naive(x: Float64Array, y: Float64Array, span: number): Float64Array {
  const q = Math.floor(x.length * span + 1e-5);
  return x.map((x0) => {
    const distances = x.map((v) => Math.abs(v - x0));
    const h = distances.slice().sort()[q - 1];
    const m = Array.from({ length: 3 }, () => [0, 0, 0, 0]);
    x.forEach((v, i) => {
      const w = distances[i] < h ? (1 - (distances[i] / h) ** 3) ** 3 : 0;
      const basis = [1, v - x0, (v - x0) ** 2];
      for (let r = 0; r < 3; r++) {
        for (let c = 0; c < 3; c++) m[r][c] += w * basis[r] * basis[c];
        m[r][3] += w * basis[r] * y[i];
      }
    });
    for (let p = 2; p > 0; p--) {
      for (let r = 0; r < p; r++) {
        const factor = m[r][p] / m[p][p];
        for (let c = 0; c < 4; c++) m[r][c] -= factor * m[p][c];
      }
    }
    return m[0][3] / m[0][0];
  });
}

describe('loess', () => {
  const rng = random(1, 'loess');
  const x = Float64Array.from({ length: 300 }, () => Math.round(rng.uniform() ** 3 * 200) / 20);
  const y = x.map((v) => Math.sin(v) + 0.3 * rng.normal());

  it.each([0.1, 0.3, 0.75, 1])('meets its definition, equal x and uneven density included: span %d', (span) => {
    const [fast, slow] = [loess(x, y, span), naive(x, y, span)];
    let defined = 0;
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(slow[i])) continue;
      defined++;
      expect(fast[i]).toBeCloseTo(slow[i], 7);
    }
    expect(defined).toBeGreaterThan(200);
  });

  it('draws a parabola through points that lie on one', () => {
    const line = Float64Array.from({ length: 50 }, (_, i) => i / 10);
    const parabola = line.map((v) => 2 - v + 3 * v * v);
    loess(line, parabola, 0.3).forEach((v, i) => expect(v).toBeCloseTo(parabola[i], 9));
  });

  it('takes the mean where all neighbours have the same x, and what is there where there is little', () => {
    const ties = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 5, 9, 10);
    const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 5, 9, 10);
    expect(loess(ties, values, 0.3)[0]).toBe(4);
    expect(loess(Float64Array.of(3), Float64Array.of(8), 0.3)).toEqual(Float64Array.of(8));
    expect(loess(new Float64Array(0), new Float64Array(0), 0.3).length).toBe(0);
  });
});
