/** Expression matrices of a tree, compressed (CSR, CSC) or dense, read in slices and given out cell by cell. */
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors.ts';
import type { MatrixInfo } from '../../../src-shared/model.ts';
import { type Csr, denseToCsr } from '../../data/csr.ts';
import { decideKind, type Extremes } from '../matrix-kind.ts';
import { chunkCells, chunkEntries, type Entries, singleEntries, stack, tidy, transpose, turned } from '../rows.ts';
import type { Tree } from './tree.ts';

/**
 * Where a matrix lies. `major` says what a line of the storage is: a compressed matrix whose lines are cells is CSR in
 * AnnData's words, one whose lines are genes is CSC; 10x files and loom hold genes × cells, where it is the other way round.
 * Arrays are given by their paths.
 */
export type Storage = {
  /** name for messages, such as `X` */
  name: string;
  cells: number;
  genes: number;
  major: 'cells' | 'genes';
} & ({ form: 'compressed'; data: string; indices: string; indptr: Float64Array } | { form: 'dense'; values: string });

/** A compressed matrix, its offsets read and checked. */
export async function compressed(
  tree: Tree,
  at: { name: string; cells: number; genes: number; major: 'cells' | 'genes' },
  parts: { data: string; indices: string; indptr: string },
): Promise<Storage> {
  const indptr = new Float64Array(await tree.numbers(parts.indptr));
  const lines = at.major === 'cells' ? at.cells : at.genes;
  const stored = (await tree.shape(parts.data))[0] ?? 0;
  const indexed = (await tree.shape(parts.indices))[0] ?? 0;
  for (const path of [parts.data, parts.indices]) {
    const missing = (await tree.missingParts?.(path)) ?? 0;
    if (missing === 0) continue;
    throw new AppError(
      'unreadable',
      `${tree.name}: ${missing} of the files that hold ${path} are missing.`,
      'Copy or download it again, with every file.',
    );
  }
  const broken =
    indptr.length !== lines + 1 ||
    indptr[0] !== 0 ||
    indptr.some((offset, i) => i > 0 && !(offset >= indptr[i - 1])) ||
    indptr[lines] > stored ||
    indexed !== stored;
  if (broken) {
    throw new AppError(
      'unreadable',
      `${tree.name}: the offsets of ${at.name} do not fit its ${lines.toLocaleString('en-US')} ${at.major} and ${stored.toLocaleString('en-US')} stored values.`,
      'The file is damaged or was written wrongly: export it again.',
    );
  }
  return { ...at, form: 'compressed', data: parts.data, indices: parts.indices, indptr };
}

/** What a matrix holds, judged from some of its lines; its entries where they are counted (a dense matrix stores zeros). */
export async function describe(tree: Tree, storage: Storage): Promise<MatrixInfo> {
  const nonZeros = storage.form === 'compressed' ? storage.indptr[storage.indptr.length - 1] : null;
  const sample = await sampleLines(tree, storage);
  const linesAreCells = linesOf(storage) === 'cells';
  let verdict = decideKind(sample, linesAreCells);
  // shallow counts look binary in places, and are not to be taken for it
  if (verdict.kind === 'binary') verdict = decideKind(sample, linesAreCells, await extremes(tree, storage));
  const dtype = await tree.dtype(storage.form === 'compressed' ? storage.data : storage.values);
  return { name: storage.name, cells: storage.cells, genes: storage.genes, nonZeros, ...verdict, dtype };
}

/** The ends of all values of a matrix of whole numbers, or of those up to the first that is no 0 and no 1. */
async function extremes(tree: Tree, storage: Storage): Promise<Extremes> {
  const found = { least: 0, greatest: 1, fraction: null as number | null };
  const lines = storage.form === 'dense' ? storage.cells : storage.indptr.length - 1;
  for (let from = 0; from < lines;) {
    const to = Math.max(from + 1, await endOfChunk(tree, storage, from));
    const { values } = await readLines(tree, storage, from, Math.min(lines, to));
    for (const value of values) {
      if (value < found.least) found.least = value;
      if (value > found.greatest) found.greatest = value;
      if (!Number.isInteger(value)) found.fraction = value;
    }
    if (found.least < 0 || found.greatest > 1 || found.fraction !== null) break;
    from = to;
  }
  return found;
}

/** What a line is that can be read by itself: of a dense matrix a cell, whichever way it lies. */
function linesOf(storage: Storage): 'cells' | 'genes' {
  return storage.form === 'dense' ? 'cells' : storage.major;
}

/** The matrix in chunks of cells; see `OpenedFile.rows`. */
export async function* readCells(tree: Tree, storage: Storage): AsyncGenerator<Csr> {
  if (linesOf(storage) === 'cells') {
    for (let from = 0; from < storage.cells;) {
      const to = await endOfChunk(tree, storage, from);
      const chunk = tidy(await readLines(tree, storage, from, to));
      refuseMissing(tree, storage, chunk, from);
      yield chunk;
      from = to;
      await setImmediate();
    }
    return;
  }
  const perCell = new Uint32Array(storage.cells);
  for await (const batch of entriesByGene(tree, storage)) {
    for (let e = 0; e < batch.cells.length; e++) perCell[batch.cells[e]]++;
  }
  let first = 0;
  for await (const chunk of turned(perCell, storage.genes, () => entriesByGene(tree, storage))) {
    refuseMissing(tree, storage, chunk, first);
    yield chunk;
    first += chunk.rows;
  }
}

/** Some lines from all over the matrix, to judge what it holds. */
export async function sampleLines(tree: Tree, storage: Storage): Promise<Csr> {
  const [lines, across] =
    linesOf(storage) === 'cells' ? [storage.cells, storage.genes] : [storage.genes, storage.cells];
  const blocks = Math.min(8, Math.ceil(lines / 32));
  const parts: Csr[] = [];
  for (let b = 0; b < blocks; b++) {
    const from = Math.floor((b * lines) / blocks);
    parts.push(tidy(await readLines(tree, storage, from, Math.min(lines, from + 32))));
  }
  return stack(parts, across);
}

/** The matrix gene by gene, as single entries. */
async function* entriesByGene(tree: Tree, storage: Storage): AsyncGenerator<Entries> {
  for (let from = 0; from < storage.genes;) {
    const to = await endOfChunk(tree, storage, from);
    yield singleEntries(await readLines(tree, storage, from, to), from);
    from = to;
    await setImmediate();
  }
}

/** Where a chunk that starts at this line ends, so that it is neither too long nor too heavy. */
async function endOfChunk(tree: Tree, storage: Storage, from: number): Promise<number> {
  if (storage.form === 'compressed') {
    const longest = Math.min(storage.indptr.length - 1, from + chunkCells);
    let to = from + 1;
    while (to < longest && storage.indptr[to + 1] - storage.indptr[from] <= chunkEntries) to++;
    return to;
  }
  const fitting = Math.max(1, Math.floor(chunkEntries / Math.max(1, storage.genes)));
  const tile = await tree.tile(storage.values, storage.major === 'cells' ? 0 : 1);
  return Math.min(storage.cells, from + Math.min(chunkCells, fitting > tile ? fitting - (fitting % tile) : fitting));
}

/** Lines [from, to) of the storage as CSR, in the order and with the duplicates of the file. */
async function readLines(tree: Tree, storage: Storage, from: number, to: number): Promise<Csr> {
  if (storage.form === 'dense') {
    const [lines, across]: [number, number][] = [
      [from, to],
      [0, storage.genes],
    ];
    if (storage.major === 'cells')
      return denseToCsr(await tree.numbers(storage.values, [lines, across]), to - from, storage.genes);
    return transpose(denseToCsr(await tree.numbers(storage.values, [across, lines]), storage.genes, to - from));
  }
  const cols = storage.major === 'cells' ? storage.genes : storage.cells;
  const range: [number, number][] = [[storage.indptr[from], storage.indptr[to]]];
  const indices = new Int32Array(await tree.numbers(storage.indices, range));
  const wrong = indices.find((index) => index < 0 || index >= cols);
  if (wrong !== undefined) {
    throw new AppError(
      'unreadable',
      `${tree.name}: ${storage.name} points at column ${wrong}, but it has only ${cols}.`,
      'The file is damaged or was written wrongly: export it again.',
    );
  }
  return {
    rows: to - from,
    cols,
    indptr: storage.indptr.slice(from, to + 1).map((offset) => offset - storage.indptr[from]),
    indices,
    values: new Float32Array(await tree.numbers(storage.data, range)),
  };
}

function refuseMissing(tree: Tree, storage: Storage, chunk: Csr, first: number): void {
  const entry = chunk.values.findIndex((value) => !Number.isFinite(value));
  if (entry < 0) return;
  const row = chunk.indptr.findIndex((offset) => offset > entry) - 1;
  throw new AppError(
    'unreadable',
    `${tree.name}: ${storage.name} holds ${chunk.values[entry]} at cell ${first + row + 1}, gene ${chunk.indices[entry] + 1}; every value must be a number.`,
    'Choose another matrix of the file, or replace missing values before exporting.',
  );
}
