/** Methods that fit a model whose penalty leaves most genes out. */
import { type MethodDescription, ofOneLabel } from './types.ts';

export const sparse = {
  lasso: {
    name: 'Lasso',
    sentence: 'Loosens the penalty of a sparse linear model until it uses k genes.',
    source: 'Tibshirani 1996; multinomial as in glmnet',
    settings: {},
    can: ofOneLabel,
  },
  'hsic-lasso': {
    name: 'HSIC Lasso',
    sentence: 'Takes genes by which cells are alike as their labels are alike, and which do not repeat one another.',
    source: 'Climente-González et al. 2019 (block HSIC Lasso); pyHSICLasso',
    settings: {
      blockSize: {
        label: 'Cells in a block',
        meaning: 'Cells are compared within blocks; larger ones see more pairs of cells and take longer.',
        default: 20,
        min: 2,
        max: 100,
        whole: true,
      },
      permutations: {
        label: 'Permutations',
        meaning: 'How often the cells are put into blocks anew; more give steadier panels and take longer.',
        default: 1,
        min: 1,
        max: 50,
        whole: true,
      },
    },
    traits: { holdsKernels: true },
    can: { ...ofOneLabel, stochastic: true },
    growth: { seconds: 0.7, cells: 1, genes: 0.9, classes: 0, k: 0.5 },
  },
} as const satisfies Record<string, MethodDescription>;
