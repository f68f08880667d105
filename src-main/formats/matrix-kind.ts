/** What the numbers of a matrix are, judged from some of its lines. */
import type { MatrixKind } from '../../src-shared/model.ts';
import type { Csr } from '../data/csr.ts';

export interface KindVerdict {
  kind: MatrixKind;
  /** one sentence for the user */
  evidence: string;
}

/** The evidence of a matrix without values. */
export const nothingSeen = 'No value other than 0 was seen.';

/** Logarithms of expression rarely pass this: e²⁰ is half a billion, 2²⁰ a million. */
const greatestLogarithm = 20;

/** The ends of all values of a matrix; `fraction` is one that is no whole number, null where there is none. */
export interface Extremes {
  least: number;
  greatest: number;
  fraction: number | null;
}

/**
 * Decides what a matrix holds. Whole numbers are counts; negative values mean scaling; of fractional values it is asked
 * first whether a cell's values, or exp(x) − 1 of them, sum to the same in every cell (normalised, or the logarithm of
 * it), then whether they are whole multiples of one number (the same, after genes were left out), then how large they are.
 *
 * @param sample some lines of the matrix
 * @param linesAreCells false where the lines are genes: then nothing can be said of a cell's sum
 * @param all of the whole matrix, where that was read
 */
export function decideKind(sample: Csr, linesAreCells: boolean, all?: Extremes): KindVerdict {
  let { least, greatest, fraction } = all ?? { least: 0, greatest: 0, fraction: null };
  const values = all ? 'values' : 'values looked at';
  let missing = 0;
  let seen = 0;
  for (const value of sample.values) {
    if (!Number.isFinite(value)) {
      missing++;
      continue;
    }
    if (value === 0) continue;
    seen++;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (fraction === null && !Number.isInteger(value)) fraction = value;
  }
  const hole = missing > 0 ? ' Some values are not numbers (NaN, or infinite).' : '';
  const say = (kind: MatrixKind, evidence: string): KindVerdict => ({ kind, evidence: evidence + hole });

  if (seen === 0 && greatest === 0 && least === 0) return say('counts', nothingSeen);
  if (least < 0)
    return say(
      'scaled',
      `Values run from ${short(least)} to ${short(greatest)}; nothing but scaling or a ratio makes them negative.`,
    );
  if (fraction === null && greatest === 1) return say('binary', `Every value${all ? '' : ' looked at'} is 0 or 1.`);
  if (fraction === null) return say('counts', `All ${values} are whole numbers, up to ${short(greatest)}.`);

  if (linesAreCells && missing === 0) {
    const plain = commonSum(sample, (value) => value);
    if (plain !== null)
      return say('normalised', `The values of every cell sum to ${short(plain)}${perMillion(plain)}.`);
    for (const [words, of] of unlogging) {
      const unlogged = commonSum(sample, of);
      if (unlogged !== null)
        return say('log', `${words} of every cell sums to ${short(unlogged)}: logarithms of normalised counts.`);
    }
    if (multiplesOfOne(sample, Math.expm1)) {
      return say('log', 'exp(x) − 1 within a cell are whole multiples of one number: logarithms of normalised counts.');
    }
    if (multiplesOfOne(sample, (value) => value)) {
      return say(
        'normalised',
        'Values within a cell are whole multiples of one number: counts divided by a cell’s size.',
      );
    }
  }
  if (greatest <= greatestLogarithm && linesAreCells && missing === 0 && !mayBeLogarithms(sample)) {
    return say(
      'normalised',
      `Values are not whole (${short(fraction)}), and exp(x) − 1 of the cells sum to very different amounts: no logarithms, perhaps expected counts or counts without ambient RNA.`,
    );
  }
  if (greatest <= greatestLogarithm) {
    return say(
      'log',
      `Values are not whole (${short(fraction)}) and none passes ${short(greatest)}: probably logarithms.`,
    );
  }
  return say(
    'normalised',
    `Values are not whole (${short(fraction)}) and reach ${short(greatest)}, too large for logarithms.`,
  );
}

/** What undoes the logarithms that programs take of 1 + x. */
const unlogging: [words: string, of: (value: number) => number][] = [
  ['exp(x) − 1', Math.expm1],
  ['2^x − 1', (value) => 2 ** value - 1],
  ['10^x − 1', (value) => 10 ** value - 1],
];

/**
 * False where the cells' sums of exp(x) − 1, and of 2^x − 1 as well, differ more than any normalisation leaves them: a
 * standard deviation of their logarithms beyond 1. It is at most 0.7 for logarithms of normalised counts of PBMCs and bone
 * marrow over 50 to 2,000 genes, and at least 1.4 for counts of up to 20 made fractions, of these and of osmFISH.
 */
function mayBeLogarithms(x: Csr): boolean {
  const spread = (of: (value: number) => number): number => {
    const logs: number[] = [];
    for (let i = 0; i < x.rows; i++) {
      let sum = 0;
      for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) sum += of(x.values[e]);
      if (sum > 0) logs.push(Math.log(sum));
    }
    if (logs.length < 10) return 0;
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    return Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
  };
  return Math.min(...unlogging.slice(0, 2).map(([, of]) => spread(of))) <= 1;
}

/** TPM and counts per million are told by their sum, nearly all else that is normalised is not. */
function perMillion(sum: number): string {
  return Math.abs(sum - 1e6) < 5000 ? ': TPM or counts per million' : '';
}

/** What every line sums to, within 0.5 %, or null; single lines prove nothing. */
function commonSum(x: Csr, of: (value: number) => number): number | null {
  const sums: number[] = [];
  for (let i = 0; i < x.rows; i++) {
    let sum = 0;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) sum += of(x.values[e]);
    if (sum > 0) sums.push(sum);
  }
  if (sums.length < 3) return null;
  sums.sort((a, b) => a - b);
  const middle = sums[sums.length >> 1];
  return sums[0] > middle * 0.995 && sums[sums.length - 1] < middle * 1.005 ? middle : null;
}

/** True where nearly all values of nearly all lines are whole multiples of the line's smallest one. */
function multiplesOfOne(x: Csr, of: (value: number) => number): boolean {
  let lines = 0;
  let fitting = 0;
  for (let i = 0; i < x.rows; i++) {
    let smallest = Infinity;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) smallest = Math.min(smallest, of(x.values[e]));
    let whole = 0;
    let larger = 0;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const ratio = of(x.values[e]) / smallest;
      if (ratio < 1.5 || ratio > 100) continue;
      larger++;
      if (Math.abs(ratio - Math.round(ratio)) < 0.002 * ratio) whole++;
    }
    if (larger < 5) continue;
    lines++;
    if (whole >= larger * 0.98) fitting++;
  }
  return lines >= 3 && fitting >= lines * 0.9;
}

function short(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 4 });
}
