/**
 * What the main process and a training process say to each other. A run is trained in a process of its own: cancelling
 * it is killing it, and its crash is a failed run. It reads the project, and never writes it.
 */
import type { ErrorData } from '../../src-shared/errors.ts';
import type { HistoryPoint, Stage } from '../../src-shared/model.ts';
import type { KeptCheckpoint } from '../data/checkpoint.ts';
import type { Child, Spawn } from './child.ts';
import type { DesignResult } from './types.ts';

export type ToTrainer =
  | {
      type: 'start';
      projectPath: string;
      runId: number;
      /** trainings that may go on at once */
      workers: number;
      /** least time between two checkpoints */
      checkpointSeconds?: number;
    }
  /** other runs came or went: from now on so many */
  | { type: 'workers'; workers: number };

export type FromTrainer =
  | { type: 'progress'; stage: Stage; doing: string; fraction: number }
  | { type: 'history'; points: HistoryPoint[] }
  | { type: 'checkpoint'; checkpoint: KeptCheckpoint }
  | { type: 'finished'; result: DesignResult; secondsToLoad: number; peakMemoryMB: number }
  | { type: 'failed'; error: ErrorData };

export type TrainerProcess = Child<ToTrainer, FromTrainer>;
export type SpawnTrainer = Spawn<ToTrainer, FromTrainer>;
