/** Numbers in HDF5, made arrays that JavaScript calculates with. */
import type { Dataset, Metadata } from 'h5wasm/node';
import type { Numbers } from '../tree/tree.ts';
import { type Library, typeClass } from './types.ts';

/**
 * Numbers of a dataset, or of a slice of it: one [from, to) per axis, row after row. 64-bit whole numbers become
 * float64 (exact up to 2⁵³), half-precision ones float32.
 */
export function readNumbers(
  module: Library['Module'],
  dataset: Dataset,
  metadata: Metadata,
  ranges?: [number, number][],
): Numbers {
  if (metadata.type === typeClass.float && metadata.size === 2) return readHalves(module, dataset, metadata, ranges);
  const value = ranges ? dataset.slice(ranges) : dataset.value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return fromLong(value);
  if (typeof value === 'number' || typeof value === 'bigint') return Float64Array.of(Number(value));
  return value as Numbers;
}

/** 64-bit whole numbers as float64, by their halves: a BigInt for each would take ten times as long. */
export function fromLong(values: BigInt64Array | BigUint64Array): Float64Array {
  const low = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const high = values instanceof BigInt64Array ? new Int32Array(low.buffer, low.byteOffset, low.length) : low;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = high[2 * i + 1] * 2 ** 32 + low[2 * i];
  return out;
}

/** float16, which h5wasm reads and does not make numbers of. */
function readHalves(
  module: Library['Module'],
  { file_id: file, path }: Dataset,
  { shape }: Metadata,
  ranges = (shape ?? []).map((extent): [number, number] => [0, extent]),
): Float32Array {
  const counts = ranges.map(([from, to]) => BigInt(to - from));
  const offsets = ranges.map(([from]) => BigInt(from));
  const length = Number(counts.reduce((product, count) => product * count, 1n));
  const pointer = module._malloc(2 * length);
  if (pointer === 0) throw new Error(`no memory for ${length} numbers`);
  try {
    const steps = ranges.map(() => 1n);
    module.get_dataset_data(file, path, counts, offsets, steps, BigInt(pointer));
    const view = new DataView(module.HEAPU8.slice(pointer, pointer + 2 * length).buffer);
    // the library turns bytes round where the file has the other order
    return Float32Array.from({ length }, (_, i) => fromHalf(view.getUint16(2 * i, true)));
  } finally {
    module._free(pointer);
  }
}

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
