/** Files that are not read here, recognised so that the refusal says how to bring the data over. */
import { readdirSync } from 'node:fs';
import { AppError } from '../../src-shared/errors.ts';
import { isDataName, readable } from './known.ts';
import { isText } from './readers/text-table.ts';
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

const text = (source: Source) => Buffer.from(source.head.subarray(0, 4096)).toString('latin1').replace(/^ï»¿/, '').trimStart(); // prettier-ignore

const fromR =
  'In R: library(zellkonverter); writeH5AD(as.SingleCellExperiment(obj), "data.h5ad").\n' +
  'Without zellkonverter: DropletUtils::write10xCounts("data_10x", GetAssayData(obj, layer = "counts"), version = "3"), and write.csv(obj[[]], "labels.csv") as the label file.';
const toTable = 'Take the table or the data file that it tells of.';
const unpack = 'Unpack it (double-click it, or tar -xf in a terminal), and open the file or the folder that is inside.';

/** Text and documents that would pass for a table by their separators: asked before any format. */
const impostors: Foreign[] = [
  {
    what: 'a pointer of Git LFS: the name of a file and not the file itself',
    remedy: 'Fetch the file with "git lfs pull", or download it from the page of the repository.',
    match: (source) => text(source).startsWith('version https://git-lfs.github.com'),
  },
  {
    what: 'a web page',
    remedy:
      'The download probably answered with a page (a login, an error, a preview): download the file itself again.',
    match: (source) => /^(<!doctype html|<html)/i.test(text(source)),
  },
  {
    what: 'a Jupyter notebook',
    remedy: 'Run it and write what it computes: adata.write_h5ad("data.h5ad").',
    match: (source) =>
      named(source, /\.ipynb$/i) || /^\{\s*"(cells|nbformat)"[^]*"(nbformat|cell_type|metadata)"/.test(text(source)),
  },
  {
    what: 'a JSON file',
    remedy:
      'JSON holds no matrix in a form that is known here: write the data as h5ad, or as CSV with a row for each cell.',
    match: (source) => isJson(source),
  },
  {
    what: 'an XML document',
    remedy: toTable,
    match: (source) => text(source).startsWith('<?xml'),
  },
  {
    what: 'a PDF document',
    remedy: `${toTable} Supplementary tables are often offered as XLSX or CSV beside the PDF.`,
    match: (source) => text(source).startsWith('%PDF'),
  },
  {
    what: 'a file of sequencing reads or sequences (FASTQ, FASTA, SAM)',
    remedy: 'Count its reads first (Cell Ranger, STARsolo, alevin-fry), and open the folder of counts.',
    match: (source) => /^@[^\n]*\n[ACGTN]+\r?\n\+/.test(text(source)) || /^>[^\n]*\n[A-Za-z*]{20,}/.test(text(source)) || /^@(HD|SQ)\t/.test(text(source)), // prettier-ignore
  },
  {
    what: 'a MATLAB file',
    remedy:
      'In MATLAB: writetable(array2table(X, "VariableNames", genes), "matrix.csv"). Or in Python: scipy.io.loadmat, then AnnData(...).write_h5ad("data.h5ad").',
    match: (source) => starts(source, 'MATLAB '),
  },
  {
    what: 'a gene annotation (GTF or GFF)',
    remedy: 'Open the matrix of counts that was made with it.',
    match: (source) => named(source, /\.(gtf|gff3?)(\.gz)?$/i) || /^##gff-version/.test(text(source)),
  },
];

/** JSON begins with a brace or bracket and goes on like JSON. */
function isJson(source: Source): boolean {
  return isText(source.head) && /^(\{\s*("|\}|$)|\[\s*([[{"\]\d-]|$))/.test(text(source)) && (named(source, /\.json(\.gz)?$/i) || /^[[{][\s\S]*[:\]}]/.test(text(source))); // prettier-ignore
}

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
    what: 'an Excel workbook, which is read as a label file only',
    remedy:
      'If it holds labels, open the data and join it as their label file. If it holds the matrix, save the sheet as CSV (File, Save As, CSV UTF-8) and open that; Excel may have turned gene names into dates.',
    match: (source) => isWorkbook(source) || bytes(source, 0xd0, 0xcf, 0x11, 0xe0),
  },
  {
    what: 'a document of Word or PowerPoint',
    remedy: toTable,
    match: (source) => starts(source, 'PK') && /\[Content_Types\]|word\/|ppt\//.test(text(source)),
  },
  {
    what: 'a project of Panelwright',
    remedy: 'Open it as a project: "Open…" on the first page, or panelwright serve --project FILE.',
    match: (source) => starts(source, 'SQLite format 3') && named(source, /\.panelwright$/i),
  },
  {
    what: 'an SQLite database',
    remedy: 'Write the table that holds the matrix as CSV, or the data as h5ad.',
    match: (source) => starts(source, 'SQLite format 3'),
  },
  {
    what: 'an archive of 7-Zip or RAR',
    remedy: unpack,
    match: (source) => bytes(source, 0x37, 0x7a, 0xbc, 0xaf) || starts(source, 'Rar!'),
  },
  {
    what: 'a picture',
    remedy: toTable,
    match: (source) => bytes(source, 0x89, 0x50, 0x4e, 0x47) || bytes(source, 0xff, 0xd8, 0xff) || starts(source, 'GIF8') || bytes(source, 0x49, 0x49, 0x2a, 0) || bytes(source, 0x4d, 0x4d, 0, 0x2a), // prettier-ignore
  },
  {
    what: 'a Python pickle or NumPy array',
    remedy:
      'In Python, load it and write AnnData: adata.write_h5ad("data.h5ad"). A pickle is a program and is never run here.',
    match: (source) => starts(source, '\x93NUMPY') || (bytes(source, 0x80) && source.head[1] >= 2 && source.head[1] <= 5 && named(source, /\.(pkl|pickle|p|joblib)(\.gz)?$/i)), // prettier-ignore
  },
  {
    what: 'an alignment (BAM)',
    remedy: 'Count its reads first (Cell Ranger, STARsolo), and open the folder of counts.',
    match: (source) => starts(source, 'BAM\x01'),
  },
  {
    what: 'a file of flow cytometry (FCS)',
    remedy: 'Panels of genes are chosen from expression data; open a single-cell or spatial data set.',
    match: (source) => /^FCS[23]\./.test(text(source)),
  },
  {
    what: 'a zip archive of a program (NumPy arrays, for example)',
    remedy: 'Load it with the program that wrote it and write AnnData (adata.write_h5ad in Python) or CSV.',
    match: (source) => starts(source, 'PK\x03\x04'),
  },
  {
    what: 'an Arrow, Feather or Parquet table',
    remedy: 'In Python: pandas.read_feather or read_parquet, then .to_csv("matrix.csv.gz").',
    match: (source) => starts(source, 'ARROW1') || starts(source, 'FEA1') || starts(source, 'PAR1'),
  },
  {
    what: 'compressed with bzip2, xz or zstd',
    remedy: 'Unpack it, or compress it with gzip, and open that.',
    match: (source) =>
      starts(source, 'BZh') || bytes(source, 0xfd, 0x37, 0x7a, 0x58, 0x5a) || bytes(source, 0x28, 0xb5, 0x2f, 0xfd),
  },
];

/** True for a workbook of Excel's newer kind, which may be a label file. */
export function isWorkbook(source: Source): boolean {
  return starts(source, 'PK') && (Buffer.from(source.head).includes('xl/') || (Buffer.from(source.head).includes('[Content_Types]') && named(source, /\.xls[xm]$/i))); // prettier-ignore
}

/** Refuses what would pass for a table and is none. @throws AppError `unreadable` */
export function refuseImpostor(source: Source): void {
  const known = source.container === 'none' ? impostors.find((foreign) => foreign.match(source)) : undefined;
  if (known) throw refusal(source, known);
}

function refusal(source: Source, { what, remedy }: Foreign): AppError {
  return new AppError('unreadable', `${source.name} is ${what}; it cannot be opened here.`, remedy);
}

/** The refusal of a file that no format knows. */
export function refuse(source: Source): AppError {
  const known = foreigners.find((foreign) => foreign.match(source));
  if (known) return refusal(source, known);
  if (source.container === 'hdf5') {
    const top = source.entries.filter((entry) => !entry.includes('/'));
    return new AppError(
      'unreadable',
      `${source.name} is an HDF5 file, but neither AnnData nor 10x nor loom: instead of obs, var and X it holds ${list(top)}.`,
      'Load it with the program that wrote it and write AnnData (adata.write_h5ad in Python) or CSV.',
    );
  }
  if (source.container === 'folder') {
    const folders = readdirSync(source.path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name); // prettier-ignore
    const data = source.entries.filter((name) => isDataName(name) && !/_summary\.csv$/i.test(name)); // prettier-ignore
    const matrices = folders.filter((name) => /_bc_matri/i.test(name));
    const names = source.entries.filter((name) => /^(.*[_.-])?(barcodes|features|genes)\.tsv(\.gz)?$/i.test(name));
    if (names.length > 1) {
      return new AppError(
        'unreadable',
        `The folder ${source.name} holds the names of genes and cells (${list(names)}), but no matrix: matrix.mtx.gz or matrix.mtx is expected beside them.`,
        'Put the matrix into the same folder.',
      );
    }
    const promising = matrices.length > 0 ? matrices : data.length > 0 ? data : folders;
    return new AppError(
      'unreadable',
      `The folder ${source.name} is nothing that is known here: it holds ${list(source.entries)}.`,
      promising.length > 0
        ? `Open ${promising.length > 1 ? 'one of these in it: ' : ''}${list(promising)}${promising.length > 1 ? '.' : ' in it.'}`
        : `What can be opened: ${readable}.`,
    );
  }
  if (isText(source.head)) return prose(source);
  return new AppError(
    'unreadable',
    `${source.name} is of no kind that is known here.`,
    `What can be opened: ${readable}. Export the data as one of these.`,
  );
}

/** Text whose lines are not divided into fields. */
function prose(source: Source): AppError {
  const line = text(source).split(/\r?\n/, 1)[0].slice(0, 60);
  return new AppError(
    'unreadable',
    `${source.name} is text, but no table: nothing separates fields in its first lines (“${line}”).`,
    'A matrix is a line of names and then a line for each cell or gene, separated by tabs, commas or semicolons. If this is a list of genes, give it where the panel is set up.',
  );
}

function list(names: string[]): string {
  if (names.length === 0) return 'nothing';
  return names.slice(0, 6).join(', ') + (names.length > 6 ? ` and ${names.length - 6} more` : '');
}
