/** Damage as files meet it: cut short, or with some bits flipped. Seeded, so that a variant can be looked at again. */
import { random } from '../../src-main/data/random.ts';

export interface Variant {
  bytes: Buffer;
  /** bytes that were changed; 0: it was cut short */
  flips: number;
}

/** Every third variant is cut short, the others have one to eight bits flipped. */
export function variantOf(whole: Buffer, seed: number, stream: string): Variant {
  const draw = random(seed, stream);
  if (seed % 3 === 0) return { bytes: whole.subarray(0, draw.integer(whole.length)), flips: 0 };
  const bytes = Buffer.from(whole);
  const flips = 1 + draw.integer(8);
  for (let flip = 0; flip < flips; flip++) bytes[draw.integer(bytes.length)] ^= 1 << draw.integer(8);
  return { bytes, flips };
}
