/**
 * A run's cells laid out for questions about genes: training and validation cells, gene after gene, as they were
 * imported. Test cells are left out here, so no answer can have seen them.
 */
import type { AnalysedCells } from '../../src-shared/analysis.ts';
import type { Gene, MatrixKind } from '../../src-shared/model.ts';
import { type Cells, forRows } from '../data/cells.ts';
import type { Csr } from '../data/csr.ts';
import { type TaskLabels, labelsOf } from '../data/labels.ts';
import { fitNormalisation, librarySizes } from '../data/normalise.ts';
import { random } from '../data/random.ts';
import { TRAIN, VALIDATION, cellsIn } from '../data/splits.ts';
import { withoutUnseenClasses } from '../engine/prepare.ts';
import { datasetOfCells, withinDatasets } from '../engine/within-datasets.ts';
import type { Problem } from '../engine/types.ts';

/** More cells than these make answers slower and hardly surer. */
const MOST = { training: 20_000, validation: 10_000 };
/** Classes with no more training cells than this are taken whole when cells are drawn. */
const RARE = 100;

/** Some cells, gene after gene: the entries of gene g are `start[g]` to `start[g + 1]`, cells ascending. */
export interface GeneColumns {
  cells: number;
  start: Float64Array;
  cell: Int32Array;
  /** as imported */
  value: Float32Array;
  /** what each cell's values are multiplied with before the logarithm; null where they are taken as they are */
  factor: Float64Array | null;
  /** a value above zero is read as one */
  binary: boolean;
  tasks: TaskLabels[];
  /** data set of each cell, and those of the training cells, where the run z-scored genes within each data set */
  within: { dataset: Int32Array; sets: number; train: GeneColumns | null } | null;
}

export interface Workbench {
  genes: Gene[];
  kind: MatrixKind;
  train: GeneColumns;
  validation: GeneColumns;
  /** library size that cells are scaled to */
  target: number;
  /** position of a gene by its name */
  position: Map<string, number>;
  cells: AnalysedCells;
}

/**
 * @param batches cells of each data set, where the run z-scored genes within each; null where it did not
 * @param binary whether the run binarises expression
 */
export function layOut(
  { x, kind, genes, tasks, split }: Problem,
  { batches = null, binary = false }: { batches?: readonly number[] | null; binary?: boolean } = {},
): Workbench {
  const ofTraining = cellsIn(split, TRAIN);
  const ofValidation = cellsIn(split, VALIDATION);
  const sizes = librarySizes(x);
  const { target } = fitNormalisation(x, kind, ofTraining, sizes);
  const known = tasks.map((task) => withoutUnseenClasses(task, ofTraining).task);
  const training = drawTraining(ofTraining, known);
  const validation = draw(ofValidation, MOST.validation);
  const scaled = kind === 'counts' || kind === 'normalised';
  const part = (cells: Int32Array): GeneColumns => ({
    ...turn(x, cells),
    factor: scaled ? Float64Array.from(cells, (cell) => (sizes[cell] > 0 ? target / sizes[cell] : 0)) : null,
    binary,
    tasks: known.map((task) => labelsOf(task, cells)),
    within: batches && { dataset: datasetOfCells(cells, batches), sets: batches.length, train: null },
  });
  const train = part(training);
  const held = part(validation);
  if (held.within) held.within.train = train;
  return {
    genes,
    kind,
    train,
    validation: held,
    target,
    position: new Map(genes.map(({ name }, gene) => [name, gene])),
    cells: {
      training: training.length,
      validation: validation.length,
      ofTraining: ofTraining.length,
      ofValidation: ofValidation.length,
    },
  };
}

/** At most so many of the cells, by lot, ascending. */
function draw(cells: Int32Array, most: number): Int32Array {
  if (cells.length <= most) return cells;
  return random(0, 'analysed cells').shuffle(cells.slice()).subarray(0, most).sort();
}

/** The same, rare classes whole: heads must be able to learn them. */
function drawTraining(cells: Int32Array, tasks: TaskLabels[]): Int32Array {
  if (cells.length <= MOST.training) return cells;
  const kept = new Set<number>();
  for (const task of tasks) {
    if (task.kind === 'continuous') continue;
    const counts = new Int32Array(task.classes.length);
    for (const cell of cells) if (task.y[cell] >= 0) counts[task.y[cell]]++;
    for (const cell of cells) if (task.y[cell] >= 0 && counts[task.y[cell]] <= RARE) kept.add(cell);
  }
  const others = random(0, 'analysed cells').shuffle(cells.filter((cell) => !kept.has(cell)));
  return Int32Array.of(...kept, ...others.subarray(0, Math.max(0, MOST.training - kept.size))).sort();
}

/** Rows of cells made columns of genes. @param cells ascending */
function turn(x: Cells, cells: Int32Array): Pick<GeneColumns, 'cells' | 'start' | 'cell' | 'value'> {
  const start = new Float64Array(x.cols + 1);
  eachEntry(x, cells, (_, gene) => start[gene + 1]++);
  for (let gene = 0; gene < x.cols; gene++) start[gene + 1] += start[gene];
  const next = start.slice(0, x.cols);
  const cell = new Int32Array(start[x.cols]);
  const value = new Float32Array(start[x.cols]);
  eachEntry(x, cells, (i, gene, stored) => {
    cell[next[gene]] = i;
    value[next[gene]++] = stored;
  });
  return { cells: cells.length, start, cell, value };
}

/** @param visit told the place of the cell among `cells`, the gene and the value */
function eachEntry(x: Cells, cells: Int32Array, visit: (i: number, gene: number, value: number) => void): void {
  let i = 0;
  forRows(x, cells, ({ indices, values }, from, to) => {
    for (let e = from; e < to; e++) if (values[e] !== 0) visit(i, indices[e], values[e]);
    i++;
  });
}

/** A stored value as the run's normalisation makes it. */
export function normalised({ factor, binary, cell, value }: GeneColumns, entry: number): number {
  if (binary) return value[entry] > 0 ? 1 : 0;
  return factor ? Math.log1p(value[entry] * factor[cell[entry]]) : value[entry];
}

/** How the values of a panel are read: what becomes of an entry of its j-th gene. Zeros stay zeros. */
export type Reading = (part: GeneColumns, genes: Int32Array) => (j: number, entry: number) => number;

export const asTheRunDid: Reading = (part) => (_, entry) => normalised(part, entry);

/** Cells × some genes, column j being `genes[j]`. */
export function rowsOf(part: GeneColumns, genes: Int32Array, reading: Reading = asTheRunDid): Csr {
  const { cells, start, cell } = part;
  const read = reading(part, genes);
  const indptr = new Float64Array(cells + 1);
  for (const gene of genes) for (let e = start[gene]; e < start[gene + 1]; e++) indptr[cell[e] + 1]++;
  for (let i = 0; i < cells; i++) indptr[i + 1] += indptr[i];
  const next = indptr.slice(0, cells);
  const indices = new Int32Array(indptr[cells]);
  const values = new Float32Array(indptr[cells]);
  genes.forEach((gene, j) => {
    for (let e = start[gene]; e < start[gene + 1]; e++) {
      const at = next[cell[e]]++;
      indices[at] = j;
      values[at] = read(j, e);
    }
  });
  const x = { rows: cells, cols: genes.length, indptr, indices, values };
  return part.within && reading === asTheRunDid ? alignDatasets(x, part, genes) : x;
}

/** The values of each data set brought to the mean and spread of all training cells, as the run did. */
function alignDatasets(x: Csr, { within }: GeneColumns, genes: Int32Array): Csr {
  const { dataset, sets, train } = within!;
  if (!train) return withinDatasets([x], [dataset], sets)[0];
  const fitted = rowsOf({ ...train, within: null }, genes);
  return withinDatasets([fitted, x], [train.within!.dataset, dataset], sets)[1];
}

/** One gene in every cell, normalised. */
export function columnOf(part: GeneColumns, gene: number): Float32Array {
  const out = new Float32Array(part.cells);
  for (let e = part.start[gene]; e < part.start[gene + 1]; e++) out[part.cell[e]] = normalised(part, e);
  return out;
}
