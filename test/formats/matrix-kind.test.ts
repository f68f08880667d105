import { describe, expect, it } from 'vitest';
import { decideKind } from '../../src-main/formats/matrix-kind.ts';
import { random } from '../../src-main/data/random.ts';
import { denseToCsr } from '../../src-main/data/csr.ts';

/** Counts of five cells and eight genes, without two cells of the same size. */
const counts = [
  [3, 0, 1, 7, 2, 5, 4, 9],
  [1, 2, 0, 4, 6, 3, 8, 5],
  [2, 1, 5, 0, 3, 7, 9, 6],
  [4, 6, 2, 1, 0, 8, 3, 12],
  [5, 3, 7, 2, 1, 0, 6, 4],
];
const kindOf = (rows: number[][], linesAreCells = true) =>
  decideKind(denseToCsr(rows.flat(), rows.length, rows[0].length), linesAreCells);
const sizes = counts.map((row) => row.reduce((a, b) => a + b));
const cpm = counts.map((row, i) => row.map((value) => (value / sizes[i]) * 1e4));
const log = cpm.map((row) => row.map(Math.log1p));

describe('fractions below 20', () => {
  const draw = random(8, 'fractions');
  const deep = Array.from({ length: 40 }, () => {
    const depth = 0.3 + 2 * draw.uniform();
    return Array.from({ length: 60 }, (_, g) => Math.floor(depth * 5 * draw.uniform() * (g % 3 === 0 ? 1.6 : 0.6)));
  });
  const sums = deep.map((row) => row.reduce((a, b) => a + b));
  const logs = (of: (value: number) => number) => deep.map((row, i) => row.map((value) => of((value / sums[i]) * 1e4))); // prettier-ignore
  it.each<[what: string, rows: number[][], kind: string]>([
    ['counts without ambient RNA', deep.map((row) => row.map((value) => Math.max(0, value - 0.3 * draw.uniform()))), 'normalised'],
    ['expected counts', deep.map((row) => row.map((value) => value * (0.8 + 0.2 * draw.uniform()))), 'normalised'],
    ['counts shared out among genes', deep.map((row) => row.map((value) => value + 0.5 * Math.floor(2 * draw.uniform()))), 'normalised'],
    ['natural logarithms', logs(Math.log1p), 'log'],
    ['binary logarithms', logs((value) => Math.log2(1 + value)), 'log'],
    ['decimal logarithms', logs((value) => Math.log10(1 + value)), 'log'],
    ['logarithms of some genes, shrunk', logs(Math.log1p).map((row) => row.slice(0, 40).map((value) => 0.9 * value)), 'log'],
  ])('%s', (_, rows, kind) => expect(kindOf(rows).kind).toBe(kind)); // prettier-ignore
});

describe('decideKind', () => {
  it('counts', () =>
    expect(kindOf(counts)).toEqual({ kind: 'counts', evidence: 'All values looked at are whole numbers, up to 12.' }));
  it('zeros and ones', () => expect(kindOf([[0, 1, 1]]).kind).toBe('binary'));
  it('nothing but zeros', () => expect(kindOf([[0, 0]]).kind).toBe('counts'));
  it('negative values', () => {
    expect(kindOf([[0.5, -1.5, 3]])).toMatchObject({ kind: 'scaled', evidence: expect.stringContaining('-1.5 to 3') });
  });
  it('cells of one size', () => {
    expect(kindOf(cpm)).toEqual({ kind: 'normalised', evidence: 'The values of every cell sum to 10,000.' });
  });
  it('logarithms of cells of one size', () => {
    expect(kindOf(log)).toMatchObject({ kind: 'log', evidence: expect.stringContaining('sums to 10,000') });
  });
  it('logarithms after genes were left out', () => {
    const some = log.map((row) => row.slice(0, 7));
    expect(kindOf(some)).toMatchObject({
      kind: 'log',
      evidence: expect.stringContaining('whole multiples of one number'),
    });
  });
  it('small normalised values after genes were left out: no logarithms, though small', () => {
    const some = cpm.map((row) => row.slice(0, 7).map((value) => value / 1000));
    expect(kindOf(some)).toMatchObject({ kind: 'normalised', evidence: expect.stringContaining('whole multiples') });
  });
  it('other fractions by their size', () => {
    expect(kindOf([[0.7, 3.3], [1.1, 2.9]]).kind).toBe('log'); // prettier-ignore
    expect(kindOf([[0.7, 3.3], [1.1, 250.9]]).kind).toBe('normalised'); // prettier-ignore
  });
  it('does not take sums of genes for sums of cells', () => {
    const genes = log[0].map((_, j) => log.map((row) => row[j]));
    expect(kindOf(genes, false).evidence).toMatch(/probably logarithms/);
  });
  it('tells of missing values', () => {
    expect(kindOf([[NaN, 1, 2]])).toMatchObject({
      kind: 'counts',
      evidence: expect.stringContaining('not numbers (NaN, or infinite)'),
    });
  });
});
