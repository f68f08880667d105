import { describe, expect, it } from 'vitest';
import type { MatrixKind } from '../../src-shared/model.ts';
import { takeColumns, type Csr } from '../../src-main/data/csr.ts';
import { columnSpread, mostVariable, seurat, seuratV3, usualFlavour, variability } from '../../src-main/data/hvg.ts';
import { fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { random } from '../../src-main/data/random.ts';
import { csr, hasReference, realData, reference, SETS } from './matrices.ts';

interface HvgReference {
  sets: Record<
    string,
    {
      genes: string[];
      position_in_file: number[];
      median_library_size: number;
      seurat: { means: number[]; dispersions_norm: number[]; top2000: string[] };
      seurat_v3: {
        means: number[];
        variances: number[];
        top2000: string[];
        loess_evaluated_exactly: { variances_norm: number[]; same_genes_of_2000: number };
      };
    }
  >;
}

/** Variable genes as a run chooses them. */
const selectHvg = (x: Csr, normalised: Csr, kind: MatrixKind, rows: Int32Array, n: number) =>
  mostVariable(variability(x, normalised, usualFlavour(kind), rows), n);

const allRows = (x: Csr) => Int32Array.from({ length: x.rows }, (_, i) => i);
const greatestDifference = (a: ArrayLike<number>, b: ArrayLike<number>, relative = false) => {
  let greatest = 0;
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) {
    expect(a[i]).not.toBeNaN();
    greatest = Math.max(greatest, Math.abs(a[i] - b[i]) / (relative ? Math.max(1e-12, Math.abs(b[i])) : 1));
  }
  return greatest;
};
const common = (a: string[], b: string[]) => {
  const set = new Set(a);
  return b.filter((name) => set.has(name)).length;
};

describe.skipIf(!hasReference)('variable genes of real data, as scanpy finds them (needs ../shared/data)', () => {
  const expected = hasReference ? reference<HvgReference>('hvg.json.gz').sets : {};

  it.each(SETS)(
    '%s',
    async (set) => {
      const { genes, position_in_file, median_library_size, seurat: byDispersion, seurat_v3: v3 } = expected[set];
      const data = await realData(set);
      const x = takeColumns(data.x, position_in_file);
      const rows = allRows(x);
      const fit = fitNormalisation(x, 'counts', rows);
      expect(fit.target).toBe(median_library_size);
      const log = normalise(x, fit);

      const linear = columnSpread(log, rows, Math.expm1);
      expect(greatestDifference(linear.mean.map(Math.log1p), byDispersion.means)).toBeLessThan(1e-6);
      expect(greatestDifference(seurat(linear), byDispersion.dispersions_norm)).toBeLessThan(1e-5);

      const spread = columnSpread(x, rows);
      expect(greatestDifference(spread.variance, v3.variances, true)).toBeLessThan(1e-6);
      const standardised = seuratV3(x, rows, spread);
      expect(greatestDifference(standardised, v3.loess_evaluated_exactly.variances_norm)).toBeLessThan(1e-5);

      const names = (columns: Int32Array, of: string[]) => Array.from(columns, (column) => of[column]);
      const byLog = names(selectHvg(log, log, 'log', rows, 2000), genes);
      expect(common(byLog, byDispersion.top2000)).toBe(2000);
      expect(byLog.slice(0, 100)).toEqual(byDispersion.top2000.slice(0, 100));
      // from the whole file: genes that fewer than 3 cells have are left out
      const byCounts = names(selectHvg(data.x, data.x, 'counts', rows, data.x.cols), data.genes);
      expect(byCounts.length).toBe(genes.length);
      expect(common(byCounts.slice(0, 2000), v3.top2000)).toBe(v3.loess_evaluated_exactly.same_genes_of_2000);
    },
    60_000,
  );
});

/** Counts in which gene j has mean about 1 + j % 5, and the last gene marks half of the cells. */
function counts(genes: number, cells: number): Csr {
  const rng = random(3, 'counts');
  return csr(
    Array.from({ length: cells }, (_, i) =>
      Array.from({ length: genes }, (_, j) => {
        if (j === genes - 1) return i % 2 === 0 ? 9 : 0;
        let events = 0;
        for (let t = -Math.log(1 - rng.uniform()); t < 1 + (j % 5); t -= Math.log(1 - rng.uniform())) events++;
        return events;
      }),
    ),
  );
}

describe('choosing variable genes', () => {
  const x = counts(60, 80);
  const rows = allRows(x);

  it('finds the gene that varies, whatever the numbers are', () => {
    for (const kind of ['counts', 'normalised'] as const) {
      expect(selectHvg(x, normalise(x, { kind, target: 180 }), kind, rows, 5)[0]).toBe(59);
    }
    const binary = { ...x, values: x.values.map(() => 1) };
    expect(selectHvg(binary, binary, 'binary', rows, 1)).toEqual(Int32Array.of(59));
    const z = { ...x, values: x.values.map((v) => v - 2) };
    expect(selectHvg(z, z, 'scaled', rows, 1)).toEqual(Int32Array.of(59));
  });

  it('looks at training cells only', () => {
    const train = rows.filter((row) => row % 4 !== 0);
    const before = selectHvg(x, x, 'counts', train, 60);
    const values = x.values.slice();
    for (let row = 0; row < x.rows; row += 4) values.fill(1000, x.indptr[row], x.indptr[row] + 20);
    expect(selectHvg({ ...x, values }, x, 'counts', train, 60)).toEqual(before);
    expect(selectHvg({ ...x, values }, x, 'counts', rows, 60)).not.toEqual(before);
  });

  it('leaves out genes that are constant or seen in fewer than three cells', () => {
    const few = csr([
      [1, 5, 0, 2],
      [1, 0, 3, 1],
      [1, 4, 0, 3],
      [1, 0, 1, 1],
      [1, 2, 0, 2],
    ]);
    for (const kind of ['counts', 'log', 'scaled'] as const) {
      expect([...selectHvg(few, few, kind, allRows(few), 4)].sort()).toEqual([1, 3]);
    }
  });
});
