/**
 * Scores a finished selection on the test cells, once: the method's own predictor, probes (the run's network trained
 * anew on the panel) and random forests on the panel's genes, and the ceiling that the same network reaches with every
 * gene that selection could choose from.
 */
import type { PanelMetrics, Predictor, RunConfig, TaskResult } from '../../src-shared/model.ts';
import { readMolecules } from '../data/assay.ts';
import { type Csr, takeColumns } from '../data/csr.ts';
import { type TaskLabels, labelledOf, mostProbable } from '../data/labels.ts';
import { withIntervals } from '../evaluation/intervals.ts';
import { panelMetrics } from '../evaluation/panel-metrics.ts';
import type { Crew, Job } from '../learners/crew.ts';
import { type Network, predictNetwork } from '../learners/network.ts';
import type { Executor } from '../nn/executor.ts';
import type { Selection } from '../selection/types.ts';
import { scoreInAssay } from './assay-scores.ts';
import type { TrainedCeiling } from './ceiling.ts';
import { forestPredictions } from './forest.ts';
import type { Prepared } from './prepare.ts';
import { scoresByDataset } from './dataset-scores.ts';
import { fitProbes } from './probe.ts';
import { type Bar, finishing } from './progress.ts';
import { SCORING_SEEDS, meanOverSeeds } from './repeated.ts';
import { all, rowsOf, scoreTask } from './task-scores.ts';
import type { AssayCeiling, PredictorOutput, TaskPredictions } from './types.ts';

/** More predicted numbers of a task than this (80 MB) are not kept: those of one predictor are, which is shown. */
const MOST_KEPT = 2e7;

interface MeasureInput {
  train: Csr;
  test: Csr;
  genes: Int32Array;
  progress(fraction: number): void;
}

export const measurementOfPanel: Job<MeasureInput, PanelMetrics> = {
  name: 'measurement of a panel',
  run: ({ train, test, genes, progress }) => panelMetrics(train, test, genes, progress),
};

export interface Scored {
  results: TaskResult[];
  predictions: TaskPredictions[];
  panelMetrics: PanelMetrics;
  /** the predictor that is kept: the method's own, else the first probe */
  kept: { predictor: 'own' | 'probe'; network: Network } | null;
}

/** @param ceilings of this run, or of an earlier one that asked the same of the same cells: as sequenced, in the assay */
export async function score(
  prepared: Prepared,
  selection: Selection,
  config: RunConfig,
  { executor, crew, bar }: { executor: Executor; crew: Crew; bar: Bar },
  ceilings: Promise<[TrainedCeiling, AssayCeiling | null]>,
): Promise<Scored> {
  const { train, validation, test } = prepared;
  const { genes } = selection;
  const own =
    selection.network && predictNetwork(selection.network, ownInput(prepared, selection, config), all(test.x));
  const probing = () => fitProbes(prepared, genes, config, executor, crew, bar('probes'));
  const measured = { train: train.x, test: test.x, genes, progress: bar('metrics') };
  // all at once, so that no failure of one goes unheard while another is waited for
  const [[trained, assayCeiling], seen, probes, forests, inAssay, metrics] = await Promise.all([
    ceilings,
    selection.seesAllGenes?.(test.x),
    config.probeSteps === 0 ? null : finishing(bar('probes'), probing()),
    forestPredictions(train, test.x, genes, crew, bar('forests')),
    scoreInAssay(prepared, selection, config, { executor, crew }, bar('assay')),
    finishing(bar('metrics'), crew.run(measurementOfPanel, measured)),
  ]);

  const names = config.datasets.map(({ name }) => name);
  const results: TaskResult[] = [];
  const predictions: TaskPredictions[] = [];
  for (const [t, task] of test.tasks.entries()) {
    const cells = labelledOf(task);
    if (cells.length === 0) continue;
    results.push({
      task: task.name,
      trainCells: labelledOf(train.tasks[t]).length,
      validationCells: labelledOf(validation.tasks[t]).length,
      testCells: cells.length,
      kind: task.kind,
      notScorable: prepared.unseen[t],
      ...(task.kind === 'categorical' && { classes: task.classes }),
      own: own && withIntervals(scoreTask(task, own[t])),
      ...(seen && { seesAllGenes: scoreTask(task, seen[t]) }),
      probe: probes && withIntervals(meanOverSeeds(probes.predicted.map((ofSeed) => scoreTask(task, ofSeed[t])))),
      forest: withIntervals(meanOverSeeds(forests[t].map((ofSeed) => scoreTask(task, ofSeed)))),
      ceiling: withIntervals(trained.scores[results.length]),
      ...(inAssay && assayCeiling && { assay: { ...inAssay[results.length], ceiling: assayCeiling[results.length] } }),
      ...(names.length > 1 && {
        byDataset: scoresByDataset(
          task,
          {
            own: own && own[t],
            probe: probes && probes.predicted.map((ofSeed) => ofSeed[t]),
            forest: forests[t],
          },
          prepared.datasetOf.test,
          names,
        ),
      }),
    } as TaskResult);
    const outputs: PredictorOutput[] = [
      ...(own ? [{ predictor: 'own' as const, seed: null, values: own[t] }] : []),
      ...(probes ? ofSeeds('probe', probes.predicted.map((ofSeed) => ofSeed[t])) : []), // prettier-ignore
      ...ofSeeds('forest', forests[t]),
      ...(seen ? [{ predictor: 'own' as const, seed: null, values: seen[t] }] : []),
      ...(trained.predicted ? [{ predictor: 'ceiling' as const, seed: null, values: trained.predicted[t] }] : []),
    ];
    predictions.push(predictionsOf(task, outputs, cells, prepared.testCells));
  }
  const kept = selection.network
    ? { predictor: 'own' as const, network: selection.network }
    : probes && { predictor: 'probe' as const, network: probes.network };
  return { results, predictions, panelMetrics: metrics, kept };
}

/** Test cells as the method's own predictor reads them: one for the assay has only the panel's genes to scale them by. */
function ownInput({ test, counts }: Prepared, { genes, assayTarget }: Selection, { assay, binarise }: RunConfig) {
  if (assayTarget === undefined || !assay || !counts) return { x: test.x, genes };
  const x = readMolecules(takeColumns(counts.test, genes), assay, assayTarget, binarise);
  return { x, genes: all({ rows: x.cols }) };
}

const ofSeeds = (predictor: Predictor, values: Float32Array[]): PredictorOutput[] =>
  values.map((ofSeed, s) => ({ predictor, seed: SCORING_SEEDS[s], values: ofSeed }));

/** @param outputs of every test cell; the first is the one that is shown */
function predictionsOf(
  task: TaskLabels,
  outputs: PredictorOutput[],
  cells: Int32Array,
  testCells: Int32Array,
): TaskPredictions {
  const classes = task.kind === 'categorical' ? task.classes.length : 1;
  const ofCells = (values: Float32Array) => rowsOf(values, cells, classes);
  const [shown, ...others] = outputs;
  const rows = ofCells(shown.values);
  const isKept = outputs.length * rows.length <= MOST_KEPT;
  return {
    task: task.name,
    cells: Int32Array.from(cells, (i) => testCells[i]),
    truth: Float32Array.from(cells, (i) => task.y[i]),
    predicted: task.kind === 'categorical' ? Float32Array.from(mostProbable(rows, classes)) : rows,
    probabilities: task.kind === 'categorical' ? rows : null,
    others: isKept ? others.map((output) => ({ ...output, values: ofCells(output.values) })) : [],
  };
}
