/** The genes that vary most over the training cells, whatever for: the floor of choosing without labels. */
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

/** The score is the variance of the normalised values. */
export const topVariance: Selector = async ({ sd, forced, k }) =>
  topScored(
    Float64Array.from(sd, (s) => s * s),
    forced,
    k,
  );
