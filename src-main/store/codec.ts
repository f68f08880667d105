/** Typed arrays and names as compressed blobs: zstd at its quickest level, small number types where they suffice. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

export type Packable = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** First byte of a blob: what its numbers are. The order is part of the file format. */
const types = [Uint8Array, Uint16Array, Int32Array, Float32Array, Float64Array] as const;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A blob of [type, zstd(little-endian bytes)]. */
export function pack(array: Packable): Buffer {
  const type = types.findIndex((candidate) => array instanceof candidate);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return Buffer.concat([Uint8Array.of(type), zstdCompressSync(bytes, options)]);
}

/** What `pack` was given, bit for bit. */
export function unpack(blob: Buffer): Packable {
  const bytes = zstdDecompressSync(blob.subarray(1));
  const copy = new Uint8Array(bytes); // typed arrays need an aligned start
  return new types[blob[0]](copy.buffer);
}

/** Whole numbers in the smallest type that holds them all; anything else as it came. */
export function narrow(array: Uint16Array | Int32Array | Float32Array): Packable {
  let max = 0;
  for (const value of array) {
    if (value < 0 || !Number.isInteger(value)) return array;
    if (value > max) max = value;
  }
  if (max <= 0xff) return Uint8Array.from(array);
  if (max <= 0xffff) return Uint16Array.from(array);
  return array;
}

export function packText(text: string): Buffer {
  return zstdCompressSync(text, options);
}

export function unpackText(blob: Buffer): string {
  return zstdDecompressSync(blob).toString('utf8');
}

export function packNames(names: string[]): Buffer {
  return packText(JSON.stringify(names));
}

export function unpackNames(blob: Buffer): string[] {
  return JSON.parse(unpackText(blob)) as string[];
}
