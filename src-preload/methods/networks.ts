/** Methods that train a network. */
import type { MethodDescription, MethodSetting } from './types.ts';

const ofNetworks = {
  labels: 'all',
  continuous: true,
  ownSize: false,
  stochastic: true,
  predictor: false,
  matrices: null,
} as const;

const steps = (count: number): MethodSetting => ({
  label: 'Training steps',
  meaning: 'Batches that the network learns from; more take longer and settle the choice further.',
  default: count,
  min: 1,
  max: 1_000_000,
  whole: true,
});

const batch = (count: number): MethodSetting => ({
  label: 'Cells a step',
  meaning: 'Cells in each batch; a step takes longer with more of them, and is less noisy.',
  default: count,
  min: 2,
  max: 10_000,
  whole: true,
});

const rate = (label: string, meaning: string, value: number): MethodSetting => ({
  label,
  meaning,
  default: value,
  min: 0,
  max: 1,
  whole: false,
});

const temperature = (label: string, meaning: string, value: number): MethodSetting => ({
  label,
  meaning,
  default: value,
  min: 1e-4,
  max: 1000,
  whole: false,
});

const classBalance: MethodSetting = {
  label: 'Class balance',
  meaning: 'Power of the inverse class frequency that weighs a cell: 0 takes all cells alike, 1 all classes alike.',
  default: 0,
  min: 0,
  max: 1,
  whole: false,
};

export const networks = {
  yoto: {
    name: 'YOTO',
    sentence: 'Learns the genes and the predictors that use them in one training, for all questions at once.',
    source: 'Chopard et al. 2025, arXiv 2512.17678',
    // its settings are `YotoSettings`: the ceiling of every method is trained by them too
    settings: {},
    can: { labels: 'all', continuous: true, ownSize: false, stochastic: true, predictor: true, matrices: null },
  },
  gfsnetwork: {
    name: 'GFSNetwork',
    sentence:
      'Learns a noisy mask over all genes that pays for every gene it lets through; can choose their number itself.',
    source: 'Wydmański & Śmieja 2025, arXiv 2503.13304; autonfs 0.3',
    settings: {
      chooseSize: {
        label: 'Choose the number of genes',
        meaning:
          '1: the panel is every gene that the mask lets through more often than not, however many; 0: the k likeliest.',
        default: 0,
        min: 0,
        max: 1,
        whole: true,
      },
      balance: {
        label: 'Price of genes',
        meaning: 'What it costs to let all genes through, beside the loss of the questions; higher keeps fewer genes.',
        default: 1,
        min: 0,
        max: 10_000,
        whole: false,
      },
      steps: steps(5600),
      batch: batch(64),
      maskRate: rate('Learning rate of the mask', 'How far a step moves the weights behind the mask.', 4e-3),
      networkRate: rate('Learning rate of the network', 'How far a step moves the weights of the network.', 3e-4),
      temperatureStart: temperature('First temperature', 'How blurred the mask is at the beginning.', 2),
      temperatureEnd: temperature(
        'Last temperature',
        'How blurred the mask is at the end; 2 · 0.997ᵉ after e epochs in the package, 1.1 after 200.',
        1.1,
      ),
      classBalance,
    },
    can: { ...ofNetworks, ownSize: true },
  },
} as const satisfies Record<string, MethodDescription>;
