/**
 * Typed arrays and names as compressed blobs: zstd at its quickest level, small number types where they suffice. Each
 * carries a checksum, so that a damaged one is an error and never other numbers.
 */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { damagedPart } from './failures.ts';
import { fromJson, stored } from './stored-rows.ts';

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
  const bytes = inflated(checked(blob, Type !== undefined));
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
  return inflated(checked(blob, blob[0] === TEXT)).toString('utf8');
}

export function packNames(names: string[]): Buffer {
  return packText(JSON.stringify(names));
}

export function unpackNames(blob: Buffer): string[] {
  return fromJson<string[]>(stored.texts, unpackText(blob), 'a list of names');
}

/** Bytes that a blob may unpack to: eight for each of a hundred million cells, or their names. */
const MOST_BYTES = 800_000_000;

/**
 * Packed bytes unpacked. What they are said to unpack to is looked at first, so that no memory is asked for in vain, and
 * has to be what comes out.
 */
function inflated(packed: Buffer): Buffer {
  const declared = declaredSize(packed);
  if (declared === null || declared > MOST_BYTES) throw damagedPart();
  try {
    const bytes = zstdDecompressSync(packed, { maxOutputLength: Math.max(1, declared) });
    if (bytes.length === declared) return bytes;
  } catch {
    // not zstd, or more than was said
  }
  throw damagedPart();
}

/** Bytes that a zstd frame says it unpacks to (RFC 8878, 3.1.1.1); null where it does not say, or is none. */
function declaredSize(packed: Buffer): number | null {
  if (packed.length < 6 || packed.readUInt32LE(0) !== 0xfd2fb528) return null;
  const head = packed[4];
  const single = (head & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][head & 3];
  const width = [single ? 1 : 0, 2, 4, 8][head >> 6];
  if (width === 0 || packed.length < at + width) return null;
  if (width === 8) return Number(packed.readBigUInt64LE(at));
  return packed.readUIntLE(at, width) + (width === 2 ? 256 : 0);
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
