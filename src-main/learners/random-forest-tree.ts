/** One tree of a forest, grown on codes until nothing is left to separate. */
import type { Random } from '../data/random.ts';
import { CODES, type BinnedColumns } from './random-forest-bins.ts';
import type { Criterion, Runs } from './random-forest-criteria.ts';

export interface Tree {
  /** feature that a node asks for; −1 for a leaf */
  feature: Int32Array;
  /** values up to this go to the left child; a leaf's value in a regression tree */
  threshold: Float32Array;
  /** left child, the right one follows it; for a leaf of a classification tree what `Criterion.leaf` says */
  child: Int32Array;
  /** class shares of leaves that are not pure, one block of classes after another */
  shares: Float32Array;
}

export interface TreeOptions {
  /** features drawn at each node */
  tryFeatures: number;
  maxDepth: number;
}

/**
 * At each node features are drawn without replacement, `tryFeatures` of them and more until one is not constant in the
 * node, and the best cut of them all is made, as in scikit-learn; its threshold is the middle between the values on both
 * sides. Gains are added to `importance`.
 *
 * @param samples rows that were drawn, none twice; is put into another order
 */
export function growTree(
  binned: BinnedColumns,
  criterion: Criterion,
  isClassifier: boolean,
  samples: Int32Array,
  { tryFeatures, maxDepth }: TreeOptions,
  rng: Random,
  importance: Float64Array,
): Tree {
  const { rows, features, codes } = binned;
  const most = 2 * samples.length - 1;
  const feature = new Int32Array(most).fill(-1);
  const threshold = new Float32Array(most);
  const child = new Int32Array(most);
  const shares: number[] = [];
  const sort = sorter(samples.length);
  const deck = Int32Array.from({ length: features }, (_, f) => f);

  let nodes = 1;
  const stack = [{ node: 0, from: 0, to: samples.length, depth: 0 }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, from, to, depth } = top;
    const here = samples.subarray(from, to);
    const divisible = criterion.enter(here) && depth < maxDepth;

    let chosen = -1;
    let score = -Infinity;
    let below = 0;
    let above = 0;
    for (let drawn = 0; divisible && drawn < features && (drawn < tryFeatures || chosen < 0); drawn++) {
      const pick = drawn + rng.integer(features - drawn);
      const f = deck[pick];
      deck[pick] = deck[drawn];
      deck[drawn] = f;
      const runs = sort(codes, f * rows, here);
      if (runs.count < 2) continue;
      const cut = criterion.bestCut(runs);
      if (criterion.cutScore > score) {
        score = criterion.cutScore;
        chosen = f;
        below = runs.codes[cut];
        above = runs.codes[cut + 1];
      }
    }

    if (chosen < 0) {
      const leaf = criterion.leaf(shares);
      if (isClassifier) child[node] = leaf;
      else threshold[node] = leaf;
      continue;
    }
    importance[chosen] += score - criterion.score;
    feature[node] = chosen;
    threshold[node] = between(binned.greatest[chosen * CODES + below], binned.least[chosen * CODES + above]);
    child[node] = nodes;
    const middle = from + partition(here, codes, chosen * rows, below);
    stack.push({ node: nodes + 1, from: middle, to, depth: depth + 1 });
    stack.push({ node: nodes, from, to: middle, depth: depth + 1 });
    nodes += 2;
  }
  return {
    feature: feature.slice(0, nodes),
    threshold: threshold.slice(0, nodes),
    child: child.slice(0, nodes),
    shares: Float32Array.from(shares),
  };
}

/** The middle of a < b, or a where float32 has none that is less than b. */
function between(a: number, b: number): number {
  const middle = Math.fround(a + (b - a) / 2);
  return middle < b ? middle : a;
}

/** Puts the samples whose code is at most `below` first; returns how many they are. */
function partition(node: Int32Array, codes: Uint8Array, offset: number, below: number): number {
  let left = 0;
  let right = node.length - 1;
  while (left <= right) {
    const sample = node[left];
    if (codes[offset + sample] <= below) left++;
    else {
      node[left] = node[right];
      node[right--] = sample;
    }
  }
  return left;
}

/** A counting sort that pays for the codes that occur, not for all there could be: small nodes are as cheap as large. */
function sorter(size: number): (codes: Uint8Array, offset: number, node: Int32Array) => Runs {
  const nodeCodes = new Uint8Array(size);
  const counts = new Int32Array(CODES);
  const occurs = new Int32Array(CODES / 32);
  const runs: Runs = {
    sorted: new Int32Array(size),
    codes: new Int32Array(CODES),
    ends: new Int32Array(CODES),
    count: 0,
  };
  return (codes, offset, node) => {
    for (let i = 0; i < node.length; i++) {
      const code = codes[offset + node[i]];
      nodeCodes[i] = code;
      if (counts[code]++ === 0) occurs[code >> 5] |= 1 << (code & 31);
    }
    runs.count = 0;
    let at = 0;
    for (let word = 0; word < occurs.length; word++) {
      for (let bits = occurs[word]; bits !== 0; bits &= bits - 1) {
        const code = (word << 5) + 31 - Math.clz32(bits & -bits);
        runs.codes[runs.count++] = code;
        at += counts[code];
        counts[code] = at - counts[code];
      }
      occurs[word] = 0;
    }
    if (runs.count > 1) {
      for (let i = 0; i < node.length; i++) runs.sorted[counts[nodeCodes[i]]++] = i;
    }
    for (let run = 0; run < runs.count; run++) {
      runs.ends[run] = counts[runs.codes[run]];
      counts[runs.codes[run]] = 0;
    }
    return runs;
  };
}
