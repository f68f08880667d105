/** What all formats do alike once they know which matrices a file has. */
import { AppError } from '../../src-shared/errors.ts';
import type { Finding, Gene, MatrixInfo } from '../../src-shared/model.ts';
import type { Csr } from '../data/csr.ts';
import type { LabelColumn } from '../data/labels.ts';
import { asJudged } from './as-judged.ts';
import type { Awaitable } from './tree/tree.ts';
import type { OpenedFile } from './types.ts';

/** A matrix that can be read. */
export interface Matrix {
  info: MatrixInfo;
  genes: Gene[];
  /** columns of text about these genes; left out where there are none */
  geneColumn?(column: string): Awaitable<string[] | null>;
  rows(): AsyncIterable<Csr>;
}

export interface Parts {
  format: string;
  /** name of the file, for messages */
  name: string;
  /** every file that was read, for the fingerprint */
  files: string[];
  obsNames: string[];
  obs: LabelColumn[];
  /** columns of text about genes */
  geneColumns: string[];
  matrices: Matrix[];
  proposedMatrix: string;
  findings: Finding[];
  close(): void;
}

/**
 * The matrix that is meant: `counts` may stand for `layers/counts`, `raw` for `raw/X`.
 *
 * @throws AppError `not-found` with the names that there are
 */
export function matrixName(names: readonly string[], wanted: string, file: string): string {
  const meant = [wanted, `layers/${wanted}`, ...(wanted === 'raw' ? ['raw/X'] : []), `X:${wanted}`];
  const found = meant.find((name) => names.includes(name));
  if (found !== undefined) return found;
  throw new AppError(
    'not-found',
    `${file} has no matrix "${wanted}"; it has ${names.join(', ')}.`,
    'Choose one of these.',
  );
}

export function openedFile({ name, matrices, ...parts }: Parts): OpenedFile {
  const byName = new Map(matrices.map((matrix) => [matrix.info.name, matrix]));
  const take = (matrix: string): Matrix => byName.get(matrixName([...byName.keys()], matrix, name))!;
  return {
    ...parts,
    matrices: matrices.map((matrix) => matrix.info),
    genes: (matrix) => take(matrix).genes,
    geneColumn: async (matrix, column) => (await take(matrix).geneColumn?.(column)) ?? null,
    stored: (matrix) => take(matrix).rows(),
    rows: (matrix) => asJudged(name, take(matrix).info, take(matrix).rows()),
  };
}
