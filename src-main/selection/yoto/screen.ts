/**
 * Which genes are worth a training: of thousands, those that tell most about the tasks when each is looked at alone. The
 * pool is many times the panel, so that a gene which shines only beside others still has a place to be found in.
 */
import { welchT } from '../../data/class-tests.ts';
import { takeColumns } from '../../data/csr.ts';
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
  const { train, forced, k } = input;
  const classes = train.tasks.reduce((sum, task) => sum + (task.kind === 'categorical' ? task.classes.length : 1), 0);
  const size = Math.min(train.x.cols, Math.max(atLeast, GENES_A_PLACE * k, GENES_A_CLASS * classes));
  const rankings = train.tasks.map((_, t) => rankForTask(labelledCells(train, t), size));
  return Int32Array.from(byTurns(rankings, forced, size).genes).sort();
}

type Ranking = Pick<Selection, 'genes' | 'scores'>;

/** @param cells the labelled cells of one task */
function rankForTask({ x, tasks: [task] }: LabelledCells, size: number): Ranking {
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
  return {
    ...input,
    train: part(input.train),
    validation: part(input.validation),
    mean: Float32Array.from(genes, (gene) => input.mean[gene]),
    sd: Float32Array.from(genes, (gene) => input.sd[gene]),
    variability: Float64Array.from(genes, (gene) => input.variability[gene]),
    forced: Int32Array.from(input.forced, (gene) => position.get(gene)!),
  };
}
