/** Real files of many origins against what the established Python readers make of them, or against our refusal. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summariseColumn } from '../../src-main/formats/columns.ts';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import type { OpenedFile } from '../../src-main/formats/types.ts';
import { describeError } from '../../src-shared/errors.ts';
import { ends, sha256, sums } from './read.ts';

const data = '../shared/data';

interface MatrixReading {
  dtype: string;
  all_integers: boolean;
  n_nonzero: number;
  n_nan: number;
  sum: number;
  row_sums_first3_last3: number[];
  col_sums_first3_last3: number[];
}
interface NamesReading {
  first3: string[];
  last3: string[];
  n_duplicated: number;
  sha256_of_names_joined_by_newline: string;
}
interface ColumnReading {
  kind: string;
  n_missing: number;
  n_distinct: number;
  value_counts?: Record<string, number>;
  min?: number;
  max?: number;
}
interface Reading {
  file: string;
  with: string;
  n_obs: number;
  n_vars: number;
  X: MatrixReading;
  obs_names: NamesReading;
  var_names: NamesReading;
  obs: Record<string, ColumnReading>;
  layers: Record<string, MatrixReading>;
  raw: (MatrixReading & { var_names: NamesReading }) | null;
}

/** What each file gives: the matrix proposed, or the message of its refusal. */
const table: [file: string, expected: { proposed: string; format: string } | { refused: RegExp }][] = [
  ['bonemarrow_paul2015.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['bulk_srbct_khan2001.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['osmfish_codeluppi2018.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['pbmc3k.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['pbmc_ifnb_kang2018.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['pbmc_kang2018_ctrl.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['originals/bonemarrow_paul2015/paul15_cluster.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['originals/h5ad_oddities/10x_pbmc68k_reduced.h5ad', { format: 'h5ad', proposed: 'raw/X' }],
  ['originals/h5ad_oddities/cellrank_adata_100.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['originals/h5ad_oddities/scvi_pbmc_5k_protein_v3_lzf_dense_200cells.h5ad', { format: 'h5ad', proposed: 'X' }],
  ['originals/h5ad_oddities/tangram_smFISH_int_index.h5ad', { format: 'h5ad', proposed: 'X' }],
  [
    'originals/h5ad_oddities/zellkonverter_example_anndata_counts_layer.h5ad',
    { format: 'h5ad', proposed: 'layers/counts' },
  ],
  ['formats/bonemarrow_paul2015_csv/counts.csv', { format: 'csv', proposed: 'X' }],
  ['formats/pbmc3k_10x_v3/filtered_feature_bc_matrix', { format: '10x-mtx', proposed: 'X' }],
  ['originals/tenx_v3_mini/filtered_feature_bc_matrix', { format: '10x-mtx', proposed: 'X' }],
  ['originals/tenx_v3_mini/filtered_feature_bc_matrix.h5', { format: '10x-h5', proposed: 'X' }],
  ['originals/tenx_v1_mini/filtered_gene_bc_matrices_h5.h5', { format: '10x-h5', proposed: 'X' }],
  ['originals/tenx_v1_mini/multiple_genomes.h5', { format: '10x-h5', proposed: 'another_genome' }],
  ['originals/tenx_heart_1k_v2/filtered_gene_bc_matrices_h5.h5', { format: '10x-h5', proposed: 'X' }],
  ['originals/tenx_pbmc_1k_v2/pbmc_1k_v2_filtered_feature_bc_matrix.h5', { format: '10x-h5', proposed: 'X' }],
  ['originals/osmfish_codeluppi2018/osmFISH_SScortex_mouse_all_cells.loom', { format: 'loom', proposed: 'X' }],
  [
    'formats/bonemarrow_paul2015_csv/labels.csv',
    { refused: /^labels\.csv, line 2, column "paul15_clusters": found "7MEP"; every field .* label file\.$/ },
  ],
  [
    'formats/pbmc3k_10x_v3/labels.csv',
    { refused: /^labels\.csv, line 2, column "cell_type": found "Memory CD4 T"; .* label file\.$/ },
  ],
  ['visp_labels.csv', { refused: /^visp_labels\.csv, line 2, column "cell_types_98": found .* label file\.$/ }],
  ['originals', { refused: /^The folder originals is nothing that is known here: it holds / }],
  [
    'originals/h5ad_oddities/actinn_pytables_not_10x.h5',
    { refused: /^actinn_pytables_not_10x\.h5 is .*PyTables.*to_csv/ },
  ],
];

describe.skipIf(!existsSync(data))('real files (needs the data sets beside the repository)', () => {
  const oracle = existsSync(data)
    ? (JSON.parse(readFileSync(`${data}/reference/reading.json`, 'utf8')) as {
        files: Record<string, { file: string; readings: Reading[] }>;
      })
    : { files: {} };
  const readings = new Map(Object.values(oracle.files).map((entry) => [entry.file, entry.readings]));

  for (const [file, expected] of table) {
    if ('refused' in expected) {
      it(`refuses ${file} in words`, async () => {
        const refusal = await openFile(`${data}/${file}`).then(
          () => 'it was opened',
          (error: unknown) => describeError(error),
        );
        expect(refusal).toMatch(expected.refused);
      });
      continue;
    }
    const known = readings.get(file)?.filter((reading) => reading.obs_names) ?? [];
    it(`reads ${file} as ${known.map((reading) => reading.with).join(', ')}`, async () => {
      await compareInspection(`${data}/${file}`, known);
      const opened = await openFile(`${data}/${file}`);
      try {
        expect(opened.format).toBe(expected.format);
        expect(opened.proposedMatrix).toBe(expected.proposed);
        expect(known.length).toBeGreaterThan(0);
        for (const reading of known) {
          // scanpy reads one genome of several at a time, and says which
          await compare(opened, reading, /genome='(\w+)'/.exec(reading.with)?.[1] ?? 'X');
        }
      } finally {
        opened.close();
      }
    });
  }
});

/** What `inspect` says of each matrix when it has read it through. */
async function compareInspection(path: string, readings: Reading[]): Promise<void> {
  const { matrices, sums: found = {} } = await inspectData({ path, profile: { everyMatrix: true } });
  for (const reading of readings) {
    const main = /genome='(\w+)'/.exec(reading.with)?.[1] ?? 'X';
    const all: Record<string, MatrixReading> = { [main]: reading.X, ...(reading.raw && { 'raw/X': reading.raw }) };
    for (const [name, layer] of Object.entries(reading.layers)) all[`layers/${name}`] = layer;
    for (const [name, expected] of Object.entries(all)) {
      if (expected.n_nan > 0) {
        expect(found[name], name).toBeNull();
        continue;
      }
      const { sum, ...others } = found[name]!;
      close([sum], [expected.sum]);
      expect(others, name).toEqual({ nonZeros: expected.n_nonzero, integers: expected.all_integers });
      // scanpy and loompy's other reader turn numbers into float32 and float64; only AnnData keeps them as they are stored
      if (reading.with === 'anndata.read_h5ad') {
        expect(matrices.find((matrix) => matrix.name === name)?.dtype, name).toBe(expected.dtype);
      }
    }
  }
}

async function compare(opened: OpenedFile, reading: Reading, main: string): Promise<void> {
  expect([opened.obsNames.length, opened.genes(main).length]).toEqual([reading.n_obs, reading.n_vars]);
  compareNames(opened.obsNames, reading.obs_names);
  compareNames(
    opened.genes(main).map((gene) => (reading.var_names.n_duplicated > 0 ? gene.symbol : gene.name)),
    reading.var_names,
  );
  await compareMatrix(opened, main, reading.X);
  for (const [name, layer] of Object.entries(reading.layers)) await compareMatrix(opened, `layers/${name}`, layer);
  if (reading.raw) {
    compareNames(
      opened.genes('raw/X').map((gene) => gene.name),
      reading.raw.var_names,
    );
    await compareMatrix(opened, 'raw/X', reading.raw);
  }
  expect(opened.obs.map((column) => column.name).sort()).toEqual(Object.keys(reading.obs).sort());
  for (const column of opened.obs) {
    const summary = summariseColumn(column);
    const expected = reading.obs[column.name];
    expect(summary.missing, column.name).toBe(expected.n_missing);
    if (summary.kind === 'continuous') {
      close([summary.range!.min, summary.range!.max], [expected.min!, expected.max!]);
    } else {
      expect(summary.classes.length, column.name).toBe(expected.n_distinct);
      const counts = Object.fromEntries(summary.classes.map((entry) => [entry.name, entry.cells]));
      if (expected.value_counts && expected.kind !== 'bool') expect(counts, column.name).toEqual(expected.value_counts);
    }
  }
}

function compareNames(names: string[], expected: NamesReading): void {
  expect(ends(names)).toEqual([...expected.first3, ...expected.last3]);
  expect(sha256(names)).toBe(expected.sha256_of_names_joined_by_newline);
}

async function compareMatrix(opened: OpenedFile, name: string, expected: MatrixReading): Promise<void> {
  if (expected.n_nan > 0) {
    await expect(sums(opened, name), name).rejects.toThrow(/every value must be a number/);
    return;
  }
  const found = await sums(opened, name);
  expect(found.nonZeros, name).toBe(expected.n_nonzero);
  close(
    [found.total, ...ends(found.rows), ...ends(found.columns)],
    [expected.sum, ...expected.row_sums_first3_last3, ...expected.col_sums_first3_last3],
  );
}

/** 1e-6 relative, with room for sums that cancel out to nearly nothing. */
function close(found: number[], expected: number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThan(1e-6 * Math.max(Math.abs(expected[i]), 1000));
  });
}
