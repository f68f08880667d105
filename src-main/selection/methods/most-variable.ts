/**
 * The most variable genes, whatever they vary with: Seurat's two rankings (Satija et al. 2015; Stuart et al. 2019), which
 * are how most people choose genes. The engine computes them from all genes, for the preselection; here they are taken
 * to k.
 */
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

/** A must-include without a ranking, because hardly any cell has it, comes last. */
export const mostVariableGenes: Selector = async ({ variability, forced, k }) =>
  topScored(
    variability.map((v) => (Number.isNaN(v) ? -Infinity : v)),
    forced,
    k,
  );
