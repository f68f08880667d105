/** Cells and genes left out at import: which they are, what that costs, and a file without them. */
import { AppError } from '../../src-shared/errors.ts';
import type { AppliedFilters, FilterEffect, Gene, ImportFilters } from '../../src-shared/model.ts';
import { takeColumns, takeRows } from '../data/csr.ts';
import type { LabelColumn } from '../data/labels.ts';
import { hasShares, measure, type Measures } from './measures.ts';
import { rowRange } from './rows.ts';
import type { OpenedFile } from './types.ts';

/** True where filters leave something out, or may. */
export function filtersAnything(filters: ImportFilters | undefined): filters is ImportFilters {
  return filters !== undefined && Object.values(filters).some((value) => value !== undefined);
}

/** Cells that pass, by their numbers. Cells are judged by all genes of the file. */
function passingCells(measures: Measures, filters: ImportFilters): number[] {
  const passes = cellTests(measures, filters);
  const all = Array.from(measures.sums, (_, cell) => cell);
  return all.filter((cell) => passes.every(({ test }) => test(cell)));
}

function cellTests(measures: Measures, filters: ImportFilters) {
  const { sums, genesOf, mitochondrial } = measures;
  const { minGenes, minCounts, maxMito } = filters;
  const tests: { key: 'minGenes' | 'minCounts' | 'maxMito'; test: (cell: number) => boolean }[] = [];
  if (minGenes !== undefined) tests.push({ key: 'minGenes', test: (cell) => genesOf[cell] >= minGenes });
  if (minCounts !== undefined) tests.push({ key: 'minCounts', test: (cell) => sums[cell] >= minCounts });
  if (maxMito !== undefined && hasShares(measures))
    tests.push({ key: 'maxMito', test: (cell) => mitochondrial[cell] <= maxMito });
  return tests;
}

/** In how many of the chosen cells each gene is above 0; reads the matrix once more, but not where all are chosen. */
async function countsAmong(file: OpenedFile, measures: Measures, cells: readonly number[]): Promise<Uint32Array> {
  if (cells.length === measures.sums.length) return measures.cellsOf;
  const chosen = new Uint8Array(measures.sums.length);
  for (const cell of cells) chosen[cell] = 1;
  const counts = new Uint32Array(measures.cellsOf.length);
  let first = 0;
  for await (const chunk of file.rows(measures.info.name)) {
    for (let i = 0; i < chunk.rows; i++) {
      if (!chosen[first + i]) continue;
      for (let e = chunk.indptr[i]; e < chunk.indptr[i + 1]; e++) if (chunk.values[e] > 0) counts[chunk.indices[e]]++;
    }
    first += chunk.rows;
  }
  return counts;
}

/** Cells that pass and, among these, genes that pass: by their numbers. */
async function passing(file: OpenedFile, measures: Measures, filters: ImportFilters) {
  const cells = passingCells(measures, filters);
  const all = Array.from(measures.cellsOf, (_, gene) => gene);
  const { minCells } = filters;
  if (minCells === undefined) return { cells, genes: all };
  const counts = await countsAmong(file, measures, cells);
  return { cells, genes: all.filter((gene) => counts[gene] >= minCells) };
}

/** What filters would leave; nothing is left out. */
export async function effectOf(file: OpenedFile, measures: Measures, filters: ImportFilters): Promise<FilterEffect> {
  const { cells, genes } = await passing(file, measures, filters);
  const lost = { ...cellsLost(measures, filters), minCells: measures.cellsOf.length - genes.length };
  return { cells: cells.length, genes: genes.length, lost, hurt: hurtClasses(file.obs, cells) };
}

/** How many cells each limit takes away by itself. */
export function cellsLost(measures: Measures, filters: ImportFilters): Omit<FilterEffect['lost'], 'minCells'> {
  const lost = { minGenes: 0, minCounts: 0, maxMito: 0 };
  for (const { key, test } of cellTests(measures, filters)) {
    for (let cell = 0; cell < measures.sums.length; cell++) if (!test(cell)) lost[key]++;
  }
  return lost;
}

/** A class is hurt where it loses more than half of at least ten cells; a column that names cells has no classes. */
function hurtClasses(columns: readonly LabelColumn[], kept: readonly number[]): FilterEffect['hurt'] {
  const hurt: FilterEffect['hurt'] = [];
  for (const column of columns) {
    if (column.kind !== 'categorical' || column.categories.length > 500) continue;
    const before = new Uint32Array(column.categories.length);
    const after = new Uint32Array(column.categories.length);
    for (const code of column.codes) if (code >= 0) before[code]++;
    for (const cell of kept) if (column.codes[cell] >= 0) after[column.codes[cell]]++;
    column.categories.forEach((name, c) => {
      if (before[c] >= 10 && after[c] < before[c] / 2)
        hurt.push({ column: column.name, name, before: before[c], after: after[c] });
    });
  }
  return hurt.sort((a, b) => a.after / a.before - b.after / b.before).slice(0, 8);
}

/**
 * The file without the cells and genes that do not pass, with the one matrix that they were judged by.
 *
 * @throws AppError `invalid` where nothing would be left, or mitochondrial shares cannot be told
 */
export async function filtered(
  file: OpenedFile,
  matrix: string,
  filters: ImportFilters,
  progress?: (fraction: number) => void,
): Promise<{ file: OpenedFile; applied: AppliedFilters }> {
  const measures = await measure(file, matrix, progress);
  if (filters.maxMito !== undefined && !hasShares(measures)) throw noShares(measures);
  const { cells, genes } = await passing(file, measures, filters);
  if (cells.length === 0 || genes.length === 0) {
    throw new AppError(
      'invalid',
      `The filters leave ${cells.length === 0 ? 'no cell' : 'no gene'}: the median cell has ${median(measures.genesOf)} genes and a sum of ${median(measures.sums)}.`,
      'Lower the limits.',
    );
  }
  const before = { cells: measures.sums.length, genes: measures.cellsOf.length };
  return { file: without(file, matrix, cells, genes), applied: { ...filters, before } };
}

function noShares({ info, mitochondrialGenes }: Measures): AppError {
  return mitochondrialGenes === 0
    ? new AppError(
        'invalid',
        'A limit on the mitochondrial share was asked for, but no gene is called MT-… or mt-…, and no Ensembl ID is a mitochondrial one.',
        'Leave the limit out, or name the genes by their symbols.',
      )
    : new AppError(
        'invalid',
        `A limit on the mitochondrial share was asked for, but ${info.name} holds ${info.kind === 'log' ? 'logarithms' : 'no counts'}, of which shares mean nothing.`,
        'Leave the limit out, or take a matrix of counts.',
      );
}

function median(values: ArrayLike<number>): string {
  const sorted = Float64Array.from(values).sort();
  return Number((sorted[sorted.length >> 1] ?? 0).toPrecision(4)).toLocaleString('en-US');
}

function without(file: OpenedFile, matrix: string, cells: number[], genes: number[]): OpenedFile {
  const all = file.genes(matrix);
  const kept: Gene[] = genes.map((gene) => all[gene]);
  const everyGene = genes.length === all.length;
  const info = file.matrices.find(({ name }) => name === matrix)!;
  return {
    ...file,
    obsNames: cells.map((cell) => file.obsNames[cell]),
    obs: file.obs.map((column) =>
      column.kind === 'categorical'
        ? { ...column, codes: Int32Array.from(cells, (cell) => column.codes[cell]) }
        : { ...column, values: Float64Array.from(cells, (cell) => column.values[cell]) },
    ),
    matrices: [{ ...info, cells: cells.length, genes: genes.length, nonZeros: null }],
    proposedMatrix: matrix,
    genes: () => kept,
    geneColumn: async (_, column) => {
      const values = await file.geneColumn(matrix, column);
      return values && genes.map((gene) => values[gene]);
    },
    async *rows() {
      let first = 0;
      let next = 0;
      for await (const chunk of file.rows(matrix)) {
        const rows: number[] = [];
        while (next < cells.length && cells[next] < first + chunk.rows) rows.push(cells[next++] - first);
        first += chunk.rows;
        if (rows.length === 0) continue;
        const some = rows.length === chunk.rows ? rowRange(chunk, 0, chunk.rows) : takeRows(chunk, rows);
        yield everyGene ? some : takeColumns(some, genes);
      }
    },
  };
}
