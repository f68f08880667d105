/** Matrices for tests: small ones written out, and the real ones that the reference outputs were computed from. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Csr } from '../../src-main/data/csr.ts';

/** Dense rows as a sparse matrix. */
export function csr(rows: number[][]): Csr {
  const indptr = new Float64Array(rows.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value === 0) return;
      indices.push(j);
      values.push(value);
    });
    indptr[i + 1] = indices.length;
  });
  return {
    rows: rows.length,
    cols: rows[0]?.length ?? 0,
    indptr,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}

const DATA = '../shared/data';

/** Real data and what established packages compute from it; not part of the repository. */
export const hasReference = existsSync(`${DATA}/reference`);

export const SETS = ['pbmc3k', 'bonemarrow_paul2015', 'pbmc_ifnb_kang2018'] as const;

/** Label column of each set that the reference outputs use. */
const LABELS = {
  pbmc3k: 'cell_type',
  bonemarrow_paul2015: 'paul15_clusters',
  pbmc_ifnb_kang2018: 'cell_type',
} as const;

export function reference<T>(name: string): T {
  const bytes = readFileSync(`${DATA}/reference/${name}`);
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as T;
}

export interface RealData {
  /** counts */
  x: Csr;
  genes: string[];
  classes: string[];
  y: Int32Array;
}

/** The counts of a set and its label column. */
export async function realData(set: (typeof SETS)[number]): Promise<RealData> {
  const h5 = await import('h5wasm/node');
  await h5.ready;
  const file = new h5.File(`${DATA}/${set}.h5ad`, 'r');
  const dataset = (path: string) => (file.get(path) as InstanceType<typeof h5.Dataset>).value;
  const genes = dataset('var/_index') as string[];
  const indptr = Float64Array.from(dataset('X/indptr') as Int32Array);
  const data: RealData = {
    x: {
      rows: indptr.length - 1,
      cols: genes.length,
      indptr,
      indices: dataset('X/indices') as Int32Array,
      values: dataset('X/data') as Float32Array,
    },
    genes,
    classes: dataset(`obs/${LABELS[set]}/categories`) as string[],
    y: Int32Array.from(dataset(`obs/${LABELS[set]}/codes`) as Int8Array),
  };
  file.close();
  return data;
}
