/** Random forests (Breiman 2001) for classes and for values, with scikit-learn's defaults. */
import { random } from '../data/random.ts';
import { binColumns, type BinnedColumns } from './random-forest-bins.ts';
import { gini, variance } from './random-forest-criteria.ts';
import { growTree, type Tree } from './random-forest-tree.ts';

interface GrowthOptions {
  trees: number;
  seed: number;
  /** default: grown out */
  maxDepth?: number;
  /** rows that are drawn for each tree; default, and at most: as many as there are */
  draws?: number;
}

export type ForestTargets =
  | { /** class of each row, all ≥ 0 */ y: Int32Array; classes: number }
  | { /** value of each row, none NaN */ y: Float32Array; classes: null };

export type ForestInput = GrowthOptions &
  ForestTargets & {
    /** rows × features, column-major (`denseColumns`) */
    columns: Float32Array;
    rows: number;
    features: number;
  };

export interface Forest {
  features: number;
  /** null: the forest predicts values */
  classes: number | null;
  trees: Tree[];
  /** mean decrease in impurity of each feature, averaged over the trees; sums to 1, or is 0 where no tree ever divided */
  importance: Float64Array;
}

/**
 * Every tree is grown on a bootstrap sample; at each node it chooses among √features (classes: by Gini impurity) or all
 * features (values: by variance). The same seed gives the same forest. Time O(trees · rows · tried features · depth).
 */
export function fitForest(input: ForestInput): Forest {
  return growForest(binColumns(input.columns, input.rows, input.features), input);
}

/** `fitForest` on features that are codes already. */
export function growForest(binned: BinnedColumns, input: GrowthOptions & ForestTargets): Forest {
  const importance = new Float64Array(binned.features);
  const trees = [...growTrees(binned, input, importance)];
  const whole = new Float64Array(binned.features);
  addNormalised(whole, importance);
  return { features: binned.features, classes: input.classes, trees, importance: whole };
}

/** One tree after another; the importance of each is added to `importance`. */
function* growTrees(
  binned: BinnedColumns,
  input: GrowthOptions & ForestTargets,
  importance: Float64Array,
): Generator<Tree> {
  const { rows, features } = binned;
  const { seed, maxDepth = Infinity, draws = rows } = input;
  const weights = new Uint16Array(rows);
  const isClassifier = input.classes !== null;
  const criterion = isClassifier ? gini(input.y, input.classes, weights) : variance(input.y, weights);
  const tryFeatures = isClassifier ? Math.max(1, Math.floor(Math.sqrt(features))) : features;
  for (let t = 0; t < input.trees; t++) {
    const rng = random(seed, 'forest', t);
    weights.fill(0);
    for (let i = 0; i < Math.min(rows, draws); i++) weights[rng.integer(rows)]++;
    const drawn = Int32Array.from(weights.keys()).filter((row) => weights[row] > 0);
    const gains = new Float64Array(features);
    yield growTree(binned, criterion, isClassifier, drawn, { tryFeatures, maxDepth }, rng, gains);
    addNormalised(importance, gains);
  }
}

/** Adds values divided by their sum, if there is anything to divide. */
function addNormalised(to: Float64Array, values: Float64Array): void {
  const sum = values.reduce((a, b) => a + b, 0);
  if (sum > 0) values.forEach((v, f) => (to[f] += v / sum));
}

/**
 * @param columns rows × features, column-major
 * @returns class probabilities (mean over the trees of the class shares in the leaf), rows × classes, row-major; or the
 * mean value of each row
 */
export function predictForest({ trees, classes }: Forest, columns: Float32Array, rows: number): Float32Array {
  return meanOfTrees(trees, classes, columns, rows);
}

/**
 * What a forest predicts that nobody needs afterwards: each tree is let go as soon as it has spoken. Grown out on
 * 100,000s of cells, a forest takes gigabytes.
 */
export function predictByForest(
  binned: BinnedColumns,
  input: GrowthOptions & ForestTargets,
  columns: Float32Array,
  rows: number,
): Float32Array {
  const trees = growTrees(binned, input, new Float64Array(binned.features));
  return meanOfTrees(trees, input.classes, columns, rows);
}

function meanOfTrees(trees: Iterable<Tree>, classes: number | null, columns: Float32Array, rows: number): Float32Array {
  const width = classes ?? 1;
  const sums = new Float64Array(rows * width);
  let count = 0;
  for (const { feature, threshold, child, shares } of trees) {
    count++;
    for (let i = 0; i < rows; i++) {
      let node = 0;
      while (feature[node] >= 0) {
        node = child[node] + (columns[feature[node] * rows + i] <= threshold[node] ? 0 : 1);
      }
      if (classes === null) sums[i] += threshold[node];
      else if (child[node] >= 0) sums[i * width + child[node]]++;
      else {
        const start = -1 - child[node];
        for (let c = 0; c < width; c++) sums[i * width + c] += shares[start + c];
      }
    }
  }
  return Float32Array.from(sums, (sum) => sum / count);
}
