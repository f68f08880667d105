/**
 * Kernels of genes and labels over blocks of cells, for HSIC (Gretton et al. 2005; blocks: Zhang et al. 2018). A kernel
 * says how alike two cells are. Each block of it is centred and divided by its norm; laid end to end, the blocks are a
 * vector, and the inner product of two such vectors is how much one kernel says about the other.
 *
 * A block is kept as its upper triangle, what lies off the diagonal times √2, so that inner products are those of the
 * whole blocks. Blocks in which all values are equal are zero and not kept: of a gene that few cells have, most are.
 */
import { type Column, columnsOf } from '../data/columns.ts';
import { type Csr, takeColumns } from '../data/csr.ts';
import type { ForestTargets } from './random-forest.ts';

export interface Blocks {
  /** cells in a block */
  size: number;
  count: number;
  permutations: number;
  /** cells of block b: order[b · size … (b + 1) · size) */
  order: Int32Array;
}

/**
 * Cells in the order of each permutation, cut into blocks; what is left over at the end of a permutation is dropped.
 *
 * @param size of a block, at most the number of cells
 */
export function blocksOf(permutations: Int32Array[], size: number): Blocks {
  const each = Math.floor(permutations[0].length / size);
  const order = new Int32Array(permutations.length * each * size);
  permutations.forEach((cells, p) => order.set(cells.subarray(0, each * size), p * each * size));
  return { size, count: permutations.length * each, permutations: permutations.length, order };
}

/** Entries that a block is kept as. */
export const packedSize = (size: number) => (size * (size + 1)) / 2;

/** The blocks of one gene that are not zero. */
export interface Kernel {
  gene: number;
  blocks: Int32Array;
  /** one packed block after another */
  packed: Float32Array;
}

/** Bytes of kernels that are kept between readings; what goes beyond is computed anew each time. */
export const KEPT_BYTES = 2 ** 29;

/** The kernels of all columns: Gaussian, exp(−(a − b)² / 2), of values divided by their standard deviation. */
export class GeneKernels {
  readonly #x: Csr;
  readonly #blocks: Blocks;
  readonly #kept: Kernel[] = [];
  #keptBytes = 0;

  constructor(x: Csr, blocks: Blocks) {
    this.#x = x;
    this.#blocks = blocks;
  }

  /** Visits every gene in order. A kernel may be written over after its turn. */
  forEach(visit: (kernel: Kernel) => void): void {
    this.#kept.forEach(visit);
    const first = this.#kept.length;
    if (first === this.#x.cols) return;
    const rest = first === 0 ? this.#x : takeColumns(this.#x, range(first, this.#x.cols));
    for (const kernel of kernelsOf(rest, this.#blocks)) {
      kernel.gene += first;
      visit(kernel);
      this.#keep(kernel);
    }
  }

  /** Some kernels as vectors with all their blocks. */
  vectors(genes: Int32Array): Float32Array[] {
    const length = packedSize(this.#blocks.size);
    const out: Float32Array[] = [];
    for (const { blocks, packed } of kernelsOf(takeColumns(this.#x, genes), this.#blocks)) {
      const vector = new Float32Array(this.#blocks.count * length);
      blocks.forEach((b, i) => vector.set(packed.subarray(i * length, (i + 1) * length), b * length));
      out.push(vector);
    }
    return out;
  }

  /** Genes are kept from the first on without a gap, as long as there is room. */
  #keep({ gene, blocks, packed }: Kernel): void {
    const bytes = 4 * (blocks.length + packed.length);
    if (gene !== this.#kept.length || this.#keptBytes + bytes > KEPT_BYTES) return;
    this.#keptBytes += bytes;
    this.#kept.push({ gene, blocks: blocks.slice(), packed: packed.slice() });
  }
}

const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

/** Kernels of the columns one by one; each is written over by the next. */
function* kernelsOf(x: Csr, { size, count, permutations, order }: Blocks): Generator<Kernel> {
  const length = packedSize(size);
  // where a cell stands in the order, once for each permutation
  const places: Int32Array[] = [];
  const each = (count * size) / permutations;
  for (let p = 0; p < permutations; p++) {
    const place = new Int32Array(x.rows).fill(-1);
    for (let at = p * each; at < (p + 1) * each; at++) place[order[at]] = at;
    places.push(place);
  }
  const values = new Float64Array(count * size);
  const isTouched = new Uint8Array(count);
  const touched = new Int32Array(count);
  const packed = new Float32Array(count * length);
  const scratch = new Float64Array(size * size);
  const pack = packer(size);
  for (const column of columnsOf(x)) {
    const sd = deviation(column, x.rows);
    let some = 0;
    for (const place of places) {
      for (let e = 0; e < column.rows.length; e++) {
        const at = place[column.rows[e]];
        if (at < 0 || column.values[e] === 0) continue;
        values[at] = column.values[e] / sd;
        const b = Math.floor(at / size);
        if (isTouched[b] === 0) touched[some++] = b;
        isTouched[b] = 1;
      }
    }
    let kept = 0;
    for (let i = 0; i < some; i++) {
      const b = touched[i];
      const block = values.subarray(b * size, (b + 1) * size);
      const isZero = !gaussianBlock(block, scratch) || !pack(scratch, packed, kept * length);
      if (!isZero) touched[kept++] = b;
      block.fill(0);
      isTouched[b] = 0;
    }
    yield { gene: column.column, blocks: touched.subarray(0, kept), packed: packed.subarray(0, kept * length) };
  }
}

/** Standard deviation over all cells (divided by n), 1 for a constant column. */
function deviation({ values }: Column, n: number): number {
  let sum = 0;
  for (const v of values) sum += v;
  const mean = sum / n;
  let squares = (n - values.length) * mean * mean;
  for (const v of values) squares += (v - mean) ** 2;
  return squares > 0 ? Math.sqrt(squares / n) : 1;
}

/** False where all values are equal. */
function gaussianBlock(values: Float64Array, out: Float64Array): boolean {
  const size = values.length;
  let varies = false;
  for (let i = 0; i < size; i++) {
    out[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const d = values[i] - values[j];
      const alike = d === 0 ? 1 : Math.exp((-d * d) / 2);
      varies ||= d !== 0;
      out[i * size + j] = alike;
      out[j * size + i] = alike;
    }
  }
  return varies;
}

/**
 * The kernel of the labels as a vector: of classes 1 / n_c between two cells of class c, n_c of which are in the block;
 * of a value the Gaussian, as of a gene.
 */
export function labelVector(targets: ForestTargets, { size, count, order }: Blocks): Float32Array {
  const length = packedSize(size);
  const vector = new Float32Array(count * length);
  const scratch = new Float64Array(size * size);
  const pack = packer(size);
  const values = Float64Array.from(targets.y);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length) || 1;
  for (let b = 0; b < count; b++) {
    const cells = order.subarray(b * size, (b + 1) * size);
    if (targets.classes === null) {
      gaussianBlock(
        Float64Array.from(cells, (i) => values[i] / sd),
        scratch,
      );
    } else {
      const members = new Map<number, number>();
      for (const i of cells) members.set(values[i], (members.get(values[i]) ?? 0) + 1);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          const c = values[cells[i]];
          scratch[i * size + j] = c === values[cells[j]] ? 1 / members.get(c)! : 0;
        }
      }
    }
    pack(scratch, vector, b * length);
  }
  return vector;
}

/**
 * Centres a block, divides it by its norm and packs it to `out` from `at` on. False, and nothing packed, where nothing is
 * left of it.
 */
function packer(size: number): (block: Float64Array, out: Float32Array, at: number) => boolean {
  const rowMean = new Float64Array(size);
  return (block, out, at) => {
    let mean = 0;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += block[i * size + j];
      rowMean[i] = sum / size;
      mean += rowMean[i] / size;
    }
    let squares = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const centred = block[i * size + j] - rowMean[i] - rowMean[j] + mean;
        block[i * size + j] = centred;
        squares += centred * centred;
      }
    }
    const norm = Math.sqrt(squares);
    if (norm < NOTHING) return false;
    for (let i = 0, to = at; i < size; i++) {
      for (let j = 0; j <= i; j++) out[to++] = (block[i * size + j] / norm) * (i === j ? 1 : Math.SQRT2);
    }
    return true;
  };
}

/** What is left of the difference of equal numbers. */
const NOTHING = 1e-12;

/** Inner product of a kernel with a whole vector. */
export function innerProduct({ blocks, packed }: Kernel, vector: Float32Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < blocks.length; i++) {
    const from = i * length;
    const to = blocks[i] * length;
    for (let e = 0; e < length; e++) sum += packed[from + e] * vector[to + e];
  }
  return sum;
}
