/** What every file format offers: a cheap look, then cells in chunks. */
import type { Gene, Inspection, MatrixInfo } from '../../src-preload/model.ts';
import type { Csr } from '../data/csr.ts';
import type { LabelColumn } from '../data/labels.ts';

/** A file or folder that somebody pointed at, with what is needed to recognise it. */
export interface Source {
  path: string;
  /** last part of the path */
  name: string;
  isFolder: boolean;
  bytes: number;
  /** first bytes of the file, as they lie on disk; empty for a folder */
  head: Uint8Array;
}

/** One file format. `match` looks at signature and content, not at the extension alone. */
export interface Format {
  name: string;
  match(source: Source): boolean | Promise<boolean>;
  /** @throws AppError `unreadable`: names the file, what was expected, what was found, what to do */
  open(source: Source): Promise<OpenedFile>;
}

/** A file that was recognised and looked into; the matrix itself is read only when asked for. */
export interface OpenedFile {
  format: string;
  /** cell names, unique */
  obsNames: string[];
  obs: LabelColumn[];
  matrices: MatrixInfo[];
  proposedMatrix: string;
  /** genes of a matrix: `raw/X` has others than `X` */
  genes(matrix: string): Gene[];
  /**
   * The matrix in chunks of consecutive cells, from the first cell to the last. Each chunk is a CSR of its own whose
   * columns are the genes of the matrix; entries ascending, duplicates summed.
   */
  rows(matrix: string): AsyncIterable<Csr>;
  close(): void;
}

export type { Inspection };
