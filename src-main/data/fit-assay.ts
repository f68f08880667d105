/**
 * Fits an assay to a pilot: cells of the same tissue that were measured with it, labelled or not. For gene g with mean R in
 * the reference and A in the pilot
 *
 *     y = ln((A − b) / R) = μ + δ_g + ε_g,   δ ~ N(0, τ²),   ε ~ N(0, v_g)
 *
 * with b the false molecules and v the variance of the two means by the delta method, from the spread of the cells, so
 * that counts which vary more than Poisson's are less sure. μ and τ² are those of Paule & Mandel 1982 (J. Res. Natl. Bur.
 * Stand. 87:377). A gene's efficiency is its posterior, shrunk towards μ the more the less is known of it; genes that the
 * pilot did not measure are drawn from N(μ, τ²). Where both sides have classes, the reference's classes are weighed as the
 * pilot has them, so that a tissue cut elsewhere is not taken for an efficiency.
 */
import type { Assay, FittedGene, Gene } from '../../src-shared/model.ts';
import type { Csr } from './csr.ts';
import { shownSymbol } from './shown-symbol.ts';

/** What is kept of cells, class by class. */
export interface ClassSums {
  cells: Float64Array;
  /** of values and of their squares, classes × genes */
  sum: Float64Array;
  squares: Float64Array;
  /** of all cells with a class: sums of their totals, and of the squares of these */
  totals: { cells: number; sum: number; squares: number };
}

/** Sums up chunk after chunk. @param classOf class of each cell in their order; −1: the cell is not looked at */
export function collectClassSums(genes: number, classes: number, classOf: (cell: number) => number) {
  const sums: ClassSums = {
    cells: new Float64Array(classes),
    sum: new Float64Array(classes * genes),
    squares: new Float64Array(classes * genes),
    totals: { cells: 0, sum: 0, squares: 0 },
  };
  let cell = 0;
  return {
    add({ rows, indptr, indices, values }: Csr): void {
      for (let i = 0; i < rows; i++, cell++) {
        const at = classOf(cell) * genes;
        if (at < 0) continue;
        sums.cells[at / genes]++;
        let total = 0;
        for (let e = indptr[i]; e < indptr[i + 1]; e++) {
          sums.sum[at + indices[e]] += values[e];
          sums.squares[at + indices[e]] += values[e] ** 2;
          total += values[e];
        }
        sums.totals.cells++;
        sums.totals.sum += total;
        sums.totals.squares += total ** 2;
      }
    },
    finish: () => sums,
  };
}

export interface FittedAssay {
  assay: Omit<Assay, 'name'>;
  genes: FittedGene[];
  background: string;
}

/** Molecules of the reference below which nothing can be said of a gene. */
const LEAST_MOLECULES = 10;
/** A class in which the reference counts no molecule among so many cells is taken not to express the gene. */
const SILENT_CELLS = 30;
/** Fewer pairs of a gene and a silent class than this say nothing of the background. */
const LEAST_SILENT = 20;
/** Without classes no gene can be said to be silent: the genes counted least bound the background from above. */
const FEWEST = 0.05;

/** @param genes shared by both, the columns of the sums; the classes of both are the same, in the same order */
export function fitAssay(genes: readonly Gene[], reference: ClassSums, pilot: ClassSums): FittedAssay {
  const background = backgroundOf(genes.length, reference, pilot);
  const [expected, seen] = [means(genes.length, reference, pilot.cells), means(genes.length, pilot, pilot.cells)];
  const molecules = (sums: ClassSums, gene: number) =>
    sums.cells.reduce((total, _, c) => total + sums.sum[c * genes.length + gene], 0);
  const known = genes.flatMap((_, g) => (molecules(reference, g) >= LEAST_MOLECULES ? [g] : []));
  const y = known.map((g) => {
    // half a molecule where none was counted: a probe that fails is seen to fail
    const least = 0.5 / pilot.totals.cells;
    return Math.log(Math.max(seen.mean[g] - background.rate, least) / expected.mean[g]);
  });
  const v = known.map((g, i) => {
    const found = expected.mean[g] * Math.exp(y[i]);
    return expected.variance[g] / expected.mean[g] ** 2 + seen.variance[g] / found ** 2;
  });
  const { mu, variance: spread } = pauleMandel(y, v);
  const sd = Math.sqrt(spread);
  const total = (mean: Float64Array) => mean.reduce((a, b) => a + b, 0) || 1;
  const [ofReference, ofPilot] = [total(expected.mean), total(seen.mean)];
  const fitted = known.map((g, i): FittedGene => {
    const unsure = expected.variance[g] / expected.mean[g] ** 2;
    const effect = posterior(
      {
        found: Math.max(0, seen.mean[g] - background.rate),
        expected: expected.mean[g],
        // what a molecule weighs: one cell's counts hang together where they vary more than Poisson's
        weight: (seen.mean[g] || 1 / pilot.totals.cells) / seen.variance[g],
      },
      { mu, variance: spread, unsure },
    );
    return {
      gene: genes[g].name,
      symbol: shownSymbol(genes[g]),
      referenceShare: expected.mean[g] / ofReference,
      pilotShare: seen.mean[g] / ofPilot,
      referenceMean: expected.mean[g],
      pilotMean: seen.mean[g],
      // a log-normal's mean, as shares are drawn
      share: Math.exp(effect.centre + effect.variance / 2),
      sd: Math.sqrt(effect.variance),
      distance: (y[i] - mu) / Math.sqrt(spread + v[i]),
    };
  });
  const capture = Math.exp(mu + spread / 2);
  return {
    assay: {
      capture: [capture, capture],
      efficiencySd: sd,
      background: background.rate,
      depthSd: depthSdOf(reference, pilot),
      ownTotal: true,
      molecules: null,
      efficiencies: Object.fromEntries(fitted.map(({ gene, share, sd }) => [gene, { share, sd }])),
    },
    genes: fitted.sort((a, b) => Math.abs(b.distance) - Math.abs(a.distance)),
    background: background.how,
  };
}

/**
 * What is known of ln(efficiency) of a gene: the mode of the posterior and its variance there. Molecules found are Poisson
 * with mean e · expected, each weighing `weight`; so a gene of which none is found among many is known to be missed, where
 * the logarithm of nothing would say nothing. The reference's mean is unsure itself, by the variance of its logarithm.
 */
function posterior(
  { found, expected, weight }: { found: number; expected: number; weight: number },
  { mu, variance, unsure }: { mu: number; variance: number; unsure: number },
): { centre: number; variance: number } {
  if (variance === 0) return { centre: mu, variance: 0 };
  const prior = variance + unsure;
  // the slope falls all the way, so halving finds where it is nothing
  const slope = (eta: number) => weight * (found - expected * Math.exp(eta)) - (eta - mu) / prior;
  let [low, high] = [mu - 50, mu + 50];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const known = 1 / (weight * expected * Math.exp(low) + 1 / prior);
  const kept = variance / prior;
  return { centre: mu + kept * (low - mu), variance: kept * unsure + kept ** 2 * known };
}

/** Mean of each gene and the variance of that mean, with every class counted as often as `weights` has it. */
function means(genes: number, { cells, sum, squares }: ClassSums, weights: Float64Array) {
  const all = cells.reduce((total, count, c) => total + (count > 0 ? weights[c] : 0), 0) || 1;
  const mean = new Float64Array(genes);
  const variance = new Float64Array(genes);
  cells.forEach((count, c) => {
    if (count === 0) return;
    const weight = weights[c] / all;
    for (let g = 0; g < genes; g++) {
      const middle = sum[c * genes + g] / count;
      mean[g] += weight * middle;
      // no surer than Poisson, whatever a few cells look like
      const spread = Math.max(squares[c * genes + g] / count - middle ** 2, middle, 0.5 / count);
      variance[g] += (weight ** 2 * spread) / count;
    }
  });
  return { mean, variance };
}

/**
 * Mean false molecules a gene and cell. Where both sides have classes, what the pilot counts of genes in classes that do
 * not express them; else at most what it counts of the genes it counts least.
 */
function backgroundOf(genes: number, reference: ClassSums, pilot: ClassSums): { rate: number; how: string } {
  const silent: number[] = [];
  if (reference.cells.length > 1) {
    reference.cells.forEach((cells, c) => {
      if (cells < SILENT_CELLS || pilot.cells[c] === 0) return;
      for (let g = 0; g < genes; g++) {
        if (reference.sum[c * genes + g] === 0) silent.push(pilot.sum[c * genes + g] / pilot.cells[c]);
      }
    });
  }
  const at = (values: number[], share: number) => values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
  if (silent.length >= LEAST_SILENT) {
    return {
      rate: at(silent, 0.5),
      how: `median of ${silent.length} pairs of a gene and a class in which the reference counts none of it`,
    };
  }
  const { mean } = means(genes, pilot, pilot.cells);
  return {
    rate: genes > 0 ? at(Array.from(mean), FEWEST) : 0,
    how: `at most what the pilot counts of its rarest genes (${FEWEST * 100} % of them): it has no classes to tell false molecules by`,
  };
}

/** What cells of the pilot differ in depth beyond what those of the reference do, Poisson's share taken out of both. */
function depthSdOf(reference: ClassSums, pilot: ClassSums): number {
  const logVariance = ({ totals: { cells, sum, squares } }: ClassSums) => {
    const mean = sum / cells;
    const relative = cells > 1 && mean > 0 ? (squares / cells - mean ** 2) / mean ** 2 - 1 / mean : 0;
    return Math.log1p(Math.max(0, relative));
  };
  return Math.sqrt(Math.max(0, logVariance(pilot) - logVariance(reference)));
}

/** Mean and variance of effects that are known with these variances: Σ (y − μ)² / (τ² + v) = n − 1, by bisection. */
export function pauleMandel(y: readonly number[], v: readonly number[]): { mu: number; variance: number } {
  if (y.length === 0) return { mu: 0, variance: 0 };
  const at = (variance: number) => {
    const weights = v.map((one) => 1 / (variance + one));
    const mu = y.reduce((sum, one, i) => sum + weights[i] * one, 0) / weights.reduce((a, b) => a + b, 0);
    return { mu, excess: y.reduce((sum, one, i) => sum + weights[i] * (one - mu) ** 2, 0) - (y.length - 1) };
  };
  let [low, high] = [0, 1];
  if (at(0).excess <= 0) return { mu: at(0).mu, variance: 0 };
  while (at(high).excess > 0) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (at(middle).excess > 0) low = middle;
    else high = middle;
  }
  return { mu: at(high).mu, variance: high };
}
