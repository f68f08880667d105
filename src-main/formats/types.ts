/** What every file format offers: a cheap look, then cells in chunks. */
import type { FileKind, Finding, Gene, GeneNaming, MatrixInfo, Modalities } from '../../src-shared/model.ts';
import type { Encoding } from '../../src-shared/text-files.ts';
import type { Csr } from '../data/csr.ts';
import type { LabelColumn } from '../data/labels.ts';

/** A file or folder that somebody pointed at, with what is needed to recognise it. */
export interface Source {
  path: string;
  /** last part of the path */
  name: string;
  bytes: number;
  /** what holds further names inside; `none` for plain bytes and text */
  container: 'folder' | 'hdf5' | 'none';
  /** names inside a container: files of a folder; groups and datasets of an HDF5 file, two levels deep (`obs/_index`) */
  entries: string[];
  /** first bytes of a file, unpacked where it is gzipped, in UTF-8 where they are text; empty for a folder */
  head: Uint8Array;
  gzipped: boolean;
  /** how a text is written; means nothing of a file that is none */
  encoding: Encoding;
}

/** What the caller knows beforehand and a format may use. */
export interface Hints {
  /** cell names of a label file: they tell which side of a text matrix is cells */
  cellNames?: string[];
  /** what shall name the genes, where the file has more than one thing that could */
  geneNames?: GeneNaming;
  /** of several AnnData in one file, which is to be read: a modality of MuData, a table of SpatialData */
  modality?: string;
  /** folders that every file that is read must lie in, links resolved; any unless given */
  within?: string[];
  /** archives that the file lies in, one in the other */
  depth?: number;
}

/** What opens files. `match` looks at signature and content, not at the extension alone. */
export interface Format {
  name: string;
  match(source: Source): boolean;
  /** @throws AppError `unreadable`: names the file, what was expected, what was found, what to do */
  open(source: Source, hints: Hints): Promise<OpenedFile>;
}

/** A format of data, and how it is told of. */
export interface DataFormat extends Format, FileKind {
  /** one file holds everything: of an archive it can be taken whatever else is in it */
  standsAlone?: boolean;
}

/** A file that was recognised and looked into; the matrix itself is read only when asked for. */
export interface OpenedFile {
  format: string;
  /** the files that were read; one, or the parts of a 10x folder */
  files: string[];
  /** cell names, unique */
  obsNames: string[];
  obs: LabelColumn[];
  /** columns of text about genes, which may name them */
  geneColumns: string[];
  /** which of several AnnData in the file was opened; absent where there is the one */
  modalities?: Modalities;
  matrices: MatrixInfo[];
  proposedMatrix: string;
  /** what was noticed on opening: names made unique, parts left out, guesses */
  findings: Finding[];
  /**
   * Genes of a matrix: `raw/X` has others than `X`. `name` is unique; `symbol` falls back to the name where the file
   * knows none; `id` is '' where the file knows none.
   */
  genes(matrix: string): Gene[];
  /** a column about the genes of a matrix as text, '' where it has no value; null where there is no such column of text */
  geneColumn(matrix: string, column: string): Promise<string[] | null>;
  /**
   * The matrix in chunks of consecutive cells, from the first cell to the last. Each chunk is a CSR of its own whose
   * columns are the genes of the matrix; entries ascending, duplicates summed, no stored zeros.
   *
   * @throws AppError `not-found` for a matrix that the file does not have; `unreadable` for damage that shows only now
   */
  rows(matrix: string): AsyncIterable<Csr>;
  /** the same, without holding its values against what the matrix was judged to hold */
  stored(matrix: string): AsyncIterable<Csr>;
  close(): void;
}

/** A label file as text; which column names the cells is found out by the join. */
export interface LabelTable {
  name: string;
  /** as the first line has them; a name too few (R) is filled in front with '' */
  columns: string[];
  /** every row as long as `columns` */
  rows: string[][];
  /** what separates fields; absent for a workbook */
  delimiter?: string;
}
