import { describe, expect, it } from 'vitest';
import { takeColumns } from '../../src-main/data/csr.ts';
import { fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { anovaF, correlationWithColumn, correlationWithValues, regressionF } from '../../src-main/data/statistics.ts';
import { csr, hasReference, realData, reference, SETS } from './matrices.ts';

const x = csr([
  [1, 0, 2, 5],
  [2, 0, 2, 5],
  [3, 4, 2, 5],
  [6, 4, 2, 0],
  [0, 9, 2, 0],
  [9, 9, 2, 0],
]);

describe('F of an analysis of variance', () => {
  it('is the ratio of the mean squares', () => {
    const f = anovaF(x, Int32Array.of(0, 0, 0, 1, 1, 1), 2);
    // classes (1,2,3) and (6,0,9): between 3·(2−3.5)²·2 = 13.5 on 1, within 2 + 42 = 44 on 4
    expect(f[0]).toBeCloseTo(13.5 / 11, 10);
    expect(f[2]).toBe(0);
    expect(f[3]).toBe(Infinity);
  });

  it('leaves out cells without a class, and classes without cells', () => {
    const five = takeColumns(x, [0]);
    expect(anovaF(five, Int32Array.of(0, 0, -1, 3, -1, 3), 4)[0]).toBeCloseTo(36 / (5 / 2), 10);
    expect(anovaF(five, new Int32Array(6), 1)[0]).toBe(0);
    expect(anovaF(five, Int32Array.of(0, 1, -1, -1, -1, -1), 2)[0]).toBe(0);
  });
});

describe('correlation', () => {
  it('counts zeros and leaves out missing values', () => {
    const values = Float32Array.of(1, 2, 3, NaN, 0, 9);
    const r = correlationWithValues(x, values);
    expect(r[0]).toBeCloseTo(1, 12);
    expect(r[2]).toBe(0);
    expect(regressionF(x, values)[1]).toBeCloseTo(((r[1] * r[1]) / (1 - r[1] * r[1])) * 3, 10);
    expect(regressionF(x, Float32Array.of(2, 4, 6, 12, 0, 19))[0]).toBeGreaterThan(1000);
  });

  it('is the same for a column as for its values', () => {
    expect(correlationWithColumn(x, 1)).toEqual(correlationWithValues(x, Float32Array.of(0, 0, 4, 4, 9, 9)));
    expect(correlationWithColumn(x, 1)[1]).toBeCloseTo(1, 12);
    expect([...correlationWithColumn(x, 2)]).toEqual([0, 0, 0, 0]);
  });
});

describe.skipIf(!hasReference)('F as scikit-learn computes it (needs ../shared/data)', () => {
  it.each(SETS)(
    '%s',
    async (set) => {
      const { genes, F } = reference<{ sets: Record<string, { genes: string[]; F: number[] }> }>('ftest.json.gz').sets[
        set
      ];
      const { position_in_file, genes: kept } = reference<{
        sets: Record<string, { position_in_file: number[]; genes: string[] }>;
      }>('hvg.json.gz').sets[set];
      const data = await realData(set);
      const counts = takeColumns(data.x, position_in_file);
      const all = Int32Array.from({ length: counts.rows }, (_, i) => i);
      const log = normalise(counts, fitNormalisation(counts, 'counts', all));
      const at = new Map(kept.map((gene, i) => [gene, i]));
      const f = anovaF(log, data.y, data.classes.length);
      genes.forEach((gene, i) => expect(Math.abs(f[at.get(gene)!] / F[i] - 1)).toBeLessThan(1e-6));
    },
    60_000,
  );
});
