/** Files that are not read here, recognised so that the refusal says how to bring the data over. */
import { AppError } from '../../src-preload/errors.ts';
import type { Source } from './types.ts';

interface Foreign {
  /** completes "… is" */
  what: string;
  /** how to export the data from what wrote them */
  remedy: string;
  match(source: Source): boolean;
}

const bytes = (source: Source, ...start: number[]) => start.every((byte, i) => source.head[i] === byte);
const starts = (source: Source, text: string) => bytes(source, ...Buffer.from(text, 'latin1'));
const named = (source: Source, pattern: RegExp) => pattern.test(source.name);
const has = (source: Source, ...names: string[]) => names.every((name) => source.entries.includes(name));
const hasInner = (source: Source, name: string) => source.entries.some((entry) => entry.endsWith(`/${name}`));

const fromR =
  'In R: library(zellkonverter); writeH5AD(as.SingleCellExperiment(obj), "data.h5ad").\n' +
  'Without zellkonverter: DropletUtils::write10xCounts("data_10x", GetAssayData(obj, layer = "counts"), version = "3"), and write.csv(obj[[]], "labels.csv") as the label file.';

const foreigners: Foreign[] = [
  {
    what: 'an R file (a Seurat or SingleCellExperiment object, for example)',
    remedy: fromR,
    match: (source) =>
      starts(source, 'X\n\0\0\0') || starts(source, 'A\n2\n') || starts(source, 'A\n3\n') || starts(source, 'RDX') || starts(source, 'RDA') || named(source, /\.(rds|rda|rdata)$/i), // prettier-ignore
  },
  {
    what: 'a file of 10x Genomics’ Loupe Browser, which only Loupe reads',
    remedy:
      'Take filtered_feature_bc_matrix.h5 (or the folder of that name) from the Cell Ranger output that the Loupe file was made from.\n' +
      'Clusters and annotations: in Loupe, "Export …" writes them as a CSV, which can be given as the label file.',
    match: (source) =>
      named(source, /\.(c|v)loupe$/i) || Buffer.from(source.head.subarray(0, 400)).includes('nextHeaderOffset'),
  },
  {
    what: 'an h5Seurat file (SeuratDisk)',
    remedy: fromR,
    match: (source) => source.container === 'hdf5' && has(source, 'assays', 'meta.data'),
  },
  {
    what: 'a MuData file with several modalities',
    remedy: 'Write one of them as AnnData, in Python: mudata.read("file.h5mu")["rna"].write_h5ad("rna.h5ad").',
    match: (source) => source.container === 'hdf5' && has(source, 'mod', 'obs', 'var'),
  },
  {
    what: 'a table of pandas (PyTables), not AnnData and not a 10x file',
    remedy: 'In Python: pandas.read_hdf("file.h5").to_csv("matrix.csv.gz"), and open that.',
    match: (source) => source.container === 'hdf5' && hasInner(source, 'axis0') && hasInner(source, 'block0_values'),
  },
  {
    what: 'Cell Ranger’s molecule_info.h5, a list of molecules rather than a matrix',
    remedy: 'Take filtered_feature_bc_matrix.h5 from the same output folder.',
    match: (source) =>
      source.container === 'hdf5' && (has(source, 'barcode_idx') || has(source, 'molecule_idx') || has(source, 'umi')),
  },
  {
    what: 'a Zarr store',
    remedy: 'In Python: anndata.read_zarr("store.zarr").write_h5ad("data.h5ad").',
    match: (source) => has(source, 'zarr.json') || has(source, '.zgroup'),
  },
  {
    what: 'an Excel workbook',
    remedy:
      'Save the sheet as CSV (File, Save As, CSV UTF-8) and open that. Excel may have turned gene names into dates.',
    match: (source) =>
      (starts(source, 'PK') && Buffer.from(source.head).includes('xl/')) || bytes(source, 0xd0, 0xcf, 0x11, 0xe0),
  },
  {
    what: 'a zip archive of a program (a NumPy or Zarr store, for example)',
    remedy: 'Load it with the program that wrote it and write AnnData (adata.write_h5ad in Python) or CSV.',
    match: (source) => starts(source, 'PK\x03\x04'),
  },
  {
    what: 'an Arrow, Feather or Parquet table',
    remedy: 'In Python: pandas.read_feather or read_parquet, then .to_csv("matrix.csv.gz").',
    match: (source) => starts(source, 'ARROW1') || starts(source, 'FEA1') || starts(source, 'PAR1'),
  },
  {
    what: 'compressed with bzip2 or xz',
    remedy: 'Unpack it, or compress it with gzip, and open that.',
    match: (source) => starts(source, 'BZh') || bytes(source, 0xfd, 0x37, 0x7a, 0x58, 0x5a),
  },
];

/** What is read here, for messages. */
const readable =
  'h5ad (AnnData), the HDF5 files and folders of 10x Genomics, Matrix Market with files of names, loom, and CSV, TSV and TXT, also gzipped or zipped';

/** The refusal of a file that no format knows. */
export function refuse(source: Source): AppError {
  const known = foreigners.find((foreign) => foreign.match(source));
  if (known)
    return new AppError('unreadable', `${source.name} is ${known.what}; it cannot be opened here.`, known.remedy);
  if (source.container === 'hdf5') {
    const top = source.entries.filter((entry) => !entry.includes('/'));
    return new AppError(
      'unreadable',
      `${source.name} is an HDF5 file, but neither AnnData nor 10x nor loom: instead of obs, var and X it holds ${list(top)}.`,
      'Load it with the program that wrote it and write AnnData (adata.write_h5ad in Python) or CSV.',
    );
  }
  if (source.container === 'folder') {
    const promising = source.entries.filter((name) => /\.(h5ad|h5|loom|csv|tsv|txt|gz|zip)$|_bc_matri/i.test(name));
    return new AppError(
      'unreadable',
      `The folder ${source.name} is nothing that is known here: it holds ${list(source.entries)}.`,
      promising.length > 0 ? `Open ${list(promising)} in it.` : `What can be opened: ${readable}.`,
    );
  }
  return new AppError(
    'unreadable',
    `${source.name} is of no kind that is known here.`,
    `What can be opened: ${readable}. Export the data as one of these.`,
  );
}

function list(names: string[]): string {
  if (names.length === 0) return 'nothing';
  return names.slice(0, 6).join(', ') + (names.length > 6 ? ` and ${names.length - 6} more` : '');
}
