/**
 * A panel judged in the assay of its run: probes and forests that are trained on cells of a draw and score it in that
 * draw, others that are carried over into it, and the method's own predictor. As with every score, test cells are
 * predicted and nothing else.
 */
import type { CategoricalScores, ContinuousScores, Drawn, RunConfig } from '../../src-shared/model.ts';
import { panelTarget, readMolecules } from '../data/assay.ts';
import { type Csr, stackRows, takeColumns } from '../data/csr.ts';
import { type TaskLabels, labelledOf } from '../data/labels.ts';
import { columnMoments } from '../data/normalise.ts';
import type { Crew } from '../learners/crew.ts';
import { predictNetwork } from '../learners/network.ts';
import type { Executor } from '../nn/executor.ts';
import type { LabelledCells, Selection } from '../selection/types.ts';
import { type AssayReader, SCORING_DRAWS, alignDatasets, inDraw, inMixedDraws, readAlike } from './assay-readings.ts';
import { panelSizes } from './describe-model.ts';
import { forestPredictions } from './forest.ts';
import type { Prepared } from './prepare.ts';
import { fitProbe } from './probe.ts';
import { meanOf } from './progress.ts';
import { meanOverTrainings } from './repeated.ts';
import { all, scoreTask } from './task-scores.ts';

type Scores = CategoricalScores | ContinuousScores;

/** What everything but the ceiling scores of one task. */
export interface PanelInAssay {
  own: Drawn<Scores> | null;
  probe: Drawn<Scores> | null;
  forest: Drawn<Scores>;
  transferred: { probe: Drawn<Scores> | null; forest: Drawn<Scores> };
}

/** @returns one a task that can be scored, in the order of the tasks; null where the run has no assay or no counts */
export async function scoreInAssay(
  prepared: Prepared,
  selection: Selection,
  config: RunConfig,
  { executor, crew }: { executor: Executor; crew: Crew },
  progress: (fraction: number) => void,
): Promise<PanelInAssay[] | null> {
  const reader = readerOf(prepared, config, selection.genes);
  if (!reader || !prepared.counts) return null;
  const counts = {
    train: takeColumns(prepared.counts.train, selection.genes),
    test: takeColumns(prepared.counts.test, selection.genes),
  };
  const { tasks } = prepared.train;
  const draws = Array.from({ length: SCORING_DRAWS }, (_, draw) => draw);
  const seen = draws.map((draw) => inDraw(reader, counts.test, draw, 'test'));
  const tellers = meanOf(2 * (SCORING_DRAWS + 1), progress);

  /** What predictors that are fitted to some cells say of test cells. */
  const judge = async (train: Csr, tests: Csr[], seed: number, tell: number) => {
    const [known, ...unknown] = readAlike(reader, train, tests, 'test');
    const cells: LabelledCells = { x: known, tasks };
    const stacked = stackRows(unknown);
    const [probed, grown] = await Promise.all([
      config.probeSteps === 0
        ? null
        : fitProbe(cells, stacked, columnMoments(known, all(known)), config, { seed, executor, crew, progress: tellers[2 * tell] }), // prettier-ignore
      forestPredictions(cells, stacked, all({ rows: known.cols }), crew, tellers[2 * tell + 1], [seed]),
    ]);
    return { probe: probed?.predicted ?? null, forest: grown.map(([ofSeed]) => ofSeed) };
  };
  const [carried, ...within] = await Promise.all([
    judge(inMixedDraws(reader, counts.train, 'train'), seen, 0, SCORING_DRAWS),
    ...draws.map((draw) => judge(inDraw(reader, counts.train, draw, 'train'), [seen[draw]], draw, draw)),
  ]);
  const own = ownPredictions(prepared, selection, reader, seen);

  return prepared.test.tasks.flatMap((task, t) => {
    if (labelledOf(task).length === 0) return [];
    const parts = (values: Float32Array | undefined) => values && cut(values, SCORING_DRAWS);
    const score = (ofDraws: Float32Array[] | undefined) => (ofDraws ? overDraws(task, ofDraws) : null);
    return {
      own: score(own?.map((ofDraw) => ofDraw[t])),
      probe: score(within[0].probe ? within.map(({ probe }) => probe![t]) : undefined),
      forest: overDraws(task, within.map(({ forest }) => forest[t])), // prettier-ignore
      transferred: {
        probe: score(parts(carried.probe?.[t])),
        forest: overDraws(task, parts(carried.forest[t])!),
      },
    };
  });
}

/** How the assay of a run reads some of its candidate genes; null where it has none, or no counts. */
export function readerOf(
  { counts, genes, datasetOf }: Pick<Prepared, 'counts' | 'genes' | 'datasetOf'>,
  { assay, binarise = false, batchZscore, datasets }: RunConfig,
  candidates: Int32Array,
): AssayReader | null {
  if (!assay || !counts) return null;
  return {
    assay,
    genes: Array.from(candidates, (candidate) => genes[candidate]),
    binary: binarise,
    within: batchZscore ? { datasetOf, datasets: datasets.length } : null,
  };
}

/** Scores of each draw as one. @param predicted for every test cell, by draw */
export function overDraws(task: TaskLabels, predicted: Float32Array[]): Drawn<Scores> {
  const { trainings, ...mean } = meanOverTrainings(predicted.map((ofDraw) => scoreTask(task, ofDraw)));
  const middle = trainings.reduce((a, b) => a + b, 0) / trainings.length;
  const squares = trainings.reduce((sum, score) => sum + (score - middle) ** 2, 0);
  return { ...mean, draws: trainings, sd: Math.sqrt(squares / Math.max(1, trainings.length - 1)) };
}

/** For each draw what the method's own predictor says, one result a task. */
function ownPredictions(
  prepared: Prepared,
  { network, genes, assayTarget }: Selection,
  reader: AssayReader,
  seen: Csr[],
): Float32Array[][] | null {
  if (!network) return null;
  // a predictor of sequenced cells is handed what it is used to: the panel's part of a typical library
  const known = takeColumns(prepared.normalised, genes);
  const target = assayTarget ?? panelTarget(panelSizes(known));
  const values = seen.map((molecules) => readMolecules(molecules, reader.assay, target, reader.binary));
  const [, ...tests] = alignDatasets(reader, known, values, 'test');
  const columns = all({ rows: genes.length });
  return tests.map((x) => predictNetwork(network, { x, genes: columns }, all(x)));
}

/** Equal parts of what was predicted for cells that lay one below the other. */
function cut(values: Float32Array, parts: number): Float32Array[] {
  const length = values.length / parts;
  return Array.from({ length: parts }, (_, part) => values.subarray(part * length, (part + 1) * length));
}
