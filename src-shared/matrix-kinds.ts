/** What the numbers of a matrix are, in the words of the window, the command line and every message. */
import type { MatrixKind } from './model.ts';

/** What the user may say that the values of a matrix are. */
export const declaredKinds = ['counts', 'normalised', 'log', 'scaled'] as const;
export type DeclaredKind = (typeof declaredKinds)[number];

export const matrixKindWords: Record<MatrixKind, string> = {
  counts: 'counts',
  binary: 'zeros and ones',
  log: 'logarithms of normalised counts',
  normalised: 'normalised values',
  scaled: 'scaled values',
};
