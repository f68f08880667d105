/** What makes a cut of a node a good one: two criteria behind one interface, and the leaf each ends in. */

/** The samples of a node in the order of one feature's codes. */
export interface Runs {
  /** positions in the node, code by code */
  sorted: Int32Array;
  /** the different codes of the node, ascending */
  codes: Int32Array;
  /** end of the run of each code in `sorted` */
  ends: Int32Array;
  /** how many different codes there are */
  count: number;
}

export interface Criterion {
  /** Makes the node of these samples the current one. False where there is nothing left to separate. */
  enter(node: Int32Array): boolean;
  /** The node's score undivided, on the scale of `cutScore`; a cut's gain is its score minus this. */
  score: number;
  /** The best place to cut: after which run; its score goes to `cutScore`. There are at least two runs. */
  bestCut(runs: Runs): number;
  cutScore: number;
  /** Makes a leaf of the current node: a class, or −1 − the start of its class shares in `shares`, or a value. */
  leaf(shares: number[]): number;
}

/**
 * Gini impurity. With the weights n_c of the classes in a part, Σ n_c² / Σ n_c summed over the parts is greatest where
 * the weighted impurity is least; moving one sample from right to left changes the squares by little, in whole numbers.
 *
 * @param weights how often each sample was drawn
 */
export function gini(y: Int32Array, classes: number, weights: Uint16Array): Criterion {
  const total = new Float64Array(classes);
  const left = new Float64Array(classes);
  const nodeY = new Int32Array(y.length);
  const nodeWeight = new Int32Array(y.length);
  let size = 0;
  let weight = 0;
  let squares = 0;
  return {
    score: 0,
    cutScore: 0,
    enter(node) {
      total.fill(0);
      size = node.length;
      weight = 0;
      for (let i = 0; i < size; i++) {
        nodeY[i] = y[node[i]];
        nodeWeight[i] = weights[node[i]];
        total[nodeY[i]] += nodeWeight[i];
        weight += nodeWeight[i];
      }
      squares = 0;
      for (let c = 0; c < classes; c++) squares += total[c] * total[c];
      this.score = squares / weight;
      return total[nodeY[0]] < weight;
    },
    bestCut({ sorted, ends, count }) {
      let best = 0;
      let bestScore = -Infinity;
      let leftWeight = 0;
      let leftSquares = 0;
      let rightSquares = squares;
      for (let run = 0, s = 0; run < count - 1; run++) {
        for (; s < ends[run]; s++) {
          const c = nodeY[sorted[s]];
          const w = nodeWeight[sorted[s]];
          const l = left[c];
          leftSquares += w * (2 * l + w);
          rightSquares += w * (w - 2 * (total[c] - l));
          left[c] = l + w;
          leftWeight += w;
        }
        const score = leftSquares / leftWeight + rightSquares / (weight - leftWeight);
        if (score > bestScore) {
          bestScore = score;
          best = run;
        }
      }
      for (let i = 0; i < size; i++) left[nodeY[i]] = 0;
      this.cutScore = bestScore;
      return best;
    },
    leaf(shares) {
      if (total[nodeY[0]] === weight) return nodeY[0];
      const start = shares.length;
      for (let c = 0; c < classes; c++) shares.push(total[c] / weight);
      return -1 - start;
    },
  };
}

/** Variance: S² / n summed over the parts (S the sum of the centred values) is greatest where the variance within is least. */
export function variance(y: Float32Array, weights: Uint16Array): Criterion {
  let centre = 0;
  for (const v of y) centre += v / y.length;
  const nodeY = new Float64Array(y.length);
  const nodeWeight = new Int32Array(y.length);
  let weight = 0;
  let sum = 0;
  return {
    score: 0,
    cutScore: 0,
    enter(node) {
      weight = 0;
      sum = 0;
      let varies = false;
      for (let i = 0; i < node.length; i++) {
        nodeY[i] = y[node[i]] - centre;
        nodeWeight[i] = weights[node[i]];
        weight += nodeWeight[i];
        sum += nodeWeight[i] * nodeY[i];
        varies ||= nodeY[i] !== nodeY[0];
      }
      this.score = (sum * sum) / weight;
      return varies;
    },
    bestCut({ sorted, ends, count }) {
      let best = 0;
      let bestScore = -Infinity;
      let leftWeight = 0;
      let leftSum = 0;
      for (let run = 0, s = 0; run < count - 1; run++) {
        for (; s < ends[run]; s++) {
          const w = nodeWeight[sorted[s]];
          leftWeight += w;
          leftSum += w * nodeY[sorted[s]];
        }
        const rightSum = sum - leftSum;
        const score = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / (weight - leftWeight);
        if (score > bestScore) {
          bestScore = score;
          best = run;
        }
      }
      this.cutScore = bestScore;
      return best;
    },
    leaf: () => centre + sum / weight,
  };
}
