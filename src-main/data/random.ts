/**
 * Random numbers as a function of (seed, stream, step): nothing in the engine draws from a generator that somebody
 * else moved on, so a run can be resumed at any step and a new consumer disturbs no old one.
 */
export interface Random {
  /** uniform in [0, 1) */
  uniform(): number;
  /** standard normal */
  normal(): number;
  /** standard Gumbel */
  gumbel(): number;
  /** whole number in [0, below) */
  integer(below: number): number;
  /** shuffles in place (Fisher–Yates) and returns the array */
  shuffle<A extends { length: number; [index: number]: number }>(array: A): A;
}

/** FNV-1a over the characters: turns the name of a stream into a number. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A generator (sfc32, C. Doty-Humphrey's PractRand) for one purpose `stream` at one `step`. */
export function random(seed: number, stream: string, step = 0): Random {
  // in an array rather than in variables: a number that closures change is kept in a box by itself
  const state = Int32Array.of(seed, hash(stream), step, 1);
  const next = (): number => {
    const a = state[0];
    const b = state[1];
    const c = state[2];
    const d = state[3];
    const t = (((a + b) | 0) + d) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + t) | 0;
    state[3] = (d + 1) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  const uniform = () => next() / 4294967296;
  // (0, 1): the logarithms below must not meet a zero
  const open = () => (next() + 0.5) / 4294967296;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(open())) * Math.cos(2 * Math.PI * uniform()),
    gumbel: () => -Math.log(-Math.log(open())),
    integer: (below) => Math.floor(uniform() * below),
    shuffle(array) {
      for (let i = array.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        const swap = array[i];
        array[i] = array[j];
        array[j] = swap;
      }
      return array;
    },
  };
}
