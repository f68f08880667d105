import { describe, expect, it } from 'vitest';
import { random } from '../../../src-main/data/random.ts';
import { hierarchicalProx } from '../../../src-main/selection/methods/hierarchical-prox.ts';

/** What the proximal step minimises, at the best W for a given length of b: every |u_i| cut to M · length. */
function objective(v: number[], u: number[], lambda: number, m: number, length: number): number {
  const norm = Math.hypot(...v);
  const cut = u.reduce((sum, value) => sum + Math.max(0, Math.abs(value) - m * length) ** 2, 0);
  return ((norm - length) ** 2 + cut) / 2 + lambda * length;
}

describe('the proximal step of LassoNet', () => {
  for (const { lambda, m } of [
    { lambda: 0, m: 10 },
    { lambda: 0.3, m: 1 },
    { lambda: 1.5, m: 0.2 },
    { lambda: 4, m: 10 },
  ]) {
    it(`finds the least of what it minimises: λ = ${lambda}, M = ${m}`, () => {
      const draw = random(3, 'prox');
      for (let trial = 0; trial < 20; trial++) {
        const v = Array.from({ length: 3 }, () => draw.normal());
        const u = Array.from({ length: 6 }, () => draw.normal() / 2);
        const [skip, first] = [Float32Array.from(v), Float32Array.from(u)];
        const left = hierarchicalProx(skip, first, lambda, m);
        let best = 0;
        for (let length = 0; length < 8; length += 0.002) {
          if (objective(v, u, lambda, m, length) < objective(v, u, lambda, m, best)) best = length;
        }
        expect(Math.abs(left - best)).toBeLessThan(0.003);
        expect(Math.hypot(...skip)).toBeCloseTo(left, 5);
        first.forEach((value, i) => {
          expect(value).toBeCloseTo(Math.sign(u[i]) * Math.min(Math.abs(u[i]), m * left), 5);
        });
      }
    });
  }

  it('leaves nothing of a gene whose skip weights are gone', () => {
    const first = Float32Array.of(0.1, -0.1);
    expect(hierarchicalProx(Float32Array.of(0.5), first, 3, 1)).toBe(0);
    expect([...first].map(Math.abs)).toEqual([0, 0]);
  });
});
