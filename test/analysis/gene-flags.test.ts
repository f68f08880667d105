import { describe, expect, it } from 'vitest';
import { flagsOf } from '../../src-shared/gene-flags.ts';

const gene = (...shares: number[]) => shares.map((share) => ({ share, molecules: share * 10 }));

describe('flags of a gene', () => {
  it.each([
    ['a marker', gene(0.02, 0.8, 0.1), []],
    ['one that all classes have', gene(0.9, 0.97, 0.8), ['housekeeping']],
    ['one that hardly a cell has', gene(0.01, 0.09), ['hardly-detected']],
    ['one of which a class has many molecules', [{ share: 0.99, molecules: 120 }, { share: 0.1, molecules: 1 }], ['very-bright']], // prettier-ignore
    ['one that is everywhere, and much of it', [{ share: 1, molecules: 60 }, { share: 1, molecules: 20 }], ['very-bright', 'housekeeping']], // prettier-ignore
    [
      'data that are no counts',
      [
        { share: 1, molecules: null },
        { share: 0.2, molecules: null },
      ],
      [],
    ],
    ['a single class', gene(0.9), []],
    ['no class at all', [], []],
  ])('tell of %s', (_, classes, flags) => {
    expect(flagsOf(classes)).toEqual(flags);
  });
});
