/** Methods that train a network. */
import { batch, classBalance, ofNetworks, rate, steps, temperature, toggle } from './network-settings.ts';
import type { MethodDescription } from './types.ts';

export const networks = {
  yoto: {
    name: 'YOTO',
    sentence: 'Learns the genes and the predictors that use them in one training, for all tasks at once.',
    source: 'Chopard et al. 2025, arXiv 2512.17678',
    // its settings are `YotoSettings`: the ceiling of every method is trained by them too
    settings: {},
    traits: { restarts: true },
    references: [
      'Chopard D. et al. (2025) You Only Train Once: Differentiable Subset Selection for Omics Data. arXiv:2512.17678.',
      'Grover A., Wang E., Zweig A., Ermon S. (2019) Stochastic optimization of sorting networks via continuous relaxations. ICLR.',
    ],
    can: {
      labels: 'all',
      continuous: true,
      ownSize: false,
      stochastic: true,
      predictor: true,
      targets: true,
      matrices: null,
    },
  },
  persist: {
    name: 'PERSIST',
    sentence:
      'Settles k noisy selectors on one gene each while a network learns labels, or all expression, from genes that are there or not.',
    source: 'Covert et al. 2023, Nature Communications 14:2091; persist',
    settings: {
      reconstruct: toggle(
        'Learn expression',
        'the network learns the expression of all genes and looks at no label',
        'it learns the labels',
        0,
      ),
      binarise: toggle(
        'Read genes as there or not',
        'a value above zero counts as one, so that the panel does not depend on how an assay counts',
        'values as they are',
        1,
      ),
      eliminateTo: {
        label: 'Genes after elimination',
        meaning: 'Genes that are left to the selectors, twice the size of the panel at least; 0 leaves all of them.',
        default: 500,
        min: 0,
        max: 100_000,
        whole: true,
      },
      eliminationSteps: { ...steps(600), label: 'Steps of the elimination' },
      steps: { ...steps(3000), label: 'Steps of the selection' },
      batch: batch(64),
      masksPerStep: {
        label: 'Noise a step',
        meaning: 'Draws of the noise in a step, each for an equal share of its cells; the package draws one a cell.',
        default: 8,
        min: 1,
        max: 1000,
        whole: true,
      },
      layerRate: rate('Learning rate of the selectors', 'How far a step moves gates and selectors.', 0.01),
      classBalance,
    },
    stages: ['eliminationSteps', 'steps'],
    can: ofNetworks,
  },
  gfsnetwork: {
    name: 'GFSNetwork',
    sentence:
      'Learns a noisy mask over all genes that pays for every gene it lets through; can choose their number itself.',
    source: 'Wydmański & Śmieja 2025, arXiv 2503.13304; autonfs 0.3',
    settings: {
      chooseSize: toggle(
        'Choose the number of genes',
        'the panel is every gene that the mask lets through more often than not, however many',
        'the k likeliest',
        0,
      ),
      balance: {
        label: 'Price of genes',
        meaning: 'What it costs to let all genes through, beside the loss of the tasks; higher keeps fewer genes.',
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
    stages: ['steps'],
    can: { ...ofNetworks, ownSize: true },
  },
} as const satisfies Record<string, MethodDescription>;
