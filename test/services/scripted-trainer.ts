/** A training process that plays a script instead of training. */
import type { FromTrainer, SpawnTrainer, ToTrainer } from '../../src-main/engine/protocol.ts';
import type { DesignResult } from '../../src-main/engine/types.ts';

export interface ScriptedProcess {
  say(message: FromTrainer): void;
  exit(how: { code?: number; signal?: string; stderr?: string }): void;
  killed: boolean;
  /** trainings that it may do at once, as it was told last; null: as it was told at its start */
  workers: number | null;
}

type Start = ToTrainer & { type: 'start' };

/** `script` is played when the process is told to start. A kill ends it, as the system would. */
export function scriptedTrainer(
  script: (process: ScriptedProcess, start: Start) => void | Promise<void>,
): SpawnTrainer {
  return () => {
    let hear: (message: FromTrainer) => void = () => {};
    let gone: Parameters<ReturnType<SpawnTrainer>['onExit']>[0] = () => {};
    let ended = false;
    const process: ScriptedProcess = {
      killed: false,
      workers: null,
      say: (message) => hear(structuredClone(message)),
      exit({ code = null as number | null, signal = null as string | null, stderr = '' }) {
        if (!ended) gone({ code, signal, stderr });
        ended = true;
      },
    };
    return {
      send(message) {
        if (message.type === 'start') setImmediate(() => void script(process, message));
        else process.workers = message.workers;
      },
      onMessage: (listener) => (hear = listener),
      onExit: (listener) => (gone = listener),
      kill() {
        process.killed = true;
        setImmediate(() => process.exit({ signal: 'SIGKILL' }));
      },
    };
  };
}

const scores = { macroF1: 0.75, weightedF1: 0.8, accuracy: 0.8, balancedAccuracy: 0.7, auroc: 0.9, auprc: 0.85 };

/** What a run of the task "type" on the usual data may end in. */
export function result(changes: Partial<DesignResult> = {}): DesignResult {
  const perClass = ['B', 'NK', 'T'].map((name, c) => ({
    name,
    precision: 0.5,
    recall: c / 4,
    f1: 0.5,
    support: c * 2,
  }));
  const confusion = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const categorical = { ...scores, perClass, confusion };
  const gene = { symbol: 'CD3D', id: 'ENSG00000167286', meanExpression: 1.5, detected: 0.5, forced: false };
  return {
    panel: [
      { ...gene, name: 'CD3D', rank: 1, score: 0.5 },
      { ...gene, name: 'LYZ', symbol: 'LYZ', id: '', rank: 2, score: null, forced: true },
    ],
    results: [
      {
        task: 'type',
        kind: 'categorical',
        classes: ['B', 'NK', 'T'],
        trainCells: 38,
        validationCells: 10,
        testCells: 2,
        own: { ...categorical, macroF1: 0.8 },
        probe: { ...categorical, seeds: [0.74, 0.75, 0.76] },
        forest: { ...categorical, seeds: [0.75, 0.75, 0.75] },
        ceiling: { ...categorical, macroF1: 0.9 },
      },
    ],
    predictions: [
      {
        task: 'type',
        cells: Int32Array.of(4, 59),
        truth: Float32Array.of(1, 2),
        predicted: Float32Array.of(1, 0),
        probabilities: Float32Array.of(0.25, 0.5, 0.25, 0.75, 0.25, 0),
        others: [],
      },
    ],
    model: null,
    panelMetrics: {
      cells: 2,
      testCells: 2,
      genes: 30,
      geneCorrelation: 0.75,
      uncorrelatedShare: 1,
      neighbourhoods: [],
      neighbourhoodPreservation: null,
      cellScore: null,
      clusterSimilarity: null,
      explainedVariance: 0.25,
      explainedVarianceOfOthers: 0.125,
    },
    notes: [],
    backend: 'scripted',
    seconds: { prepare: 1, select: 2, score: 3 },
    ...changes,
  };
}

/** Finishes at once with `result()`. */
export const finishes = (changes: Partial<DesignResult> = {}): SpawnTrainer =>
  scriptedTrainer((process) => {
    process.say({ type: 'finished', result: result(changes), secondsToLoad: 0.5, peakMemoryMB: 100 });
  });
