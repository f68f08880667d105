/** Runs side by side. */
import type { Metric } from '../metrics.ts';
import type { Method } from '../methods.ts';
import type { Predictor } from './results.ts';
import type { RunSeconds } from './runs.ts';

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
  metric: Metric;
  predictor: Predictor;
  /** as the assay of the run reads cells, or as sequenced */
  read: 'assay' | 'sequenced';
  values: (number | null)[];
  /** standard deviation over the predictor's seeds; null where it was trained once or the score was not kept by seed */
  spreads: (number | null)[];
  /** value minus the reference's; null for the reference and where the splits, or the assays, differ */
  differences: (number | null)[];
}
