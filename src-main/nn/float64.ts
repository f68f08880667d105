/** The training step once more, in float64 and plain loops, as the oracle for every executor. */
import type { Ops } from './ops.ts';
import { type Head, type NetworkShape, parameterDims, trainingStep } from './step.ts';

export interface Feed {
  dims: number[];
  data: Float64Array;
}

const size = (dims: number[]) => dims.reduce((a, b) => a * b, 1);

function broadcast(f: (a: number, b: number) => number): (a: Feed, b: Feed) => Feed {
  return (a, b) => {
    const rank = Math.max(a.dims.length, b.dims.length);
    const pad = (d: number[]) => [...Array<number>(rank - d.length).fill(1), ...d];
    const [da, db] = [pad(a.dims), pad(b.dims)];
    const dims = da.map((d, i) => Math.max(d, db[i]));
    const at = (feed: Feed, d: number[], index: number[]) => {
      let offset = 0;
      d.forEach((length, i) => (offset = offset * length + (length === 1 ? 0 : index[i])));
      return feed.data[offset];
    };
    const data = new Float64Array(size(dims));
    for (let i = 0; i < data.length; i++) {
      const index: number[] = [];
      for (let axis = rank - 1, rest = i; axis >= 0; axis--) {
        index[axis] = rest % dims[axis];
        rest = Math.floor(rest / dims[axis]);
      }
      data[i] = f(at(a, da, index), at(b, db, index));
    }
    return { dims, data };
  };
}

const each = (f: (a: number) => number) => (a: Feed) => ({ dims: a.dims, data: a.data.map(f) });

function reduce(a: Feed, axis: 0 | 1, keep: boolean, mean: boolean): Feed {
  const [rows, columns] = a.dims;
  const data = new Float64Array(axis === 0 ? columns : rows);
  a.data.forEach((x, i) => (data[axis === 0 ? i % columns : Math.floor(i / columns)] += x));
  if (mean) data.forEach((x, i) => (data[i] = x / (axis === 0 ? rows : columns)));
  const kept = axis === 0 ? [1, columns] : [rows, 1];
  return { dims: keep ? kept : [data.length], data };
}

function transpose(a: Feed): Feed {
  const [rows, columns] = a.dims;
  const data = new Float64Array(a.data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[j * rows + i] = a.data[i * columns + j];
  return { dims: [columns, rows], data };
}

export const float64Ops: Ops<Feed> = {
  constant: (value) => ({ dims: [], data: Float64Array.of(value) }),
  add: broadcast((a, b) => a + b),
  sub: broadcast((a, b) => a - b),
  mul: broadcast((a, b) => a * b),
  div: broadcast((a, b) => a / b),
  neg: each((a) => -a),
  sqrt: each(Math.sqrt),
  exp: each(Math.exp),
  relu: each((a) => Math.max(a, 0)),
  positive: each((a) => (a > 0 ? 1 : 0)),
  sigmoid: each((a) => 1 / (1 + Math.exp(-a))),
  softplus: each((a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))),
  logSoftmax(a) {
    const columns = a.dims[1];
    const data = a.data.slice();
    for (let from = 0; from < data.length; from += columns) {
      const row = data.subarray(from, from + columns);
      const greatest = Math.max(...row);
      const log = greatest + Math.log(row.reduce((sum, x) => sum + Math.exp(x - greatest), 0));
      row.forEach((x, j) => (row[j] = x - log));
    }
    return { dims: a.dims, data };
  },
  matMul(a, b, side) {
    const left = side === 'a' ? transpose(a) : a;
    const right = side === 'b' ? transpose(b) : b;
    const [rows, inner] = left.dims;
    const columns = right.dims[1];
    const data = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let l = 0; l < inner; l++) {
        for (let j = 0; j < columns; j++)
          data[i * columns + j] += left.data[i * inner + l] * right.data[l * columns + j];
      }
    }
    return { dims: [rows, columns], data };
  },
  sum: (a, axis, keep) => reduce(a, axis, keep, false),
  mean: (a, axis, keep) => reduce(a, axis, keep, true),
  total: (a) => ({ dims: [], data: Float64Array.of(a.data.reduce((x, y) => x + y, 0)) }),
};

/** The step in float64: the whole loss, ∂loss/∂mask and the gradient of every parameter. */
export function float64Step(shape: NetworkShape, inputs: Record<string, Feed>) {
  const results = trainingStep(float64Ops, shape, (name) => inputs[name]);
  const loss = shape.heads.reduce((sum: number, _: Head, t) => sum + results[`loss${t}`].data[0], 0);
  const gradients = Object.fromEntries(
    Object.keys(parameterDims(shape)).map((name) => [name, results[`d.${name}`].data]),
  );
  return { loss, maskGradient: results.maskGradient.data, gradients };
}
