/** How much one set of labels tells about another. */

/**
 * Uncertainty coefficient U(y | g) (Theil 1970): the share of the entropy of `y` that knowing `g` takes away. 1 where `g`
 * determines `y`, 0 where it tells nothing, and where `y` has one value only. Cells that lack one of the two are passed over.
 *
 * @param y codes, −1 for none
 * @param g codes, −1 for none
 */
export function uncertaintyCoefficient(y: Int32Array, g: Int32Array): number {
  const ofY = new Map<number, number>();
  const ofG = new Map<number, number>();
  const ofBoth = new Map<number, number>();
  const width = y.reduce((a, b) => Math.max(a, b), 0) + 1;
  for (let i = 0; i < y.length; i++) {
    if (y[i] < 0 || g[i] < 0) continue;
    add(ofY, y[i]);
    add(ofG, g[i]);
    add(ofBoth, g[i] * width + y[i]);
  }
  const entropyOfY = entropy(ofY);
  return entropyOfY === 0 ? 0 : (entropyOfY + entropy(ofG) - entropy(ofBoth)) / entropyOfY;
}

/** Cells of each pair of labels: `counts[a][b]`. Cells that lack one of the two are passed over. */
export function crossTable(a: Int32Array, classesOfA: number, b: Int32Array, classesOfB: number): number[][] {
  const counts = Array.from({ length: classesOfA }, () => new Array<number>(classesOfB).fill(0));
  for (let i = 0; i < a.length; i++) if (a[i] >= 0 && b[i] >= 0) counts[a[i]][b[i]]++;
  return counts;
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function entropy(counts: Map<number, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  let sum = 0;
  for (const count of counts.values()) sum -= (count / total) * Math.log(count / total);
  return sum;
}
