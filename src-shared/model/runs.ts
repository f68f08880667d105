/** A run: its state, its progress, and everything that it left. */
import type { Metric } from '../metrics.ts';
import type { ClassCount, Finding } from './datasets.ts';
import type { RunConfig } from './requests.ts';
import type { HeadlineScore, PanelGene, PanelMetrics, TaskResult } from './results.ts';
import type { TaskKind } from './tasks.ts';

export type RunState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';

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
    /** cells that are predicted as it; empty for a continuous task */
    classes: ClassCount[];
    /** of a continuous task's values */
    mean: number | null;
    /** mean probability of the class that a cell is called */
    confidence: number | null;
    /** with the labels that the data have in a column of the task's name; null where they have none that it knows */
    agreement: ({ cells: number } & Partial<Record<Metric, number | null>>) | null;
    /** cells that have a label, known to the predictor or not */
    labelled: number;
    /** share of these that it answers rightly; null for a continuous task, and where no cell has a label */
    accuracyOfAll: number | null;
    /** labels of the data that the predictor does not know: it cannot answer them rightly */
    unknown: ClassCount[];
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
  /** how the list was read, where that is not plain */
  notes: string[];
}

/** A list of genes as it was read, not yet met with any data. */
export interface GenesRead {
  /** names, and rules between slashes */
  entries: string[];
  /** how the list was read, where that is not plain; sentences */
  notes: string[];
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
  /** how the list was read, where that is not plain */
  notes: string[];
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

/** A run that asked one task of another run alone. */
export interface AloneRun {
  task: string;
  runId: number;
  state: RunState;
  /** null until it has succeeded */
  headline: HeadlineScore | null;
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
