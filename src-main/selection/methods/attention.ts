/**
 * Attention maps (Cherepanova et al. 2023): a transformer learns the labels from all genes, and a gene's score is how
 * much its [CLS] token attends to the gene, mean over validation cells and heads.
 */
import { labelledOf } from '../../data/labels.ts';
import { keepMask } from '../../data/tapes.ts';
import { Adam } from '../../learners/adam.ts';
import type { Arrays } from '../../learners/arrays.ts';
import { Descent, uniform } from '../../learners/descent.ts';
import { supervisedBatches } from '../../learners/supervised-batches.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import { attentionModel, feedForwardUnits } from './attention-model.ts';
import { isTold } from '../curves.ts';
import { watchValidation } from '../early-stopping.ts';
import { refuseDivergence } from '../../learners/divergence.ts';
import { topScored } from '../ranking.ts';
import { stepWords } from '../step-words.ts';
import type { Selector } from '../types.ts';

const ATTENTION_HEADS = 8;

export const attention: Selector = async (input) => {
  const { train, validation, mean, sd, forced, k, seed, executor, progress, history, methodSettings } = input;
  const { steps, batch, learningRate, weightDecay, width, attentionDropout, dropout, classBalance } = methodSettings;
  const n = train.x.cols;
  const all = Int32Array.from({ length: n }, (_, gene) => gene);
  const options = { size: batch, classBalance, seed };
  const batches = supervisedBatches(train, { mean, sd }, options);
  // tokens are parted among the attention heads
  const shape = {
    width: ATTENTION_HEADS * Math.max(1, Math.round(width / ATTENTION_HEADS)),
    attentionHeads: ATTENTION_HEADS,
    heads: batches.heads,
  };
  const units = feedForwardUnits(shape);
  const network = await Descent.start(executor, attentionModel(shape), { [GENES]: n + 1 }, seed);
  for (const name of ['token', 'tokenShift']) {
    network.parameters[name] = uniform((n + 1) * shape.width, 1 / Math.sqrt(shape.width), seed, name);
  }
  for (const name of ['gain1', 'gain2']) network.parameters[name].fill(1);
  for (const name of ['shift1', 'shift2']) network.parameters[name].fill(0);

  const run = (feeds: Arrays, cells: number, drop: { genes: number; units: number; step: number }) => {
    const fed: Arrays = {
      ...feeds,
      x: withCls(feeds.x, cells, n),
      isCls: new Float32Array(n + 1),
      ones: new Float32Array(shape.width).fill(1),
      keep: keepMask(drop.units, cells * units, seed, 'keep', drop.step),
    };
    fed.isCls[n] = 1;
    for (let h = 0; h < ATTENTION_HEADS; h++) {
      fed[`keepGene${h}`] = keepMask(drop.genes, n + 1, seed, `keepGene${h}`, drop.step);
    }
    return network.run(fed, { [CELLS]: cells, [GENES]: n + 1 });
  };

  const adam = new Adam();
  const watch = watchValidation(input, network, (feeds, cells) => run(feeds, cells, { genes: 0, units: 0, step: 0 }));
  for (let t = 0; t < steps; t++) {
    const { cells, feeds, meanLosses } = batches.next(t, all);
    const results = await run(feeds, cells, { genes: attentionDropout, units: dropout, step: t });
    refuseDivergence(results.loss[0], t);
    adam.step(network.parameters, network.gradientsOf(results), learningRate, weightDecay);
    if (isTold(t, steps)) history({ step: t + 1, k: n, temperature: 1, loss: meanLosses(results), validation: null });
    progress((t + 1) / steps, stepWords(t + 1, steps));
    if (await watch.isOver(t)) break;
  }
  watch.takeBest();
  progress(1, 'trained');

  const judged = validation.tasks.some((task) => labelledOf(task).length > 0) ? validation : train;
  const looks = supervisedBatches(judged, { mean, sd }, options);
  const scores = new Float64Array(n);
  let seen = 0;
  for (let t = 0; t < looks.perEpoch; t++) {
    const { cells, feeds } = looks.next(t, all);
    const { attention: map } = await run(feeds, cells, { genes: 0, units: 0, step: 0 });
    scores.forEach((_, gene) => (scores[gene] += map[gene]));
    seen += cells * ATTENTION_HEADS;
  }
  return topScored(
    scores.map((sum) => sum / seen),
    forced,
    k,
  );
};

/** A column of ones behind the genes. */
function withCls(x: Float32Array, cells: number, genes: number): Float32Array {
  const out = new Float32Array(cells * (genes + 1)).fill(1);
  for (let i = 0; i < cells; i++) out.set(x.subarray(i * genes, (i + 1) * genes), i * (genes + 1));
  return out;
}
