import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  counted,
  decimal,
  duration,
  listed,
  moment,
  percent,
  progressed,
  score,
  secondsBetween,
  signed,
  significant,
  spaced,
  unspaced,
  timeLeft,
  when,
} from '../../src-shared/present/format.ts';

const thin = '\u202f';

describe('numbers', () => {
  it('sets thousands of counts apart', () => {
    expect([0, 7, 999, 5000, 1234567, -12345].map(count)).toEqual([
      '0',
      '7',
      '999',
      `5${thin}000`,
      `1${thin}234${thin}567`,
      `\u221212${thin}345`,
    ]);
    expect(count(null)).toBe('–');
    expect(count(Number.NaN)).toBe('–');
  });

  it('sets the thousands of counts in sentences apart, and leaves lists and decimals alone', () => {
    expect(spaced('Only 2 of 1,107 cells, of 1,234,567 in all.')).toBe(
      `Only 2 of 1${thin}107 cells, of 1${thin}234${thin}567 in all.`,
    );
    for (const same of ['sizes 16,32,640', 'chr1,1000', 'version 2,5', '0,125', 'a 12,3456'])
      expect(spaced(same)).toBe(same);
  });

  it('is turned round for text that goes elsewhere', () => {
    expect(unspaced(`${count(1234567)} cells, ${percent(0.98)} of ${count(12)}`)).toBe('1,234,567 cells, 98 % of 12');
  });

  it('gives a count its noun', () => {
    expect(counted(1, 'gene')).toBe('1 gene');
    expect(counted(0, 'gene')).toBe('0 genes');
    expect(counted(2, 'class', 'classes')).toBe('2 classes');
  });

  it('writes scores with three digits and differences with a real sign', () => {
    expect(score(0.8421)).toBe('0.842');
    expect(score(-0.25)).toBe('−0.250');
    expect(score(23_097_193.447)).toBe('23\u202f097\u202f193');
    expect(signed(-1200.4)).toBe('−1\u202f200');
    expect(score(null)).toBe('–');
    expect(signed(0.0312)).toBe('+0.031');
    expect(signed(-0.0312)).toBe('−0.031');
    expect(signed(0.0001)).toBe('0.000');
    expect(signed(-0.0001)).toBe('0.000');
    expect(signed(undefined)).toBe('–');
    expect(decimal(-1.25, 1)).toBe('−1.3');
  });

  it('keeps significant digits', () => {
    expect([10, 9.8764, 0.0123456, 1234.5, 0].map((value) => significant(value))).toEqual([
      '10.0',
      '9.88',
      '0.0123',
      `1${thin}235`,
      '0',
    ]);
    expect(significant(0.00000001234, 2)).toBe('1.2e−8');
  });

  it('writes shares as percent', () => {
    expect([0, 0.0004, 0.042, 0.0999, 0.38, 1].map(percent)).toEqual(
      ['0', `<${thin}0.1`, '4.2', '10', '38', '100'].map((text) => `${text}${thin}%`),
    );
  });

  it('writes how much is done in whole percents, and all only when it is', () => {
    expect([undefined, 0.0004, 0.037, 0.29, 0.999, 1].map(progressed)).toEqual(
      ['0', '0', '3', '29', '99', '100'].map((text) => `${text}${thin}%`),
    );
  });
});

describe('times', () => {
  it('says how long', () => {
    expect([0.2, 1.26, 8, 42.4, 200, 725, 3600, 3900].map(duration)).toEqual([
      'under 1 s',
      '1.3 s',
      '8 s',
      '42 s',
      '3 min 20 s',
      '12 min',
      '1 h',
      '1 h 5 min',
    ]);
    expect(duration(null)).toBe('–');
  });

  it('says how long still', () => {
    expect([null, 2, 12, 59, 170, 4000].map(timeLeft)).toEqual([
      'estimating time left',
      'a few seconds left',
      'about 15 s left',
      'about 1 min left',
      'about 3 min left',
      'about 1 h 5 min left',
    ]);
  });

  it('says when', () => {
    const now = new Date(2026, 10, 21, 15, 0, 0);
    const at = (...when: [number, number, number, number, number]) => new Date(...when).toISOString();
    expect(when(at(2026, 10, 21, 14, 59), now)).toBe('1 min ago');
    expect(when(now.toISOString(), now)).toBe('just now');
    expect(when(at(2026, 10, 21, 9, 3), now)).toBe('09:03');
    expect(when(at(2026, 10, 20, 9, 3), now)).toBe('yesterday 09:03');
    expect(when(at(2026, 2, 3, 9, 3), now)).toBe('3 Mar 09:03');
    expect(when(at(2025, 2, 3, 9, 3), now)).toBe('3 Mar 2025');
    expect(when(null, now)).toBe('–');
    expect(moment(at(2026, 2, 3, 9, 3))).toBe('3 Mar 2026 09:03:00');
  });

  it('measures between two moments', () => {
    expect(secondsBetween('2026-01-01T10:00:00Z', '2026-01-01T10:01:30Z')).toBe(90);
    expect(secondsBetween('2026-01-01T10:00:00Z', null)).toBeNull();
  });
});

describe('sizes and lists', () => {
  it('chooses the unit', () => {
    expect([12, 999, 1500, 41_800_000, 2_300_000_000].map(bytes)).toEqual([
      '12 B',
      '999 B',
      '1.5 kB',
      '42 MB',
      '2.3 GB',
    ]);
  });

  it('puts words in a row', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b'])).toBe('a and b');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
