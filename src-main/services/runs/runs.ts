/** Runs: from a request to a trained panel, and everything that is kept of it. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { type Method, fillMethodSettings, methods } from '../../../src-shared/methods.ts';
import type { RunConfig, RunDetail, RunRequest } from '../../../src-shared/model.ts';
import { freezeSettings, settingDefaults } from '../../../src-shared/settings.ts';
import type { Store } from '../../store/open.ts';
import { summary } from '../../store/runs.ts';
import type { RunRow } from '../../store/runs.ts';
import { version } from '../../version.ts';
import { aloneCompanions, groupedCompanions } from './companions.ts';
import type { Context } from '../context.ts';
import { estimateGrid } from '../timing/benchmark-estimate.ts';
import { openProject, timesFolder, writableProject } from '../context.ts';
import { rememberedTimes, sizeOf, timedRuns } from '../timing/run-times.ts';
import { examineWithLimits, refuseProblems } from '../design/design-request.ts';
import type { ExaminedRequest } from '../cohort/examined-request.ts';
import { labelsDigest } from '../cohort/labels.ts';
import { predictedValues } from '../tables/predicted-values.ts';
import { splitFor } from '../cohort/splits.ts';

type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `runs.${string}`>>;

export function runHandlers(context: Context): RunHandlers {
  const tell = (store: Store, id: number) => {
    const run = summary(findRun(store, id));
    context.emit('runs.changed', run);
    return run;
  };
  return {
    'runs.defaults'() {
      const { store } = openProject(context);
      return {
        datasetIds: store.datasets.list().map(({ id }) => id),
        taskIds: store.tasks.list().map(({ id }) => id),
        ...settingDefaults,
      };
    },
    async 'runs.check'(request) {
      const { genes, k, findings } = await examineWithLimits(openProject(context).store, request);
      return { genes, k, findings };
    },
    'runs.estimate'({ settings, datasetIds, taskIds, ...request }) {
      const { store } = openProject(context);
      const size = sizeOf({
        ...request,
        settings: { ...settingDefaults.settings, ...settings },
        datasets: store.datasets.list().filter(({ id }) => datasetIds.includes(id)),
        tasks: store.tasks.list().filter(({ id }) => taskIds.includes(id)),
      });
      const known = { project: timedRuns(store), machine: rememberedTimes(timesFolder(context)) };
      const { seconds, words } = estimateGrid([size], known, 1);
      return seconds === null ? null : words;
    },
    async 'runs.start'(request) {
      const { store, training } = writableProject(context);
      const examined = await examineWithLimits(store, request);
      refuseProblems(examined.findings);
      const id = store.transaction(() =>
        store.runs.insert({
          name: request.name ?? proposeName(store, request.method, examined.k),
          config: freeze(request, examined, splitFor(store, request, examined)),
          appVersion: version,
          createdAt: now(),
          notes: examined.findings,
        }),
      );
      tell(store, id);
      training.enqueue(id);
      return summary(findRun(store, id));
    },
    'runs.list': () => openProject(context).store.runs.list(),
    'runs.get': ({ id }) => {
      const { store } = openProject(context);
      return runDetail(store, findRun(store, id));
    },
    'runs.predicted'({ id, task }) {
      const { store } = openProject(context);
      return predictedValues(store, findFinished(store, id), task);
    },
    'runs.progress': () => openProject(context).training.progress(),
    'runs.cancel'({ id }) {
      const { store, training } = openProject(context);
      findRun(store, id);
      training.cancel(id);
      return null;
    },
    'runs.resume'({ id }) {
      const { store, training } = writableProject(context);
      const run = findRun(store, id);
      if (!['failed', 'cancelled', 'interrupted'].includes(run.state)) {
        throw new AppError(
          'conflict',
          `The run “${run.name}” cannot be resumed: it is ${run.state}.`,
          'Only a run that failed, was cancelled or was interrupted can go on.',
        );
      }
      refuseLostData(store, run);
      store.transaction(() => {
        // what goes on from a checkpoint tells the points after it again, and they are the same
        if (store.checkpoints.step(id) === null) store.history.remove(id);
        store.runs.requeue(id);
      });
      training.enqueue(id);
      return tell(store, id);
    },
    'runs.rename'({ id, name }) {
      const { store } = writableProject(context);
      findRun(store, id);
      store.runs.rename(id, name);
      return tell(store, id);
    },
    'runs.mark'({ id, ...marks }) {
      const { store } = writableProject(context);
      store.runs.mark(id, { ...findRun(store, id), ...marks });
      return tell(store, id);
    },
    'runs.remove'({ id }) {
      const { store, training } = writableProject(context);
      findRun(store, id);
      training.cancel(id);
      store.runs.setRemoved(id, now());
      context.emit('runs.changed', null);
      return null;
    },
    'runs.restore'({ id }) {
      const { store } = writableProject(context);
      findRun(store, id);
      store.runs.setRemoved(id, null);
      context.emit('runs.changed', null);
      return summary(findRun(store, id));
    },
  };
}

/** A run with everything that is kept of it. */
export function runDetail(store: Store, run: RunRow): RunDetail {
  const { id, config } = run;
  return {
    ...run,
    panel: store.panels.list(id),
    results: store.results.list(id),
    predictor: store.models.predictor(id),
    byGroup: groupedCompanions(store, run),
    alone: aloneCompanions(store, run),
    panelMetrics: store.panelMetrics.get(id),
    history: store.history.list(id),
    checkpointStep: store.checkpoints.step(id),
    split: store.splits.get(config.splitId),
  };
}

export function findRun(store: Store, id: number): RunRow {
  const run = store.runs.get(id);
  if (!run)
    throw new AppError('not-found', `There is no run ${id} in this project.`, 'Look at the list of runs again.');
  return run;
}

/** @throws AppError `conflict` for a run without a panel */
export function findFinished(store: Store, id: number): RunRow {
  const run = findRun(store, id);
  if (run.state !== 'succeeded') {
    throw new AppError(
      'conflict',
      `The run “${run.name}” has no panel: it is ${run.state}.`,
      'Choose a run that succeeded.',
    );
  }
  return run;
}

/** @throws AppError `conflict` for a run on a data set whose cells went with it when the project was closed */
function refuseLostData(store: Store, { name, config }: RunRow): void {
  const lost = config.datasets.find(({ id, cells }) => store.matrixChunks.extent(id).cells < cells);
  if (!lost) return;
  throw new AppError(
    'conflict',
    `The run “${name}” cannot be resumed: its data set “${lost.name}” was removed.`,
    'Add the file again and start a new run.',
  );
}

/** A request with everything that it depends on written out. */
export function freeze(request: RunRequest, examined: ExaminedRequest, splitId: number): RunConfig {
  const { datasets, tasks, labels } = examined;
  return {
    datasetIds: datasets.map(({ id }) => id),
    tasks,
    ...freezeSettings(request),
    // with a starting panel it is what that has and what is to be added
    k: examined.k,
    methodSettings: fillMethodSettings(request.method, request.methodSettings),
    splitId,
    labelsSha256: labelsDigest(labels),
    datasets: datasets.map(({ id, name, sha256, cells, genes }) => ({ id, name, sha256, cells, genes })),
  };
}

/** `YOTO, 32 genes`, with a number behind it when that is taken. */
function proposeName(store: Store, method: Method, k: number): string {
  const names = new Set(store.runs.list().map((run) => run.name));
  const plain = `${methods[method].name}, ${k} genes`;
  let name = plain;
  for (let n = 2; names.has(name); n++) name = `${plain} (${n})`;
  return name;
}

const now = () => new Date().toISOString();
