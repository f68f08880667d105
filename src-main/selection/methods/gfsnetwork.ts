/**
 * GFSNetwork (Wydmański & Śmieja, arXiv 2503.13304; the package autonfs): a network reads genes through a mask of
 * Gumbel-sigmoids, one mask a batch, and pays for what the mask lets through:
 *
 *   m_j = σ((w_j + g_j) / τ),   loss = task loss + balance · mean(m),   g_j standard Gumbel
 *
 * The logits w come of a linear layer on a fixed random embedding e of 32 numbers. Its weights start at zero, and under
 * Adam every weight that leads to w_j makes the same move up to the sign of its e_i: w_j itself makes the move of Adam
 * times 1 + Σ|e_i|. So only the logits are kept here, with that rate, instead of 33 numbers a gene.
 */
import type { Finding } from '../../../src-shared/model.ts';
import { random } from '../../data/random.ts';
import { Adam } from '../../learners/adam.ts';
import { Descent, uniform } from '../../learners/descent.ts';
import { supervisedBatches } from '../../learners/supervised-batches.ts';
import {
  type PlainShape,
  plainLayers,
  plainParameters,
  plainScores,
  targetInputs,
  taskLosses,
} from '../../nn/plain-network.ts';
import { temperatureAt } from '../../nn/schedules.ts';
import { CELLS, GENES } from '../../nn/step.ts';
import type { Model } from '../../nn/tape.ts';
import { isTold } from '../curves.ts';
import { topScored } from '../ranking.ts';
import { refuseDivergence } from '../../learners/divergence.ts';
import { stepWords } from '../step-words.ts';
import type { Selector } from '../types.ts';

const EMBEDDING = 32;
const HIDDEN = 32;
/** Where a gene is as likely let through as not: P(w + g > 0) = 1 − exp(−eʷ) = ½. */
const EVEN_LOGIT = Math.log(Math.log(2));

/** Two hidden layers on x ⊙ mask; the mask's gradient goes on to the logits. */
function maskedNetwork(shape: PlainShape): Model {
  return {
    inputs: { x: [CELLS, GENES], mask: [GENES, 1], ...targetInputs(shape.heads) },
    parameters: plainParameters(shape),
    alsoBy: ['mask'],
    loss(tape, input) {
      const masked = (name: string) => (name === 'w0' ? tape.mul(input('w0'), input('mask')) : input(name));
      const last = plainLayers(tape, shape, input('x'), masked);
      return taskLosses(tape, shape.heads, plainScores(tape, shape, last, input), input);
    },
  };
}

/** Score: the logit of each gene. Forced genes are let through untouched, and rank by the logit that they would have. */
export const gfsnetwork: Selector = async ({
  train,
  mean,
  sd,
  forced,
  k,
  seed,
  methodSettings,
  executor,
  progress,
  history,
}) => {
  const { chooseSize, steps, batch, maskRate, networkRate, balance, temperatureStart, temperatureEnd, classBalance } =
    methodSettings;
  const n = train.x.cols;
  const all = Int32Array.from({ length: n }, (_, gene) => gene);
  const isForced = new Uint8Array(n);
  for (const gene of forced) isForced[gene] = 1;

  const batches = supervisedBatches(train, { mean, sd }, { size: batch, classBalance, seed });
  const shape = { hidden: [HIDDEN, HIDDEN], heads: batches.heads };
  const network = await Descent.start(executor, maskedNetwork(shape), { [GENES]: n }, seed);
  const networkAdam = new Adam();

  const logits = uniform(n, 1 / Math.sqrt(EMBEDDING), seed, 'mask');
  const logitAdam = new Adam();
  const draw = random(seed, 'embedding');
  const embedding = Array.from({ length: EMBEDDING }, () => draw.normal());
  const logitRate = maskRate * embedding.reduce((sum, e) => sum + Math.abs(e), 1);

  /** genes that are let through more often than not */
  const likely = () => logits.reduce((count, w, j) => count + (isForced[j] || w > EVEN_LOGIT ? 1 : 0), 0);

  for (let t = 0; t < steps; t++) {
    const temperature = temperatureAt(t, steps, temperatureStart, temperatureEnd);
    const noise = random(seed, 'mask', t);
    const mask = Float32Array.from(logits, (w, j) =>
      isForced[j] ? 1 : 1 / (1 + Math.exp(-(w + noise.gumbel()) / temperature)),
    );
    const { cells, feeds, meanLosses } = batches.next(t, all);
    const results = await network.run({ ...feeds, mask }, { [CELLS]: cells, [GENES]: n });
    refuseDivergence(results.loss[0], t);
    networkAdam.step(network.parameters, network.gradientsOf(results), networkRate);
    const toMask = results['d.mask'];
    const toLogits = Float32Array.from(mask, (m, j) => ((toMask[j] + balance / n) * m * (1 - m)) / temperature);
    logitAdam.step({ logits }, { logits: toLogits }, logitRate);

    const open = likely();
    if (isTold(t, steps)) {
      history({ step: t + 1, k: open, temperature, loss: meanLosses(results), validation: null });
    }
    progress((t + 1) / steps, `${stepWords(t + 1, steps)}, ${open} genes let through`);
  }
  if (chooseSize !== 1) return topScored(logits, forced, k);
  const size = Math.max(1, likely());
  return { ...topScored(logits, forced, size), notes: [sizeChosen(size, k)] };
};

function sizeChosen(size: number, k: number): Finding {
  return {
    severity: 'note',
    code: 'size-chosen',
    what: `GFSNetwork chose the number of genes itself: ${size} instead of ${k}.`,
    why: 'Its mask lets these genes through more often than not.',
    remedy: 'Raise or lower the price of genes for fewer or more, or have it take the k likeliest.',
  };
}
