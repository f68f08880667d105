/** What a matrix measures, made ready to be shown: spreads, the filters that a careful analyst would set, findings. */
import type { Finding, ImportFilters, MatrixProfile, Spread } from '../../src-shared/model.ts';
import { cellsLost, effectOf } from './filters.ts';
import { hasShares, measure, type Measures } from './measures.ts';
import { spreadOf } from './spread.ts';
import type { OpenedFile } from './types.ts';

/**
 * Reads a matrix through and says what it measures, and what filters would leave.
 *
 * @throws AppError as `OpenedFile.rows`
 */
export async function profileMatrix(
  file: OpenedFile,
  matrix: string,
  filters: ImportFilters = {},
): Promise<MatrixProfile> {
  const measures = await measure(file, matrix);
  const { info, sum, nonZeros, integers, min, max, sums, genesOf, cellsOf, mitochondrial } = measures;
  const proposed = proposeFilters(measures);
  const shares = hasShares(measures) ? spreadOf(mitochondrial) : null;
  const empty = { cells: count(genesOf, 0), genes: count(cellsOf, 0) };
  return {
    matrix: info.name,
    cells: sums.length,
    genes: cellsOf.length,
    sum,
    nonZeros,
    integers,
    min,
    max,
    librarySize: spreadOf(sums, true),
    genesPerCell: spreadOf(genesOf),
    mitochondrial: shares,
    mitochondrialGenes: measures.mitochondrialGenes,
    emptyCells: empty.cells,
    emptyGenes: empty.genes,
    proposed,
    effect: await effectOf(file, measures, filters),
    findings: [...emptyFindings(empty, measures, proposed), ...qualityFindings(measures, shares, proposed)],
  };
}

/**
 * What a careful analyst would leave out of counts, and nothing that is not there. Of whole transcriptomes (≥ 5,000
 * genes): cells under 200 genes and genes in fewer than 3 cells, as Seurat's and scanpy's guides do, and cells whose
 * mitochondrial share passes the median by five median absolute deviations (sc-best-practices.org), at least 5 % and at
 * most 25 %. Of targeted panels: cells under 10 molecules.
 */
function proposeFilters(measures: Measures): ImportFilters {
  const { info, sums, genesOf, cellsOf, mitochondrial } = measures;
  if (info.kind !== 'counts') return {};
  const whole = cellsOf.length >= 5000;
  const usual: ImportFilters = whole ? { minGenes: 200, minCells: 3 } : { minCounts: 10 };
  const out: ImportFilters = {};
  // where most cells are below it, the measure is another one than the rule is made for
  if (usual.minGenes !== undefined && spreadOf(genesOf).lower > usual.minGenes && genesOf.some((n) => n < 200))
    out.minGenes = usual.minGenes;
  if (usual.minCounts !== undefined && spreadOf(sums).lower > usual.minCounts && sums.some((sum) => sum < 10))
    out.minCounts = usual.minCounts;
  if (usual.minCells !== undefined && sums.length >= 200 && cellsOf.some((n) => n < 3)) out.minCells = usual.minCells;
  if (hasShares(measures) && measures.mitochondrialGenes >= 5) {
    const limit = outlierLimit(mitochondrial);
    const beyond = mitochondrial.reduce((sum, share) => sum + (share > limit ? 1 : 0), 0);
    // many such cells are the tissue's nature rather than damage
    if (beyond > 0 && beyond < 0.15 * mitochondrial.length) out.maxMito = limit;
  }
  return out;
}

/** Median + 5 median absolute deviations, in whole percent from 5 to 25. */
function outlierLimit(shares: Float64Array): number {
  const { median } = spreadOf(shares);
  const deviation = spreadOf(shares.map((share) => Math.abs(share - median))).median;
  return Math.min(0.25, Math.max(0.05, Math.ceil(100 * (median + 5 * deviation)) / 100));
}

function emptyFindings(
  empty: { cells: number; genes: number },
  { info, sums, cellsOf }: Measures,
  proposed: ImportFilters,
): Finding[] {
  if (empty.cells > 0 && empty.cells === sums.length) {
    return [
      {
        severity: 'problem',
        code: 'nothing-in-it',
        what: `Every value of ${info.name} is 0.`,
        why: 'There is nothing to learn from; the matrix was probably emptied before the file was written.',
        remedy: 'Choose another matrix of the file, or export the data again.',
      },
    ];
  }
  const findings: Finding[] = [];
  if (empty.cells > 0 && info.kind !== 'scaled') {
    findings.push({
      severity: 'warning',
      code: 'empty-cells',
      what: `${number(empty.cells)} of ${number(sums.length)} cells ${empty.cells === 1 ? 'has' : 'have'} no gene above 0.`,
      why: 'An empty cell can be told from no other; it only blurs the classes that it is labelled with.',
      remedy: 'Leave them out at import: at least 1 gene a cell.',
      action: { label: 'Leave them out', do: 'filters', filters: { minGenes: Math.max(1, proposed.minGenes ?? 0) } },
    });
  }
  if (empty.genes > 0 && info.kind !== 'scaled') {
    findings.push({
      severity: 'note',
      code: 'empty-genes',
      what: `${number(empty.genes)} of ${number(cellsOf.length)} genes ${empty.genes === 1 ? 'is' : 'are'} above 0 in no cell.`,
      why: 'They are never chosen, and only take room.',
      remedy: 'Nothing needs to be done, or leave out genes in fewer than 3 cells.',
      action: { label: 'Leave them out', do: 'filters', filters: { minCells: proposed.minCells ?? 1 } },
    });
  }
  return findings;
}

function qualityFindings(measures: Measures, shares: Spread | null, proposed: ImportFilters): Finding[] {
  const { sums } = measures;
  const findings: Finding[] = [];
  const lost = cellsLost(measures, proposed);
  const few = lost.minGenes + lost.minCounts;
  if (few > 0) {
    const limit = proposed.minGenes !== undefined ? `${proposed.minGenes} genes` : `${proposed.minCounts} molecules`;
    findings.push({
      severity: few > 0.05 * sums.length ? 'warning' : 'note',
      code: 'poor-cells',
      what: `${number(few)} of ${number(sums.length)} cells ${few === 1 ? 'has' : 'have'} fewer than ${limit}.`,
      why: 'Such cells are mostly debris or empty droplets that were called cells; their labels are guesses.',
      remedy: `Leave them out at import: at least ${limit} a cell.`,
      action: { label: 'Leave them out', do: 'filters', filters: only(proposed, 'minGenes', 'minCounts') },
    });
  }
  if (shares && lost.maxMito > 0 && proposed.maxMito !== undefined) {
    findings.push({
      severity: lost.maxMito > 0.05 * sums.length ? 'warning' : 'note',
      code: 'high-mitochondrial',
      what: `${number(lost.maxMito)} of ${number(sums.length)} cells ${lost.maxMito === 1 ? 'has' : 'have'} more than ${percent(proposed.maxMito)} of their counts in mitochondrial genes (median ${percent(shares.median)}).`,
      why: 'A high share is the mark of broken cells; some tissues (heart, muscle, kidney) have it by nature.',
      remedy: `Leave them out at import (at most ${percent(proposed.maxMito)}) unless the tissue explains them.`,
      action: { label: 'Leave them out', do: 'filters', filters: only(proposed, 'maxMito') },
    });
  }
  return findings;
}

function only(filters: ImportFilters, ...keys: (keyof ImportFilters)[]): ImportFilters {
  return Object.fromEntries(keys.filter((key) => filters[key] !== undefined).map((key) => [key, filters[key]]));
}

function count(values: Uint32Array, wanted: number): number {
  return values.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0);
}

const number = (value: number) => value.toLocaleString('en-US');
const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;
