/** What all formats do alike once they know which matrices a file has. */
import { AppError } from '../../src-preload/errors.ts';
import type { Finding, Gene, MatrixInfo } from '../../src-preload/model.ts';
import type { Csr } from '../data/csr.ts';
import type { LabelColumn } from '../data/labels.ts';
import type { OpenedFile } from './types.ts';

/** A matrix that can be read. */
export interface Matrix {
  info: MatrixInfo;
  genes: Gene[];
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
  matrices: Matrix[];
  proposedMatrix: string;
  findings: Finding[];
  close(): void;
}

export function openedFile({ name, matrices, ...parts }: Parts): OpenedFile {
  const byName = new Map(matrices.map((matrix) => [matrix.info.name, matrix]));
  const take = (matrix: string): Matrix => {
    const found = byName.get(matrix);
    if (found) return found;
    const there = [...byName.keys()].join(', ');
    throw new AppError('not-found', `${name} has no matrix "${matrix}"; it has ${there}.`, 'Choose one of these.');
  };
  return {
    ...parts,
    matrices: matrices.map((matrix) => matrix.info),
    genes: (matrix) => take(matrix).genes,
    rows: (matrix) => take(matrix).rows(),
  };
}
