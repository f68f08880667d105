/** What the numbers of a matrix are, in the words of the window, the command line and every message. */
import type { MatrixKind } from './model.ts';

export const matrixKindWords: Record<MatrixKind, string> = {
  counts: 'counts',
  binary: 'zeros and ones',
  log: 'logarithms of normalised counts',
  normalised: 'normalised values',
  scaled: 'scaled values',
};
