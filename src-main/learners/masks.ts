/**
 * Masks for dropout, each a stretch of one long tape of random entries from a place that is drawn for it: to draw every
 * entry anew took an eighth of a training.
 */
import { random } from '../data/random.ts';

/** A tape is at least so long, and this many times as long as what is taken from it. */
const LEAST_LENGTH = 2 ** 20;
const TIMES = 4;

const tapes = new Map<string, Float32Array>();

/**
 * A mask that is a function of (seed, stream, step) alone: each entry is 0 with the probability `share` (to 1/256), else
 * what keeps the expectation. Not to be written to.
 */
export function keepMask(share: number, length: number, seed: number, stream: string, step: number): Float32Array {
  const tape = tapeFor(Math.round(share * 256), length);
  const at = random(seed, stream, step).integer(tape.length - length);
  return tape.subarray(at, at + length);
}

/** @param dropped of 256 entries */
function tapeFor(dropped: number, length: number): Float32Array {
  const size = Math.max(LEAST_LENGTH, 2 ** Math.ceil(Math.log2(TIMES * length)));
  const name = `${dropped} of 256, ${size} long`;
  let tape = tapes.get(name);
  if (!tape) {
    tape = new Float32Array(size);
    const draw = random(dropped, 'tape of masks');
    const kept = 256 / (256 - dropped);
    for (let i = 0; i < size; i++) tape[i] = draw.integer(256) < dropped ? 0 : kept;
    tapes.set(name, tape);
  }
  return tape;
}
