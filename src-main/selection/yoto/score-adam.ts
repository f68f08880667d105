/**
 * Adam (Kingma & Ba 2015) on the genes' scores, in float64.
 *
 * Where each gene's step is divided by the root of its own second moment, what counts is how surely a gene helps, not how
 * much: a fifth marker of a class that is known already, which helps a little at every step, outruns the first marker of
 * one that is not, whose few molecules help much but seldom. Where the second moment is `shared`, the mean over the genes
 * that the step looks at, the size of the help counts.
 */
export class ScoreAdam {
  private readonly scores: Float64Array;
  private readonly rate: number;
  private readonly shared: boolean;
  private readonly m: Float64Array;
  private readonly v: Float64Array;
  private steps = 0;

  constructor(scores: Float64Array, rate: number, shared = false) {
    this.scores = scores;
    this.rate = rate;
    this.shared = shared;
    this.m = new Float64Array(scores.length);
    this.v = new Float64Array(scores.length);
  }

  /** Scores and moments, after `steps` steps. */
  save(): Record<string, Float64Array> {
    return { scores: this.scores.slice(), 'scores.m': this.m.slice(), 'scores.v': this.v.slice() };
  }

  restore(steps: number, arrays: Record<string, Float32Array | Float64Array>): void {
    this.steps = steps;
    this.scores.set(arrays.scores);
    this.m.set(arrays['scores.m']);
    this.v.set(arrays['scores.v']);
  }

  /**
   * @param gradient of the score of each of `genes`; it is zero for all others
   * @param cut the score at which genes are let in: what lies above it drifts back to it. The gradient lives near the
   *   cut only, so a gene that noise carried far above it would otherwise never be asked again what it is good for.
   */
  step(genes: Int32Array, gradient: Float64Array, cut: number): void {
    const { scores, m, v, rate, shared } = this;
    this.steps++;
    const correction1 = 1 - 0.9 ** this.steps;
    const correction2 = 1 - 0.999 ** this.steps;
    for (let i = 0; i < scores.length; i++) {
      m[i] *= 0.9;
      v[i] *= 0.999;
    }
    genes.forEach((gene, r) => {
      m[gene] += 0.1 * gradient[r];
      v[gene] += 0.001 * gradient[r] ** 2;
    });
    const ofAll = genes.reduce((sum, gene) => sum + v[gene], 0) / genes.length;
    for (let i = 0; i < scores.length; i++) {
      scores[i] -= (rate * (m[i] / correction1)) / (Math.sqrt((shared ? ofAll : v[i]) / correction2) + 1e-8);
      if (scores[i] > cut) scores[i] -= rate * (scores[i] - cut);
    }
  }
}
