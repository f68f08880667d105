/**
 * Typed arrays and names as compressed blobs: zstd at its quickest level, small number types where they suffice. Each
 * carries a checksum, so that a damaged one is an error and never other numbers.
 */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { damagedPart } from './failures.ts';

export type Packable = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** First byte of a blob: what it holds. The order is part of the file format; a text comes after the number types. */
const types = [Uint8Array, Uint16Array, Int32Array, Float32Array, Float64Array] as const;
const TEXT = types.length;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A blob of [type, CRC-32 of type and packed bytes (little-endian), zstd(little-endian bytes)]. */
export function pack(array: Packable): Buffer {
  const type = types.findIndex((candidate) => array instanceof candidate);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return withChecksum(type, zstdCompressSync(bytes, options));
}

/** What `pack` was given, bit for bit. @throws AppError `unreadable` for a damaged blob */
export function unpack(blob: Buffer): Packable {
  const Type = types[blob[0]];
  const bytes = zstdDecompressSync(checked(blob, Type !== undefined));
  const copy = new Uint8Array(bytes); // typed arrays need an aligned start
  return new Type(copy.buffer);
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
  return withChecksum(TEXT, zstdCompressSync(text, options));
}

/** @throws AppError `unreadable` for a damaged blob */
export function unpackText(blob: Buffer): string {
  return zstdDecompressSync(checked(blob, blob[0] === TEXT)).toString('utf8');
}

export function packNames(names: string[]): Buffer {
  return packText(JSON.stringify(names));
}

export function unpackNames(blob: Buffer): string[] {
  return JSON.parse(unpackText(blob)) as string[];
}

const HEAD = 5;

function withChecksum(type: number, packed: Uint8Array): Buffer {
  const blob = Buffer.allocUnsafe(HEAD + packed.length);
  blob[0] = type;
  blob.set(packed, HEAD);
  blob.writeUInt32LE(checksumOf(blob), 1);
  return blob;
}

const checksumOf = (blob: Buffer) => crc32(blob.subarray(HEAD), crc32(blob.subarray(0, 1)));

/** Whether the bytes of a blob are those that were written. */
export const isWhole = (blob: Buffer): boolean => blob.length > HEAD && blob.readUInt32LE(1) === checksumOf(blob);

/** The packed bytes of a blob. @throws AppError `unreadable` where they are not those that were written */
function checked(blob: Buffer, isExpected: boolean): Buffer {
  if (!isExpected || !isWhole(blob)) throw damagedPart();
  return blob.subarray(HEAD);
}
