/**
 * PERSIST's selection: k selectors, each a concrete distribution over the genes (Maddison et al. 2017), and a mask that
 * is their maximum:
 *
 *   P_i = softmax((3θ_i + Gumbel noise) / τ),   m_j = max_i P_ij,   τ falling from 10 to 0.01
 *
 * Two selectors that have come to the same gene would waste one: all but the last are begun anew now and then.
 */
import { random } from '../../data/random.ts';
import { Adam } from '../../learners/adam.ts';

/** θ is a third of a logit: the selectors learn three times as fast as the network. */
const GAIN = 3;

export interface SelectorSample {
  /** `groups` masks, one after the other */
  masks: Float32Array;
  /** probabilities [groups × selectors × genes] */
  p: Float32Array;
  /** the selector that each entry of a mask comes from */
  from: Uint16Array;
}

export class Selectors {
  private readonly theta: Float32Array;
  private readonly selectors: number;
  private readonly genes: number;
  private readonly seed: number;
  private readonly adam = new Adam();

  constructor(selectors: number, genes: number, seed: number) {
    this.selectors = selectors;
    this.genes = genes;
    this.seed = seed;
    this.theta = new Float32Array(selectors * genes);
  }

  sample(groups: number, temperature: number, step: number): SelectorSample {
    const { theta, selectors, genes } = this;
    const draw = random(this.seed, 'selectors', step);
    const p = new Float32Array(groups * selectors * genes);
    const masks = new Float32Array(groups * genes);
    const from = new Uint16Array(groups * genes);
    for (let s = 0; s < groups; s++) {
      for (let i = 0; i < selectors; i++) {
        const row = p.subarray((s * selectors + i) * genes, (s * selectors + i + 1) * genes);
        let greatest = -Infinity;
        for (let j = 0; j < genes; j++) {
          const logit = (GAIN * theta[i * genes + j] + draw.gumbel()) / temperature;
          row[j] = logit;
          if (logit > greatest) greatest = logit;
        }
        let sum = 0;
        for (let j = 0; j < genes; j++) sum += row[j] = Math.exp(row[j] - greatest);
        for (let j = 0; j < genes; j++) {
          row[j] /= sum;
          const at = s * genes + j;
          if (row[j] <= masks[at]) continue;
          masks[at] = row[j];
          from[at] = i;
        }
      }
    }
    return { masks, p, from };
  }

  /** @param toMasks ∂loss/∂mask of every mask that was sampled */
  learn({ masks, p, from }: SelectorSample, toMasks: Float32Array, temperature: number, rate: number): void {
    const { theta, selectors, genes } = this;
    const groups = masks.length / genes;
    const gradient = new Float32Array(theta.length);
    const along = new Float64Array(selectors);
    const scale = GAIN / temperature;
    for (let s = 0; s < groups; s++) {
      // softmax: ∂loss/∂logit_ij = P_ij (u_ij − Σ_j' P_ij' u_ij'), u the share of ∂loss/∂mask that is this selector's
      along.fill(0);
      for (let j = 0; j < genes; j++) along[from[s * genes + j]] += masks[s * genes + j] * toMasks[s * genes + j];
      for (let i = 0; i < selectors; i++) {
        const at = (s * selectors + i) * genes;
        const mean = along[i];
        for (let j = 0; j < genes; j++) gradient[i * genes + j] -= scale * p[at + j] * mean;
      }
      for (let j = 0; j < genes; j++) {
        const i = from[s * genes + j];
        gradient[i * genes + j] += scale * masks[s * genes + j] * toMasks[s * genes + j];
      }
    }
    this.adam.step({ theta }, { theta: gradient }, rate);
  }

  /** The mask without noise: for each gene the greatest probability that a selector gives it. */
  softMask(temperature: number): Float32Array {
    const { theta, genes, selectors } = this;
    const mask = new Float32Array(genes);
    for (let i = 0; i < selectors; i++) {
      const row = softmax(theta.subarray(i * genes, (i + 1) * genes), temperature);
      row.forEach((p, j) => (mask[j] = Math.max(mask[j], p)));
    }
    return mask;
  }

  /** Begins a selector anew whose gene a later selector has too. @returns true where one had to be */
  fixCollisions(step: number): boolean {
    const { theta, genes } = this;
    const best = this.favourites();
    const draw = random(this.seed, 'collisions', step);
    let fixed = false;
    best.forEach((gene, i) => {
      if (!best.includes(gene, i + 1)) return;
      for (let j = 0; j < genes; j++) theta[i * genes + j] = draw.normal();
      fixed = true;
    });
    return fixed;
  }

  /**
   * One gene a selector, none twice, and the probability of each: the surest selector takes its favourite first; one
   * whose favourite is taken takes the likeliest that is left.
   */
  choose(): { genes: Int32Array; probability: Float64Array } {
    const { theta, genes, selectors } = this;
    const chosen: [number, number][] = [];
    const isTaken = new Uint8Array(genes);
    const p = Array.from({ length: selectors }, (_, i) => softmax(theta.subarray(i * genes, (i + 1) * genes)));
    const order = p.map((row, i) => [Math.max(...row), i]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    for (const [, i] of order) {
      const gene = greatest(p[i], (j) => !isTaken[j]);
      isTaken[gene] = 1;
      chosen.push([gene, p[i][gene]]);
    }
    chosen.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return {
      genes: Int32Array.from(chosen, ([gene]) => gene),
      probability: Float64Array.from(chosen, ([, probability]) => probability),
    };
  }

  private favourites(): number[] {
    const { theta, genes, selectors } = this;
    return Array.from({ length: selectors }, (_, i) => greatest(theta.subarray(i * genes, (i + 1) * genes)));
  }
}

function greatest(values: Float32Array, isFree: (j: number) => boolean = () => true): number {
  let best = -1;
  values.forEach((value, j) => {
    if (isFree(j) && (best < 0 || value > values[best])) best = j;
  });
  return best;
}

function softmax(theta: Float32Array, temperature = 1): Float32Array {
  const top = theta.reduce((a, b) => Math.max(a, b), -Infinity);
  const e = theta.map((value) => Math.exp((GAIN * (value - top)) / temperature));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((value) => value / sum);
}
