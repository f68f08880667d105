/** Methods that judge genes by a statistic. */
import { type MethodDescription, ofOneLabel, switchWords } from './types.ts';

export const filters = {
  'mrmr-f': {
    name: 'mRMR-f',
    sentence: 'Takes genes in turn: much told by the F statistic, little correlated with those taken before.',
    source: 'Ding & Peng 2003, quotient form (FCQ) of Zhao et al. 2019; mrmr_selection',
    settings: {},
    can: ofOneLabel,
  },
  'mrmr-rf': {
    name: 'mRMR-rf',
    sentence: 'The same, with the importance of a random forest instead of the F statistic.',
    source: 'Zhao et al. 2019 (RFCQ); mrmr_selection, with trees grown out',
    settings: {
      trees: {
        label: 'Trees',
        meaning: 'Trees of the forest that judges the genes; more give steadier importances.',
        default: 100,
        min: 1,
        max: 10_000,
        whole: true,
      },
    },
    traits: { holdsCodes: true },
    can: { ...ofOneLabel, stochastic: true },
  },
  'univariate-f': {
    name: 'F statistic',
    sentence: 'Takes the genes that differ most between classes, each judged alone.',
    source: 'One-way analysis of variance, or the F of a regression on a value; scikit-learn',
    settings: {},
    can: ofOneLabel,
  },
  wilcoxon: {
    name: 'Wilcoxon',
    sentence: 'Takes by turns the best marker of each class, by ranks of its cells against all others.',
    source: 'Wilcoxon 1945; scanpy, rank_genes_groups',
    settings: {
      tieCorrection: {
        label: 'Correct for ties',
        ...switchWords('allow for cells of equal value, most of them zeros, which favours rarely seen genes', 'do not'),
        default: 0,
        min: 0,
        max: 1,
        whole: true,
      },
    },
    can: { ...ofOneLabel, continuous: false },
  },
  't-test': {
    name: 't-test',
    sentence: 'Takes by turns the best marker of each class, by its mean against that of all other cells.',
    source: 'Welch 1947; scanpy, rank_genes_groups',
    settings: {},
    can: { ...ofOneLabel, continuous: false },
  },
} as const satisfies Record<string, MethodDescription>;
