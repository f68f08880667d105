/**
 * What an assay would count of the molecules that the reference counted. One model for training, scoring and predicting:
 *
 *     share of gene g      e_g = capture · exp(σ z_g − σ²/2), or what a pilot says of it
 *     depth of cell c      d_c = exp(δ z_c − δ²/2)
 *     molecules            y = molecules found of x by chance e_g d_c each, plus Poisson(background · d_c)
 *     value                log1p(y · target / Σ_g y), the sum over the genes of the panel alone
 *
 * A molecule of the reference is found or not (binomial), so that a share of 1 is the reference itself; where the assay
 * counts more than the reference did, what is beyond is Poisson. Nothing here keeps a generator: who draws says from what.
 */
import type { Assay, Gene } from '../../src-shared/model.ts';
import { type Csr, roomFor, sortRow } from './csr.ts';
import { geneFinder } from './gene-rules.ts';
import { librarySize, medianSize, normalise } from './normalise.ts';
import { type Random, random } from './random.ts';

/** What a pilot says of each gene; a share of NaN: nothing. */
export interface KnownShares {
  share: Float64Array;
  sd: Float64Array;
}

/** Looks up what the assay knows of these genes. */
export function knownShares({ efficiencies }: Assay, genes: readonly Gene[]): KnownShares {
  const known = { share: new Float64Array(genes.length).fill(NaN), sd: new Float64Array(genes.length) };
  if (!efficiencies) return known;
  const find = geneFinder(genes as Gene[]);
  for (const [name, { share, sd }] of Object.entries(efficiencies)) {
    for (const gene of find(name).found) {
      known.share[gene] = share;
      known.sd[gene] = sd;
    }
  }
  return known;
}

/** The share captured of a typical gene in one draw. In a range every ratio is as likely as any other. */
export function drawCapture({ capture: [least, most] }: Assay, { uniform }: Random): number {
  return least === most ? most : least * (most / least) ** uniform();
}

/**
 * The share captured of gene `gene` in one draw.
 *
 * @param capture of this draw
 * @param z standard normal, the gene's own
 */
export function shareOf({ efficiencySd }: Assay, { share, sd }: KnownShares, gene: number, capture: number, z: number) {
  const known = share[gene];
  return Number.isNaN(known) ? capture * logNormal(efficiencySd, z) : known * logNormal(sd[gene], z);
}

/** What a cell's shares are multiplied with. */
export const drawDepth = ({ depthSd }: Assay, { normal }: Random): number => logNormal(depthSd, normal());

/** Log-normal with mean 1. */
const logNormal = (sd: number, z: number): number => (sd > 0 ? Math.exp(sd * z - (sd * sd) / 2) : 1);

/**
 * Molecules that an assay counts of a gene in a cell.
 *
 * @param count of the reference, 0 or more; a fraction of a molecule is a molecule with that chance
 * @param share captured: that of the gene times the depth of the cell
 * @param background false molecules, mean
 */
export function drawMolecules(count: number, share: number, background: number, random: Random): number {
  let seen = background > 0 ? poisson(background, random) : 0;
  if (count <= 0) return seen;
  let whole = Math.floor(count);
  if (count > whole && random.uniform() < count - whole) whole++;
  seen += share >= 1 ? whole : binomial(whole, share, random);
  return share > 1 ? seen + poisson(count * (share - 1), random) : seen;
}

/** Trials up to here are done one by one, the quickest for the few molecules that most entries are. */
const FEW = 12;
/** From this variance on the normal distribution is as good as the binomial or the Poisson. */
const NORMAL = 60;

/** Successes in n trials. */
export function binomial(n: number, p: number, { uniform, normal }: Random): number {
  if (p <= 0 || n <= 0) return 0;
  if (p >= 1) return n;
  if (n <= FEW) {
    let successes = 0;
    for (let i = 0; i < n; i++) if (uniform() < p) successes++;
    return successes;
  }
  const variance = n * p * (1 - p);
  if (variance > NORMAL) return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(variance) * normal())));
  // by jumping from one success, or one failure where these are fewer, to the next
  const rare = Math.min(p, 1 - p);
  const scale = 1 / Math.log1p(-rare);
  let hits = -1;
  let trial = 0;
  while (trial <= n) {
    hits++;
    trial += 1 + Math.floor(Math.log(1 - uniform()) * scale);
  }
  return rare === p ? hits : n - hits;
}

/** Events of a Poisson process with this mean. */
export function poisson(mean: number, { uniform, normal }: Random): number {
  if (mean <= 0) return 0;
  if (mean > NORMAL) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  // Knuth 1997, 3.4.1: uniforms multiplied until they fall below exp(−mean)
  const limit = Math.exp(-mean);
  let events = 0;
  for (let product = uniform(); product > limit; product *= uniform()) events++;
  return events;
}

/** What the values of a typical cell sum to: cells are scaled to it. @param x molecules, cells × genes of the panel */
export function panelTarget(x: Csr): number {
  return medianSize(Float64Array.from({ length: x.rows }, (_, i) => librarySize(x, i)));
}

/**
 * Molecules made comparable as anyone who measures the panel can: each cell scaled to the target by the total of the genes
 * given, which are the panel's, then log1p. Where the assay is not scaled by that, log1p alone; where expression is
 * binarised, one for every molecule or more.
 *
 * @returns shares `indptr` and `indices` with `x`
 */
export function readMolecules(x: Csr, { ownTotal }: Assay, target: number, binary = false): Csr {
  if (ownTotal || binary) return normalise(x, { kind: 'counts', target, binary });
  return { ...x, values: x.values.map((molecules) => Math.log1p(molecules)) };
}

/** Which of many simulations. */
export interface Draw {
  /** what for: what one purpose draws, no other ever does */
  purpose: 'scoring' | 'transfer';
  /** from 0 */
  draw: number;
}

/**
 * The shares captured of genes in one draw. A gene's share is a function of its name, so that panels which have a gene in
 * common meet it alike.
 */
export function drawShares(assay: Assay, genes: readonly Gene[], { purpose, draw }: Draw): Float64Array {
  const known = knownShares(assay, genes);
  const capture = drawCapture(assay, random(SEED, `share captured, ${purpose}`, draw));
  return Float64Array.from(genes, ({ name }, gene) =>
    shareOf(assay, known, gene, capture, random(SEED, `efficiency of ${name}, ${purpose}`, draw).normal()),
  );
}

/** Simulations belong to the assay, whatever the seed of a run: panels are judged alike. */
const SEED = 0;

/**
 * Cells as the assay counts them. What is counted of a gene does not depend on which other genes there are.
 *
 * @param x counts, cells × genes
 * @param sharesOf what is captured of each gene in a cell
 * @param cells which cells these are: others are drawn otherwise
 * @returns molecules, cells × genes; in shared memory where `x` is
 */
export function simulate(
  x: Csr,
  genes: readonly Gene[],
  sharesOf: (cell: number) => Float64Array,
  assay: Assay,
  { purpose, draw }: Draw,
  cells: string,
): Csr {
  const drawsFor = (what: string) => random(SEED, `${what}, ${cells}, ${purpose}`, draw);
  const depths = drawsFor('depth');
  const depth = Float64Array.from({ length: x.rows }, () => drawDepth(assay, depths));
  const draws = genes.map(({ name }) => drawsFor(`molecules of ${name}`));
  const seen = new Float32Array(x.indptr[x.rows]);
  const found = falseMolecules(genes, depth, assay, drawsFor);
  let entries = found.reduce((sum, ofCell) => sum + ofCell.length, 0);
  for (let i = 0; i < x.rows; i++) {
    const shares = sharesOf(i);
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const gene = x.indices[e];
      seen[e] = drawMolecules(x.values[e], shares[gene] * depth[i], 0, draws[gene]);
      if (seen[e] > 0) entries++;
    }
  }
  const out = roomFor(x, x.rows, x.cols, entries);
  let at = 0;
  const put = (gene: number, molecules: number) => {
    out.indices[at] = gene;
    out.values[at++] = molecules;
  };
  for (let i = 0; i < x.rows; i++) {
    const from = at;
    const extra = new Map<number, number>();
    for (const gene of found[i] ?? []) extra.set(gene, (extra.get(gene) ?? 0) + 1);
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
      const gene = x.indices[e];
      const molecules = seen[e] + (extra.get(gene) ?? 0);
      extra.delete(gene);
      if (molecules > 0) put(gene, molecules);
    }
    for (const [gene, molecules] of extra) put(gene, molecules);
    if (extra.size > 0) sortRow(out.indices, out.values, from, at);
    out.indptr[i + 1] = at;
  }
  return at === entries ? out : { ...out, indices: out.indices.subarray(0, at), values: out.values.subarray(0, at) };
}

/** For each cell the genes of which a molecule was counted that is not there, as often as it was; empty without any. */
function falseMolecules(
  genes: readonly Gene[],
  depth: Float64Array,
  { background }: Assay,
  drawsFor: (what: string) => Random,
): number[][] {
  if (background <= 0) return [];
  const found: number[][] = Array.from(depth, () => []);
  const upTo = new Float64Array(depth.length);
  let total = 0;
  depth.forEach((d, i) => (upTo[i] = total += d));
  genes.forEach(({ name }, gene) => {
    const draws = drawsFor(`false molecules of ${name}`);
    for (let left = poisson(background * total, draws); left > 0; left--) {
      found[firstAbove(upTo, draws.uniform() * total)].push(gene);
    }
  });
  return found;
}

/** Place of the first of ascending numbers that is greater. */
function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
