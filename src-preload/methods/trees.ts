/** Methods that grow trees. */
import { type MethodDescription, ofOneLabel } from './types.ts';

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
    can: { ...ofOneLabel, stochastic: true },
  },
} as const satisfies Record<string, MethodDescription>;
