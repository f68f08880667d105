/** What a finished panel is and how well it answers. */
import type { HeadlineLabel, MetricValues } from '../metrics.ts';
import type { Gene } from './datasets.ts';

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

export interface CategoricalScores extends MetricValues<'categorical'> {
  macroF1Interval?: Interval;
  perClass: ClassScore[];
  /** confusion[truth][prediction], cells, in the order of the task's classes */
  confusion: number[][];
}

/** A number as it is and as the predictor whose predictions a run keeps says it. */
export interface PredictedValues {
  task: string;
  by: Exclude<Predictor, 'ceiling'>;
  /** test cells that have a value; where they are many, only some of them are listed, evenly taken */
  cells: number;
  truth: number[];
  predicted: number[];
}

export type ContinuousScores = MetricValues<'continuous'>;

/** A predictor that was trained with several seeds: every number is the mean over them. */
export type Repeated<Scores> = Scores & {
  /** the headline score (macro-F1 or R²) with each seed */
  seeds: number[];
};

/** Scores in the assay: every number is the mean over draws of what it sees of each gene. */
export type Drawn<Scores> = Scores & {
  /** the headline score (macro-F1 or R²) in each draw */
  draws: number[];
  /** standard deviation of those */
  sd: number;
};

/** How a panel does where cells are read as the assay of the run would: scores on the same test cells, simulated. */
export interface AssayScores<Scores> {
  /** the method's own predictor, which knows the assay but not what it sees of each gene in a draw; null without one */
  own: Drawn<Scores> | null;
  /** predictors trained on training cells of the same draw: who labels some cells of the assay itself */
  probe: Drawn<Scores> | null;
  forest: Drawn<Scores>;
  /** the network on all genes that selection could choose from, trained on cells of other draws */
  ceiling: Drawn<Scores>;
  /** predictors trained on cells of many other draws: who carries a predictor over from the reference */
  transferred: { probe: Drawn<Scores> | null; forest: Drawn<Scores> };
}

/** The headline score (macro-F1 or R²) on the test cells of one data set. */
export interface DatasetScore {
  dataset: string;
  testCells: number;
  own: number | null;
  /** mean over seeds, as the forest's */
  probe: number | null;
  forest: number;
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
  /** the method's own network where it reads all genes: how such methods are reported, no score of the panel */
  seesAllGenes?: CategoricalScores;
  /** the run's network trained again on the panel; null where it was not asked for, or not yet known */
  probe: Repeated<CategoricalScores> | null;
  /** random forests on the panel's genes */
  forest: Repeated<CategoricalScores>;
  /** the network on all genes that selection could choose from */
  ceiling: CategoricalScores;
  /** absent where the run has no assay, or its data are no counts */
  assay?: AssayScores<CategoricalScores>;
}

export interface ContinuousResult extends TaskResultBase {
  kind: 'continuous';
  own: ContinuousScores | null;
  seesAllGenes?: ContinuousScores;
  probe: Repeated<ContinuousScores> | null;
  forest: Repeated<ContinuousScores>;
  ceiling: ContinuousScores;
  assay?: AssayScores<ContinuousScores>;
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

/** Who predicted: the method itself, the network trained again on its panel, a forest on it, the network on all genes. */
export type Predictor = 'own' | 'probe' | 'forest' | 'ceiling';

/** A number of each predictor. */
export interface PredictorScores {
  own: number | null;
  /** mean over seeds, as the forest's */
  probe: number | null;
  forest: number;
  ceiling: number;
}

/**
 * The one number of a task that lists and comparisons show: macro-F1, or R² for a continuous task; in the assay where the
 * run has one.
 */
export interface HeadlineScore extends PredictorScores {
  task: string;
  metric: HeadlineLabel;
  /** the same without the assay; absent where the numbers above are that */
  asSequenced?: PredictorScores;
}
