/** What a run is made of, between the project it is read from and the panel it ends in. Plain data, no storage. */
import type {
  CategoricalScores,
  ContinuousScores,
  Drawn,
  Finding,
  Gene,
  HistoryPoint,
  MatrixKind,
  PanelGene,
  PanelMetrics,
  Predictor,
  RunConfig,
  RunSeconds,
  Stage,
  TaskResult,
} from '../../src-shared/model.ts';
import type { Cells } from '../data/cells.ts';
import type { TaskLabels } from '../data/labels.ts';
import type { KeptCheckpoint } from '../data/checkpoint.ts';
import type { GeneTable } from '../data/gene-table.ts';
import type { Crew } from '../learners/crew.ts';
import type { StoredModel } from './saved-model.ts';

/** The cells and questions of a run: data sets stacked, genes intersected, labels made into numbers. */
export interface Problem {
  /** cells × genes, as imported: not normalised yet; of a project it is read from the file, chunk by chunk */
  x: Cells;
  kind: MatrixKind;
  genes: Gene[];
  /** properties of genes that limits refer to, where the run has such limits */
  geneTable?: GeneTable | null;
  tasks: TaskLabels[];
  /** TRAIN, VALIDATION or TEST for each cell */
  split: Uint8Array;
}

/** What one predictor, trained with one seed, says of the labelled test cells of a task. */
export interface PredictorOutput {
  predictor: Predictor;
  /** null for a predictor that is trained once */
  seed: number | null;
  /** categorical: probabilities, cells × classes, row-major; continuous: values */
  values: Float32Array;
}

/** Predictions for the labelled test cells of one task: of one predictor to be shown, and of all others. */
export interface TaskPredictions {
  task: string;
  /** rows of `Problem.x` */
  cells: Int32Array;
  /** categorical: class of each cell; continuous: value */
  truth: Float32Array;
  predicted: Float32Array;
  /** categorical: cells × classes, row-major; null for a continuous task */
  probabilities: Float32Array | null;
  /** of the same cells, so that every score as sequenced can be computed again; empty where they are too many to be kept */
  others: PredictorOutput[];
}

/** What all genes reach, one for each task that can be scored, in the order of the run's tasks. */
export type Ceiling = (CategoricalScores | ContinuousScores)[];

/** The same in the assay of the run. */
export type AssayCeiling = Drawn<CategoricalScores | ContinuousScores>[];

export interface DesignResult {
  panel: PanelGene[];
  results: TaskResult[];
  predictions: TaskPredictions[];
  panelMetrics: PanelMetrics;
  /** the run's predictor; null where neither the method nor a probe trained one */
  model: StoredModel | null;
  /** what is worth knowing about the result: classes that could not be scored, … */
  notes: Finding[];
  /** which executor trained, and why */
  backend: string;
  seconds: Omit<RunSeconds, 'load'>;
}

export interface DesignHooks {
  progress(update: { stage: Stage; doing: string; fraction: number }): void;
  history(point: HistoryPoint): void;
  checkpoint(step: number, make: () => KeptCheckpoint): void;
}

/** What an earlier process left that this one need not do again. */
export interface Earlier {
  /** the ceiling of a run with the same `ceilingKey` */
  ceiling: Ceiling | null;
  /** the same in the assay; null where that has none or it is not known */
  assayCeiling?: AssayCeiling | null;
  /** where the training of this very run had got to */
  checkpoint: KeptCheckpoint | null;
}

/**
 * Runs a whole design: prepare, select, score. How many workers it has changes nothing but the time it takes; without
 * any, all is done in turn. Throws AppError for what a user can mend.
 */
export type Design = (
  problem: Problem,
  config: RunConfig,
  hooks: DesignHooks,
  earlier?: Earlier,
  workers?: Crew,
) => Promise<DesignResult>;
