/**
 * Loess of degree 2 (Cleveland & Devlin 1988): at each point a parabola fitted to its nearest neighbours, near ones
 * weighing more (tricube).
 *
 * Evaluated exactly at every point, without the k-d tree interpolation of the usual packages. What makes that quick
 * enough: points of equal x are pooled into one with a weight (mean counts of genes are multiples of 1/cells, so there
 * are far fewer distinct ones than genes), and on sorted x the neighbours are a range. Time O(distinct x · distinct x in
 * a neighbourhood): 0.03 s for the 13,656 genes of pbmc3k, 2 s for 30,000 genes no two of which are alike.
 *
 * @param span share of the points that make a neighbourhood
 * @returns the fitted value at each x, in the order of x; x and y must be finite
 */
export function loess(x: Float64Array, y: Float64Array, span: number): Float64Array {
  const { at, count, sum, of } = pool(x, y);
  const neighbours = Math.max(1, Math.floor(x.length * span + 1e-5));
  const atPoint = at.map((x0, p) => {
    // [left, right] grows by the nearer side until it holds enough points; h is its radius
    let left = p;
    let right = p;
    let h = 0;
    for (let inside = count[p]; inside < neighbours;) {
      const toLeft = left > 0 ? x0 - at[left - 1] : Infinity;
      const toRight = right < at.length - 1 ? at[right + 1] - x0 : Infinity;
      h = toLeft <= toRight ? toLeft : toRight;
      inside += toLeft <= toRight ? count[--left] : count[++right];
    }
    return parabola(at, count, sum, left, right, x0, h);
  });
  return Float64Array.from(of, (p) => atPoint[p]);
}

/** Points of equal x made one: `of[i]` is the pooled point of the i-th. */
function pool(x: Float64Array, y: Float64Array) {
  const order = Uint32Array.from(x.keys()).sort((a, b) => x[a] - x[b]);
  const of = new Uint32Array(x.length);
  let points = 0;
  for (let i = 0; i < order.length; i++) {
    if (i > 0 && x[order[i]] !== x[order[i - 1]]) points++;
    of[order[i]] = points;
  }
  const at = new Float64Array(order.length > 0 ? points + 1 : 0);
  const count = new Float64Array(at.length);
  const sum = new Float64Array(at.length);
  for (let i = 0; i < x.length; i++) {
    at[of[i]] = x[i];
    count[of[i]]++;
    sum[of[i]] += y[i];
  }
  return { at, count, sum, of };
}

/**
 * Value at x₀ of the weighted least-squares parabola through the pooled points [left, right]. In u = (x − x₀)/h it is
 * the constant term. A power of u that the points do not determine is left out: neighbourhoods of few different x.
 */
function parabola(
  at: Float64Array,
  count: Float64Array,
  sum: Float64Array,
  left: number,
  right: number,
  x0: number,
  h: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  for (let p = left; p <= right; p++) {
    const u = h > 0 ? (at[p] - x0) / h : 0;
    const distance = u < 0 ? -u : u;
    if (distance >= 1) continue;
    const away = 1 - distance * distance * distance;
    const tricube = away * away * away;
    const w = tricube * count[p];
    const wy = tricube * sum[p];
    const wu = w * u;
    const wuu = wu * u;
    s0 += w;
    s1 += wu;
    s2 += wuu;
    s3 += wuu * u;
    s4 += wuu * u * u;
    t0 += wy;
    t1 += wy * u;
    t2 += wy * u * u;
  }
  // normal equations, solved for the constant: u² and then u are eliminated (Schur complements)
  if (s4 > 0 && s2 - (s3 * s3) / s4 > 1e-10 * s2) {
    const a = s0 - (s2 * s2) / s4;
    const b = s1 - (s2 * s3) / s4;
    const d = s2 - (s3 * s3) / s4;
    const reduced = a - (b * b) / d;
    if (reduced > 1e-10 * s0) return (t0 - (s2 * t2) / s4 - (b / d) * (t1 - (s3 * t2) / s4)) / reduced;
  }
  if (s2 > 0 && s0 - (s1 * s1) / s2 > 1e-10 * s0) return (t0 - (s1 * t1) / s2) / (s0 - (s1 * s1) / s2);
  return t0 / s0;
}
