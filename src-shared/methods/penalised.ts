/** Methods that train a network on all genes and make it pay for using them. */
import { batch, classBalance, ofNetworks, patience, rate, steps } from './network-settings.ts';
import type { MethodDescription, MethodSetting } from './types.ts';

const ofTraining = {
  learningRate: rate('Learning rate', 'How far a step moves the weights of the network.', 1e-3),
  weightDecay: rate('Weight decay', 'How much all weights shrink a step, beside the penalty.', 2e-4),
  dropout: {
    label: 'Dropout',
    meaning: 'Share of hidden units that are left out of a step.',
    default: 0.1,
    min: 0,
    max: 0.9,
    whole: false,
  },
  classBalance,
} as const;

const penalty = (meaning: string): MethodSetting => ({
  label: 'Weight of the penalty',
  meaning,
  default: 0.1,
  min: 0,
  max: 0.99,
  whole: false,
});

const pathSteps: MethodSetting = {
  ...steps(1000),
  label: 'Steps of the path',
  meaning: 'Steps in which genes leave, from all of them to k; more let them leave in a better order.',
};

const pathRate = rate('Learning rate of the path', 'How far a step moves the weights while genes leave.', 0.01);

export const penalised = {
  'one-layer-lasso': {
    name: 'One-layer lasso',
    sentence:
      'Trains a network whose first layer pays for every gene, and takes the genes with the largest weights in it.',
    source: 'First-layer lasso of Cherepanova et al. 2023; tabular-feature-selection',
    settings: {
      penalty: penalty('Share of the group lasso on the first layer in the loss; higher uses fewer genes.'),
      steps: steps(1000),
      patience: patience(10),
      batch: batch(256),
      ...ofTraining,
    },
    stages: ['steps'],
    can: ofNetworks,
  },
  'group-lasso': {
    name: 'Adaptive group lasso',
    sentence: 'Makes a network pay most for the genes that a first training found of little use, until k are left.',
    source: 'Dinh & Ho 2020, NeurIPS 33',
    settings: {
      penalty: penalty('Share of the group lasso in the loss of the first training.'),
      gamma: {
        label: 'Power of the weights',
        meaning: 'How much more a gene of little use pays: 0 makes all pay alike.',
        default: 2,
        min: 0,
        max: 10,
        whole: false,
      },
      steps: { ...steps(500), label: 'Steps of the first training' },
      pathSteps,
      batch: batch(256),
      pathRate,
      ...ofTraining,
    },
    stages: ['steps', 'pathSteps'],
    can: ofNetworks,
  },
  lassonet: {
    name: 'LassoNet',
    sentence:
      'Lets a gene into a network only as far as a linear model uses it, and makes genes leave that model until k are left.',
    source: 'Lemhadri et al. 2021, JMLR 22; lassonet',
    settings: {
      hierarchy: {
        label: 'Hierarchy',
        meaning: 'How much larger than its linear weights the weights of a gene in the network may be (M).',
        default: 10,
        min: 0,
        max: 1000,
        whole: false,
      },
      steps: { ...steps(500), label: 'Steps on all genes' },
      pathSteps,
      batch: batch(256),
      learningRate: ofTraining.learningRate,
      pathRate,
      classBalance,
    },
    stages: ['steps', 'pathSteps'],
    can: ofNetworks,
  },
  'deep-lasso': {
    name: 'Deep Lasso',
    sentence:
      'Trains a network that pays for how much its loss depends on each gene, and takes those it depends on most.',
    source: 'Cherepanova et al. 2023, NeurIPS 36; tabular-feature-selection',
    settings: {
      penalty: {
        ...penalty('Share of the norms of the input gradients in the loss; higher depends on fewer genes.'),
        default: 0.9,
      },
      steps: steps(300),
      patience: patience(10),
      batch: batch(128),
      ...ofTraining,
    },
    stages: ['steps'],
    can: ofNetworks,
  },
  attention: {
    name: 'Attention map',
    sentence: 'Trains a transformer on all genes, and takes the genes that it attends to most.',
    source: 'Cherepanova et al. 2023 with an FT-Transformer of one block (Gorishniy et al. 2021)',
    settings: {
      width: {
        label: 'Width of a token',
        meaning: 'Numbers that stand for a gene; made a multiple of the eight attention heads.',
        default: 64,
        min: 8,
        max: 1024,
        whole: true,
      },
      steps: steps(700),
      patience: patience(10),
      batch: batch(64),
      attentionDropout: {
        label: 'Attention dropout',
        meaning: 'Share of the genes that an attention head does not see in a step.',
        default: 0.2,
        min: 0,
        max: 0.9,
        whole: false,
      },
      ...ofTraining,
    },
    stages: ['steps'],
    can: ofNetworks,
  },
} as const satisfies Record<string, MethodDescription>;
