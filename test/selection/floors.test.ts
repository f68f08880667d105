import { describe, expect, it } from 'vitest';
import { randomPanel } from '../../src-main/selection/methods/random.ts';
import { topScored } from '../../src-main/selection/ranking.ts';
import { topVariance } from '../../src-main/selection/methods/top-variance.ts';
import { selectionInput } from './input.ts';

const rows = Array.from({ length: 12 }, (_, i) => [i % 2, (i % 3) * 4, 0, i, (i % 4) * 2, 1, i % 5]);
const input = selectionInput(rows, { classes: rows.map((_, i) => i % 2) });

describe('a random panel', () => {
  it('has k different genes, the forced ones first', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { genes } = await randomPanel({ ...input, k: 4, forced: Int32Array.of(5, 2), seed });
      expect([...genes.subarray(0, 2)]).toEqual([5, 2]);
      expect(new Set(genes).size).toBe(4);
      expect(genes.length).toBe(4);
    }
  });

  it('follows its seed, and gives every gene its chance', async () => {
    const of = async (seed: number) => (await randomPanel({ ...input, k: 3, seed })).genes;
    expect(await of(7)).toEqual(await of(7));
    const seen = new Set((await Promise.all(Array.from({ length: 30 }, (_, seed) => of(seed)))).flatMap((g) => [...g]));
    expect(seen.size).toBe(7);
  });
});

describe('a top-variance panel', () => {
  it('is the genes that vary most, with their variance', async () => {
    const { genes, scores } = await topVariance({ ...input, k: 3 });
    expect([...genes]).toEqual([3, 1, 4]);
    expect(scores[0]).toBeCloseTo(143 / 12, 4);
  });

  it('makes room for forced genes, and ranks them by their own variance', async () => {
    const { genes } = await topVariance({ ...input, k: 3, forced: Int32Array.of(0, 2) });
    expect([...genes]).toEqual([3, 0, 2]);
  });
});

it('equal scores go in the order of the candidates, and forced genes need not be good', () => {
  const { genes, scores } = topScored([1, 2, 2, 0, 2], Int32Array.of(3), 3);
  expect([...genes]).toEqual([1, 2, 3]);
  expect([...scores]).toEqual([2, 2, 0]);
});
