/**
 * NeuralSort (Grover et al., ICLR 2019), only as much of it as selecting the top k needs.
 *
 * The relaxed permutation of scores s ∈ Rⁿ has rows m = 1…n
 *
 *     π(s)[m,:] = softmax( ((n + 1 − 2m)·s − A_s·1) / τ ),   A_s[i,j] = |s_i − s_j|
 *
 * and the relaxed mask of the top k is Γ_k(s) = Σ_{m≤k} π(s)[m,:]. Two facts make it cheap:
 *
 * - A_s·1 needs no n × n matrix: with the scores sorted, prefix sums give it.
 * - In row m the logit falls away from rank m quadratically, so only a *band* of ranks round the cut at k is neither
 *   1 nor 0: columns k − w … k + w, touched by rows k − 2w … k. Values and gradients of the band are the dense form's
 *   to about 1e-8; outside it the dense form has zeros (lower ranks) or artefacts of not being doubly stochastic.
 *
 * Ranks count from 0 here; arrays "by rank" hold the best score first.
 */
export interface Ranking {
  /** all genes; the first `sorted.length` of them by rank, the others in no order */
  order: Int32Array;
  /** score at each known rank, falling */
  sorted: Float64Array;
  /** (A_s·1) at each known rank */
  spread: Float64Array;
}

/**
 * Ranks scores, best first; equal scores keep the order of their genes.
 *
 * @param known how many ranks are needed: a step late in training needs few of many genes
 */
export function rankScores(scores: Float64Array, known = scores.length): Ranking {
  const n = scores.length;
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const before = (a: number, b: number) => scores[b] - scores[a] || a - b;
  if (known < n) partition(order, known, before);
  order.subarray(0, known).sort(before);
  let total = 0;
  for (let i = 0; i < n; i++) total += scores[i];
  const sorted = new Float64Array(known);
  const spread = new Float64Array(known);
  let above = 0;
  for (let r = 0; r < known; r++) {
    const score = scores[order[r]];
    sorted[r] = score;
    above += score;
    // r + 1 scores are ≥ this one (itself among them), n − r − 1 are ≤ it
    spread[r] = above - (r + 1) * score + (n - r - 1) * score - (total - above);
  }
  return { order, sorted, spread };
}

/** Moves the first `count` of the order to its front (quickselect, Hoare 1961). */
function partition(order: Int32Array, count: number, before: (a: number, b: number) => number): void {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const pivot = order[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (before(order[i], pivot) < 0) i++;
      while (before(order[j], pivot) > 0) j--;
      if (i > j) break;
      const swap = order[i];
      order[i++] = order[j];
      order[j--] = swap;
    }
    if (count <= j) high = j;
    else if (count > i) low = i;
    else return;
  }
}

/** Entries under e⁻²⁴ ≈ 4e-11 of a row's greatest are outside the band. */
const BAND_DEPTH = 24;
/** A row's entries this far below its greatest add nothing in float64. */
const ROW_DEPTH = 40;

/** The ranks [from, to) round the cut that are neither surely in nor surely out. */
export interface Band {
  from: number;
  to: number;
  /** half-width w */
  width: number;
}

/**
 * The band round the cut at k.
 *
 * @param cap greatest half-width: at the start of training the band is nearly as wide as the gene list
 */
export function bandAround({ order, sorted, spread }: Ranking, k: number, temperature: number, cap: number): Band {
  const n = order.length;
  const slope = n + 1 - 2 * k;
  const logit = (r: number) => (slope * sorted[r] - spread[r]) / temperature;
  const peak = logit(k - 1);
  const limit = Math.min(cap, n);
  let below = 0;
  while (below < limit && k + below < n && logit(k + below) > peak - BAND_DEPTH) below++;
  let above = 0;
  while (above < limit && k - 2 - above >= 0 && logit(k - 2 - above) > peak - BAND_DEPTH) above++;
  const width = Math.min(limit, Math.max(below, above) + 1);
  return { from: Math.max(0, k - width), to: Math.min(n, k + width), width };
}

/**
 * Calls `visit` for each row of the relaxed permutation that touches the band, with the entries of its own window of
 * columns (everything outside is negligible): entries[j] belongs to rank start + j.
 */
function forEachRow(
  { order, sorted, spread }: Ranking,
  { from, to, width }: Band,
  k: number,
  temperature: number,
  visit: (row: number, slope: number, start: number, entries: Float64Array) => void,
): void {
  const n = order.length;
  const buffer = new Float64Array(to);
  for (let row = Math.max(1, from + 1 - width); row <= k; row++) {
    const slope = n + 1 - 2 * row;
    // a row is greatest at its own rank and falls away on both sides; a capped band caps its rows too
    const peak = (slope * sorted[row - 1] - spread[row - 1]) / temperature;
    const least = Math.max(0, row - 1 - 2 * width);
    let sum = 0;
    let start = row;
    while (start > least) {
      const r = start - 1;
      const below = (slope * sorted[r] - spread[r]) / temperature - peak;
      if (below < -ROW_DEPTH) break;
      sum += buffer[r] = Math.exp(below);
      start = r;
    }
    let end = row;
    for (; end < to; end++) {
      const below = (slope * sorted[end] - spread[end]) / temperature - peak;
      if (below < -ROW_DEPTH) break;
      sum += buffer[end] = Math.exp(below);
    }
    const entries = buffer.subarray(start, end);
    for (let j = 0; j < entries.length; j++) entries[j] /= sum;
    visit(row, slope, start, entries);
  }
}

/**
 * The gradient of v · Γ_k(s) with respect to the scores, for v non-zero inside the band only.
 *
 * @param upstream v by rank, at least up to `band.to`; what lies outside the band is not read
 * @returns by rank, [band.to]: zero for every rank from there on
 */
export function relaxedMaskGradient(
  ranking: Ranking,
  band: Band,
  k: number,
  temperature: number,
  upstream: ArrayLike<number>,
): Float64Array {
  const n = ranking.order.length;
  // ∂/∂ of the two things that a logit is made of: the score itself, and its spread
  const byScore = new Float64Array(band.to);
  const bySpread = new Float64Array(band.to);
  forEachRow(ranking, band, k, temperature, (_row, slope, start, entries) => {
    let mean = 0;
    for (let j = 0; j < entries.length; j++) {
      const r = start + j;
      if (r >= band.from) mean += entries[j] * upstream[r];
    }
    for (let j = 0; j < entries.length; j++) {
      const r = start + j;
      const toLogit = (entries[j] * ((r >= band.from ? upstream[r] : 0) - mean)) / temperature;
      byScore[r] += toLogit * slope;
      bySpread[r] -= toLogit;
    }
  });
  // spread_r = Σ_i |s_r − s_i| moves with its own score and with everybody else's; between equal scores with neither
  const { sorted } = ranking;
  const gradient = new Float64Array(band.to);
  let total = 0;
  for (let r = 0; r < band.to; r++) total += bySpread[r];
  let above = 0;
  for (let first = 0; first < band.to;) {
    let next = first;
    let tied = 0;
    while (next < band.to && sorted[next] === sorted[first]) tied += bySpread[next++];
    const below = total - above - tied;
    let behind = next;
    while (behind < sorted.length && sorted[behind] === sorted[first]) behind++;
    for (let r = first; r < next; r++) {
      gradient[r] = byScore[r] + bySpread[r] * (n - behind - first) - above + below;
    }
    above += tied;
    first = next;
  }
  return gradient;
}
