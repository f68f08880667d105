/** Methods that grow trees. */
import { type MethodDescription, ofOneLabel } from './types.ts';
import { switchWords } from './types.ts';

export const trees = {
  'random-forest': {
    name: 'Random forest',
    sentence: 'Takes the genes that a random forest on all of them relies on most.',
    source: 'Breiman 2001, mean decrease in impurity; scikit-learn',
    settings: {
      trees: {
        label: 'Trees',
        meaning: 'Trees of the forest; more give steadier importances.',
        default: 100,
        min: 1,
        max: 10_000,
        whole: true,
      },
    },
    traits: { holdsCodes: true },
    can: { ...ofOneLabel, stochastic: true },
    growth: { seconds: 0.5, cells: 1.25, genes: 0.6, classes: 0, k: 0 },
  },
  xgboost: {
    name: 'XGBoost',
    sentence: 'Takes the genes that trees, each of which mends the errors of those before, gain most by.',
    source: 'Chen & Guestrin 2016; xgboost',
    settings: {
      rounds: {
        label: 'Rounds',
        meaning: 'Trees for each class, one after the other.',
        default: 100,
        min: 1,
        max: 2000,
        whole: true,
      },
      depth: {
        label: 'Depth',
        meaning: 'Cuts from the root of a tree to a leaf, at most; deeper trees see genes that act together.',
        default: 6,
        min: 1,
        max: 12,
        whole: true,
      },
      learningRate: {
        label: 'Learning rate',
        meaning: 'Share of each tree that counts; smaller ones need more rounds and use more genes.',
        default: 0.3,
        min: 0.001,
        max: 1,
        whole: false,
      },
      penalty: {
        label: 'Penalty',
        meaning: 'Added to the weight of a leaf (lambda): greater values distrust leaves of few cells.',
        default: 1,
        min: 0,
        max: 1000,
        whole: false,
      },
      totalGain: {
        label: 'Sum of gains',
        ...switchWords('genes go by what all cuts in them gained', 'by the mean gain of a cut, as in the package'),
        default: 1,
        min: 0,
        max: 1,
        whole: true,
      },
    },
    traits: { holdsCodes: true },
    can: ofOneLabel,
    growth: { seconds: 7, cells: 0.9, genes: 0.85, classes: 0.8, k: 0 },
  },
} as const satisfies Record<string, MethodDescription>;
