/**
 * The plain data that both sides of the application speak about. No behaviour: whatever crosses the
 * contract, lies in a project file or is printed by the command line has its shape here.
 *
 * Names follow AnnData: cells are `obs`, genes are `var`, the expression matrix is `X` (cells × genes).
 */
import type { BackendChoice } from './backends.ts';
import type { Method } from './methods.ts';

// ---------------------------------------------------------------------------------------------------- data sets

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
}

/** Something that the user should know about a file, a task or a design; `problem` prevents going on. */
export interface Finding {
  severity: 'note' | 'warning' | 'problem';
  /** stable, for tests and for the interface to attach an action to */
  code: string;
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

// -------------------------------------------------------------------------------------------------------- tasks

export type TaskKind = 'categorical' | 'continuous';

/** Where a task's labels stand in one data set. */
export interface TaskSource {
  datasetId: number;
  column: string;
  /** a second column: the label is then the pair, `B × STIM`, and a cell needs both */
  by?: string;
}

/** Classes of equal `to` become one; an empty `to` drops the class, whose cells then have no label. */
export interface ClassChange {
  from: string;
  to: string;
}

/** A question that the panel must answer: one column of labels, in one data set or in several. */
export interface Task {
  id: number;
  name: string;
  kind: TaskKind;
  sources: TaskSource[];
  /** values that mean "no label" */
  unlabelled: string[];
  /** classes renamed, merged or dropped, by the names that the data sets give them */
  merges: ClassChange[];
  /** what the task counts in the loss, beside the others */
  weight: number;
  /** the task one level up in a hierarchy, which every class of this one should lie in a single class of */
  broader: number | null;
}

/** A class of a task, and which values of which data sets it is made of. */
export interface TaskClass extends ClassCount {
  /** false: too few cells to be learned and tested */
  learnable: boolean;
  /** the values that are this class, by falling number of cells */
  from: (ClassCount & { datasetId: number })[];
}

export interface TaskSummary extends Task {
  /** over all sources, by falling number of cells, values that mean "unlabelled" left out */
  classes: TaskClass[];
  /** values whose classes were dropped */
  dropped: (ClassCount & { datasetId: number })[];
  labelledCells: number;
  unlabelledCells: number;
  findings: Finding[];
}

// --------------------------------------------------------------------------------------------------------- runs

export type RunState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';

export type { Method };

/** Training settings of YOTO; every one is saved with the run. `nn/settings.ts` holds the defaults. */
export interface YotoSettings {
  /** steps of a training */
  steps: number;
  /** trainings before the last one, which chooses among the genes that they chose; 0: a single training on all */
  restarts: number;
  /** genes that compete for the panel: those that tell most about the tasks when each is looked at alone */
  screen: number;
  /** cells a step */
  batch: number;
  /** units of the two hidden layers of the encoder */
  hidden: number;
  /** Adam's learning rate of the network */
  learningRate: number;
  /** how far a score may travel in the whole training: its learning rate is travel / steps */
  scoreTravel: number;
  /** share of hidden units dropped */
  dropout: number;
  /** share of chosen genes of a cell zeroed, as an assay would lose them */
  geneDropout: number;
  /** greatest share of another cell blended into a cell; in full on few cells, in proportion less on many */
  blend: number;
  /** power of the inverse class frequency that weighs a cell: 0 = all cells alike, 1 = all classes alike */
  classBalance: number;
  /** scale of the Gumbel noise on the scores */
  gumbel: number;
  /** temperature of NeuralSort at the first and at the last step */
  temperatureStart: number;
  temperatureEnd: number;
  /** share of the training after which the panel has shrunk to k */
  annealing: number;
}

/** The run whose panel was changed by hand, and what was changed; genes as the data set names them. */
export interface RunParent {
  runId: number;
  name: string;
  method: Method;
  added: string[];
  removed: string[];
  /** genes that the user wanted to stay, and genes that must not come back */
  locked: string[];
  banned: string[];
}

/** Which genes a panel may, must and must not be chosen from. Kept by name, they serve several designs. */
export interface GeneRules {
  /** gene names (index, symbol or Ensembl ID) */
  mustInclude: string[];
  /** gene names, `/regex/` on names and symbols, or `family:NAME` */
  exclude: string[];
  /** a panel to begin with: its genes are in, as far as the data have them */
  start?: string[];
  /** genes to add to those that are in from the start; k then is what comes out */
  add?: number;
  /** choose from these only */
  candidates?: string[];
  /** least and greatest share of training cells that detect a gene */
  minDetected?: number;
  maxDetected?: number;
  /** greatest mean in any class, in molecules of a cell (as the data count them): against optical crowding */
  maxMean?: number;
  /** a table of gene properties, by its id */
  geneTable?: number;
  /** limits on columns of that table, such as `length>=960` */
  require?: string[];
}

/** Rules that the project keeps. */
export interface SavedGeneRules {
  id: number;
  name: string;
  rules: GeneRules;
}

/** A table of gene properties, as far as one chooses limits by. */
export interface GeneTableInfo {
  id: number;
  name: string;
  /** rows */
  genes: number;
  /** other names of genes that it lists */
  aliases: number;
  /** genes of each data set that it knows */
  matched: { datasetId: number; genes: number }[];
  columns: { name: string; missing: number; range: { min: number; max: number } | null; examples: string[] }[];
}

/** A gene that a rule speaks of, with what it was judged by on training cells. */
export interface JudgedGene extends Gene {
  kind: 'excluded' | 'family' | 'candidates' | 'table' | 'detected' | 'crowded';
  reason: string;
  /** share of training cells */
  detected: number;
  highestMean: number;
  /** the class of that mean */
  highestIn: string;
}

/** What a user asks for. */
export interface RunRequest extends GeneRules {
  name?: string;
  datasetIds: number[];
  taskIds: number[];
  method: Method;
  k: number;
  seed: number;
  splitSeed: number;
  testFraction: number;
  /** classes with fewer cells count as unlabelled */
  minClass: number;
  /** variable genes kept before selection, must-includes beyond them */
  hvg: number;
  /** cell names that are the test cells, instead of drawing them */
  testCells?: string[];
  /** column of obs (donor, sample) whose groups stay whole on one side: cells are held out by it */
  group?: string;
  /** the run whose split of the cells is taken over, so that scores can be subtracted */
  splitOf?: number;
  /** the data set that is only scored on: no cell of it is in the training, and every one in the test */
  leaveOut?: number;
  /** genes are z-scored within each data set, against differences between batches */
  batchZscore?: boolean;
  /** genes of different species are matched by the letters of their symbols */
  orthologs?: boolean;
  /** what trains */
  backend: BackendChoice;
  /** training steps of each probe, the network trained anew on the finished panel; 0: no probe */
  probeSteps: number;
  /** where a setting is left out, the default counts */
  settings: Partial<YotoSettings>;
  /** settings of the method, by the names of `methods.ts`; where one is left out, its default counts */
  methodSettings?: Record<string, number>;
  /** the task that a method made for one label selects on; it takes all by turns where this is left out */
  selectOn?: number;
  /** set for a panel that was made from another run's by hand */
  parent?: RunParent;
}

/**
 * A request with everything it depends on written out: what a run was, for ever. Test cells that were named are not in
 * it but in its split.
 */
export interface RunConfig extends Omit<RunRequest, 'name' | 'settings' | 'taskIds' | 'testCells'> {
  tasks: Task[];
  settings: YotoSettings;
  splitId: number;
  /** SHA-256 of the labels of all tasks: a run must not meet others than it was asked for */
  labelsSha256: string;
  datasets: { id: number; name: string; sha256: string; cells: number; genes: number }[];
}

export type Stage = 'load' | 'prepare' | 'select' | 'score';

/** One moment of training, for the live page and the curves. */
export interface HistoryPoint {
  step: number;
  /** current panel size */
  k: number;
  temperature: number;
  /** training loss per task, in the order of the run's tasks; null while no cell of the task was seen */
  loss: (number | null)[];
  /** validation macro-F1 (R² for a continuous task) per task; null on steps that did not measure it */
  validation: (number | null)[] | null;
}

export interface Progress {
  runId: number;
  stage: Stage;
  /** one line in words: what is being done */
  doing: string;
  /** 0…1 of the whole run */
  fraction: number;
  secondsElapsed: number;
  /** null until there is something to estimate it from */
  secondsLeft: number | null;
  steps: number;
  /** newest point of the history; null before the first step */
  latest: HistoryPoint | null;
}

export interface PanelGene extends Gene {
  /** from 1 */
  rank: number;
  /** what the method ranked it by; null for a must-include, which nothing ranked */
  score: number | null;
  /** mean of the normalised expression over training cells */
  meanExpression: number;
  /** share of training cells with a value above zero */
  detected: number;
  /** must-include */
  forced: boolean;
}

/** Least and greatest of the middle 95 % */
export type Interval = [number, number];

export interface ClassScore {
  name: string;
  precision: number;
  recall: number;
  f1: number;
  /** test cells of the class */
  support: number;
  /** by bootstrap over test cells; absent where there are none, and in runs that were scored before there were any */
  intervals?: { precision: Interval; recall: Interval; f1: Interval };
}

export interface CategoricalScores {
  macroF1: number;
  macroF1Interval?: Interval;
  weightedF1: number;
  accuracy: number;
  balancedAccuracy: number;
  /** one-vs-rest, mean over classes with both kinds of cells in the test; null where there is none */
  auroc: number | null;
  auprc: number | null;
  perClass: ClassScore[];
  /** confusion[truth][prediction], cells, in the order of the task's classes */
  confusion: number[][];
}

export interface ContinuousScores {
  r2: number;
  mse: number;
  pearson: number | null;
}

/** A predictor that was trained with several seeds: every number is the mean over them. */
export type Repeated<Scores> = Scores & {
  /** the headline score (macro-F1 or R²) with each seed */
  seeds: number[];
};

/** The headline score (macro-F1 or R²) on the test cells of one data set. */
export interface DatasetScore {
  dataset: string;
  testCells: number;
  own: number | null;
  /** mean over seeds, as the forest's */
  probe: number | null;
  forest: number;
}

/** A run that asked one task of another run alone. */
export interface AloneRun {
  task: string;
  runId: number;
  state: RunState;
  /** null until it has succeeded */
  headline: HeadlineScore | null;
}

interface TaskResultBase {
  task: string;
  /** where a run has several data sets, those with labelled test cells */
  byDataset?: DatasetScore[];
  /** classes that no training cell has: nobody can score them. Absent in runs that were scored before this was kept */
  notScorable?: string[];
  trainCells: number;
  validationCells: number;
  testCells: number;
}

export interface CategoricalResult extends TaskResultBase {
  kind: 'categorical';
  classes: string[];
  /** the method's own predictor; null for a method that brings none */
  own: CategoricalScores | null;
  /** the run's network trained anew on the panel; null where it was not asked for, or not yet known */
  probe: Repeated<CategoricalScores> | null;
  /** random forests on the panel's genes */
  forest: Repeated<CategoricalScores>;
  /** the network on all genes that selection could choose from */
  ceiling: CategoricalScores;
}

export interface ContinuousResult extends TaskResultBase {
  kind: 'continuous';
  own: ContinuousScores | null;
  probe: Repeated<ContinuousScores> | null;
  forest: Repeated<ContinuousScores>;
  ceiling: ContinuousScores;
}

export type TaskResult = CategoricalResult | ContinuousResult;

/**
 * What a panel keeps of all genes that selection could choose from, and how much it says twice; on test cells, no labels
 * needed. Null where the cells or genes are too few for it. `evaluation/` has the definitions.
 */
export interface PanelMetrics {
  /** test cells that were looked at: all, or as many as can be compared with one another, drawn with a seed */
  cells: number;
  testCells: number;
  /** genes that the panel is compared with */
  genes: number;
  /** 1 − mean |r| over pairs of panel genes */
  geneCorrelation: number | null;
  /** share of panel genes whose greatest |r| with another is below 0.8 */
  uncorrelatedShare: number | null;
  /** share of a cell's k nearest neighbours by all genes that are among its k nearest by the panel */
  neighbourhoods: { k: number; overlap: number }[];
  /** mean of those */
  neighbourhoodPreservation: number | null;
  /** mutual information of clusterings by the panel and by all genes, mean over 5 to 20 clusters */
  clusterSimilarity: number | null;
  /** how near the panel's neighbours are by all genes: 1 as near as can be, 0 as far as any cell */
  cellScore: number | null;
  /** share of the variance of all genes that a linear model of the panel, fitted to training cells, explains */
  explainedVariance: number | null;
  /** the same of the genes that are not in the panel */
  explainedVarianceOfOthers: number | null;
}

/** Who predicted: the method itself, the network trained anew on its panel, a forest on it, the network on all genes. */
export type Predictor = 'own' | 'probe' | 'forest' | 'ceiling';

/** The one number of a task that lists and comparisons show: macro-F1, or R² for a continuous task. */
export interface HeadlineScore {
  task: string;
  metric: 'macro-F1' | 'R²';
  own: number | null;
  /** mean over seeds, as the forest's */
  probe: number | null;
  forest: number;
  ceiling: number;
}

/** What a user says about a run. */
export interface RunMarks {
  /** stands first in the list */
  pinned: boolean;
  tags: string[];
  note: string;
  /** out of the way, and not gone */
  archived: boolean;
}

export interface Run extends RunMarks {
  id: number;
  name: string;
  state: RunState;
  config: RunConfig;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** why it failed, or why it still waits, in words */
  message: string | null;
  /** which executor trained it and why, in words */
  backend: string | null;
  headline: HeadlineScore[];
}

export interface RunSeconds {
  load: number;
  prepare: number;
  select: number;
  score: number;
}

/** What a run's predictor says of the cells of a data set. */
export interface PredictionSummary {
  dataset: string;
  cells: number;
  genes: { panel: number; found: number; missing: string[] };
  /** how the values were made comparable with the training cells', in words */
  normalisation: string;
  findings: Finding[];
  tasks: {
    task: string;
    kind: TaskKind;
    /** cells that are called so; empty for a continuous task */
    classes: ClassCount[];
    /** of a continuous task's values */
    mean: number | null;
    /** mean probability of the class that a cell is called */
    confidence: number | null;
    /** with the labels that the data have in a column of the task's name; null where they have none */
    agreement: { cells: number; macroF1?: number; accuracy?: number; r2?: number } | null;
  }[];
}

/** How much of a list of markers a panel has. */
export interface MarkerOverlap {
  /** markers that the data have, each once */
  markers: number;
  /** rows of the list that name no gene of the data */
  unknown: number;
  inPanel: number;
  /** `inPanel` of `markers` */
  share: number;
  /** by what they mark; a single one without a name for a plain list */
  sets: { name: string; markers: number; inPanel: string[] }[];
}

/** How a panel from elsewhere met the genes of data sets. */
export interface PanelListMatch {
  /** genes of the list */
  asked: number;
  /** genes that the data have, as the data name them, in the order of the list */
  found: string[];
  /** those that the list calls otherwise than the data: another case, an Ensembl ID, an alias */
  renamed: { asked: string; found: string }[];
  missing: { asked: string; /** genes of the data with names near to it */ near: string[] }[];
}

/** A run that asked the same and held out whole groups. */
export interface GroupedRun {
  runId: number;
  name: string;
  state: RunState;
  /** the column whose groups it held out */
  group: string;
  headline: HeadlineScore[];
}

export interface RunDetail extends Run {
  panel: PanelGene[];
  results: TaskResult[];
  /** whose network is kept to label new cells: the method's own, else the first probe; null where there is none */
  predictor: 'own' | 'probe' | null;
  /** the same design, judged on groups that it never saw */
  byGroup: GroupedRun[];
  /** of a run with several tasks: the same design for each of them alone, on the same split, newest first */
  alone?: AloneRun[];
  /** null before the run is finished, and in runs that were scored before there were any */
  panelMetrics: PanelMetrics | null;
  history: HistoryPoint[];
  /** training steps that a resumed run need not do again; null where no checkpoint is kept */
  checkpointStep: number | null;
  /** things worth knowing about the finished run: classes left out, genes that were missing, … */
  notes: Finding[];
  seconds: RunSeconds | null;
  peakMemoryMB: number | null;
  appVersion: string;
  split: { id: number; seed: number; train: number; validation: number; test: number };
}

// -------------------------------------------------------------------------------------------------- comparisons

/** Runs that differ in nothing but the seed. */
export interface SeedStability {
  runIds: number[];
  /** mean over pairs of runs: genes that both chose as a share of those that either chose */
  meanJaccard: number;
  /** share of the runs that chose each gene, most often first */
  genes: { gene: string; symbol: string; share: number }[];
}

/** Runs side by side; the first one is the reference. */
export interface Comparison {
  runs: ComparedRun[];
  reference: number;
  settings: { key: string; label: string; values: string[]; differs: boolean }[];
  scores: ComparedScore[];
  /** per-class recall, by the run's own predictor, the probe and the forest (which every run has) */
  recalls: ComparedRecall[];
  genes: {
    sharedByAll: string[];
    /** in this run and in no other, in the order of `runs` */
    private: string[][];
    /** every gene of any run and its rank in each (null: not chosen), most shared first */
    table: { gene: string; symbol: string; ranks: (number | null)[] }[];
  };
  curves: ScoreCurve[];
  /** one for each group of runs that differ in the seed only */
  stability: SeedStability[];
  /** why differences between scores are not shown, where they are not (other split, other data) */
  notes: string[];
}

export interface ComparedRun {
  id: number;
  name: string;
  method: Method;
  k: number;
  seed: number;
  splitId: number;
  seconds: RunSeconds | null;
  peakMemoryMB: number | null;
  /** which executor trained it */
  backend: string | null;
}

/** A run's score by the size of the panel, from the runs that were asked for alike but for size and seed. */
export interface ScoreCurve {
  runId: number;
  points: {
    k: number;
    task: string;
    predictor: 'own' | 'probe' | 'forest';
    mean: number;
    /** over seeds; null where there is one run only */
    sd: number | null;
    runs: number;
  }[];
}

/** A comparison that was given a name: it stands in the project for whoever opens it. */
export interface SavedComparison {
  id: number;
  name: string;
  /** the first one is the reference */
  runIds: number[];
  createdAt: string;
}

/** Where a gene of the reference that another run lacks has gone. */
export interface Replacement {
  /** the run without it */
  runId: number;
  /** by symbol */
  gene: string;
  /** the gene that only the other run has and that goes with it best; null where nothing does */
  by: string | null;
  /** Pearson correlation of the two over training cells */
  correlation: number;
}

export interface ComparedRecall {
  task: string;
  className: string;
  /** of the run that was tested on most of them */
  testCells: number;
  own: (number | null)[];
  probe: (number | null)[];
  forest: (number | null)[];
}

export interface ComparedScore {
  task: string;
  metric: 'macroF1' | 'accuracy' | 'balancedAccuracy' | 'auroc' | 'auprc' | 'r2' | 'mse' | 'pearson';
  predictor: Predictor;
  values: (number | null)[];
  /** standard deviation over the predictor's seeds; null where it was trained once or the score was not kept by seed */
  spreads: (number | null)[];
  /** value minus the reference's; null for the reference and where the splits differ */
  differences: (number | null)[];
}

// --------------------------------------------------------------------------------------------------- benchmarks

/** A grid of runs: every method with every size, as often as there are repetitions. */
export interface BenchmarkRequest {
  /** what all runs have in common */
  base: Omit<RunRequest, 'name' | 'method' | 'k' | 'seed' | 'splitSeed' | 'methodSettings' | 'add' | 'parent'>;
  methods: Method[];
  ks: number[];
  /** seeds of the training and of the split, one pair a repetition */
  repetitions: { seed: number; splitSeed: number }[];
  /** what cannot be run, and why; found out when it was asked for */
  refused?: { method: Method; k: number; why: string }[];
}

export interface Benchmark {
  id: number;
  name: string;
  request: BenchmarkRequest;
  createdAt: string;
}

/** One run of a grid. */
export interface BenchmarkCell {
  method: Method;
  k: number;
  seed: number;
  splitSeed: number;
  /** null: not asked for yet */
  runId: number | null;
  state: RunState | null;
  message: string | null;
}

/** What a method reaches with one size of panel, over the repetitions that are done. */
export interface BenchmarkRow {
  task: string;
  metric: 'macroF1' | 'accuracy' | 'auroc' | 'auprc' | 'r2' | 'pearson';
  predictor: 'own' | 'probe' | 'forest' | 'ceiling';
  method: Method;
  k: number;
  /** of each repetition, in their order; null: not done, or without such a score */
  values: (number | null)[];
  mean: number | null;
  /** of the repetitions, n − 1; null with fewer than two */
  sd: number | null;
  /** 1 is best of the methods at this size; equal ones share the better rank */
  rank: number | null;
}

/** How dear a method is. */
export interface BenchmarkCost {
  method: Method;
  k: number;
  /** of selection alone, and of the whole run; means */
  selectSeconds: number | null;
  seconds: number | null;
  peakMemoryMB: number | null;
  /** trainings of a selecting model that one panel takes: one for all tasks, or one for each */
  models: number;
}

export interface BenchmarkState {
  benchmark: Benchmark;
  cells: BenchmarkCell[];
  rows: BenchmarkRow[];
  costs: BenchmarkCost[];
  /** what the table says, in plain words, sentence by sentence */
  words: string[];
  /** until all cells are done, as far as it can be told */
  secondsLeft: number | null;
}

// --------------------------------------------------------------------------------------------- genes and classes

/** What a user says of a gene, in every run of the project. */
export interface GeneNote {
  /** as the data sets name it */
  gene: string;
  note: string;
  writtenAt: string;
}

/** A class that must not be missed, and the recall that the user wants of it. */
export interface ClassTarget {
  task: string;
  className: string;
  /** above 0, up to 1 */
  recall: number;
}

// ------------------------------------------------------------------------------------------ project and surroundings

export interface ProjectInfo {
  path: string;
  name: string;
  createdAt: string;
  readOnly: boolean;
}

export interface RecentProject {
  path: string;
  name: string;
  openedAt: string;
  exists: boolean;
}

export interface AppInfo {
  version: string;
  /** where the window lives; a browser has no native dialogs, a terminal no window */
  host: 'electron' | 'browser' | 'terminal';
  /** the folder that file dialogs start in */
  home: string;
  project: ProjectInfo | null;
  recent: RecentProject[];
}

export interface FolderListing {
  path: string;
  parent: string | null;
  entries: { name: string; path: string; kind: 'folder' | 'file'; bytes: number; modifiedAt: string }[];
}

/** A file made for the user: the host saves it (a dialog) or downloads it (a browser). */
export interface ExportedFile {
  name: string;
  mime: string;
  content: string;
  /** set where the content is bytes and not text, as a picture's are */
  encoding?: 'base64';
}
