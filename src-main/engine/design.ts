/** A run from beginning to end: prepare the data, select the panel, score it on cells that selection never saw. */
import type { Finding, PanelGene, RunConfig } from '../../src-shared/model.ts';
import { fillMethodSettings, methods } from '../../src-shared/methods.ts';
import { createCrew } from '../learners/crew.ts';
import { headsOf } from '../learners/network.ts';
import { chooseBackend } from '../nn/backend.ts';
import type { Work } from '../nn/calibrate.ts';
import { placeTargets } from '../selection/recall-targets.ts';
import { selectorOf } from '../selection/registry.ts';
import type { Selection } from '../selection/types.ts';
import { cellsOfAssay } from './assay-cells.ts';
import { readerOf } from './assay-scores.ts';
import { type TrainedCeiling, trainingOfAssayCeiling, trainingOfCeiling } from './ceiling.ts';
import { type Prepared, prepare } from './prepare.ts';
import { createBar, finishing } from './progress.ts';
import { packModel } from './saved-model.ts';
import { describeModel } from './describe-model.ts';
import { score } from './score.ts';
import type { AssayCeiling, Design, Earlier, Problem } from './types.ts';

export const design: Design = async (problem, config, hooks, earlier = NOTHING, workers = createCrew()) => {
  const stopwatch = startStopwatch();
  const hasAssay = config.assay !== undefined && problem.kind === 'counts';
  const bar = createBar(hooks.progress, [
    ...(earlier.ceiling ? (['ceiling'] as const) : []),
    ...(config.probeSteps === 0 ? (['probes'] as const) : []),
    ...(hasAssay ? [] : (['assay'] as const)),
    ...(hasAssay && !earlier.assayCeiling ? [] : (['assayCeiling'] as const)),
  ]);
  bar('prepare')(0);
  const begun = earlier.checkpoint;
  const { executor, reason } = await chooseBackend(config.backend, workOf(problem, config), begun?.executor);
  const isSame = begun?.executor === executor.name;
  const prepared = prepare(problem, config, bar('prepare'));
  bar('prepare')(1);
  const prepareSeconds = stopwatch();

  // an executor that one thread alone can use does everything in turn
  const crew = executor.elsewhere ? workers : createCrew();
  // named one by one: what is not named, the test cells above all, no selector can reach
  const { train, validation, test, mean, sd, variability, forced } = prepared;
  const trainCeiling = async (): Promise<TrainedCeiling> => {
    if (earlier.ceiling) return { scores: earlier.ceiling, predicted: null };
    const progress = bar('ceiling');
    const input = { train, validation, test, mean, sd, config, executor, progress };
    return finishing(progress, crew.run(trainingOfCeiling, input));
  };
  const trainAssayCeiling = async (): Promise<AssayCeiling | null> => {
    if (earlier.assayCeiling) return earlier.assayCeiling;
    const { counts } = prepared;
    const reader = readerOf(prepared, config, Int32Array.from(prepared.candidates.keys()));
    if (!counts || !reader) return null;
    const progress = bar('assayCeiling');
    const tasks = { train: train.tasks, validation: validation.tasks, test: test.tasks };
    return finishing(progress, crew.run(trainingOfAssayCeiling, { counts, tasks, reader, config, executor, progress }));
  };
  const trainCeilings = () => Promise.all([trainCeiling(), trainAssayCeiling()]);
  // the longest of all trainings does not depend on the panel: where there are several workers it begins at once
  const beside = crew.size > 1 ? trainCeilings() : null;
  const selecting = selectorOf(config.method)({
    train,
    validation,
    mean,
    sd,
    variability,
    forced,
    k: config.k,
    seed: config.seed,
    settings: config.settings,
    methodSettings: fillMethodSettings(config.method, config.methodSettings),
    selectOn: config.selectOn === undefined ? null : config.tasks.findIndex(({ id }) => id === config.selectOn),
    targets: placeTargets(config.targets ?? [], train.tasks),
    assay: cellsOfAssay(prepared, config),
    executor,
    crew,
    progress: bar('select'),
    history: hooks.history,
    resume: isSame ? begun : null,
    checkpoint: (step, make) => hooks.checkpoint(step, () => ({ ...make(), executor: executor.name })),
  });
  // a failure of the one ends the run without waiting for the other
  const both = beside ? Promise.race([selecting, beside.then(() => selecting)]) : selecting;
  const selection = await finishing(bar('select'), both);
  const selectSeconds = stopwatch();

  const { kept, ...scored } = await score(
    prepared,
    selection,
    config,
    { executor, crew, bar },
    beside ?? trainCeilings(),
  );
  return {
    panel: describePanel(problem, prepared, selection, config),
    ...scored,
    model: kept && packModel({ ...kept, ...describeModel(problem, prepared, selection) }),
    notes: [
      ...prepared.notes,
      ...(begun && !isSame ? [beganAnew(begun.executor, executor.name)] : []),
      ...(selection.notes ?? []),
    ],
    backend: reason,
    seconds: { prepare: prepareSeconds, select: selectSeconds, score: stopwatch() },
  };
};

const NOTHING: Earlier = { ceiling: null, checkpoint: null };

/** What most training steps of the run are like: a settled panel, and one that is on its way. */
function workOf({ tasks, genes }: Problem, { settings, k, hvg }: RunConfig): Work {
  const most = Math.min(hvg, genes.length);
  return {
    shape: { hidden: settings.hidden, heads: headsOf(tasks) },
    cells: settings.batch,
    columns: [k, Math.max(k, Math.round(Math.sqrt(k * most)))],
  };
}

function beganAnew(before: string, now: string): Finding {
  return {
    severity: 'note',
    code: 'began-anew',
    what: `The training began anew: it had been under way on ${before || 'an executor that is not known'}, and ${now} trains now.`,
    why: 'Executors differ in the last digits: what one begins and another ends would be the result of neither.',
    remedy: 'Nothing to do.',
  };
}

/** Seconds since the last look. */
function startStopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return seconds;
  };
}

function describePanel(problem: Problem, prepared: Prepared, selection: Selection, config: RunConfig): PanelGene[] {
  const forced = new Set(prepared.forced);
  const seen = new Set<number>();
  const panel = Array.from(selection.genes, (candidate, i) => {
    seen.add(candidate);
    return {
      ...problem.genes[prepared.candidates[candidate]],
      rank: i + 1,
      score: Number.isFinite(selection.scores[i]) ? selection.scores[i] : null,
      meanExpression: prepared.mean[candidate],
      detected: prepared.detected[candidate],
      forced: forced.has(candidate),
    };
  });
  const expected = methods[config.method].can.ownSize ? selection.genes.length : config.k;
  if (seen.size !== expected)
    throw new Error(`${config.method} chose ${seen.size} distinct genes instead of ${expected}`);
  return panel;
}
