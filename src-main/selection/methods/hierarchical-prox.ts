/**
 * The proximal step of LassoNet (Lemhadri et al. 2021, algorithm 2) for one gene, with skip weights v and first-layer
 * weights u:
 *
 *   minimise  ½‖v − b‖² + ½‖u − W‖² + λ‖b‖   so that every |W_i| ≤ M · ‖b‖
 *
 * in place. A gene whose skip weights are zero has no first-layer weights either.
 */

/** @returns the norm that is left of v */
export function hierarchicalProx(v: Float32Array, u: Float32Array, lambda: number, m: number): number {
  let norm = 0;
  for (const value of v) norm += value * value;
  norm = Math.sqrt(norm);
  const sizes = u.map(Math.abs).sort();
  const count = sizes.length;
  // the first s of the falling |u| are cut to the bound w; find the s at which the bound lies between the next two
  let sum = 0;
  let bound = 0;
  for (let s = 0; s <= count; s++) {
    if (s > 0) sum += sizes[count - s];
    bound = (m * Math.max(0, norm - lambda + m * sum)) / (1 + s * m * m);
    if (s === count || sizes[count - 1 - s] <= bound) break;
  }
  const left = norm > 0 ? bound / m : 0;
  const factor = norm > 0 ? left / norm : 0;
  for (let i = 0; i < v.length; i++) v[i] *= factor;
  const limit = norm > 0 ? bound : 0;
  for (let i = 0; i < u.length; i++) u[i] = Math.max(-limit, Math.min(limit, u[i]));
  return left;
}
