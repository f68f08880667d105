/**
 * mRMR, minimum redundancy, maximum relevance (Ding & Peng 2003), in the quotient form: gene after gene, the one whose
 * relevance divided by its mean absolute correlation to the genes chosen so far is greatest.
 */
import type { Csr } from '../../data/csr.ts';
import { correlationWithColumn } from '../../data/statistics.ts';
import type { Selection } from '../types.ts';

/** A correlation below this counts as this much, as in the package mrmr_selection: nothing is divided by zero. */
const LEAST_CORRELATION = 0.001;

/**
 * The first pick is the most relevant gene; ties go to the first candidate. Forced genes are chosen beforehand and count
 * as chosen: the others complement them. Time O(k · non-zeros of x).
 *
 * @param x cells × candidate genes
 * @param relevance of each gene, ≥ 0
 * @returns forced genes first, with score NaN; then the picks with the quotient at which each was picked, which need not
 * fall
 */
export function mrmr(
  x: Csr,
  relevance: Float64Array,
  forced: Int32Array,
  k: number,
  progress: (chosen: number) => void = () => {},
): Selection {
  const redundancy = new Float64Array(x.cols);
  const isChosen = new Uint8Array(x.cols);
  const genes: number[] = [];
  const scores: number[] = [];
  const choose = (gene: number, score: number) => {
    isChosen[gene] = 1;
    genes.push(gene);
    scores.push(score);
    if (genes.length === k) return;
    const r = correlationWithColumn(x, gene);
    for (let g = 0; g < x.cols; g++) redundancy[g] += Math.max(Math.abs(r[g]), LEAST_CORRELATION);
    progress(genes.length);
  };
  for (const gene of forced) choose(gene, NaN);
  while (genes.length < k) {
    let best = -1;
    let bestScore = -Infinity;
    for (let gene = 0; gene < x.cols; gene++) {
      if (isChosen[gene]) continue;
      const score = genes.length > 0 ? relevance[gene] / (redundancy[gene] / genes.length) : relevance[gene];
      if (score > bestScore) {
        bestScore = score;
        best = gene;
      }
    }
    choose(best, bestScore);
  }
  return { genes: Int32Array.from(genes), scores: Float64Array.from(scores), network: null };
}
