import type { MatrixKind, Method } from '../../src-preload/model.ts';
import { methodNames } from '../results/words.ts';

/** What a matrix holds, for somebody who does not program. */
export const kindWords: Record<MatrixKind, string> = {
  counts: 'counts',
  binary: 'zeros and ones',
  log: 'logarithms of normalised counts',
  normalised: 'normalised values, not logarithms',
  scaled: 'scaled values (z-scores or ratios)',
};

/** The methods that there are, each in one sentence. */
export const methods: readonly { method: Method; name: string; sentence: string }[] = [
  {
    method: 'yoto',
    name: methodNames.yoto,
    sentence: 'Learns the genes and the predictors that use them in one training, for all questions at once.',
  },
  {
    method: 'top-variance',
    name: methodNames['top-variance'],
    sentence: 'Takes the most variable genes and looks at no label: a floor that a good panel must clear.',
  },
  {
    method: 'random',
    name: methodNames.random,
    sentence: 'Draws from the variable genes by lot: what any panel of this size would reach.',
  },
];

/** The files that can be added, as the empty data page explains them. */
export const fileKinds: readonly { ending: string; what: string }[] = [
  { ending: '.h5ad', what: 'AnnData, as scanpy and cellxgene write it; labels are columns of obs' },
  { ending: '.csv .tsv .gz', what: 'a plain table, cells in rows or in columns, with a second file for the labels' },
];
