/** Methods side by side. */
import type { Metric } from '../metrics.ts';
import type { Method } from '../methods.ts';
import type { RunRequest } from './requests.ts';
import type { RunState } from './runs.ts';

/** A grid of runs: every method with every size, as often as there are repetitions. */
export interface BenchmarkRequest {
  /** what all runs have in common */
  base: Omit<RunRequest, 'name' | 'method' | 'k' | 'seed' | 'splitSeed' | 'methodSettings' | 'add' | 'parent'>;
  methods: Method[];
  /** those that also design a panel for each question alone, where there are several */
  alone?: Method[];
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

/** A method that competes, asked all questions together or one at a time. */
export interface Entrant {
  method: Method;
  alone: boolean;
}

/** One run of a grid. */
export interface BenchmarkCell extends Entrant {
  /** the one question of a method that is asked one at a time */
  taskId: number | null;
  k: number;
  seed: number;
  splitSeed: number;
  /** null: not asked for yet */
  runId: number | null;
  state: RunState | null;
  message: string | null;
}

/** What a method reaches with one size of panel, over the repetitions that are done. */
export interface BenchmarkRow extends Entrant {
  task: string;
  metric: Metric;
  predictor: 'own' | 'probe' | 'forest' | 'ceiling';
  k: number;
  /** of each repetition, in their order; null: not done, or without such a score */
  values: (number | null)[];
  mean: number | null;
  /** of the repetitions, n − 1; null with fewer than two */
  sd: number | null;
  /** the method's own predictor reads all genes: shown, and not ranked */
  seesAllGenes: boolean;
  /** 1 is best of the methods at this size; equal ones share the better rank */
  rank: number | null;
}

/** How dear a method is. */
export interface BenchmarkCost extends Entrant {
  k: number;
  /** of selection alone, and of the whole run; means; one question at a time: of the runs of all questions together */
  selectSeconds: number | null;
  seconds: number | null;
  peakMemoryMB: number | null;
  /** trainings of a selecting model that one panel takes: one for all tasks, or one for each */
  models: number;
}

/** What a comparison will take, as far as it can be told before it starts. */
export interface BenchmarkEstimate {
  /** that the project does not have yet */
  runs: number;
  /** of those whose methods have been run here; null where none has */
  seconds: number | null;
  words: string;
  /** what will not be run, and why */
  refused: NonNullable<BenchmarkRequest['refused']>;
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

/** A comparison that was written as a workflow. */
export interface SweepWritten {
  folder: string;
  jobs: number;
  refused: NonNullable<BenchmarkRequest['refused']>;
  /** what to type in the folder: on this machine, on a cluster */
  commands: readonly string[];
  /** greatest memory of a job in MB */
  memoryMB: number;
  /** that are asked for all jobs together, an ample estimate; null where nobody has timed such runs */
  minutes: number | null;
}

export interface SweepCollected {
  benchmarkId: number;
  /** runs that were brought in now */
  runs: number;
  /** jobs that have left no result yet */
  missing: string[];
}
