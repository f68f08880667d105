/**
 * Block HSIC Lasso (Climente-González et al. 2019; Yamada et al. 2014): the genes whose likeness of cells, together,
 * says most about the likeness of their labels, and little twice. The lasso is run on kernels, with weights ≥ 0.
 */
import { random } from '../../data/random.ts';
import { GeneKernels, blocksOf, innerProduct, labelVector, packedSize } from '../../learners/hsic-kernels.ts';
import { type LarsPath, nonNegativeLars } from '../../learners/non-negative-lars.ts';
import type { ForestTargets } from '../../learners/random-forest.ts';
import type { Csr } from '../../data/csr.ts';
import { topScored } from '../ranking.ts';
import type { Selector } from '../types.ts';

export const hsicLasso: Selector = async ({ train, forced, k, seed, methodSettings, progress }) => {
  const [task] = train.tasks;
  const targets =
    task.kind === 'categorical' ? { y: task.y, classes: task.classes.length } : { y: task.y, classes: null };
  const permutations = Array.from({ length: methodSettings.permutations }, (_, m) =>
    random(seed, 'hsic-lasso', m).shuffle(Int32Array.from({ length: train.x.rows }, (_, i) => i)),
  );
  const blockSize = Math.min(methodSettings.blockSize, train.x.rows);
  const inPanel = (active: number[]) => new Set([...active, ...forced]).size;
  progress(0, `likeness of cells by each of ${train.x.cols} genes`);
  const path = hsicLassoPath(train.x, targets, permutations, blockSize, (active) => {
    progress(Math.min(1, inPanel(active) / k), `${Math.min(k, inPanel(active))} of ${k} genes`);
    return inPanel(active) > k;
  });
  return topScored(scoresOf(path), forced, k);
};

export interface HsicPath extends LarsPath {
  /** what each gene, alone, says about the labels */
  relevance: Float64Array;
}

/**
 * The path of genes that come into use.
 *
 * @param permutations orders of the cells; in each of them consecutive cells make blocks
 * @param enough whether these genes are enough
 */
export function hsicLassoPath(
  x: Csr,
  targets: ForestTargets,
  permutations: Int32Array[],
  blockSize: number,
  enough: (active: number[]) => boolean,
): HsicPath {
  const blocks = blocksOf(permutations, blockSize);
  const length = packedSize(blockSize);
  const kernels = new GeneKernels(x, blocks);
  const labels = labelVector(targets, blocks);
  const relevance = new Float64Array(x.cols);
  kernels.forEach((kernel) => (relevance[kernel.gene] = innerProduct(kernel, labels, length) / blocks.count));
  const columns = (genes: Int32Array) => {
    const vectors = kernels.vectors(genes);
    const out = vectors.map(() => new Float64Array(x.cols));
    kernels.forEach((kernel) =>
      vectors.forEach((vector, v) => (out[v][kernel.gene] = innerProduct(kernel, vector, length) / blocks.count)),
    );
    return out;
  };
  return { ...nonNegativeLars(relevance, columns, enough), relevance };
}

/** Genes in use by their weight; should they be too few, the others by how near they are to being used, below zero. */
function scoresOf({ active, coefficients, correlations, relevance }: HsicPath): Float64Array {
  const greatest = relevance.reduce((a, b) => Math.max(a, b), 0) || 1;
  const scores = correlations.map((c) => Math.min(0, c / greatest - 1));
  for (const gene of active) scores[gene] = coefficients[gene];
  return scores;
}
