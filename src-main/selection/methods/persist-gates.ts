/**
 * PERSIST's elimination: every gene has a gate, open with probability σ(2θ), and gates that do not pay are closed, until
 * a few hundred genes are left for the selectors. During training gates are relaxed (binary concrete):
 *
 *   m = σ((2θ + logistic noise) / τ),   loss + λ · Σ m,   τ falling from 10 to 0.01
 */
import { type Random, random } from '../../data/random.ts';
import { Adam } from '../../learners/adam.ts';

/** Gates start this open. */
const START = 0.99;
/** θ is half a logit: the gates learn twice as fast as the network. */
const GAIN = 2;

export class Gates {
  /** logit of each gene's gate */
  readonly logits: Float32Array;
  private readonly theta: Float32Array;
  private readonly adam = new Adam();
  private readonly seed: number;

  constructor(genes: number, seed: number) {
    this.seed = seed;
    this.theta = new Float32Array(genes).fill(Math.log(START / (1 - START)) / GAIN);
    this.logits = this.theta.map((value) => GAIN * value);
  }

  /** `groups` masks, one after the other */
  sample(groups: number, temperature: number, step: number): Float32Array {
    const n = this.logits.length;
    const draw = random(this.seed, 'gates', step);
    const masks = new Float32Array(groups * n);
    for (let i = 0; i < masks.length; i++) {
      masks[i] = 1 / (1 + Math.exp(-(this.logits[i % n] + logistic(draw)) / temperature));
    }
    return masks;
  }

  /** @param toMasks ∂loss/∂mask of every mask that was sampled; each mask pays `penalty` for what it lets through */
  learn(masks: Float32Array, toMasks: Float32Array, penalty: number, temperature: number, rate: number): void {
    const { theta, logits } = this;
    const n = theta.length;
    const groups = masks.length / n;
    const gradient = new Float32Array(n);
    for (let i = 0; i < masks.length; i++) {
      const m = masks[i];
      gradient[i % n] += ((toMasks[i] + penalty / groups) * m * (1 - m) * GAIN) / temperature;
    }
    this.adam.step({ theta }, { theta: gradient }, rate);
    theta.forEach((value, j) => (logits[j] = GAIN * value));
  }

  /** gates that are open more often than not */
  open(): number {
    return this.logits.reduce((count, logit) => count + (logit > 0 ? 1 : 0), 0);
  }
}

function logistic(draw: Random): number {
  const u = (draw.uniform() * 4294967295 + 0.5) / 4294967296;
  return Math.log(u / (1 - u));
}
