/** A run from beginning to end: prepare the data, select the panel, score it on cells that selection never saw. */
import type { PanelGene, RunConfig } from '../../src-preload/model.ts';
import { fillMethodSettings, methods } from '../../src-preload/methods.ts';
import { headsOf } from '../learners/network.ts';
import { chooseBackend } from '../nn/backend.ts';
import type { Work } from '../nn/calibrate.ts';
import { placeTargets } from '../selection/recall-targets.ts';
import { selectorOf } from '../selection/registry.ts';
import type { Selection } from '../selection/types.ts';
import { type Prepared, prepare } from './prepare.ts';
import { packModel } from './saved-model.ts';
import { describeModel } from './describe-model.ts';
import { score } from './score.ts';
import type { Design, DesignHooks, Problem } from './types.ts';

/** Shares of a run's time, for its progress: measured on runs of a few thousand cells. */
const SELECTION = { from: 0.02, to: 0.65 };
const SCORING = { from: 0.65, to: 1 };

export const design: Design = async (problem, config, hooks, earlier = { ceiling: null, checkpoint: null }) => {
  const stopwatch = startStopwatch();
  const preparing = (fraction: number) =>
    hooks.progress({
      stage: 'prepare',
      doing: 'Normalising, and finding the variable genes',
      fraction: fraction * SELECTION.from,
    });
  preparing(0);
  const { executor, reason } = await chooseBackend(config.backend, workOf(problem, config));
  const prepared = prepare(problem, config, preparing);
  const prepareSeconds = stopwatch();

  // named one by one: what is not named, the test cells above all, no selector can reach
  const { train, validation, mean, sd, variability, forced } = prepared;
  const selection = await selectorOf(config.method)({
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
    executor,
    progress: within(hooks, 'select', SELECTION),
    history: hooks.history,
    resume: earlier.checkpoint,
    checkpoint: hooks.checkpoint,
  });
  const selectSeconds = stopwatch();

  const { kept, ...scored } = await score(
    prepared,
    selection,
    config,
    executor,
    earlier.ceiling,
    within(hooks, 'score', SCORING),
  );
  return {
    panel: describePanel(problem, prepared, selection, config),
    ...scored,
    model: kept && packModel({ ...kept, ...describeModel(problem, prepared, selection) }),
    notes: [...prepared.notes, ...(selection.notes ?? [])],
    backend: reason,
    seconds: { prepare: prepareSeconds, select: selectSeconds, score: stopwatch() },
  };
};

/** What most training steps of the run are like: a settled panel, and one that is on its way. */
function workOf({ tasks, genes }: Problem, { settings, k, hvg }: RunConfig): Work {
  const most = Math.min(hvg, genes.length);
  return {
    shape: { hidden: settings.hidden, heads: headsOf(tasks) },
    cells: settings.batch,
    columns: [k, Math.max(k, Math.round(Math.sqrt(k * most)))],
  };
}

/** Maps the progress of a stage, 0…1, to its share of the run. */
function within(hooks: DesignHooks, stage: 'select' | 'score', share: { from: number; to: number }) {
  return (fraction: number, doing: string) =>
    hooks.progress({ stage, doing, fraction: share.from + fraction * (share.to - share.from) });
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
