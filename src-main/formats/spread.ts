/** How a measure of cells is spread: quartiles and a histogram that can be drawn. */
import type { Spread } from '../../src-shared/model.ts';

const bins = 36;

/**
 * @param values one a cell
 * @param log bins of equal ratio, for what spans orders of magnitude; cells at 0 are in the first bin
 */
export function spreadOf(values: ArrayLike<number>, log = false): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => (sorted.length === 0 ? 0 : sorted[Math.round(share * (sorted.length - 1))]);
  const spread = { min: at(0), lower: at(0.25), median: at(0.5), upper: at(0.75), max: at(1) };
  const logarithmic = log && spread.min >= 0 && spread.max > 0;
  return { ...spread, log: logarithmic, bins: logarithmic ? logBins(sorted) : linearBins(sorted) };
}

function linearBins(sorted: Float64Array): Spread['bins'] {
  if (sorted.length === 0) return [];
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  const whole = Number.isInteger(min) && Number.isInteger(max);
  const width = whole ? Math.max(1, Math.ceil((max - min + 1) / bins)) : (max - min) / bins || 1;
  const edges = Array.from({ length: Math.floor((max - min) / width) + 2 }, (_, i) => min + i * width);
  return counted(sorted, edges.at(-2)! >= max && edges.length > 2 ? edges.slice(0, -1) : edges);
}

function logBins(sorted: Float64Array): Spread['bins'] {
  const least = sorted.find((value) => value > 0)!;
  const [from, to] = [Math.log10(least), Math.log10(sorted[sorted.length - 1])];
  const width = Math.max((to - from) / bins, 0.02);
  const edges = Array.from({ length: Math.max(1, Math.ceil((to - from) / width)) + 1 }, (_, i) => 10 ** (from + i * width)); // prettier-ignore
  return counted(sorted, edges);
}

/** Values sorted into edges; what lies outside them by rounding goes to the first or the last bin. */
function counted(sorted: Float64Array, edges: number[]): Spread['bins'] {
  const out = edges.slice(1).map((to, i) => ({ from: edges[i], to, cells: 0 }));
  let bin = 0;
  for (const value of sorted) {
    while (bin < out.length - 1 && value >= out[bin].to) bin++;
    out[bin].cells++;
  }
  return out;
}
