/**
 * Batches of cells as an assay would read them, another draw of the assay at every step: what a network learns from them
 * it has learned for no one lucky assay. A batch is a function of (seed, step) alone.
 */
import type { Assay } from '../../src-shared/model.ts';
import { type KnownShares, drawCapture, drawDepth, drawMolecules, poisson, shareOf } from '../data/assay.ts';
import { type Csr, denseToCsr } from '../data/csr.ts';
import { Z_CLIP, medianSize } from '../data/normalise.ts';
import { type Random, random } from '../data/random.ts';

/** What there is to simulate an assay from. */
export interface AssayedCells {
  assay: Assay;
  /** what a pilot says of each gene */
  known: KnownShares;
  /** cells × genes, molecules that the reference counted */
  counts: Csr;
  /** expression is binarised (detected or not) */
  binary: boolean;
}

export class AssayBatches {
  private readonly cells: AssayedCells;
  private readonly seed: number;
  /** of each gene: its place among the columns plus one; 0: it is not among them */
  private readonly place: Int32Array;
  /** what was laid out last; made again only where it is too small */
  private room = new Float32Array(0);

  constructor(cells: AssayedCells, seed: number) {
    this.cells = cells;
    this.seed = seed;
    this.place = new Int32Array(cells.counts.cols);
  }

  /**
   * Reads the rows in the assay of this step: each gene of the columns with a share of its own, each cell scaled to the
   * batch's median by the total of the selected genes, log1p, and each column standardised by this batch: an assay's
   * readings are compared with one another.
   *
   * @param columns the selected genes first, then others, each of which is read as if it were selected besides
   * @returns row-major, rows × columns; good until the next call
   */
  gather(rows: Int32Array, columns: Int32Array, selected: number, step: number): Float32Array {
    const out = this.molecules(rows, columns, random(this.seed, 'assay', step));
    const target = medianSize(totalsOf(out, rows.length, selected));
    this.read(out, rows.length, selected, target);
    standardise(out, rows.length);
    return out;
  }

  /**
   * Cells as they would be read in some draws, the cells of one draw below those of another, not standardised: what
   * moments and batch norms of a finished panel are taken from.
   *
   * @param target what each cell is scaled to; the median total without
   */
  readings(rows: Int32Array, genes: Int32Array, draws: number, target?: number): { x: Csr; target: number } {
    const all = new Float32Array(draws * rows.length * genes.length);
    for (let d = 0; d < draws; d++) {
      all.set(this.molecules(rows, genes, random(this.seed, 'readings', d)), d * rows.length * genes.length);
    }
    const cells = draws * rows.length;
    const scaledTo = target ?? medianSize(totalsOf(all, cells, genes.length));
    this.read(all, cells, genes.length, scaledTo);
    return { x: denseToCsr(all, cells, genes.length), target: scaledTo };
  }

  /** The rows as one draw reads them, row-major, rows × genes, not standardised; good until the next call. */
  reading(rows: Int32Array, genes: Int32Array, draw: number): Float32Array {
    const out = this.molecules(rows, genes, random(this.seed, 'readings', draw));
    this.read(out, rows.length, genes.length, medianSize(totalsOf(out, rows.length, genes.length)));
    return out;
  }

  /** Molecules to values, in place: `data/assay.ts`'s `readMolecules` on a dense block. */
  private read(molecules: Float32Array, cells: number, selected: number, target: number): void {
    const { assay, binary } = this.cells;
    if (binary) return molecules.forEach((found, at) => (molecules[at] = found > 0 ? 1 : 0));
    if (assay.ownTotal) scaleTo(molecules, cells, selected, target);
    for (let at = 0; at < molecules.length; at++) if (molecules[at] > 0) molecules[at] = Math.log1p(molecules[at]);
  }

  /** Molecules that the assay counts, in a draw of its own. */
  private molecules(rows: Int32Array, columns: Int32Array, draw: Random): Float32Array {
    const { place } = this;
    const { assay, known, counts } = this.cells;
    const capture = drawCapture(assay, draw);
    const shares = Float64Array.from(columns, (gene) => shareOf(assay, known, gene, capture, draw.normal()));
    const depths = Float64Array.from(rows, () => drawDepth(assay, draw));
    const width = columns.length;
    if (this.room.length < rows.length * width) this.room = new Float32Array(rows.length * width);
    const out = this.room.subarray(0, rows.length * width).fill(0);
    columns.forEach((gene, j) => (place[gene] = j + 1));
    for (let i = 0; i < rows.length; i++) {
      for (let e = counts.indptr[rows[i]]; e < counts.indptr[rows[i] + 1]; e++) {
        const j = place[counts.indices[e]] - 1;
        if (j >= 0) out[i * width + j] = drawMolecules(counts.values[e], shares[j] * depths[i], 0, draw);
      }
    }
    for (const gene of columns) place[gene] = 0;
    // of so many entries few have a false molecule: they are counted for all at once, and thrown in
    for (let left = poisson(assay.background * out.length, draw); left > 0; left--) out[draw.integer(out.length)]++;
    return out;
  }
}

/** Sum of the first `selected` columns of each cell. */
function totalsOf(values: Float32Array, cells: number, selected: number): Float64Array {
  const width = values.length / cells;
  return Float64Array.from({ length: cells }, (_, i) => {
    let total = 0;
    for (let at = i * width; at < i * width + selected; at++) total += values[at];
    return total;
  });
}

/**
 * Each cell to the target by the total of its selected genes. Another gene is read as if it were among them: its own
 * molecules count too. A class whose cells have no molecule of the panel could else never ask for its marker.
 */
function scaleTo(values: Float32Array, cells: number, selected: number, target: number): void {
  const width = values.length / cells;
  totalsOf(values, cells, selected).forEach((total, i) => {
    for (let j = 0, at = i * width; j < width; j++, at++) {
      if (values[at] > 0) values[at] *= target / (j < selected ? total : total + values[at]);
    }
  });
}

/** Every column to mean 0 and standard deviation 1 over the cells, within ±10; a constant column is 0. */
function standardise(values: Float32Array, cells: number): void {
  const width = values.length / cells;
  const sum = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let i = 0, at = 0; i < cells; i++) {
    for (let j = 0; j < width; j++, at++) {
      sum[j] += values[at];
      squares[j] += values[at] * values[at];
    }
  }
  const mean = sum.map((s) => s / cells);
  const scale = squares.map((square, j) => {
    const variance = square / cells - mean[j] * mean[j];
    return variance > 1e-12 * square ? 1 / Math.sqrt(variance) : 0;
  });
  for (let i = 0, at = 0; i < cells; i++) {
    for (let j = 0; j < width; j++, at++) {
      values[at] = Math.max(-Z_CLIP, Math.min(Z_CLIP, (values[at] - mean[j]) * scale[j]));
    }
  }
}
