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
} as const satisfies Record<string, MethodDescription>;
