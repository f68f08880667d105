/**
 * What can be asked about a finished panel, and the answers. Everything here is measured on validation cells with
 * predictors fitted on training cells: it steers the user's choices, so test cells have no part in it.
 */
import type { GeneFlag } from './gene-flags.ts';
import type { HeadlineLabel } from './metrics.ts';
import type { TaskKind } from './model/tasks.ts';

/** How many cells an answer rests on; of many cells some are drawn. */
export interface AnalysedCells {
  training: number;
  validation: number;
  /** all there are */
  ofTraining: number;
  ofValidation: number;
}

export interface ClassReading {
  name: string;
  /** labelled validation cells of the class */
  cells: number;
  f1: number;
  recall: number;
  /** 95 % interval of the recall (Wilson) */
  low: number;
  high: number;
  /** too few validation cells for the recall to mean anything */
  tooFew: boolean;
}

/** How well one question is answered on validation cells. */
export interface TaskReading {
  task: string;
  metric: HeadlineLabel;
  /** null where no validation cell has a label */
  score: number | null;
  /** empty for a continuous question */
  classes: ClassReading[];
}

// ------------------------------------------------------------------------------------------------------ every gene

/** What one question loses when the gene is masked: score with it minus score without it. */
export interface GeneLoss {
  task: string;
  score: number;
  /** F1 lost by each class, in the order of the question's classes */
  classes: number[];
}

export interface GeneReport {
  gene: string;
  symbol: string;
  rank: number;
  lost: GeneLoss[];
  /** mean of `score` over the questions */
  lostMean: number;
  /** genes of the panel that rise and fall with it (|r| ≥ 0.5 over training cells), closest first, three at most */
  partners: { gene: string; symbol: string; r: number }[];
  /** share of training cells with a value above zero */
  detected: number;
  /** mean of the normalised expression over training cells */
  mean: number;
  /** molecules a cell in the class that has the most; null where the data are no counts or there are no classes */
  most: { task: string; className: string; molecules: number } | null;
  /** what to know before a probe for it is ordered; judged on training cells */
  flags: GeneFlag[];
  /** runs that differ from this one in nothing but the seed, this one included, and how many of them chose the gene */
  seeds: { chosen: number; runs: number };
  /** why it is in, in plain words */
  reason: string;
}

export interface GenesReport {
  cells: AnalysedCells;
  /** who predicts, in words: the run's own network, or one fitted again on the panel */
  predictor: string;
  tasks: TaskReading[];
  genes: GeneReport[];
}

/** Expression of the panel's genes in every class; a continuous question has fifths of its values as classes. */
export interface ExpressionReport {
  task: string;
  kind: TaskKind;
  classes: { name: string; cells: number }[];
  /** in an order in which genes of like classes stand together */
  genes: { gene: string; symbol: string; shares: number[]; means: number[] }[];
  /** what `means` are: normalised as the run saw them */
  unit: string;
}

export interface CorrelationReport {
  genes: { gene: string; symbol: string }[];
  /** Pearson's r over training cells, genes × genes in that order */
  r: number[][];
  /** 1 − mean |r| over pairs: the "gene correlation" of Spapros */
  independence: number;
  cells: number;
}

export interface Substitute {
  gene: string;
  symbol: string;
  /** correlation with the gene that it would replace, over training cells */
  r: number;
  tasks: TaskReading[];
  /** mean score over the questions, minus that of the panel as it is */
  change: number;
}

export interface SubstitutesReport {
  gene: string;
  cells: AnalysedCells;
  /** heads fitted again on the panel as it is, and without the gene */
  panel: TaskReading[];
  without: TaskReading[];
  withoutChange: number;
  substitutes: Substitute[];
  how: string;
}

// ----------------------------------------------------------------------------------------------------------- cells

export interface EmbeddedTask {
  task: string;
  kind: 'categorical' | 'continuous';
  classes: string[];
  /** class of each cell, −1 without a label; values of a continuous question, null without one */
  labels: (number | null)[];
  /** predicted class (or value) of validation cells; null for training cells, which the predictor has seen */
  predicted: (number | null)[];
}

export interface EmbeddingReport {
  /** the same cells in both */
  panel: { x: number[]; y: number[] };
  all: { x: number[]; y: number[] };
  validation: boolean[];
  tasks: EmbeddedTask[];
  /** how it was made, in words */
  how: string;
}

/** Normalised expression of a gene in the cells of the embedding. */
export interface CellValues {
  gene: string;
  symbol: string;
  values: number[];
}

export interface ConfusedPair {
  truth: string;
  called: string;
  /** validation cells of `truth`, and those of them that were called `called` */
  cells: number;
  confused: number;
  /** genes outside the panel that differ most between the two classes, with what adding each does (heads fitted again) */
  helpers: { gene: string; symbol: string; difference: number; f1: number; f1Before: number; scoreChange: number }[];
}

export interface ConfusionReport {
  task: string;
  classes: string[];
  /** confusion[truth][called], validation cells */
  confusion: number[][];
  worst: ConfusedPair | null;
}

// ------------------------------------------------------------------------------------------------------------ size

export interface SizePoint {
  k: number;
  /** the first k genes of this run's ranking, or panels that runs designed at this size */
  from: 'ranking' | 'runs';
  runs: number[];
  /** one entry a question: every value that was measured, and the mean */
  tasks: {
    task: string;
    scores: number[];
    mean: number;
    classes: { name: string; recall: number | null; tooFew: boolean }[];
  }[];
  /** mean over the questions, its least and greatest */
  mean: number;
  low: number;
  high: number;
}

export interface SizesReport {
  cells: AnalysedCells;
  points: SizePoint[];
  /** of the curve that reaches furthest: where it bends (null where it does not) and the smallest size within 1 % of its best */
  knee: number | null;
  enough: number;
  best: number;
  how: string;
}

// --------------------------------------------------------------------------------------------------------- sandbox

export interface SandboxReport {
  genes: { gene: string; symbol: string }[];
  tasks: TaskReading[];
  mean: number;
  /** half of what two trainings of the same panel differed by: smaller changes mean nothing */
  noise: number;
  seconds: number;
}

// ----------------------------------------------------------------------------------------------------------- assay

export interface AssayReading {
  /** share of the molecules that the assay captures */
  capture: number;
  /** expression is binarised (detected or not) */
  binary: boolean;
  tasks: TaskReading[];
  mean: number;
}

export interface AssayReport {
  cells: AnalysedCells;
  readings: AssayReading[];
  /** what becomes of the score when the probes of one gene fail: it reads zero everywhere, and nobody knew */
  failures: { gene: string; symbol: string; tasks: { task: string; score: number | null }[]; change: number }[];
  how: string;
}

export interface CrowdingReport {
  /** classes of all categorical questions, most crowded first; molecules of the panel a cell */
  classes: { task: string; name: string; molecules: number; cells: number }[];
  /** molecules a cell over all cells, and in the most crowded class */
  genes: {
    gene: string;
    symbol: string;
    mean: number;
    most: number;
    share: number;
    lostMean: number;
    forced: boolean;
  }[];
  /** the limit asked for, and what to cut to get under it, first cut first; `left` in the then most crowded class */
  limit: number | null;
  cuts: { gene: string; symbol: string; molecules: number; lostMean: number; left: number }[];
  met: boolean;
}
