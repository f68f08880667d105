/** Imaging assays whose output is read, and what the instruments call their files. */
import type { FileKind } from '../../src-shared/model.ts';

/** An assay, and what its files are called; of several of a kind the first that is there is read. */
export interface Assay extends FileKind {
  /** of the format */
  name: string;
  counts: RegExp[];
  cells: RegExp[];
  /** files that say whose output this is and hold nothing that is read */
  marks: RegExp[];
  /** true for what the counts name a cell and is none */
  noCell?(name: string): boolean;
}

export const assays: Assay[] = [
  {
    name: 'xenium',
    endings: ['xenium'],
    what: 'Xenium',
    detail: 'the output folder, or experiment.xenium in it',
    counts: [/^cell_feature_matrix\.h5$/i, /^cell_feature_matrix$/i],
    cells: [/^cells\.parquet$/i, /^cells\.csv(\.gz)?$/i],
    marks: [/^experiment\.xenium$/i],
  },
  {
    name: 'merscope',
    endings: ['csv'],
    what: 'MERSCOPE',
    detail: 'the output folder, or cell_by_gene.csv in it',
    counts: [/^(.+_)?cell_by_gene(_.+)?\.csv(\.gz)?$/i],
    cells: [/^(.+_)?cell_metadata(_.+)?\.(csv(\.gz)?|parquet)$/i],
    marks: [],
  },
  {
    name: 'cosmx',
    endings: ['csv'],
    what: 'CosMx',
    detail: 'the folder of flat files, or …_exprMat_file.csv in it',
    counts: [/_exprMat_file\.csv(\.gz)?$/i],
    cells: [/_metadata_file\.csv(\.gz)?$/i],
    marks: [],
    // transcripts outside of all cells of a field of view are given to its cell 0
    noCell: (name) => /_0$/.test(name),
  },
];
