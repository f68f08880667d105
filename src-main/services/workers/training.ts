/**
 * The queue of runs and the processes that train them: as many at once as there are cores, less one for the window, and
 * never more than memory holds. Runs share the cores: one alone trains on all of them, each on one where there are as
 * many as cores. This process alone writes the project; a training process only tells.
 */
import { headlineLabel, headlineOf } from '../../../src-shared/metrics.ts';
import { trainingSteps } from '../../../src-shared/methods.ts';
import { availableParallelism, freemem } from 'node:os';
import type { Emit } from '../../../src-shared/contract.ts';
import { describeError, fromErrorData } from '../../../src-shared/errors.ts';
import type {
  CategoricalScores,
  ContinuousScores,
  HeadlineScore,
  PredictorScores,
  Progress,
  Run,
  RunState,
  TaskResult,
} from '../../../src-shared/model.ts';
import { crashMessage } from '../../engine/child.ts';
import type { FromTrainer, SpawnTrainer, TrainerProcess } from '../../engine/protocol.ts';
import { storeFailure } from '../../store/failures.ts';
import type { Store } from '../../store/open.ts';
import { summary } from '../../store/runs.ts';
import { gigabytes, memoryOfRun, memoryOfWorker, sizeOf } from './memory.ts';
import { type Mark, secondsLeft } from './time-left.ts';

export interface Training {
  /** trains the run when a process is free */
  enqueue(runId: number): void;
  /** at once; does nothing for a run that is neither waiting nor training */
  cancel(runId: number): void;
  /** how many runs are trained at once */
  readonly slots: number;
  /** of the runs that are training now */
  progress(): Progress[];
  /** kills what trains; those runs and the waiting ones are interrupted */
  stop(): Promise<void>;
}

interface Active {
  process: TrainerProcess;
  startedAt: number;
  /** trainings that it may do at once */
  workers: number;
  /** most that it ever could do at once */
  hired: number;
  /** bytes that it may come to need, and that one more worker would add */
  memory: number;
  memoryOfWorker: number;
  progress: Progress;
  /** where it was when it began to choose */
  begun: Mark | null;
  gone: Promise<void>;
}

/** Seconds between looks at whether memory has become free. */
const LOOK_EVERY = 2;

export function createTraining(options: {
  store: Store;
  spawnTrainer: SpawnTrainer;
  emit: Emit;
  slots?: number;
  cores?: number;
  /** least time between two checkpoints; a crash costs no more */
  checkpointSeconds?: number;
  /** bytes that programs may still have */
  freeMemory?: () => number;
}): Training {
  const { store, spawnTrainer, emit, cores = availableParallelism(), slots = Math.max(1, cores - 1) } = options;
  const { freeMemory = freemem } = options;
  const waiting: number[] = [];
  const active = new Map<number, Active>();
  let stopped = false;
  /** bytes that were free when nothing trained: what all that trains must fit into */
  let budget = 0;
  let look: NodeJS.Timeout | undefined;

  const tell = (runId: number) => {
    const row = store.runs.get(runId);
    if (row) emit('runs.changed', summary(row));
  };

  const inWords = (error: unknown) => describeError(storeFailure(store.path, error));

  /**
   * Writes what became of a run, and tells it. What a full disk keeps from being written is told all the same, and the
   * queue goes on; the project calls such a run interrupted when it is opened again.
   */
  function change(runId: number, told: Partial<Run>, write: () => void) {
    try {
      write();
      tell(runId);
    } catch (error) {
      if (storeFailure(store.path, error) === error) throw error;
      emit('runs.changed', { ...summary(store.runs.get(runId)!), ...told });
    }
  }

  type Ending = Exclude<RunState, 'queued' | 'running' | 'succeeded'>;

  const close = (runId: number, state: Ending, message: string | null) =>
    change(runId, { state, message }, () => store.runs.end(runId, state, now(), message));

  /** Ends a run that is training; its process goes too. What it still says is not heard any more. */
  function end(runId: number, state: Ending, message: string | null) {
    active.get(runId)?.process.kill();
    active.delete(runId);
    close(runId, state, message);
    fill();
  }

  function fill() {
    clearTimeout(look);
    while (!stopped && active.size < slots && waiting.length > 0) {
      const lacks = shortage(memoryOfRun(store, sizeOf(store.runs.get(waiting[0])!.config)));
      if (lacks !== null) {
        holdBack(waiting[0], lacks);
        look = setTimeout(fill, LOOK_EVERY * 1000).unref();
        break;
      }
      launch(waiting.shift()!);
    }
    for (const run of active.values()) {
      const before = run.workers;
      if (grant(run) !== before) run.process.send({ type: 'workers', workers: run.workers });
    }
  }

  /** Why a run that needs so many bytes must wait; null: it may start. One run may always train. */
  function shortage(memory: number): string | null {
    if (active.size === 0) {
      budget = freeMemory();
      return null;
    }
    const free = memoryLeft();
    if (memory <= free) return null;
    return `Waits for memory: it needs about ${gigabytes(memory)}, and ${gigabytes(free)} are free.`;
  }

  /** What trains has not yet taken all that it will, so it counts with what it may come to need. */
  function memoryLeft(): number {
    const claimed = [...active.values()].reduce((sum, run) => sum + run.memory, 0);
    return Math.max(0, Math.min(freeMemory(), budget - claimed));
  }

  /** Its share of the cores, as far as memory goes; a worker that it once had keeps its memory. */
  function grant(run: Active): number {
    const share = Math.max(1, Math.floor(cores / Math.min(slots, active.size + waiting.length)));
    const more = Math.min(share - run.hired, Math.floor(memoryLeft() / run.memoryOfWorker));
    if (more > 0) {
      run.hired += more;
      run.memory += more * run.memoryOfWorker;
    }
    return (run.workers = Math.min(share, run.hired));
  }

  function holdBack(runId: number, reason: string) {
    if (store.runs.get(runId)!.message === reason) return;
    change(runId, { message: reason }, () => store.runs.holdBack(runId, reason));
  }

  function launch(runId: number) {
    const { config } = store.runs.get(runId)!;
    let process: TrainerProcess;
    try {
      store.runs.start(runId, now());
      tell(runId);
      process = spawnTrainer();
    } catch (error) {
      return close(runId, 'failed', `The training process could not be started: ${inWords(error)}`);
    }
    let left: () => void = () => {};
    const run: Active = {
      process,
      startedAt: performance.now(),
      workers: 1,
      hired: 1,
      memory: memoryOfRun(store, sizeOf(config)),
      memoryOfWorker: memoryOfWorker(store, sizeOf(config)),
      progress: {
        runId,
        stage: 'load',
        doing: 'Starting',
        fraction: 0,
        secondsElapsed: 0,
        secondsLeft: null,
        steps: trainingSteps(config) ?? 0,
        latest: null,
      },
      begun: null,
      gone: new Promise((resolve) => (left = resolve)),
    };
    active.set(runId, run);
    process.onMessage((message) => {
      if (active.get(runId) !== run) return; // it was cancelled, or has ended
      try {
        hear(runId, run, message);
      } catch (error) {
        end(runId, 'failed', `The result could not be saved: ${inWords(error)}`);
      }
    });
    process.onExit((exit) => {
      left();
      if (active.get(runId) === run) end(runId, 'failed', crashMessage('The training process', exit));
    });
    const { checkpointSeconds } = options;
    process.send({ type: 'start', projectPath: store.path, runId, workers: grant(run), checkpointSeconds });
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
      if (stage !== 'load' && stage !== 'prepare') run.begun ??= { fraction, seconds: secondsSince(run) };
    }
    run.progress = withTimes(run);
    emit('run.progress', run.progress);
  }

  function save(runId: number, { result, secondsToLoad, peakMemoryMB }: FromTrainer & { type: 'finished' }) {
    store.durably(() => {
      store.checkpoints.remove(runId);
      store.panels.insert(runId, result.panel);
      store.results.insert(runId, result.results);
      store.predictions.insert(runId, result.predictions);
      store.panelMetrics.insert(runId, result.panelMetrics);
      if (result.model) store.models.insert(runId, result.model);
      store.runs.succeed(runId, now(), {
        backend: result.backend,
        headline: result.results.map(headlineScore),
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
    slots,
    progress: () => [...active.values()].map(withTimes),
    async stop() {
      stopped = true;
      clearTimeout(look);
      const processes = [...active.values()].map((run) => run.gone);
      for (const runId of [...active.keys(), ...waiting.splice(0)]) {
        end(runId, 'interrupted', 'The project was closed before this run was finished.');
      }
      await Promise.all(processes);
    },
  };
}

const secondsSince = ({ startedAt }: Active) => (performance.now() - startedAt) / 1000;

function withTimes(run: Active): Progress {
  const seconds = secondsSince(run);
  const left = secondsLeft(run.begun, { fraction: run.progress.fraction, seconds });
  return { ...run.progress, secondsElapsed: seconds, secondsLeft: left };
}

/** The one number of a task that lists show: in the assay, where the run has one. */
function headlineScore(result: TaskResult): HeadlineScore {
  const all = ({ own, probe, forest, ceiling }: Scored): PredictorScores => ({
    own: own && headlineOf(own),
    probe: probe && headlineOf(probe),
    forest: headlineOf(forest),
    ceiling: headlineOf(ceiling),
  });
  const { task, kind, assay } = result;
  return { task, metric: headlineLabel(kind), ...all(assay ?? result), ...(assay && { asSequenced: all(result) }) };
}

type Scores = CategoricalScores | ContinuousScores;
type Scored = Record<'own' | 'probe', Scores | null> & Record<'forest' | 'ceiling', Scores>;

const now = () => new Date().toISOString();
