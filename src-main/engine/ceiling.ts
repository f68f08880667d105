/**
 * The ceiling: what the run's network reaches with every gene that selection could choose from. It does not depend on
 * the panel, so runs that ask the same of the same cells share it.
 */
import type { CategoricalScores, ContinuousScores, Drawn, RunConfig } from '../../src-shared/model.ts';
import { settingsAffecting } from '../../src-shared/settings.ts';
import type { Csr } from '../data/csr.ts';
import { type TaskLabels, labelledOf, weightOf } from '../data/labels.ts';
import { columnMoments } from '../data/normalise.ts';
import type { Job } from '../learners/crew.ts';
import { fitNetwork } from '../learners/fit-network.ts';
import { type Network, type Standard, predictNetwork } from '../learners/network.ts';
import type { Executor } from '../nn/executor.ts';
import { headlineScores, meanHeadline } from '../selection/headline.ts';
import type { LabelledCells } from '../selection/types.ts';
import { type AssayReader, SCORING_DRAWS, inDraw, inMixedDraws, readAlike } from './assay-readings.ts';
import { overDraws } from './assay-scores.ts';
import type { Prepared } from './prepare.ts';
import { all, scoreTask } from './task-scores.ts';
import type { Ceiling } from './types.ts';

type Scores = CategoricalScores | ContinuousScores;

/** The seed is not the run's: the ceiling belongs to the split and the tasks. */
const SEED = 0;
/** With more genes than this at once a network learns cells by heart. */
const VISIBLE_GENES = 1000;
const CROWDED_DROPOUT = 0.5;
/** Validation cells are looked at every so many steps; training ends when they saw nothing better for so many looks. */
const LOOK = { every: 50, patience: 6 };
/** A look goes through every gene of a cell: at more cells it would cost more than the steps between two looks. */
const LOOK_CELLS = 4096;

/** At most so many steps: no fewer than a panel's own predictors are given. */
const stepsOf = ({ settings, probeSteps }: RunConfig) => Math.max(settings.steps, probeSteps);

/** Two runs with equal keys have the same ceiling. */
export function ceilingKey(config: RunConfig): string {
  const { datasets, tasks, splitId, labelsSha256 } = config;
  const cells = datasets.map(({ id, sha256 }) => ({ id, sha256 }));
  const questions = tasks.map(({ name, kind, sources, weight }) => ({ name, kind, sources, weight }));
  const settings = settingsAffecting(config, ['sharing', 'cells', 'genes', 'network']);
  return JSON.stringify({ cells, questions, labelsSha256, splitId, settings, steps: stepsOf(config) });
}

/** Scores of the tasks that can be scored, and for every task what is predicted for every test cell, where it is known. */
export interface TrainedCeiling {
  scores: Ceiling;
  predicted: Float32Array[] | null;
}

interface CeilingInput extends Pick<Prepared, 'train' | 'validation' | 'test' | 'mean' | 'sd'> {
  config: RunConfig;
  executor: Executor;
  progress(fraction: number): void;
}

/** Trains the network on all candidate genes, until validation cells see nothing better, and scores it on test cells. */
export const trainingOfCeiling: Job<CeilingInput, TrainedCeiling> = {
  name: 'training of the ceiling',
  async run({ train, validation, test, mean, sd, ...how }) {
    const network = await fitCeiling(train, validation, { mean, sd }, how);
    const predicted = predictNetwork(network, { x: test.x, genes: everyGene(test.x) }, all(test.x));
    const scored = test.tasks.flatMap((task, t) =>
      labelledOf(task).length > 0 ? [scoreTask(task, predicted[t])] : [],
    );
    return { scores: scored, predicted };
  },
};

interface AssayCeilingInput {
  /** of candidate genes; the tasks are those of the same cells */
  counts: NonNullable<Prepared['counts']>;
  tasks: { train: TaskLabels[]; validation: TaskLabels[]; test: TaskLabels[] };
  reader: AssayReader;
  config: RunConfig;
  executor: Executor;
  progress(fraction: number): void;
}

/**
 * The same in the assay: the network learns from cells each of which is in one of many draws, and is scored in each of the
 * scoring draws. One training instead of one a draw, for time: so it is what all genes reach when they are carried over, and
 * predictors that learned in the draw itself can be above it.
 */
export const trainingOfAssayCeiling: Job<AssayCeilingInput, Drawn<Scores>[]> = {
  name: 'training of the ceiling in the assay',
  async run({ counts, tasks, reader, config, executor, progress }) {
    const mixed = inMixedDraws(reader, counts.train, 'train');
    const [known, looked] = readAlike(reader, mixed, [inMixedDraws(reader, counts.validation, 'validation')], 'validation'); // prettier-ignore
    const train = { x: known, tasks: tasks.train };
    const validation = { x: looked, tasks: tasks.validation };
    const standard = columnMoments(train.x, all(train.x));
    const network = await fitCeiling(train, validation, standard, { config, executor, progress });
    // one draw after another: each is as large as the test cells
    const predicted = Array.from({ length: SCORING_DRAWS }, (_, draw) => {
      const [, x] = readAlike(reader, mixed, [inDraw(reader, counts.test, draw, 'test')], 'test');
      return predictNetwork(network, { x, genes: everyGene(x) }, all(x));
    });
    return tasks.test.flatMap(
      (task, t) =>
      labelledOf(task).length > 0 ? [overDraws(task, predicted.map((ofDraw) => ofDraw[t]))] : [], // prettier-ignore
    );
  },
};

const everyGene = ({ cols }: Csr) => Int32Array.from({ length: cols }, (_, gene) => gene);

/** The network on all genes, trained until validation cells see nothing better. */
function fitCeiling(
  train: LabelledCells,
  validation: LabelledCells,
  standard: Standard,
  { config, executor, progress }: Pick<CeilingInput, 'config' | 'executor' | 'progress'>,
): Promise<Network> {
  const { settings } = config;
  const weights = validation.tasks.map(weightOf);
  const genes = everyGene(train.x);
  const crowded = genes.length > VISIBLE_GENES;
  return fitNetwork(train, standard, genes, {
    ...settings,
    steps: stepsOf(config),
    geneDropout: 0,
    visible: VISIBLE_GENES,
    dropout: crowded ? Math.max(settings.dropout, CROWDED_DROPOUT) : settings.dropout,
    seed: SEED,
    executor,
    progress,
    steer: {
      ...LOOK,
      cells: LOOK_CELLS,
      judge: (candidate) => meanHeadline(headlineScores(candidate, validation, genes, LOOK_CELLS), weights),
    },
  });
}
