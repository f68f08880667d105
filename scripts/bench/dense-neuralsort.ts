/** The gradient of NeuralSort's relaxed mask written out over the whole n × n matrix, as the paper has it (eq. 1). */

/** d(v · Γ_k(s))/ds by rows of the permutation matrix; time and memory O(k · n), for comparison only. */
export function denseMaskGradient(s: Float64Array, k: number, temperature: number, v: Float64Array): Float64Array {
  const n = s.length;
  const spread = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) spread[i] += Math.abs(s[i] - s[j]);
  const bySpread = new Float64Array(n);
  const gradient = new Float64Array(n);
  const row = new Float64Array(n);
  for (let m = 1; m <= k; m++) {
    const slope = n + 1 - 2 * m;
    let greatest = -Infinity;
    for (let j = 0; j < n; j++) greatest = Math.max(greatest, (row[j] = (slope * s[j] - spread[j]) / temperature));
    let sum = 0;
    for (let j = 0; j < n; j++) sum += row[j] = Math.exp(row[j] - greatest);
    let mean = 0;
    for (let j = 0; j < n; j++) mean += (row[j] /= sum) * v[j];
    for (let j = 0; j < n; j++) {
      const toLogit = (row[j] * (v[j] - mean)) / temperature;
      gradient[j] += toLogit * slope;
      bySpread[j] -= toLogit;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const sign = Math.sign(s[i] - s[j]);
      gradient[i] += sign * (bySpread[i] + bySpread[j]);
    }
  }
  return gradient;
}
