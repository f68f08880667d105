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

/** What a step is like for every parameter. */
export interface AdamStep {
  /** learning rate */
  rate: number;
  /** the number of this step, from 1 */
  step: number;
  /** AdamW (Loshchilov & Hutter 2019): parameters shrink by rate · decay */
  decay?: number;
}

/** Moves a parameter, or a stretch of it, in place. */
export function moveByAdam(
  { values, m, v }: Learned,
  gradient: Float32Array,
  { rate, step, decay = 0 }: AdamStep,
  { at, from, count }: Stretch = { at: 0, from: 0, count: values.length },
): void {
  const stride = rate / (1 - BETA1 ** step);
  const correction = 1 / (1 - BETA2 ** step);
  for (let i = at, j = from; i < at + count; i++, j++) {
    const slope = gradient[j];
    m[i] += (1 - BETA1) * (slope - m[i]);
    v[i] += (1 - BETA2) * (slope * slope - v[i]);
    values[i] -= (stride * m[i]) / (Math.sqrt(v[i] * correction) + EPSILON) + rate * decay * values[i];
  }
}

/** Adam for parameters by name, each with its moments from the first step on. */
export class Adam {
  private readonly learned: Record<string, Learned> = {};
  private steps = 0;

  /** Moves the parameters in place. */
  step(parameters: Arrays, gradients: Arrays, rate: number, decay = 0): void {
    const step = ++this.steps;
    for (const [name, values] of Object.entries(parameters)) {
      const known = (this.learned[name] ??= learned(values));
      // the array may be another one by now: rows leave
      moveByAdam({ ...known, values }, gradients[name], { rate, step, decay });
    }
  }

  /** Moments follow their parameters when some rows of a matrix are kept and the others leave. */
  keepRows(name: string, rows: Int32Array, width: number): void {
    const known = this.learned[name];
    known.m = takeRows(known.m, rows, width);
    known.v = takeRows(known.v, rows, width);
  }
}
