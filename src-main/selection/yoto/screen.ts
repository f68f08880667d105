/**
 * Which genes are worth a training: of thousands, those that tell most about the tasks when each is looked at alone. The
 * pool is many times the panel, so that a gene which shines only beside others still has a place to be found in.
 */
import { welchT } from '../../data/class-tests.ts';
import { type Csr, takeColumns } from '../../data/csr.ts';
import type { TaskLabels } from '../../data/labels.ts';
import type { AssayedCells } from '../../learners/assay-batches.ts';
import { byTurns, labelledCells } from '../in-turn.ts';
import { relevanceByF } from './relevance.ts';
import type { LabelledCells, Selection, SelectionInput } from '../types.ts';

/** A pool holds at least so many genes for each place in the panel, and for each class that is to be told apart. */
const GENES_A_PLACE = 4;
const GENES_A_CLASS = 20;

/**
 * The genes that compete, forced ones among them. Each task brings as many: half by its F statistic, which finds what
 * parts many classes, half by Welch's t of each class by turns, which finds what marks a rare one.
 *
 * @param atLeast size of the pool; larger where places or classes are many
 * @returns candidate genes, ascending; all of them where there are no more
 */
export function screen(input: SelectionInput, atLeast: number): Int32Array {
  const { train, forced, k, assay } = input;
  const classes = train.tasks.reduce((sum, task) => sum + (task.kind === 'categorical' ? task.classes.length : 1), 0);
  const size = Math.min(train.x.cols, Math.max(atLeast, GENES_A_PLACE * k, GENES_A_CLASS * classes));
  const rankings = train.tasks.map((_, t) => rankForTask(labelledCells(train, t), size));
  const competing = byTurns(rankings, forced, size).genes;
  if (!assay) return competing.toSorted();
  const isEverywhere = ubiquitous(assay.train.counts, train.tasks);
  const isForced = new Set(forced);
  const useful = competing.filter((gene) => isForced.has(gene) || !isEverywhere[gene]);
  return (useful.length >= GENES_A_PLACE * k ? useful : competing).toSorted();
}

/** Nearly every cell: this share of the cells of a class, in the mean over classes. */
const NEARLY_ALL = 0.8;

/**
 * Genes that nearly every cell has, whatever its class. What they tell is how much of them there is, which is what an
 * assay changes most; and they crowd every cell of the image.
 *
 * @returns 1 for such a gene, by every task that has classes
 */
function ubiquitous(counts: Csr, tasks: TaskLabels[]): Uint8Array {
  const everywhere = new Uint8Array(counts.cols).fill(1);
  const withClasses = tasks.flatMap((task) => (task.kind === 'categorical' ? [task] : []));
  for (const { y, classes } of withClasses) {
    const cells = new Float64Array(classes.length);
    for (const c of y) if (c >= 0) cells[c]++;
    const present = cells.reduce((count, n) => count + (n > 0 ? 1 : 0), 0);
    const share = new Float64Array(counts.cols);
    for (let i = 0; i < counts.rows; i++) {
      if (y[i] < 0) continue;
      const part = 1 / (cells[y[i]] * present);
      for (let e = counts.indptr[i]; e < counts.indptr[i + 1]; e++) {
        if (counts.values[e] > 0) share[counts.indices[e]] += part;
      }
    }
    share.forEach((of, gene) => (everywhere[gene] &= of >= NEARLY_ALL ? 1 : 0));
  }
  return withClasses.length > 0 ? everywhere : everywhere.fill(0);
}

type Ranking = Pick<Selection, 'genes' | 'scores'>;

/**
 * Genes by what each tells of one task alone, the most telling first.
 *
 * @param cells the labelled cells of the task
 */
export function rankForTask({ x, tasks: [task] }: LabelledCells, size: number): Ranking {
  const byF = ranked(relevanceByF({ x, tasks: [task] }));
  if (task.kind === 'continuous') return byF;
  const t = welchT(x, task.y, task.classes.length);
  const ofClasses = task.classes.map((_, c) => ranked(t.subarray(c * x.cols, (c + 1) * x.cols).map(Math.abs)));
  return byTurns([byF, byTurns(ofClasses, NONE, size)], NONE, size);
}

const NONE = new Int32Array();

function ranked(scores: Float64Array): Ranking {
  const genes = Int32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
  return { genes, scores: Float64Array.from(genes, (gene) => scores[gene]) };
}

/** The same choice among a part of the genes; what it chooses are positions in `genes`. */
export function among<Input extends Omit<SelectionInput, 'crew'>>(input: Input, genes: Int32Array): Input {
  const position = new Map(Array.from(genes, (gene, i) => [gene, i]));
  const part = ({ x, tasks }: SelectionInput['train']) => ({ x: takeColumns(x, genes), tasks });
  const assayed = ({ known, counts, ...rest }: AssayedCells): AssayedCells => ({
    ...rest,
    known: { share: Float64Array.from(genes, (g) => known.share[g]), sd: Float64Array.from(genes, (g) => known.sd[g]) },
    counts: takeColumns(counts, genes),
  });
  return {
    ...input,
    assay: input.assay && { train: assayed(input.assay.train), validation: assayed(input.assay.validation) },
    train: part(input.train),
    validation: part(input.validation),
    mean: Float32Array.from(genes, (gene) => input.mean[gene]),
    sd: Float32Array.from(genes, (gene) => input.sd[gene]),
    variability: Float64Array.from(genes, (gene) => input.variability[gene]),
    forced: Int32Array.from(input.forced, (gene) => position.get(gene)!),
  };
}
