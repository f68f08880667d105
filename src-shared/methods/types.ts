/** What is to be said of a way of choosing genes, whatever it is. */
import type { MatrixKind } from '../model/datasets.ts';

/** A number that a user may change. A switch is a whole number from 0 to 1. */
export interface MethodSetting {
  /** as a field of the window names it */
  label: string;
  /** one sentence: what it does, and what its size means */
  meaning: string;
  /** from the paper or the package that the method follows */
  default: number;
  min: number;
  max: number;
  whole: boolean;
  /** of a switch: what it does when it is on, and when it is off */
  on?: string;
  off?: string;
}

/** The meaning of a switch, for the command line (1, 0) and for the window (on, off). */
export const switchWords = (on: string, off: string) => ({ meaning: `1: ${on}; 0: ${off}.`, on, off });

/** What sets a method apart for those who prepare its data, count its memory or show its results. */
export interface Traits {
  /** holds a code of one byte for every training cell and candidate gene */
  holdsCodes?: true;
  /** holds kernels of pairs of cells, within a limit */
  holdsKernels?: true;
  /** its order of genes means nothing */
  isUnranked?: true;
  /** chooses as the preselection of variable genes does, whose size then says nothing */
  choosesByVariance?: true;
  /** ranks by another measure of dispersion than the preselection may have */
  flavour?: 'seurat';
  /** takes the genes that are given, and has the rest of a larger panel chosen by this method */
  filledUpBy?: 'yoto';
  /** trains as often as `restarts` says and once more, each time for all its steps */
  restarts?: true;
}

export interface Capabilities {
  /** `none`: looks at no label; `one`: made for one label, see `selectOn`; `all`: serves all questions in one go */
  labels: 'none' | 'one' | 'all';
  /** can answer a continuous question */
  continuous: boolean;
  /** chooses the number of genes itself, where its settings tell it to */
  ownSize: boolean;
  /** another seed may give another panel */
  stochastic: boolean;
  /** brings a predictor of its own; the others are scored by those that every panel is scored by */
  predictor: boolean;
  /** can be steered to the recall of classes that must not be missed */
  targets: boolean;
  /** the kinds of numbers that it can read; null: all */
  matrices: readonly MatrixKind[] | null;
}

/**
 * How the time of a choice of genes grows: the power of each size that it goes with, and the seconds of one core that it
 * takes with 1,000 cells of 10 classes, 1,000 genes and a panel of 32. Measured, and good to a factor of a few.
 */
export interface Growth {
  seconds: number;
  cells: number;
  genes: number;
  classes: number;
  k: number;
}

export interface MethodDescription {
  name: string;
  /** what it does, in one sentence */
  sentence: string;
  /** the paper, and the package whose defaults it has */
  source: string;
  settings: Readonly<Record<string, MethodSetting>>;
  can: Capabilities;
  traits?: Traits;
  /** settings that are the steps of its stages of training, one behind the other; left out where it trains no network */
  stages?: readonly string[];
  /** what is to be cited, where that is more than its source */
  references?: readonly string[];
  /** left out where the time goes with the training steps, whatever the data, or is never worth a word */
  growth?: Growth;
}

/** What most methods that judge genes by one label can do. */
export const ofOneLabel: Capabilities = {
  labels: 'one',
  continuous: true,
  ownSize: false,
  stochastic: false,
  predictor: false,
  targets: false,
  matrices: null,
};

/** What the methods that look at no label can do. */
export const ofNoLabel: Capabilities = { ...ofOneLabel, labels: 'none' };
