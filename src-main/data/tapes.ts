/**
 * Random arrays for every step of a training, each a stretch of one long tape from a place that is drawn for it: to draw
 * every entry anew took a fifth of a training. An array is a function of (seed, stream, step) alone, and not to be
 * written to.
 */
import { type Random, random } from './random.ts';

/** A tape is at least so long, and this many times as long as what is taken from it. */
const LEAST_LENGTH = 2 ** 20;
const TIMES = 4;

const tapes = new Map<string, Float32Array>();

/** For dropout: each entry is 0 with the probability `share` (to 1/256), else what keeps the expectation. */
export function keepMask(share: number, length: number, seed: number, stream: string, step: number): Float32Array {
  const dropped = Math.round(share * 256);
  const kept = 256 / (256 - dropped);
  const entry = (draw: Random) => (draw.integer(256) < dropped ? 0 : kept);
  return stretch(`mask of ${dropped}`, entry, length, random(seed, stream, step));
}

/** Standard Gumbel noise. */
export function gumbelNoise(length: number, seed: number, stream: string, step: number): Float32Array {
  return stretch('gumbel', (draw) => draw.gumbel(), length, random(seed, stream, step));
}

/** @param name of what the entries are: equal names, equal entries */
function stretch(name: string, entry: (draw: Random) => number, length: number, draw: Random): Float32Array {
  const size = Math.max(LEAST_LENGTH, 2 ** Math.ceil(Math.log2(TIMES * length)));
  const at = draw.integer(size - length);
  return tapeOf(name, entry, size).subarray(at, at + length);
}

/** A tape of this length or a longer one: they begin alike, so the longest serves for all while a panel shrinks. */
function tapeOf(name: string, entry: (draw: Random) => number, length: number): Float32Array {
  const known = tapes.get(name);
  if (known && known.length >= length) return known;
  const draw = random(0, name);
  const tape = Float32Array.from({ length }, () => entry(draw));
  tapes.set(name, tape);
  return tape;
}
