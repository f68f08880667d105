/** Every way of choosing genes: the name it has on the command line, the name it is shown by, what it does. */
export const methods = {
  yoto: {
    name: 'YOTO',
    sentence: 'Learns the genes and the predictors that use them in one training, for all questions at once.',
  },
  'mrmr-f': {
    name: 'mRMR-f',
    sentence: 'Takes genes in turn: much told by the F statistic, little correlated with those taken before.',
  },
  'mrmr-rf': {
    name: 'mRMR-rf',
    sentence: 'The same, with the importance of a random forest instead of the F statistic.',
  },
  'random-forest': {
    name: 'Random forest',
    sentence: 'Takes the genes that a random forest on all of them relies on most.',
  },
  lasso: {
    name: 'Lasso',
    sentence: 'Loosens the penalty of a sparse linear model until it uses k genes.',
  },
  'univariate-f': {
    name: 'F statistic',
    sentence: 'Takes the genes that differ most between classes, each judged alone.',
  },
  'top-variance': {
    name: 'Top variance',
    sentence: 'Takes the most variable genes and looks at no label: a floor that a good panel must clear.',
  },
  random: {
    name: 'Random',
    sentence: 'Draws from the variable genes by lot: what any panel of this size would reach.',
  },
} as const;

export type Method = keyof typeof methods;

export const methodNames = Object.keys(methods) as [Method, ...Method[]];
