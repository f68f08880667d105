/** Adam (Kingma & Ba 2015) on the genes' scores, in float64. */
export class ScoreAdam {
  private readonly scores: Float64Array;
  private readonly rate: number;
  private readonly m: Float64Array;
  private readonly v: Float64Array;
  private steps = 0;

  constructor(scores: Float64Array, rate: number) {
    this.scores = scores;
    this.rate = rate;
    this.m = new Float64Array(scores.length);
    this.v = new Float64Array(scores.length);
  }

  /** @param gradient by rank, of the first ranks of `order`; zero for all others */
  step(order: Int32Array, gradient: Float64Array): void {
    const { scores, m, v, rate } = this;
    this.steps++;
    const correction1 = 1 - 0.9 ** this.steps;
    const correction2 = 1 - 0.999 ** this.steps;
    for (let r = 0; r < order.length; r++) {
      const gene = order[r];
      const g = r < gradient.length ? gradient[r] : 0;
      m[gene] = 0.9 * m[gene] + 0.1 * g;
      v[gene] = 0.999 * v[gene] + 0.001 * g * g;
      scores[gene] -= (rate * (m[gene] / correction1)) / (Math.sqrt(v[gene] / correction2) + 1e-8);
    }
  }
}
