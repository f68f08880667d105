/** Adam (Kingma & Ba 2015, algorithm 1) on plain arrays. */
import { type Arrays, takeRows } from './arrays.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** A parameter with the running means of its gradient and of its square. */
export interface Learned {
  values: Float32Array;
  m: Float32Array;
  v: Float32Array;
}

export function learned(values: Float32Array): Learned {
  return { values, m: new Float32Array(values.length), v: new Float32Array(values.length) };
}

/** A part of a parameter, and where its gradient begins. */
export interface Stretch {
  at: number;
  from: number;
  count: number;
}

/** What a step does to every parameter alike. */
export interface Stride {
  /** learning rate, corrected for the first moments' start at zero */
  length: number;
  /** what second moments are multiplied with for theirs */
  correction: number;
  /** share by which parameters shrink: AdamW (Loshchilov & Hutter 2019), rate · decay */
  shrink: number;
}

/** @param step the number of the step, from 1 */
export function strideOf(rate: number, step: number, decay = 0): Stride {
  return { length: rate / (1 - BETA1 ** step), correction: 1 / (1 - BETA2 ** step), shrink: rate * decay };
}

/** Moves a parameter, or a stretch of it, in place. */
export function moveByAdam(
  { values, m, v }: Learned,
  gradient: Float32Array,
  { length, correction, shrink }: Stride,
  { at, from, count }: Stretch = { at: 0, from: 0, count: values.length },
): void {
  for (let i = at, j = from; i < at + count; i++, j++) {
    const slope = gradient[j];
    m[i] += (1 - BETA1) * (slope - m[i]);
    v[i] += (1 - BETA2) * (slope * slope - v[i]);
    values[i] -= (length * m[i]) / (Math.sqrt(v[i] * correction) + EPSILON) + shrink * values[i];
  }
}

/** Adam for parameters by name, each with its moments from the first step on. */
export class Adam {
  private readonly learned: Record<string, Learned> = {};
  private steps = 0;

  /** Moves the parameters in place. */
  step(parameters: Arrays, gradients: Arrays, rate: number, decay = 0): void {
    const stride = strideOf(rate, ++this.steps, decay);
    for (const [name, values] of Object.entries(parameters)) {
      const known = (this.learned[name] ??= learned(values));
      // the array may be another one by now: rows leave
      moveByAdam({ ...known, values }, gradients[name], stride);
    }
  }

  /** Moments follow their parameters when some rows of a matrix are kept and the others leave. */
  keepRows(name: string, rows: Int32Array, width: number): void {
    const known = this.learned[name];
    known.m = takeRows(known.m, rows, width);
    known.v = takeRows(known.v, rows, width);
  }
}
