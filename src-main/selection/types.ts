/**
 * One type for every way of choosing genes. A selector sees training and validation cells only: test cells are not in
 * what it is given, so they cannot leak.
 */
import type { Finding, HistoryPoint, YotoSettings } from '../../src-shared/model.ts';
import type { Checkpoint } from '../data/checkpoint.ts';
import type { Csr } from '../data/csr.ts';
import type { TaskLabels } from '../data/labels.ts';
import type { Executor } from '../nn/executor.ts';
import type { AssayedCells } from '../learners/assay-batches.ts';
import type { Crew } from '../learners/crew.ts';
import type { Network } from '../learners/network.ts';
import type { RecallTarget } from './recall-targets.ts';

/** Some cells and their labels; the row of `x` is the index into every task's `y`. */
export interface LabelledCells {
  /** cells × candidate genes, normalised (log scale for counts), not z-scored */
  x: Csr;
  tasks: TaskLabels[];
}

export interface SelectionInput {
  train: LabelledCells;
  validation: LabelledCells;
  /** mean and standard deviation of each candidate gene over the training cells */
  mean: Float32Array;
  sd: Float32Array;
  /**
   * How variable each candidate is over the training cells, judged among all genes of the data and on the values as they
   * were imported (`data/hvg.ts`): dispersion for the method of that name, else what the preselection went by, which is
   * Seurat v3 for counts. NaN for a must-include that the preselection would not have looked at.
   */
  variability: Float64Array;
  /** candidate genes that must be in the panel; they count towards k */
  forced: Int32Array;
  k: number;
  seed: number;
  settings: YotoSettings;
  /** classes that must not be missed, for a method that can weigh them (`can.targets`) */
  targets: readonly RecallTarget[];
  /** the method's own settings, every one of them (`src-shared/methods`) */
  methodSettings: Readonly<Record<string, number>>;
  /** the task that a method made for one label selects on; null: on all by turns (`in-turn.ts`) */
  selectOn: number | null;
  /** what the cells of `train` and `validation` are made of, where the panel is for an assay; null: as sequenced */
  assay: { train: AssayedCells; validation: AssayedCells } | null;
  executor: Executor;
  /** for trainings that do not depend on one another */
  crew: Crew;
  /** share of the selection that is done, and what is being done, in words */
  progress(fraction: number, doing: string): void;
  history(point: HistoryPoint): void;
  /** where an earlier process that was selecting this very panel had got to; null: begin at the beginning */
  resume: Checkpoint | null;
  /** offered after every step of a method that can be resumed; `make` is called only when it is time to keep one */
  checkpoint(step: number, make: () => Checkpoint): void;
}

export interface Selection {
  /** k candidate genes, best first; another number of a method that chooses it itself (`can.ownSize`) */
  genes: Int32Array;
  /** score of each, falling; what it means is the method's own */
  scores: Float64Array;
  /** the method's own predictor on those genes; null for a method that brings none */
  network: Network | null;
  /**
   * set where that predictor reads cells as the assay of the run would: what the panel's molecules of a cell are scaled
   * to; else it reads them as sequenced
   */
  assayTarget?: number;
  /**
   * what the method's own network says of cells where it reads more than the panel, a result a task; no predictor for
   * who measures the panel alone
   */
  seesAllGenes?: (x: Csr) => Promise<Float32Array[]>;
  /** what is worth knowing about how the genes were chosen */
  notes?: Finding[];
}

/**
 * A method whose `can.labels` is `one` is given a single task and its labelled cells only.
 */
export type Selector = (input: SelectionInput) => Promise<Selection>;
