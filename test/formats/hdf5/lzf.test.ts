import { describe, expect, it } from 'vitest';
import { unpackLzf } from '../../../src-main/formats/hdf5/lzf.ts';

const bytes = (text: string) => [...Buffer.from(text)];
const unpacked = (...packed: number[]) => {
  const out = unpackLzf(Uint8Array.from(packed));
  return out && Buffer.from(out).toString();
};

describe('LZF', () => {
  it('knows runs, and references back, also into what they write', () => {
    expect(unpacked(2, ...bytes('abc'))).toBe('abc');
    // three bytes from three before
    expect(unpacked(2, ...bytes('abc'), 1 << 5, 2)).toBe('abcabc');
    // 7 + 10 + 2 bytes from one before
    expect(unpacked(0, ...bytes('a'), 7 << 5, 10, 0)).toBe('a'.repeat(20));
    expect(unpacked()).toBe('');
  });

  it('grows far beyond the size that it was packed to', () => {
    const packed = [0, ...bytes('x'), ...Array.from({ length: 300 }, () => [7 << 5, 255, 0]).flat()];
    expect(unpackLzf(Uint8Array.from(packed))).toHaveLength(1 + 300 * 264);
  });

  it('takes nothing that is cut short or points before the beginning', () => {
    expect(unpacked(2, ...bytes('ab'))).toBeNull();
    expect(unpacked(0, ...bytes('a'), 7 << 5, 10)).toBeNull();
    expect(unpacked(0, ...bytes('a'), 1 << 5, 1)).toBeNull();
  });
});
