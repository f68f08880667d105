/**
 * One training of YOTO (Chopard et al., arXiv 2512.17678): it learns the panel and the predictors that use it. Each step
 *
 *   1. ranks the genes by their scores, perturbed with Gumbel noise (Plackett-Luce sampling),
 *   2. lets the top k_t of them into the shared encoder, and nothing else,
 *   3. moves the network by Adam, and the scores by the gradient of NeuralSort's relaxed mask (straight-through),
 *
 * while the temperature falls and k_t shrinks from all genes to k. The panel is the top k of the scores.
 */
import type { HistoryPoint } from '../../../src-shared/model.ts';
import { random } from '../../data/random.ts';
import { gumbelNoise } from '../../data/tapes.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { createBatches } from '../../learners/batches.ts';
import { blendCells, blendShare, dropGenes } from '../../learners/augment.ts';
import { headsOf, labelScales } from '../../learners/network.ts';
import { type StepOutput, NetworkTraining } from '../../learners/training.ts';
import { panelSizeAt, temperatureAt } from '../../nn/schedules.ts';
import { bandAround, rankScores, relaxedMaskGradient } from './neuralsort.ts';
import { emphasise } from '../recall-targets.ts';
import { budgetOf } from './molecule-budget.ts';
import { relevanceByF } from './relevance.ts';
import { ScoreAdam } from './score-adam.ts';
import { stepWords } from '../step-words.ts';
import { viewOf } from './views.ts';
import type { LabelledCells, Selection, SelectionInput } from '../types.ts';

/**
 * In a large panel the gene that tells most when looked at alone starts so far above the one that tells least, the others
 * by rank between them; in a smaller one in proportion less. Of a large panel the last genes are hardly missed in
 * training, and chance would choose them; a small one is better off without being told.
 */
const HEAD_START = 2;
/**
 * A panel is large from so many genes on, and so many for each class of the task that has most: where there are fewer
 * places, what parts the great groups would take those that the small classes need.
 */
const LARGE_PANEL = 64;
const GENES_A_CLASS = 3;
/** Scores start with N(0, 0.01²) beside: no two alike. */
const SCORE_START_SD = 0.01;
/** The band is nearly as wide as the gene list at first; half-widths beyond this were not seen to change panels. */
const BAND_CAP = 64;
/** Points of the curves a training. */
const POINTS = 200;
/**
 * Looks at validation cells a training, were it all like its second half. While the panel shrinks nothing is steered, and
 * a look at many genes costs as much as many steps.
 */
const LOOKS = 20;
const FEWER_LOOKS = 4;

export interface TrainingInput extends Omit<SelectionInput, 'crew'> {
  /** how far each gene's score starts ahead of others; null: by what it tells when looked at alone */
  ahead: Float64Array | null;
}

/** Learns a panel of k of the genes that it is given, and the predictors that use it. */
export async function trainYoto(input: TrainingInput): Promise<Selection> {
  const { train, k, seed, settings, executor } = input;
  const { steps, gumbel, annealing } = settings;
  const shape = { hidden: settings.hidden, heads: headsOf(train.tasks) };
  const scales = labelScales(train.tasks);
  const emphasis = emphasise(input.targets, train.tasks);
  const batches = createBatches(train.tasks, train.x.rows, scales, {
    size: settings.batch,
    seed,
    classBalance: settings.classBalance,
    emphasis: emphasis.factors,
  });
  const view = viewOf(input, shape, scales);
  const budget = budgetOf(input.assay?.train, train.tasks);
  const blend = blendShare(settings.blend, train.x.rows);

  // must-haves are in the panel whatever happens: only the free genes have scores and compete for the other places
  const { forced } = input;
  const free = freeGenes(train.x.cols, forced);
  const places = k - forced.length;
  const ahead = input.ahead ?? aheadByF(train, free, headStart(train, k));
  const scores = startScores(
    Float64Array.from(free, (gene) => ahead[gene]),
    seed,
  );
  const adam = new ScoreAdam(scores, settings.scoreTravel / steps, input.assay !== null);

  const training = await NetworkTraining.start(executor, shape, train.x.cols, seed);

  const first = input.resume?.step ?? 0;
  if (input.resume) {
    training.restore(first, input.resume.arrays);
    adam.restore(first, input.resume.arrays);
    emphasis.restore(input.resume.arrays);
    budget?.restore(input.resume.arrays);
  }

  const tellEvery = Math.max(1, Math.floor(steps / POINTS));
  const lookEvery = Math.max(1, Math.floor(steps / LOOKS));
  for (let t = first; t < steps; t++) {
    const temperature = temperatureAt(t, steps, settings.temperatureStart, settings.temperatureEnd);
    const size = panelSizeAt(t, steps, free.length, places, annealing);

    const known = Math.min(free.length, size + BAND_CAP + 1);
    const ranking = rankScores(perturb(scores, gumbel, seed, t), known);
    const band = bandAround(ranking, size, temperature, BAND_CAP);
    const columns = concat(forced, ranking.order.subarray(0, band.to), free);

    const rows = batches.rows(t);
    const x = view.gather(rows, columns, forced.length + size, t);
    dropGenes(x, settings.geneDropout, seed, t);
    const targets = blendCells(x, batches.targets(rows), shape.heads, blend, seed, t);
    const output = await training.step({
      x,
      cells: rows.length,
      columns,
      selected: forced.length + size,
      targets,
      rate: settings.learningRate,
      dropout: settings.dropout,
    });
    refuseDivergence(output, t);

    const toMask = output.maskGradient;
    budget?.pull(columns, forced.length + size, k).forEach((pull, j) => (toMask[j] += pull));
    const upstream = toMask.subarray(forced.length);
    const gradient = relaxedMaskGradient(ranking, band, size, temperature, upstream);
    adam.step(ranking.order.subarray(0, band.to), gradient, ranking.sorted[size - 1]);

    const point: HistoryPoint = {
      step: t + 1,
      k: forced.length + size,
      temperature,
      loss: output.losses,
      validation: null,
    };
    const settled = size === places;
    const look = (t + 1) % (settled ? lookEvery : FEWER_LOOKS * lookEvery) === 0 || t + 1 === steps;
    if (look) {
      const genes = concat(forced, rankScores(scores, size).order.subarray(0, size), free);
      const looks = view.look(training.weights(genes), genes);
      point.validation = looks.map(({ headline }) => headline);
      // before the panel has its size nothing is settled: what is missed then is not yet missed for good
      const steers = settled && t + 1 < steps;
      emphasis.look(
        looks.map(({ recalls }) => recalls),
        steers,
      );
    }
    if (look || t === 0 || (t + 1) % tellEvery === 0) input.history(point);
    input.checkpoint(t + 1, () => ({
      step: t + 1,
      arrays: { ...training.save(), ...adam.save(), ...emphasis.save(), ...budget?.save() },
    }));
    input.progress((t + 1) / steps, `${stepWords(t + 1, steps)}, ${point.k} genes`);
  }
  const best = rankScores(scores, places);
  const genes = concat(forced, best.order.subarray(0, places), free);
  return {
    genes,
    scores: Float64Array.from(genes, (_, i) => (i < forced.length ? NaN : best.sorted[i - forced.length])),
    ...view.predictor(training.weights(genes), genes),
    notes: emphasis.notes(),
  };
}

function freeGenes(genes: number, forced: Int32Array): Int32Array {
  const taken = new Set(forced);
  return Int32Array.from({ length: genes }, (_, gene) => gene).filter((gene) => !taken.has(gene));
}

/** The forced genes, then some of the free ones. */
function concat(forced: Int32Array, chosen: Int32Array, free: Int32Array): Int32Array {
  const genes = new Int32Array(forced.length + chosen.length);
  genes.set(forced);
  chosen.forEach((i, j) => (genes[forced.length + j] = free[i]));
  return genes;
}

function headStart({ tasks }: LabelledCells, k: number): number {
  const classes = tasks.map((task) => (task.kind === 'categorical' ? task.classes.length : 1));
  return HEAD_START * Math.min(1, k / Math.max(LARGE_PANEL, GENES_A_CLASS * Math.max(...classes)));
}

function aheadByF(train: LabelledCells, free: Int32Array, most: number): Float64Array {
  const relevance = relevanceByF(train);
  const ahead = new Float64Array(train.x.cols);
  const best = free.toSorted((a, b) => relevance[b] - relevance[a] || a - b);
  best.forEach((gene, rank) => (ahead[gene] = most * (1 - rank / free.length)));
  return ahead;
}

function startScores(ahead: Float64Array, seed: number): Float64Array {
  const draw = random(seed, 'start scores');
  const scores = new Float64Array(ahead.length);
  const order = Int32Array.from(ahead.keys()).sort((a, b) => ahead[b] - ahead[a] || a - b);
  for (const i of order) scores[i] = ahead[i] + SCORE_START_SD * draw.normal();
  return scores;
}

function perturb(scores: Float64Array, scale: number, seed: number, step: number): Float64Array {
  if (scale === 0) return scores;
  const noise = gumbelNoise(scores.length, seed, 'gumbel', step);
  return scores.map((s, gene) => s + scale * noise[gene]);
}

/** A number that is none would spread to every weight: end at once, in words. */
function refuseDivergence({ losses, maskGradient }: StepOutput, step: number): void {
  const broken = losses.some((loss) => loss !== null && !Number.isFinite(loss)) || maskGradient.some(Number.isNaN);
  if (!broken) return;
  throw new AppError(
    'invalid',
    `The training diverged at step ${step + 1}: the loss is no longer a number.`,
    'Lower the learning rate, or check the data for extreme values.',
  );
}
