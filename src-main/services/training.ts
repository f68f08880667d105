/**
 * The queue of runs and the processes that train them: as many at once as there are cores, less one for the window.
 * This process alone writes the project; a training process only tells.
 */
import { trainingSteps } from '../../src-preload/methods.ts';
import { availableParallelism } from 'node:os';
import type { Emit } from '../../src-preload/contract.ts';
import { describeError, fromErrorData } from '../../src-preload/errors.ts';
import type { HeadlineScore, Progress, RunState, TaskResult } from '../../src-preload/model.ts';
import { crashMessage } from '../engine/child.ts';
import type { FromTrainer, SpawnTrainer, TrainerProcess } from '../engine/protocol.ts';
import type { Store } from '../store/open.ts';
import { summary } from '../store/runs.ts';

export interface Training {
  /** trains the run when a process is free */
  enqueue(runId: number): void;
  /** at once; does nothing for a run that is neither waiting nor training */
  cancel(runId: number): void;
  /** of the runs that are training now */
  progress(): Progress[];
  /** kills what trains; those runs and the waiting ones are interrupted */
  stop(): Promise<void>;
}

interface Active {
  process: TrainerProcess;
  startedAt: number;
  progress: Progress;
  gone: Promise<void>;
}

/** Time left is not guessed before this share of the run and these seconds have passed. */
const LEAST_FRACTION = 0.02;
const LEAST_SECONDS = 1;

export function createTraining(options: {
  store: Store;
  spawnTrainer: SpawnTrainer;
  emit: Emit;
  slots?: number;
}): Training {
  const { store, spawnTrainer, emit, slots = Math.max(1, availableParallelism() - 1) } = options;
  const waiting: number[] = [];
  const active = new Map<number, Active>();
  let stopped = false;

  const tell = (runId: number) => {
    const row = store.runs.get(runId);
    if (row) emit('runs.changed', summary(row));
  };

  /** Ends a run that is training; its process goes too. What it still says is not heard any more. */
  function end(runId: number, state: Exclude<RunState, 'queued' | 'running' | 'succeeded'>, message: string | null) {
    active.get(runId)?.process.kill();
    active.delete(runId);
    store.runs.end(runId, state, now(), message);
    tell(runId);
    fill();
  }

  function fill() {
    while (!stopped && active.size < slots && waiting.length > 0) launch(waiting.shift()!);
  }

  function launch(runId: number) {
    store.runs.start(runId, now());
    tell(runId);
    let process: TrainerProcess;
    try {
      process = spawnTrainer();
    } catch (error) {
      store.runs.end(runId, 'failed', now(), `The training process could not be started: ${describeError(error)}`);
      return tell(runId);
    }
    let left: () => void = () => {};
    const run: Active = {
      process,
      startedAt: performance.now(),
      progress: {
        runId,
        stage: 'load',
        doing: 'Starting',
        fraction: 0,
        secondsElapsed: 0,
        secondsLeft: null,
        steps: trainingSteps(store.runs.get(runId)!.config) ?? 0,
        latest: null,
      },
      gone: new Promise((resolve) => (left = resolve)),
    };
    active.set(runId, run);
    process.onMessage((message) => {
      if (active.get(runId) !== run) return; // it was cancelled, or has ended
      try {
        hear(runId, run, message);
      } catch (error) {
        end(runId, 'failed', `The result could not be saved: ${describeError(error)}`);
      }
    });
    process.onExit((exit) => {
      left();
      if (active.get(runId) === run) end(runId, 'failed', crashMessage('The training process', exit));
    });
    process.send({ type: 'start', projectPath: store.path, runId });
  }

  function hear(runId: number, run: Active, message: FromTrainer) {
    if (message.type === 'failed') return end(runId, 'failed', describeError(fromErrorData(message.error)));
    if (message.type === 'finished') {
      save(runId, message);
      active.delete(runId);
      run.process.kill();
      tell(runId);
      return fill();
    }
    if (message.type === 'checkpoint') {
      store.checkpoints.replace(runId, message.checkpoint);
      return;
    }
    if (message.type === 'history') {
      store.history.append(runId, message.points);
      run.progress = { ...run.progress, latest: message.points.at(-1) ?? run.progress.latest };
    } else {
      const { stage, doing, fraction } = message;
      run.progress = { ...run.progress, stage, doing, fraction };
    }
    run.progress = withTimes(run);
    emit('run.progress', run.progress);
  }

  function save(runId: number, { result, secondsToLoad, peakMemoryMB }: FromTrainer & { type: 'finished' }) {
    store.transaction(() => {
      store.checkpoints.remove(runId);
      store.panels.insert(runId, result.panel);
      store.results.insert(runId, result.results);
      store.predictions.insert(runId, result.predictions);
      store.panelMetrics.insert(runId, result.panelMetrics);
      if (result.model) store.models.insert(runId, result.model);
      store.runs.succeed(runId, now(), {
        backend: result.backend,
        headline: result.results.map(headlineOf),
        notes: [...store.runs.get(runId)!.notes, ...result.notes],
        seconds: { load: secondsToLoad, ...result.seconds },
        peakMemoryMB,
      });
    });
  }

  return {
    enqueue(runId) {
      waiting.push(runId);
      fill();
    },
    cancel(runId) {
      const place = waiting.indexOf(runId);
      if (place >= 0) waiting.splice(place, 1);
      if (place >= 0 || active.has(runId)) end(runId, 'cancelled', null);
    },
    progress: () => [...active.values()].map(withTimes),
    async stop() {
      stopped = true;
      const processes = [...active.values()].map((run) => run.gone);
      for (const runId of [...active.keys(), ...waiting.splice(0)]) {
        end(runId, 'interrupted', 'Panelwright was closed before this run was finished.');
      }
      await Promise.all(processes);
    },
  };
}

function withTimes({ progress, startedAt }: Active): Progress {
  const secondsElapsed = (performance.now() - startedAt) / 1000;
  const { fraction } = progress;
  const known = fraction >= LEAST_FRACTION && secondsElapsed >= LEAST_SECONDS;
  return { ...progress, secondsElapsed, secondsLeft: known ? (secondsElapsed * (1 - fraction)) / fraction : null };
}

/** The one number of a task that lists show. */
function headlineOf(result: TaskResult): HeadlineScore {
  return result.kind === 'categorical'
    ? {
        task: result.task,
        metric: 'macro-F1',
        own: result.own?.macroF1 ?? null,
        probe: result.probe?.macroF1 ?? null,
        forest: result.forest.macroF1,
        ceiling: result.ceiling.macroF1,
      }
    : {
        task: result.task,
        metric: 'R²',
        own: result.own?.r2 ?? null,
        probe: result.probe?.r2 ?? null,
        forest: result.forest.r2,
        ceiling: result.ceiling.r2,
      };
}

const now = () => new Date().toISOString();
