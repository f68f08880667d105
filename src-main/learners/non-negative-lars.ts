/**
 * Least angle regression with coefficients that cannot fall below zero (Mørup, Madsen & Hansen 2008), the path that
 * pyHSICLasso follows: features come in one by one as the penalty falls, and go again when their coefficient reaches 0.
 * It needs inner products only, and of the Gram matrix only columns of features that come in.
 */

export interface LarsPath {
  /** features in use, in the order in which they came in */
  active: number[];
  /** coefficient of each feature; 0 for those not in use */
  coefficients: Float64Array;
  /** correlation of each feature with what is left unexplained */
  correlations: Float64Array;
}

/** The path ends when the features in use correlate with what is left by no more than this. */
const LEAST_CORRELATION = 1e-9;
/** A feature of which so little is not said by those in use would make the equations singular: it is passed over. */
const LEAST_PIVOT = 1e-9;
/** Columns of the Gram matrix are asked for in batches: that of the feature that comes in, and of the next in line. */
const BATCH = 16;

/**
 * @param correlations of each feature with the target
 * @param columns the columns of the Gram matrix of some features
 * @param enough whether these features are enough; asked with the one that is next to come in
 */
export function nonNegativeLars(
  correlations: Float64Array,
  columns: (features: Int32Array) => Float64Array[],
  enough: (active: number[]) => boolean,
): LarsPath {
  const features = correlations.length;
  const coefficients = new Float64Array(features);
  const active: number[] = [];
  const isOut = new Uint8Array(features).fill(1);
  const gram = new Map<number, Float64Array>();
  let c = correlations.slice();
  let factor: Float64Array[] = [];

  const fetchColumn = (feature: number) => {
    if (gram.has(feature)) return;
    const next = Int32Array.from(c.keys())
      .filter((f) => isOut[f] === 1 && !gram.has(f) && f !== feature)
      .sort((a, b) => c[b] - c[a])
      .subarray(0, BATCH - 1);
    const asked = Int32Array.of(feature, ...next);
    columns(asked).forEach((column, i) => gram.set(asked[i], column));
  };
  /** Takes the most correlated feature in; those that say nothing new are passed over for good. */
  const takeIn = (): boolean => {
    for (;;) {
      let best = -1;
      for (let f = 0; f < features; f++) if (isOut[f] === 1 && (best < 0 || c[f] > c[best])) best = f;
      if (best < 0) return false;
      fetchColumn(best);
      isOut[best] = 0;
      const row = extendFactor(factor, gram.get(best)!, active, best);
      if (row === null) continue;
      factor.push(row);
      active.push(best);
      return true;
    }
  };

  if (!takeIn()) return { active, coefficients, correlations: c };
  while (c[active[0]] > LEAST_CORRELATION) {
    const w = solveOnes(factor);
    // how fast the correlation of each feature falls
    const fall = new Float64Array(features);
    active.forEach((a, i) => {
      const column = gram.get(a)!;
      for (let f = 0; f < features; f++) fall[f] += w[i] * column[f];
    });
    const level = c[active[0]];
    const rate = fall[active[0]];
    let step = level / rate;
    let leaves = -1;
    for (let f = 0; f < features; f++) {
      if (isOut[f] === 0) continue;
      const meets = (level - c[f]) / (rate - fall[f]);
      if (meets > LEAST_CORRELATION && meets < step) step = meets;
    }
    active.forEach((a, i) => {
      const ends = -coefficients[a] / w[i];
      if (ends > LEAST_CORRELATION && ends < step) {
        step = ends;
        leaves = i;
      }
    });
    active.forEach((a, i) => (coefficients[a] += step * w[i]));
    c = correlations.slice();
    for (const a of active) {
      const column = gram.get(a)!;
      for (let f = 0; f < features; f++) c[f] -= coefficients[a] * column[f];
    }
    if (leaves >= 0) {
      const [left] = active.splice(leaves, 1);
      coefficients[left] = 0;
      isOut[left] = 1;
      factor = refactor(active, gram);
      continue;
    }
    if (!takeIn()) break;
    if (enough(active)) {
      active.pop();
      break;
    }
  }
  return { active, coefficients, correlations: c };
}

/** The next row of the Cholesky factor; null where the feature says nothing that the active ones do not say. */
function extendFactor(
  factor: Float64Array[],
  column: Float64Array,
  active: number[],
  feature: number,
): Float64Array | null {
  const row = new Float64Array(active.length + 1);
  let left = column[feature];
  for (let i = 0; i < active.length; i++) {
    let sum = column[active[i]];
    for (let j = 0; j < i; j++) sum -= factor[i][j] * row[j];
    row[i] = sum / factor[i][i];
    left -= row[i] * row[i];
  }
  if (!(left > LEAST_PIVOT * column[feature])) return null;
  row[active.length] = Math.sqrt(left);
  return row;
}

function refactor(active: number[], gram: Map<number, Float64Array>): Float64Array[] {
  const factor: Float64Array[] = [];
  active.forEach((feature, i) => factor.push(extendFactor(factor, gram.get(feature)!, active.slice(0, i), feature)!));
  return factor;
}

/** Solves L Lᵀ w = 1. */
function solveOnes(factor: Float64Array[]): Float64Array {
  const w = new Float64Array(factor.length).fill(1);
  for (let i = 0; i < w.length; i++) {
    for (let j = 0; j < i; j++) w[i] -= factor[i][j] * w[j];
    w[i] /= factor[i][i];
  }
  for (let i = w.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < w.length; j++) w[i] -= factor[j][i] * w[j];
    w[i] /= factor[i][i];
  }
  return w;
}
