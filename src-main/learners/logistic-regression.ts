/**
 * Multinomial logistic regression with an L2 penalty, on standardised features:
 *
 *   minimise  Σ cells −log softmax(b + W z)[y]  +  ‖W‖² / 2C       (intercepts b are free)
 *
 * scikit-learn's `LogisticRegression` on `StandardScaler`'s values, with its default C = 1. Solved by L-BFGS (Nocedal 1980)
 * with Armijo's rule.
 */
export interface LogisticInput {
  /** rows × features, column-major */
  columns: Float32Array;
  rows: number;
  features: number;
  /** class of each row, all ≥ 0 */
  y: Int32Array;
  classes: number;
}

export interface LogisticModel {
  features: number;
  classes: number;
  /** of each feature over the rows that it was fitted on; a constant feature counts sd 1 */
  mean: Float64Array;
  sd: Float64Array;
  /** (features + 1) × classes; the last row is the intercepts */
  weights: Float64Array;
}

/** Weight of the penalty: the inverse of scikit-learn's C. */
const PENALTY = 1;
const MOST_ITERATIONS = 200;
/** The mean gradient's greatest entry at the end. */
const TOLERANCE = 1e-4;
/** Steps that the curvature is taken from. */
const MEMORY = 10;
/** A step must bring this share of what its slope promises, or it is halved. */
const ARMIJO = 1e-4;
const MOST_HALVINGS = 30;

export function fitLogistic({ columns, rows, features, y, classes }: LogisticInput): LogisticModel {
  const { mean, sd } = momentsOf(columns, rows, features);
  const z = standardised(columns, rows, features, mean, sd);
  const size = (features + 1) * classes;
  const gradient = new Float64Array(size);
  const scores = new Float64Array(classes);

  /** The loss at these weights, divided by the rows; leaves its gradient. */
  const evaluate = (weights: Float64Array): number => {
    let loss = 0;
    gradient.fill(0);
    for (let i = 0; i < rows; i++) {
      scoresOf(z, i, features, weights, scores);
      loss -= Math.log(Math.max(softmaxAt(scores, y[i]), Number.MIN_VALUE));
      scores[y[i]] -= 1;
      for (let j = 0; j <= features; j++) {
        const value = j < features ? z[i * features + j] : 1;
        if (value === 0) continue;
        const at = j * classes;
        for (let c = 0; c < classes; c++) gradient[at + c] += value * scores[c];
      }
    }
    for (let at = 0; at < size; at++) {
      if (at < features * classes) {
        loss += (PENALTY * weights[at] ** 2) / 2;
        gradient[at] += PENALTY * weights[at];
      }
      gradient[at] /= rows;
    }
    return loss / rows;
  };

  const weights = minimise(size, evaluate, gradient);
  return { features, classes, mean, sd, weights };
}

/**
 * @param columns rows × features, column-major, as they were before standardising
 * @returns class probabilities, rows × classes, row-major
 */
export function predictLogistic(model: LogisticModel, columns: Float32Array, rows: number): Float32Array {
  const { features, classes, mean, sd, weights } = model;
  const z = standardised(columns, rows, features, mean, sd);
  const out = new Float32Array(rows * classes);
  const scores = new Float64Array(classes);
  for (let i = 0; i < rows; i++) {
    scoresOf(z, i, features, weights, scores);
    softmaxAt(scores, 0);
    out.set(scores, i * classes);
  }
  return out;
}

function momentsOf(columns: Float32Array, rows: number, features: number) {
  const mean = new Float64Array(features);
  const sd = new Float64Array(features);
  for (let j = 0; j < features; j++) {
    const column = columns.subarray(j * rows, (j + 1) * rows);
    for (const value of column) mean[j] += value / rows;
    let squares = 0;
    for (const value of column) squares += (value - mean[j]) ** 2;
    const spread = Math.sqrt(squares / rows);
    // what is left of a difference of equal numbers is rounding
    sd[j] = spread > 1e-9 * Math.abs(mean[j]) ? spread : 1;
  }
  return { mean, sd };
}

/** z-scores, row-major. */
function standardised(columns: Float32Array, rows: number, features: number, mean: Float64Array, sd: Float64Array) {
  const z = new Float64Array(rows * features);
  for (let j = 0; j < features; j++) {
    for (let i = 0; i < rows; i++) z[i * features + j] = (columns[j * rows + i] - mean[j]) / sd[j];
  }
  return z;
}

function scoresOf(z: Float64Array, row: number, features: number, weights: Float64Array, scores: Float64Array): void {
  const classes = scores.length;
  for (let c = 0; c < classes; c++) scores[c] = weights[features * classes + c];
  for (let j = 0; j < features; j++) {
    const value = z[row * features + j];
    const at = j * classes;
    for (let c = 0; c < classes; c++) scores[c] += value * weights[at + c];
  }
}

/** Makes scores probabilities, and returns that of one class. */
function softmaxAt(scores: Float64Array, label: number): number {
  let greatest = -Infinity;
  for (const score of scores) if (score > greatest) greatest = score;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp(scores[c] - greatest);
  for (let c = 0; c < scores.length; c++) scores[c] /= sum;
  return scores[label];
}

/**
 * L-BFGS from zero.
 *
 * @param evaluate the value at a point; leaves its gradient in `gradient`
 */
function minimise(size: number, evaluate: (at: Float64Array) => number, gradient: Float64Array): Float64Array {
  let at = new Float64Array(size);
  let value = evaluate(at);
  let slope = gradient.slice();
  const history: { moved: Float64Array; turned: Float64Array; product: number }[] = [];
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    if (slope.every((g) => Math.abs(g) < TOLERANCE)) break;
    const direction = descent(slope, history);
    const promised = dot(direction, slope);
    // without any curvature yet a whole step would be far too long
    let length = history.length > 0 ? 1 : 1 / Math.sqrt(dot(slope, slope));
    let next = at;
    let nextValue = value;
    let halvings = 0;
    for (; halvings < MOST_HALVINGS; halvings++, length /= 2) {
      next = at.map((w, i) => w + length * direction[i]);
      nextValue = evaluate(next);
      if (nextValue <= value + ARMIJO * length * promised) break;
    }
    if (halvings === MOST_HALVINGS) break;
    const moved = next.map((w, i) => w - at[i]);
    const turned = gradient.map((g, i) => g - slope[i]);
    const product = dot(moved, turned);
    if (product > 0) history.push({ moved, turned, product });
    if (history.length > MEMORY) history.shift();
    [at, value, slope] = [next, nextValue, gradient.slice()];
  }
  return at;
}

/** Minus the slope times what is known of the inverse curvature: the two loops of L-BFGS. */
function descent(
  slope: Float64Array,
  history: readonly { moved: Float64Array; turned: Float64Array; product: number }[],
): Float64Array {
  const direction = slope.map((g) => -g);
  const shares: number[] = [];
  for (const { moved, turned, product } of history.toReversed()) {
    const share = dot(moved, direction) / product;
    shares.unshift(share);
    add(direction, turned, -share);
  }
  const last = history.at(-1);
  if (last) {
    const scale = last.product / dot(last.turned, last.turned);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  history.forEach(({ moved, turned, product }, h) =>
    add(direction, moved, shares[h] - dot(turned, direction) / product),
  );
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function add(to: Float64Array, values: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] += times * values[i];
}
