/** What the cells and genes of a matrix measure, found by reading it through once. */
import type { MatrixInfo } from '../../src-shared/model.ts';
import type { Csr } from '../data/csr.ts';
import { isMitochondrial } from './species.ts';
import type { OpenedFile } from './types.ts';

export interface Measures {
  info: MatrixInfo;
  sum: number;
  nonZeros: number;
  /** every value is a whole number */
  integers: boolean;
  min: number;
  max: number;
  /** of each cell: the sum of its values, its genes above 0, the share of the sum in mitochondrial genes */
  sums: Float64Array;
  genesOf: Uint32Array;
  mitochondrial: Float64Array;
  /** how many genes are mitochondrial */
  mitochondrialGenes: number;
  /** of each gene: cells above 0 */
  cellsOf: Uint32Array;
}

/**
 * Reads a matrix through.
 *
 * @param progress told the share that is read, 0…1; may throw to stop
 * @throws AppError as `OpenedFile.rows`
 */
export async function measure(
  file: OpenedFile,
  matrix: string,
  progress: (fraction: number) => void = () => {},
): Promise<Measures> {
  const genes = file.genes(matrix);
  const mitochondrial = genes.map(isMitochondrial);
  const cells = file.obsNames.length;
  const found: Measures = {
    info: file.matrices.find(({ name }) => name === matrix)!,
    sum: 0,
    nonZeros: 0,
    integers: true,
    min: Infinity,
    max: -Infinity,
    sums: new Float64Array(cells),
    genesOf: new Uint32Array(cells),
    mitochondrial: new Float64Array(cells),
    mitochondrialGenes: mitochondrial.filter(Boolean).length,
    cellsOf: new Uint32Array(genes.length),
  };
  let first = 0;
  for await (const chunk of file.rows(matrix)) {
    measureChunk(found, chunk, first, mitochondrial);
    first += chunk.rows;
    progress(first / cells);
  }
  for (const sum of found.sums) found.sum += sum;
  // zeros are not stored
  if (found.nonZeros < cells * genes.length) {
    found.min = Math.min(0, found.min);
    found.max = Math.max(0, found.max);
  }
  return found;
}

function measureChunk(found: Measures, chunk: Csr, first: number, mitochondrial: boolean[]): void {
  for (let i = 0; i < chunk.rows; i++) {
    let sum = 0;
    let mito = 0;
    for (let e = chunk.indptr[i]; e < chunk.indptr[i + 1]; e++) {
      const value = chunk.values[e];
      const gene = chunk.indices[e];
      sum += value;
      if (mitochondrial[gene]) mito += value;
      if (value > 0) {
        found.genesOf[first + i]++;
        found.cellsOf[gene]++;
      }
      if (found.integers && !Number.isInteger(value)) found.integers = false;
      if (value < found.min) found.min = value;
      if (value > found.max) found.max = value;
    }
    found.nonZeros += chunk.indptr[i + 1] - chunk.indptr[i];
    found.sums[first + i] = sum;
    found.mitochondrial[first + i] = sum > 0 ? mito / sum : 0;
  }
}

/** Shares of a sum mean something for counts and for what is proportional to them. */
export const hasShares = ({ info, mitochondrialGenes }: Measures): boolean =>
  mitochondrialGenes > 0 && (info.kind === 'counts' || info.kind === 'normalised');
