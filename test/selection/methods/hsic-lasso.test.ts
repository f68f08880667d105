import { describe, expect, it } from 'vitest';
import { takeRows } from '../../../src-main/data/csr.ts';
import { random } from '../../../src-main/data/random.ts';
import { hsicLasso, hsicLassoPath } from '../../../src-main/selection/methods/hsic-lasso.ts';
import { csr, hasReference, reference, SETS } from '../../data/matrices.ts';
import { commonMatrix } from '../common-matrix.ts';
import { selectionInput } from '../input.ts';

interface Picks {
  picks: string[];
  beta: number[];
}
interface HsicReference {
  sets: Record<
    (typeof SETS)[number],
    {
      genes: string[];
      rows_of_subset: number[];
      all_pairs_300_cells: HsicCase;
      blocks_of_5_all_cells: HsicCase & { permutation: number[] };
    }
  >;
}
interface HsicCase {
  groups_of_equal_genes: string[][];
  relevance_KtL_of_every_gene: number[];
  'K=16': Picks;
  'K=32': Picks;
}

describe.skipIf(!hasReference)('block HSIC lasso picks what pyHSICLasso picks (needs ../shared/data)', () => {
  it.each(SETS)(
    '%s',
    async (set) => {
      const expected = reference<HsicReference>('hsic.json').sets[set];
      const { x, names, y, classes } = await commonMatrix(set, 500);
      expect(names).toEqual(expected.genes);
      const subset = Int32Array.from(expected.rows_of_subset);
      const cases = [
        {
          x: takeRows(x, subset),
          y: subset.map((row) => y[row]),
          order: subset.map((_, i) => i),
          size: subset.length,
          ...expected.all_pairs_300_cells,
        },
        {
          x,
          y,
          order: Int32Array.from(expected.blocks_of_5_all_cells.permutation),
          size: 5,
          ...expected.blocks_of_5_all_cells,
        },
      ];
      for (const one of cases) {
        const twin = new Map(one.groups_of_equal_genes.flatMap((group) => group.map((gene) => [gene, group[0]])));
        const named = (gene: string) => twin.get(gene) ?? gene;
        for (const k of [16, 32] as const) {
          const targets = { y: one.y, classes: classes.length };
          const { active, coefficients, relevance } = hsicLassoPath(
            one.x,
            targets,
            [one.order],
            one.size,
            (genes) => genes.length > k,
          );
          const picks = active.toSorted((a, b) => coefficients[b] - coefficients[a]);
          expect(picks.map((gene) => named(names[gene]))).toEqual(one[`K=${k}`].picks.map(named));
          picks.forEach((gene, i) => expect(Math.abs(coefficients[gene] - one[`K=${k}`].beta[i])).toBeLessThan(1e-5));
          relevance.forEach((r, gene) =>
            expect(Math.abs(r - one.relevance_KtL_of_every_gene[gene])).toBeLessThan(1e-5),
          );
        }
      }
    },
    60_000,
  );
});

describe('HSIC lasso', () => {
  const rng = random(2, 'hsic');
  const y = Int32Array.from({ length: 90 }, (_, i) => i % 3);
  const x = csr(
    Array.from(y, (c) => [
      c === 0 ? 2 + rng.uniform() : 0,
      c === 1 ? 3 * rng.uniform() : 0,
      ...Array.from({ length: 20 }, () => Math.max(0, rng.normal())),
    ]).map((row) => [...row, row[0]]),
  );
  const input = {
    ...selectionInput(x, { classes: y }),
    methodSettings: { blockSize: 10, permutations: 2 },
  };

  it('takes the markers, and a twin only where nothing else is left', async () => {
    const { genes, scores } = await hsicLasso({ ...input, k: 2 });
    expect([...genes].sort((a, b) => a - b)).toEqual([0, 1]);
    expect(scores[0]).toBeGreaterThan(scores[1]);
    expect([...(await hsicLasso({ ...input, k: 5 })).genes]).not.toContain(22);
  });

  it('follows a value as it follows classes', async () => {
    const values = Float32Array.from(y, (c, i) => (c === 0 ? x.values[x.indptr[i]] : 0));
    const { genes } = await hsicLasso({
      ...input,
      ...selectionInput(x, { values }),
      methodSettings: input.methodSettings,
    });
    expect([...genes]).toEqual([0]);
  });

  it('keeps forced genes, fills up when its path ends, and repeats', async () => {
    const wide = { ...input, k: 23, forced: Int32Array.of(22, 5) };
    const { genes, scores } = await hsicLasso(wide);
    expect(new Set(genes).size).toBe(23);
    expect(scores.at(-1)).toBeLessThan(0);
    expect((await hsicLasso(wide)).genes).toEqual(genes);
    expect([...(await hsicLasso({ ...wide, k: 3 })).genes]).toEqual(expect.arrayContaining([22, 5]));
  });
});
