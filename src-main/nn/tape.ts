/**
 * Reverse-mode differentiation over `Ops`: a computation written on a tape is carried out by the operations below it, and
 * the tape remembers enough to write the gradient as further operations. So a method states its loss alone, every
 * executor runs the gradient too, and a gradient can stand in a loss (the tape differentiates what it wrote itself).
 *
 * Dimensions are known by name only while a graph is recorded; the tape follows them to know which axes an operation
 * broadcast over, because a gradient is summed over those.
 */
import type { Signature } from './executor.ts';
import type { Build, Ops } from './ops.ts';

export type Dims = readonly (number | string)[];

/** A value on the tape. */
export interface Traced<T> {
  value: T;
  dims: Dims;
  /** how the gradient of this value adds to that of each value it was made of; empty where nothing is asked for */
  pulls: { to: Traced<T>; pull(gradient: Traced<T>): Traced<T> }[];
  /** true for a variable and all that depends on one */
  varies: boolean;
  order: number;
}

export interface Tape<T> extends Ops<Traced<T>> {
  /** Gradients of a scalar by values that it depends on, with their dimensions. */
  gradients(scalar: Traced<T>, by: Traced<T>[]): Traced<T>[];
}

/** A loss and what it is made of. */
export interface Model {
  /** what is fed with every call */
  inputs: Signature;
  /** what is learned; its gradients come out */
  parameters: Signature;
  /** inputs whose gradients are wanted too */
  alsoBy?: string[];
  /** inputs by which the loss itself takes gradients */
  withinBy?: string[];
  /** the scalar to be lowered, and whatever else is to come out */
  loss<T>(tape: Tape<T>, input: (name: string) => Traced<T>): { loss: Traced<T>; outputs?: Record<string, Traced<T>> };
}

export function modelSignature({ inputs, parameters }: Model): Signature {
  return { ...inputs, ...parameters };
}

/** Outputs: `loss`, the model's own, and ∂loss/∂p as `d.p` for every parameter and every input in `alsoBy`. */
export function modelBuild(model: Model): Build {
  const signature = modelSignature(model);
  const names = [...Object.keys(model.parameters), ...(model.alsoBy ?? [])];
  const varying = [...names, ...(model.withinBy ?? [])];
  return <T>(ops: Ops<T>, input: (name: string) => T) => {
    const { tape, leaf } = startTape(ops);
    const leaves = new Map<string, Traced<T>>();
    const get = (name: string) => {
      if (!leaves.has(name)) leaves.set(name, leaf(input(name), signature[name], varying.includes(name)));
      return leaves.get(name)!;
    };
    const { loss, outputs = {} } = model.loss(tape, get);
    const results: Record<string, T> = { loss: loss.value };
    for (const [name, { value }] of Object.entries(outputs)) results[name] = value;
    tape.gradients(loss, names.map(get)).forEach(({ value }, i) => (results[`d.${names[i]}`] = value));
    return results;
  };
}

export function startTape<T>(ops: Ops<T>) {
  let written = 0;
  type V = Traced<T>;
  const leaf = (value: T, dims: Dims, varies: boolean): V => ({ value, dims, pulls: [], varies, order: written++ });
  const made = (value: T, dims: Dims, ...pulls: V['pulls']): V => {
    const kept = pulls.filter(({ to }) => to.varies);
    return { value, dims, pulls: kept, varies: kept.length > 0, order: written++ };
  };
  const each = (a: V, value: T, pull: (g: V, out: V) => V): V => {
    const out = made(value, a.dims, { to: a, pull: (g) => pull(g, out) });
    return out;
  };
  const both = (a: V, b: V, value: T, pullA: (g: V, out: V) => V, pullB: (g: V, out: V) => V): V => {
    const out = made(
      value,
      broadcast(a.dims, b.dims),
      { to: a, pull: (g) => reduceTo(pullA(g, out), a.dims) },
      { to: b, pull: (g) => reduceTo(pullB(g, out), b.dims) },
    );
    return out;
  };
  const constant = (value: number) => leaf(ops.constant(value), [], false);

  /** Sums over the axes that were broadcast. */
  const reduceTo = (g: V, dims: Dims): V => {
    if (sameDims(g.dims, dims)) return g;
    if (dims.length === 0) return tape.total(g);
    if (dims.length === 1) return tape.sum(g, 0, false);
    return [0, 1].reduce(
      (sum, axis) => (dims[axis] === 1 && sum.dims[axis] !== 1 ? tape.sum(sum, axis as 0 | 1, true) : sum),
      g,
    );
  };
  /** Repeats a gradient over the axes that were summed. */
  const spread = (g: V, like: V): V =>
    sameDims(g.dims, like.dims) ? g : tape.add(tape.mul(detached(like), constant(0)), g);
  const detached = (a: V): V => ({ ...a, pulls: [], varies: false });

  const tape: Tape<T> = {
    constant,
    add: (a, b) =>
      both(
        a,
        b,
        ops.add(a.value, b.value),
        (g) => g,
        (g) => g,
      ),
    sub: (a, b) => both(a, b, ops.sub(a.value, b.value), (g) => g, tape.neg),
    mul: (a, b) =>
      both(
        a,
        b,
        ops.mul(a.value, b.value),
        (g) => tape.mul(g, b),
        (g) => tape.mul(g, a),
      ),
    div: (a, b) =>
      both(
        a,
        b,
        ops.div(a.value, b.value),
        (g) => tape.div(g, b),
        (g, out) => tape.neg(tape.div(tape.mul(g, out), b)),
      ),
    neg: (a) => each(a, ops.neg(a.value), tape.neg),
    sqrt: (a) => each(a, ops.sqrt(a.value), (g, out) => tape.div(tape.mul(g, constant(0.5)), out)),
    exp: (a) => each(a, ops.exp(a.value), (g, out) => tape.mul(g, out)),
    relu: (a) => each(a, ops.relu(a.value), (g) => tape.mul(g, tape.positive(a))),
    positive: (a) => leaf(ops.positive(a.value), a.dims, false),
    sigmoid: (a) => each(a, ops.sigmoid(a.value), (g, out) => tape.mul(g, tape.mul(out, tape.sub(constant(1), out)))),
    softplus: (a) => each(a, ops.softplus(a.value), (g) => tape.mul(g, tape.sigmoid(a))),
    logSoftmax: (a) =>
      each(a, ops.logSoftmax(a.value), (g, out) => tape.sub(g, tape.mul(tape.exp(out), tape.sum(g, 1, true)))),
    matMul(a, b, side) {
      const dims = [side === 'a' ? a.dims[1] : a.dims[0], side === 'b' ? b.dims[0] : b.dims[1]];
      return made(
        ops.matMul(a.value, b.value, side),
        dims,
        {
          to: a,
          pull: (g) => (side === 'a' ? tape.matMul(b, g, 'b') : tape.matMul(g, b, side === 'b' ? undefined : 'b')),
        },
        {
          to: b,
          pull: (g) => (side === 'b' ? tape.matMul(g, a, 'a') : tape.matMul(a, g, side === 'a' ? undefined : 'a')),
        },
      );
    },
    sum(a, axis, keep) {
      const dims = reducedDims(a.dims, axis, keep);
      return made(ops.sum(a.value, axis, keep), dims, { to: a, pull: (g) => spread(g, a) });
    },
    mean(a, axis, keep) {
      const length = a.dims[axis];
      if (a.varies && typeof length !== 'number') throw new Error(`the mean over "${length}" has no known divisor`);
      return made(ops.mean(a.value, axis, keep), reducedDims(a.dims, axis, keep), {
        to: a,
        pull: (g) => spread(tape.mul(g, constant(1 / Number(length))), a),
      });
    },
    total: (a) => made(ops.total(a.value), [], { to: a, pull: (g) => spread(g, a) }),
    gradients(scalar, by) {
      if (by.some(({ varies }) => !varies)) throw new Error('a gradient by a value that was said not to vary');
      const found = new Map<V, V>([[scalar, constant(1)]]);
      const nodes = upstream(scalar);
      const leads = new Set(by);
      for (const node of nodes.toReversed()) if (node.pulls.some(({ to }) => leads.has(to))) leads.add(node);
      for (const node of nodes) {
        const g = found.get(node);
        if (!g) continue;
        for (const { to, pull } of node.pulls) {
          if (!leads.has(to)) continue;
          const part = pull(g);
          const before = found.get(to);
          found.set(to, before ? tape.add(before, part) : part);
        }
      }
      return by.map((leaf) => found.get(leaf) ?? spread(constant(0), leaf));
    },
  };
  return { tape, leaf };
}

/** All that a value was made of, later ones first: a value comes before everything it was made of. */
function upstream<T>(from: Traced<T>): Traced<T>[] {
  const seen = new Set([from]);
  for (const node of seen) for (const { to } of node.pulls) seen.add(to);
  return [...seen].sort((a, b) => b.order - a.order);
}

const sameDims = (a: Dims, b: Dims) => a.length === b.length && a.every((d, i) => d === b[i]);

function broadcast(a: Dims, b: Dims): Dims {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return x === 1 ? y : x;
  });
}

function reducedDims(dims: Dims, axis: 0 | 1, keep: boolean): Dims {
  if (keep) return dims.map((d, i) => (i === axis ? 1 : d));
  // a vector lies along the columns when it meets a matrix again
  if (axis === 1) throw new Error('a sum along rows must keep its axis to have a gradient');
  return [dims[1]];
}
