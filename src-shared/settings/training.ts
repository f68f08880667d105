/** Hyperparameters: of the network of every run, and of YOTO. Every one is saved with the run. */
import { efforts } from '../efforts.ts';
import { type About, type All, type Setting, above, decimal, whole } from './setting.ts';

const yoto = { appliesTo: ({ method }: About) => method === 'yoto' || method === 'panel' };
const common = { section: 'training', advanced: true } as const;

/** What the network of every run takes: the method's own, the one on all genes, and those that score the panel. */
const networkSettings = {
  steps: {
    ...common,
    is: whole(10, 1_000_000),
    default: efforts.standard.settings.steps,
    label: 'Training steps',
    meaning: 'Batches of cells that each training learns from.',
    // the network on all genes takes at least as many as a probe: its key has the number
    affects: ['selection', 'scoring'],
    flag: { name: 'steps', value: 'N' },
  },
  batch: {
    ...common,
    is: whole(8, 8192),
    default: 256,
    label: 'Cells per step',
    meaning: 'Cells in a batch.',
    affects: ['network'],
  },
  hidden: {
    ...common,
    is: whole(4, 1024),
    default: 128,
    label: 'Hidden units',
    meaning: 'Width of the two hidden layers that all tasks share (scvi-tools: n_hidden).',
    affects: ['network'],
  },
  dropout: {
    ...common,
    is: decimal(0, 0.9),
    default: 0.2,
    label: 'Dropout',
    meaning: 'Share of hidden units left out of each step, against overfitting (scvi-tools: dropout_rate).',
    affects: ['network'],
  },
  learningRate: {
    ...common,
    is: above(0, 1),
    default: 1e-3,
    label: 'Learning rate',
    meaning: 'Step size of Adam for the network.',
    affects: ['network'],
  },
  blend: {
    ...common,
    is: decimal(0, 1),
    default: 0.5,
    label: 'Mixup',
    meaning:
      'Greatest share of another cell mixed into each training cell: in full on up to 250 cells, less in proportion on more.',
    affects: ['network'],
  },
  classBalance: {
    ...common,
    is: decimal(0, 1),
    default: 0.5,
    label: 'Class balance',
    meaning: 'Power of the inverse class frequency that weighs a cell: 0 counts all cells alike, 1 all classes alike.',
    affects: ['network'],
  },
} as const satisfies Record<string, Setting>;

/** What only YOTO takes. */
const yotoSettings = {
  restarts: {
    ...common,
    ...yoto,
    is: whole(0, 100),
    default: efforts.standard.settings.restarts,
    label: 'Restarts',
    meaning:
      'Trainings before the last one, each with other random numbers; the last chooses among the genes that they chose. 0: one training on all genes.',
    affects: ['selection'],
  },
  screen: {
    ...common,
    ...yoto,
    is: whole(1, 1_000_000),
    default: 1000,
    label: 'Candidates after prefilter',
    meaning:
      'This many genes, the most informative ones when each is looked at alone, compete for the panel; more of them for large panels and many classes.',
    affects: ['selection'],
  },
  annealing: {
    ...common,
    ...yoto,
    is: decimal(0, 1),
    default: 0.5,
    label: 'Annealing fraction',
    meaning: 'Share of the training after which the panel has shrunk to its size.',
    affects: ['selection'],
  },
  scoreTravel: {
    ...common,
    ...yoto,
    is: above(0, 100),
    default: 4,
    label: 'Score learning rate × steps',
    meaning: 'How far a gene’s score can move in the whole training: its learning rate is this divided by the steps.',
    affects: ['selection'],
  },
  gumbel: {
    ...common,
    ...yoto,
    is: decimal(0, 10),
    default: 0.1,
    label: 'Gumbel noise',
    meaning: 'Scale of the noise on the scores, which explores genes with similar scores.',
    affects: ['selection'],
  },
  temperatureStart: {
    ...common,
    ...yoto,
    is: above(0, 1000),
    default: 10,
    label: 'First temperature',
    meaning: 'How softly NeuralSort ranks genes at the first step.',
    affects: ['selection'],
  },
  temperatureEnd: {
    ...common,
    ...yoto,
    is: above(0, 1000),
    default: 0.01,
    label: 'Last temperature',
    meaning: 'How softly NeuralSort ranks genes at the last step.',
    affects: ['selection'],
  },
  geneDropout: {
    ...common,
    ...yoto,
    is: decimal(0, 0.9),
    default: 0.1,
    label: 'Gene dropout',
    meaning: 'Share of each cell’s chosen genes set to zero while training, as an assay would lose them.',
    affects: ['selection'],
  },
} as const satisfies Record<string, Setting>;

export const trainingSettings = { ...networkSettings, ...yotoSettings };

/** Every hyperparameter of a run. */
export type YotoSettings = All<typeof trainingSettings>;

/** What a run has unless its request says otherwise. */
export const trainingDefaults = Object.fromEntries(
  Object.entries(trainingSettings).map(([key, setting]) => [key, setting.default]),
) as unknown as YotoSettings;
