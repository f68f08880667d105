/** Principal components by subspace iteration (Halko, Martinsson & Tropp 2011, algorithm 4.4). */
import { random } from '../data/random.ts';

const ITERATIONS = 6;
/** Directions beyond those asked for, which make the asked ones exact sooner. */
const SPARE = 6;

/**
 * Cells in the coordinates of their greatest spread.
 *
 * @param rows cells × features; centred here
 * @returns cells × count (or as many as there are features)
 */
export function principalComponents(rows: number[][], count: number): number[][] {
  const [n, p] = [rows.length, rows[0].length];
  const q = Math.min(count + SPARE, p, n);
  const x = centred(rows, n, p);
  const draw = random(0, 'components');
  let basis = orthonormal(
    Float64Array.from({ length: p * q }, () => draw.normal()),
    p,
    q,
  );
  for (let i = 0; i < ITERATIONS; i++) {
    basis = orthonormal(timesTransposed(x, times(x, basis, n, p, q), n, p, q), p, q);
  }
  const scores = times(x, basis, n, p, q);
  // the basis spans the components; those themselves are the eigenvectors of the small covariance
  const { vectors, order } = jacobi(timesTransposed(scores, scores, n, q, q), q);
  const kept = order.slice(0, Math.min(count, q));
  return rows.map((_, i) =>
    kept.map((v) => {
      let sum = 0;
      for (let a = 0; a < q; a++) sum += scores[i * q + a] * vectors[a * q + v];
      return sum;
    }),
  );
}

function centred(rows: number[][], n: number, p: number): Float64Array {
  const mean = new Float64Array(p);
  for (const row of rows) for (let j = 0; j < p; j++) mean[j] += row[j] / n;
  const x = new Float64Array(n * p);
  rows.forEach((row, i) => {
    for (let j = 0; j < p; j++) x[i * p + j] = row[j] - mean[j];
  });
  return x;
}

/** [n × p] · [p × q] */
function times(x: Float64Array, b: Float64Array, n: number, p: number, q: number): Float64Array {
  const out = new Float64Array(n * q);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let a = 0; a < q; a++) out[i * q + a] += value * b[j * q + a];
    }
  }
  return out;
}

/** [n × p]ᵀ · [n × q] */
function timesTransposed(x: Float64Array, b: Float64Array, n: number, p: number, q: number): Float64Array {
  const out = new Float64Array(p * q);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let a = 0; a < q; a++) out[j * q + a] += value * b[i * q + a];
    }
  }
  return out;
}

/** Gram–Schmidt over the columns, twice for accuracy. */
function orthonormal(m: Float64Array, p: number, q: number): Float64Array {
  for (let a = 0; a < q; a++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let b = 0; b < a; b++) {
        let product = 0;
        for (let j = 0; j < p; j++) product += m[j * q + a] * m[j * q + b];
        for (let j = 0; j < p; j++) m[j * q + a] -= product * m[j * q + b];
      }
    }
    let length = 0;
    for (let j = 0; j < p; j++) length += m[j * q + a] ** 2;
    const scale = length > 1e-24 ? 1 / Math.sqrt(length) : 0;
    for (let j = 0; j < p; j++) m[j * q + a] *= scale;
  }
  return m;
}

/** Eigenvectors of a small symmetric matrix by Jacobi's rotations; `order`: columns by falling eigenvalue. */
function jacobi(s: Float64Array, q: number): { vectors: Float64Array; order: number[] } {
  const vectors = new Float64Array(q * q);
  for (let a = 0; a < q; a++) vectors[a * q + a] = 1;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let a = 0; a < q; a++) for (let b = 0; b < a; b++) off += s[a * q + b] ** 2;
    if (off < 1e-18) break;
    for (let a = 0; a < q; a++) {
      for (let b = a + 1; b < q; b++) {
        if (s[a * q + b] === 0) continue;
        const theta = (s[b * q + b] - s[a * q + a]) / (2 * s[a * q + b]);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const d = t * c;
        for (let i = 0; i < q; i++) {
          const [ia, ib] = [s[i * q + a], s[i * q + b]];
          s[i * q + a] = c * ia - d * ib;
          s[i * q + b] = d * ia + c * ib;
        }
        for (let i = 0; i < q; i++) {
          const [ai, bi] = [s[a * q + i], s[b * q + i]];
          s[a * q + i] = c * ai - d * bi;
          s[b * q + i] = d * ai + c * bi;
          const [va, vb] = [vectors[i * q + a], vectors[i * q + b]];
          vectors[i * q + a] = c * va - d * vb;
          vectors[i * q + b] = d * va + c * vb;
        }
      }
    }
  }
  const order = Array.from({ length: q }, (_, a) => a).sort((a, b) => s[b * q + b] - s[a * q + a]);
  return { vectors, order };
}
