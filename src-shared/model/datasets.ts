/** Files, data sets, their genes and the columns of their cells. */

import type { FindingCode } from '../findings.ts';

/** What the numbers of a matrix are, as far as they tell. Decides how they are normalised. */
export type MatrixKind =
  /** whole numbers ≥ 0: molecules or reads */
  | 'counts'
  /** only 0 and 1 */
  | 'binary'
  /** logarithms of normalised counts, ≥ 0 */
  | 'log'
  /** ≥ 0, not whole, not logarithms: TPM, CPM, intensities */
  | 'normalised'
  /** negative values: z-scores or log-ratios */
  | 'scaled';

export interface MatrixInfo {
  /** `X`, `layers/<name>`, `raw/X`; what the file itself calls it */
  name: string;
  cells: number;
  genes: number;
  /** stored non-zero entries; null where only a full reading would tell */
  nonZeros: number | null;
  kind: MatrixKind;
  /** one sentence: what in the numbers says so */
  evidence: string;
  /** type of the values as they are stored, in NumPy's words (`float32`, `int64`); absent in projects of version 0.1 */
  dtype?: string;
  /** of an imported matrix: what was left out of it (absent: nothing), and what its genes were asked to be named by */
  filters?: AppliedFilters;
  geneNames?: GeneNaming;
  /** the modality or table of the file that was asked for */
  modality?: string;
  /** its kind is what the user said, whatever its numbers look like */
  declared?: true;
}

/** Of several AnnData in one file: modalities of MuData, tables of SpatialData. */
export interface Modalities {
  what: 'modality' | 'table';
  names: string[];
  /** the one that is read */
  read: string;
}

/** A kind of file that can be opened. */
export interface FileKind {
  /** without the dot */
  endings: string[];
  /** what it is, in a word or two */
  what: string;
  /** more about it, to help choose a file */
  detail: string;
  /** endings of files that stand for the folder that they are in, where files alone can be chosen */
  standIns?: string[];
}

/** Something that the user should know about a file, a task or a design; `problem` prevents going on. */
export interface Finding {
  severity: 'note' | 'warning' | 'problem';
  /** stable, for tests and for the interface to attach an action to */
  code: FindingCode;
  /** what it is about by name: genes as they were asked for */
  subjects?: string[];
  /** what was found */
  what: string;
  /** why it matters */
  why: string;
  /** what to do */
  remedy: string;
  /** what one click can do about it while a file waits to be imported */
  action?: FindingAction;
}

export type FindingAction = { label: string } & (
  | { do: 'matrix'; matrix: string }
  | { do: 'gene-names'; geneNames: GeneNaming }
  | { do: 'filters'; filters: ImportFilters }
  | { do: 'labels' }
);

/** What names the genes: their symbols or their Ensembl IDs, and the column of `var` that holds these. */
export interface GeneNaming {
  by?: 'symbol' | 'ensembl';
  column?: string;
}

/** Cells and genes left out at import; what is not set leaves out nothing. Cells go first, then genes of those left. */
export interface ImportFilters {
  /** least number of genes with a value above 0 in a cell */
  minGenes?: number;
  /** least sum of a cell */
  minCounts?: number;
  /** greatest share of a cell's sum that mitochondrial genes may have, 0…1 */
  maxMito?: number;
  /** least number of cells with a value above 0 for a gene */
  minCells?: number;
}

/** What filters leave, and what each of them alone takes away. */
export interface FilterEffect {
  cells: number;
  genes: number;
  lost: { minGenes: number; minCounts: number; maxMito: number; minCells: number };
  /** classes that lose more than half of their cells, worst first */
  hurt: { column: string; name: string; before: number; after: number }[];
}

/** How a measure of cells is spread: its quartiles and ends, and a histogram. */
export interface Spread {
  min: number;
  lower: number;
  median: number;
  upper: number;
  max: number;
  /** cells from `from` to below `to` (the last bin includes it); of the same width, or of the same ratio where `log` */
  bins: { from: number; to: number; cells: number }[];
  log: boolean;
}

/** What reading a matrix through tells. */
export interface MatrixProfile {
  matrix: string;
  cells: number;
  genes: number;
  sum: number;
  nonZeros: number;
  /** every value is a whole number */
  integers: boolean;
  min: number;
  max: number;
  librarySize: Spread;
  genesPerCell: Spread;
  /** share of a cell's sum in mitochondrial genes; null where there are none, or where sums mean nothing */
  mitochondrial: Spread | null;
  mitochondrialGenes: number;
  emptyCells: number;
  emptyGenes: number;
  /** what a careful analyst would leave out */
  proposed: ImportFilters;
  /** of the filters that were asked about */
  effect: FilterEffect;
  findings: Finding[];
}

export interface ClassCount {
  name: string;
  cells: number;
}

/** A column of `obs`, summarised. */
export interface ObsColumn {
  name: string;
  kind: 'categorical' | 'continuous';
  /** categorical: classes by falling number of cells; empty for a continuous column */
  classes: ClassCount[];
  /** cells without a value */
  missing: number;
  /** continuous: least, mean and greatest value; null for a categorical column */
  range: { min: number; mean: number; max: number } | null;
  /** 0…1: how likely somebody meant this column as labels; orders the list */
  labelScore: number;
  /** values among the classes that usually mean "unlabelled" (`NA`, `Unknown`, …) */
  unlabelledCandidates: string[];
}

/** What `inspect` says about a file before anything is loaded. */
export interface Inspection {
  path: string;
  name: string;
  /** e.g. `h5ad`, `csv` */
  format: string;
  /** what a data set of it is called to begin with */
  proposedName: string;
  modalities?: Modalities;
  cells: number;
  genes: number;
  matrices: MatrixInfo[];
  /** name of the matrix that import takes unless told otherwise */
  proposedMatrix: string;
  geneIdentifiers: 'symbols' | 'ensembl' | 'mixed' | 'other';
  /** what the genes' names look like; null where they do not tell */
  species: string | null;
  /** columns of `var` that can name the genes, and what they can be named by */
  geneColumns: string[];
  columns: ObsColumn[];
  /** how the label file that was named met the cells; its columns stand among `columns` */
  labels?: LabelJoin;
  findings: Finding[];
  /** what reading a matrix through tells, where that was asked for */
  profile?: MatrixProfile;
  /** of every matrix, where that was asked for; null for one that cannot be read to its end */
  sums?: Record<string, Pick<MatrixProfile, 'sum' | 'nonZeros' | 'integers'> | null>;
  /** first genes and cells as the file names them */
  geneExamples: string[];
  cellExamples: string[];
  fileBytes: number;
  /** memory and time that importing takes, estimated */
  memoryBytes: number;
  importSeconds: number;
}

export interface Dataset {
  id: number;
  name: string;
  /** where it was read from, for provenance; the project needs it no more */
  sourcePath: string;
  format: string;
  /** SHA-256 of the source file */
  sha256: string;
  /** the matrix that was imported */
  matrix: MatrixInfo;
  cells: number;
  genes: number;
  geneIdentifiers: Inspection['geneIdentifiers'];
  columns: ObsColumn[];
  findings: Finding[];
  addedAt: string;
}

/** Filters of an import, and the size that the file's matrix had before. */
export interface AppliedFilters extends ImportFilters {
  before: { cells: number; genes: number };
}

/** A gene as a data set names it, and the Ensembl ID or symbol beside it where the file has both. */
export interface Gene {
  /** the name in the data set's index */
  name: string;
  symbol: string;
  id: string;
}

/** The genes of several data sets, brought together. */
export interface SharedGenesInfo {
  /** in all of them */
  shared: number;
  datasets: { datasetId: number; genes: number; /** genes that another data set lacks */ lost: string[] }[];
  /** genes that agree by one name and not by another: one sentence each */
  conflicts: { gene: string; what: string }[];
}

/** How a label file met the cells of a data set. */
export interface LabelJoin {
  columns: string[];
  cells: number;
  matched: number;
  /** rows of the label file that name no cell of the data set, first few */
  unmatchedExamples: string[];
  /** what was done to names to make them meet, in words; empty when they met as they are */
  reconciliation: string;
}
