/** Blobs give back what they were given, and are small. */
import { describe, expect, it } from 'vitest';
import { narrow, pack, packNames, unpack, unpackNames } from '../../src-main/store/codec.ts';

describe('packing', () => {
  it.each([
    ['bytes', Uint8Array.of(0, 1, 255)],
    ['small whole numbers', Uint16Array.of(0, 65535)],
    ['codes with −1', Int32Array.of(-1, 0, 70_000)],
    ['values', Float32Array.of(-0.5, NaN, 3e38)],
    ['labels', Float64Array.of(NaN, Math.PI)],
    ['nothing', new Int32Array(0)],
  ])('gives %s back', (_what, array) => {
    expect(unpack(pack(array))).toEqual(array);
  });

  it('packs a part of a larger array, not what lies around it', () => {
    const part = Int32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(unpack(pack(part))).toEqual(Int32Array.of(1, 2));
  });

  it('takes the smallest type that holds whole numbers', () => {
    expect(narrow(Float32Array.of(0, 3, 255))).toEqual(Uint8Array.of(0, 3, 255));
    expect(narrow(Float32Array.of(0, 256))).toEqual(Uint16Array.of(0, 256));
    expect(narrow(Float32Array.of(0, 65536))).toEqual(Float32Array.of(0, 65536));
    expect(narrow(Float32Array.of(0.5))).toEqual(Float32Array.of(0.5));
    expect(narrow(Int32Array.of(-1, 2))).toEqual(Int32Array.of(-1, 2));
    expect(narrow(Float32Array.of(NaN))).toEqual(Float32Array.of(NaN));
  });

  it('keeps names as they are, whatever is in them', () => {
    const names = ['AAACATAC-1', 'größe', '', 'a\tb"c', '细胞'];
    expect(unpackNames(packNames(names))).toEqual(names);
  });
});

describe('a blob', () => {
  const whole = { numbers: pack(Float32Array.of(1, 2.5, -3)), text: packNames(['CD3D', 'LYZ']) };
  const read = { numbers: unpack, text: unpackNames };

  it.each(['numbers', 'text'] as const)('of %s that differs in any bit is refused', (kind) => {
    for (let bit = 0; bit < 8 * whole[kind].length; bit++) {
      const damaged = Buffer.from(whole[kind]);
      damaged[bit >> 3] ^= 1 << (bit & 7);
      expect(() => read[kind](damaged)).toThrow('does not match its checksum');
    }
  });

  it('that is cut short, empty or of another kind is refused', () => {
    for (const blob of [whole.numbers.subarray(0, -1), whole.numbers.subarray(0, 3), Buffer.alloc(0), whole.text]) {
      expect(() => unpack(blob)).toThrow('does not match its checksum');
    }
    expect(() => unpackNames(whole.numbers)).toThrow('does not match its checksum');
  });
});
