/**
 * PERSIST, predictive and robust gene selection (Covert et al. 2023; the package persist): genes are read as there or
 * not there, so that a panel does not depend on how an assay counts. Gates first close on all but a few hundred genes,
 * then k selectors settle on one gene each, while a network learns the labels from what they let through, or the
 * expression of all genes.
 */
import { Adam } from '../../learners/adam.ts';
import { Descent } from '../../learners/descent.ts';
import { temperatureAt } from '../../nn/schedules.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import { isTold } from '../curves.ts';
import { refuseDivergence } from '../../learners/divergence.ts';
import { Gates } from './persist-gates.ts';
import { type PersistProblem, expressionProblem, labelProblem } from './persist-model.ts';
import { softPredictor } from './persist-predictor.ts';
import { Selectors } from './persist-selectors.ts';
import { stepWords } from '../step-words.ts';
import type { SelectionInput, Selector } from '../types.ts';

const RATE = 1e-3;
const TEMPERATURE = { start: 10, end: 0.01 };
/** What letting a gene through costs at first. */
const PENALTY = { labels: 1e-4, expression: 1e-2 };
/** The price follows the number of open gates: this much a step where twice or half as many are open as should be. */
const PENALTY_RATE = 0.02;

/** Score: the probability with which its selector takes a gene; NaN for forced genes. */
export const persist: Selector = async (input) => {
  const { train, forced, k, seed, methodSettings, progress } = input;
  const { reconstruct, binarise, eliminateTo, eliminationSteps, steps, batch, classBalance } = methodSettings;
  const options = { batch, classBalance, seed, binarised: binarise === 1 };
  const problem =
    reconstruct === 1
      ? expressionProblem(train.x, train.tasks.length, options)
      : labelProblem(train.x, train.tasks, options);
  const isForced = new Set(forced);
  const free = Int32Array.from({ length: train.x.cols }, (_, gene) => gene).filter((gene) => !isForced.has(gene));
  const places = k - forced.length;
  // the selectors need genes to choose among
  const target = Math.max(eliminateTo, 2 * places);
  const eliminates = eliminateTo > 0 && target < free.length;
  const share = eliminates ? eliminationSteps / (eliminationSteps + steps) : 0;
  const genes = eliminates
    ? await eliminate(input, problem, free, target, (done, doing) => progress(share * done, doing))
    : free;
  const { chosen, probability, network, mask } = await select(
    input,
    problem,
    genes,
    places,
    eliminates ? eliminationSteps : 0,
    (done, doing) => progress(share + (1 - share) * done, doing),
  );
  return {
    genes: Int32Array.of(...forced, ...chosen),
    scores: Float64Array.of(...forced.map(() => NaN), ...probability),
    network: null,
    ...(reconstruct === 0 && {
      seesAllGenes: softPredictor(
        input.executor,
        train.tasks,
        network,
        Int32Array.of(...forced, ...genes),
        Float32Array.of(...forced.map(() => 1), ...mask),
        binarise === 1,
      ),
    }),
  };
};

type Tell = (fraction: number, doing: string) => void;

/** The genes whose gates are likeliest to be open after a training in which all but `target` gates close. */
async function eliminate(input: SelectionInput, problem: PersistProblem, free: Int32Array, target: number, tell: Tell) {
  const { forced, seed, history } = input;
  const { reconstruct, eliminationSteps: steps, masksPerStep, layerRate } = input.methodSettings;
  const gates = new Gates(free.length, seed);
  const training = await startTraining(input, problem, forced, free);
  let penalty = reconstruct === 1 ? PENALTY.expression : PENALTY.labels;
  for (let t = 0; t < steps; t++) {
    const temperature = temperatureAt(t, steps, TEMPERATURE.start, TEMPERATURE.end);
    const masks = gates.sample(masksPerStep, temperature, t);
    const { toMasks, losses } = await training.step(t, masks);
    gates.learn(masks, toMasks, penalty, temperature, layerRate);
    const open = gates.open();
    // open gates are to fall evenly, in proportion, from all to the target over the first three quarters
    const wanted = free.length * (target / free.length) ** Math.min(1, (t + 1) / (0.75 * steps));
    penalty *= Math.exp(PENALTY_RATE * Math.log2((open + 1) / (wanted + 1)));
    if (isTold(t, steps)) {
      history({ step: t + 1, k: forced.length + open, temperature, loss: losses, validation: null });
    }
    tell((t + 1) / steps, `elimination, ${stepWords(t + 1, steps)}, ${open} genes left`);
  }
  const order = Int32Array.from(free.keys()).sort((a, b) => gates.logits[b] - gates.logits[a] || a - b);
  return order
    .subarray(0, target)
    .sort()
    .map((i) => free[i]);
}

async function select(
  input: SelectionInput,
  problem: PersistProblem,
  genes: Int32Array,
  places: number,
  stepsBefore: number,
  tell: Tell,
) {
  const { train, forced, seed, history, k } = input;
  const { steps, batch, masksPerStep, layerRate } = input.methodSettings;
  const selectors = new Selectors(places, genes.length, seed);
  const training = await startTraining(input, problem, forced, genes);
  const epoch = Math.max(1, Math.floor(train.x.rows / batch));
  for (let t = 0; t < steps; t++) {
    const temperature = temperatureAt(t, steps, TEMPERATURE.start, TEMPERATURE.end);
    const sample = selectors.sample(masksPerStep, temperature, t);
    const { toMasks, losses } = await training.step(t, sample.masks);
    selectors.learn(sample, toMasks, temperature, layerRate);
    if ((t + 1) % epoch === 0 && t + 1 < steps) selectors.fixCollisions(t);
    if (isTold(t, steps)) history({ step: stepsBefore + t + 1, k, temperature, loss: losses, validation: null });
    tell((t + 1) / steps, `selection, ${stepWords(t + 1, steps)}`);
  }
  const { genes: chosen, probability } = selectors.choose();
  const mask = selectors.softMask(TEMPERATURE.end);
  return { chosen: chosen.map((i) => genes[i]), probability, network: training.network, mask };
}

/** The network in training on forced genes, which are never masked, and free ones. */
async function startTraining(input: SelectionInput, problem: PersistProblem, forced: Int32Array, free: Int32Array) {
  const columns = Int32Array.of(...forced, ...free);
  const width = columns.length;
  const network = await Descent.start(input.executor, problem.model, { [GENES]: width }, input.seed);
  const adam = new Adam();
  return {
    network,
    /**
     * One step of the network on x ⊙ mask.
     *
     * @param masks one or several [free genes], each for an equal share of the cells
     * @returns ∂loss/∂mask of each
     */
    async step(t: number, masks: Float32Array) {
      const { rows, x, feeds, meanLosses } = problem.next(t, columns);
      const groups = masks.length / free.length;
      const maskOf = (cell: number) => Math.floor((cell * groups) / rows.length) * free.length - forced.length;
      const masked = x.slice();
      rows.forEach((_, i) => {
        const mask = maskOf(i);
        for (let j = forced.length; j < width; j++) masked[i * width + j] *= masks[mask + j];
      });
      const results = await network.run({ ...feeds, x: masked }, { [CELLS]: rows.length, [GENES]: width });
      refuseDivergence(results.loss[0], t);
      adam.step(network.parameters, network.gradientsOf(results), RATE);
      const toMasked = results['d.x'];
      const toMasks = new Float32Array(masks.length);
      rows.forEach((_, i) => {
        const mask = maskOf(i);
        for (let j = forced.length; j < width; j++) toMasks[mask + j] += toMasked[i * width + j] * x[i * width + j];
      });
      return { toMasks, losses: meanLosses(results) };
    },
  };
}
