/** A panel from one score a gene: what every method does that judges genes one by one. */
import type { Selection } from './types.ts';

/**
 * The forced genes and the best of the others, k in all, ranked together by score; equal scores in the order of the
 * candidates.
 *
 * @param scores of each candidate gene, higher is better
 */
export function topScored(scores: ArrayLike<number>, forced: Int32Array, k: number): Selection {
  const isForced = new Uint8Array(scores.length);
  for (const gene of forced) isForced[gene] = 1;
  const byScore = (a: number, b: number) => scores[b] - scores[a] || a - b;
  const free = Int32Array.from({ length: scores.length }, (_, gene) => gene)
    .filter((gene) => !isForced[gene])
    .sort(byScore);
  const genes = Int32Array.of(...forced, ...free.subarray(0, k - forced.length)).sort(byScore);
  return { genes, scores: Float64Array.from(genes, (gene) => scores[gene]), network: null };
}
