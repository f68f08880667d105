/**
 * The program of a training process: reads one run from the project, designs the panel, and tells how it goes. Works
 * under `child_process.fork` and under Electron's `utilityProcess`, which differ only in how messages travel.
 */
import { extname, join } from 'node:path';
import { toErrorData } from '../../src-shared/errors.ts';
import type { HistoryPoint, Stage } from '../../src-shared/model.ts';
import { trainingSteps } from '../../src-shared/methods.ts';
import { ceilingKey } from '../engine/ceiling.ts';
import { design } from '../engine/design.ts';
import type { FromTrainer, ToTrainer } from '../engine/protocol.ts';
import { type Crew, createCrew } from '../learners/crew.ts';
import { type Parent, parentOf } from './parent.ts';
import type { DesignHooks, Earlier } from '../engine/types.ts';
import type { KeptCheckpoint } from '../data/checkpoint.ts';
import { loadProblem } from '../services/cohort/problem.ts';
import { type Store, openStore } from '../store/open.ts';
import type { RunRow } from '../store/runs.ts';
import { startThread } from './threads.ts';

/** Progress and curves are told at most this often; seconds. */
const TELL_EVERY = 0.1;
/** Seconds between checkpoints. */
const CHECKPOINT_EVERY = 10;

/** The program of a worker thread: beside this one, as it is written or as it is built. */
const WORKER = join(import.meta.dirname, `worker${extname(import.meta.filename)}`);

async function train(
  { projectPath, runId, checkpointSeconds = CHECKPOINT_EVERY }: ToTrainer & { type: 'start' },
  crew: Crew,
  parent: Parent<ToTrainer, FromTrainer>,
): Promise<void> {
  const started = performance.now();
  const history = batched<HistoryPoint>((points) => parent.tell({ type: 'history', points }));
  const progress = latest<FromTrainer & { type: 'progress' }>((message) => parent.tell(message));
  let stage: Stage = 'load';
  try {
    const store = openStore(projectPath, { readOnly: true, checked: true });
    const run = store.runs.get(runId);
    if (!run) throw new Error(`the project has no run ${runId}`);
    const problem = loadProblem(store, run.config);
    const ceilings = knownCeilings(store, run);
    const checkpoint = store.checkpoints.get(runId);
    const secondsToLoad = (performance.now() - started) / 1000;
    const hooks: DesignHooks = {
      progress(told) {
        progress.push({ type: 'progress', ...told });
        // what begins now may be long in telling more
        if (told.stage !== stage) progress.flush();
        ({ stage } = told);
      },
      history: (point) => history.push(point),
      checkpoint: keepCheckpoints(checkpointSeconds, trainingSteps(run.config) ?? 0, (checkpoint) => {
        // the curves belong to what is kept
        history.flush();
        parent.tell({ type: 'checkpoint', checkpoint });
      }),
    };
    const result = await design(problem, run.config, hooks, { ...ceilings, checkpoint }, crew);
    store.close();
    history.flush();
    progress.flush();
    // KiB, of the whole process: native memory and all threads count too
    const peakMemoryMB = Math.round(process.resourceUsage().maxRSS / 1024);
    parent.tell({ type: 'finished', result, secondsToLoad, peakMemoryMB });
  } catch (error) {
    history.flush();
    parent.tell({ type: 'failed', error: toErrorData(error) });
  }
}

/** Tells a checkpoint every so many seconds, and the last: what a crash costs at most. */
function keepCheckpoints(
  seconds: number,
  steps: number,
  tell: (checkpoint: KeptCheckpoint) => void,
): DesignHooks['checkpoint'] {
  let last = performance.now();
  return (step, make) => {
    if (step < steps && performance.now() - last < seconds * 1000) return;
    tell(make());
    last = performance.now();
  };
}

/**
 * The ceilings of an earlier run of this project that asked the same of the same cells. It must be of the same version:
 * another may train the ceilings in another way.
 */
function knownCeilings(store: Store, { config, appVersion }: RunRow): Pick<Earlier, 'ceiling' | 'assayCeiling'> {
  const key = ceilingKey(config);
  const earlier = store.runs
    .list()
    .filter((run) => run.state === 'succeeded' && ceilingKey(run.config) === key)
    .find(({ id }) => store.runs.get(id)!.appVersion === appVersion);
  if (!earlier) return { ceiling: null };
  const results = store.results.list(earlier.id);
  const inAssay = results.flatMap(({ assay }) => (assay ? [assay.ceiling] : []));
  return {
    ceiling: results.map(({ ceiling }) => ceiling),
    assayCeiling: inAssay.length > 0 && inAssay.length === results.length ? inAssay : null,
  };
}

/** Hands on what has gathered, at most every `TELL_EVERY`. */
function batched<T>(hand: (items: T[]) => void) {
  let items: T[] = [];
  let last = -Infinity;
  const flush = () => {
    if (items.length > 0) hand(items);
    items = [];
    last = performance.now();
  };
  return {
    push(item: T) {
      items.push(item);
      if (performance.now() - last >= TELL_EVERY * 1000) flush();
    },
    flush,
  };
}

/** The same where only the newest matters. */
function latest<T>(hand: (item: T) => void) {
  return batched<T>((items) => hand(items.at(-1)!));
}

const parent = parentOf<ToTrainer, FromTrainer>();
let crew: Crew | null = null;
parent.onMessage((message) => {
  if (message.type === 'workers') return crew?.resize(message.workers);
  const { checkpointSeconds = CHECKPOINT_EVERY } = message;
  // what a thread keeps waits here until it is time to tell it: together no more than twice the seconds are lost
  crew = createCrew(message.workers, () => startThread(WORKER, checkpointSeconds));
  void train(message, crew, parent);
});
