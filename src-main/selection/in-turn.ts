/**
 * Lets a method that is made for one label serve several questions: it runs on each of them, and the panel takes their
 * best genes by turns; or it runs on the one question that was named.
 */
import { takeRows } from '../data/csr.ts';
import { type TaskLabels, labelledOf, weightOf } from '../data/labels.ts';
import { columnMoments } from '../data/normalise.ts';
import type { LabelledCells, Selection, SelectionInput, Selector } from './types.ts';

/** The selector that is wrapped is given one task, and of the cells those that have a label for it. */
export function inTurn(select: Selector): Selector {
  return async (input) => {
    const { tasks } = input.train;
    if (tasks.length === 1) return select(onTask(input, 0));
    if (input.selectOn !== null) {
      // its predictor would answer one question of several
      return { ...(await select(onTask(input, input.selectOn))), network: null };
    }
    const rankings: Selection[] = [];
    for (const t of tasks.keys()) rankings.push(await select(apart(onTask(input, t), t, tasks)));
    const notes = rankings.flatMap((ranking) => ranking.notes ?? []);
    return { ...byTurns(rankings, input.forced, input.k, tasks.map(weightOf)), network: null, notes }; // prettier-ignore
  };
}

/** The same with one task, and its labelled cells alone; means and standard deviations are theirs. */
function onTask(input: SelectionInput, t: number): SelectionInput {
  const train = labelledCells(input.train, t);
  const all = Int32Array.from({ length: train.x.rows }, (_, i) => i);
  const moments = train.x === input.train.x ? {} : columnMoments(train.x, all);
  return { ...input, ...moments, train, validation: labelledCells(input.validation, t), selectOn: null };
}

/** The cells that have a label for task t, with that task alone. */
export function labelledCells({ x, tasks }: LabelledCells, t: number): LabelledCells {
  const task = tasks[t];
  const cells = labelledOf(task);
  if (cells.length === x.rows) return { x, tasks: [task] };
  const labels: TaskLabels =
    task.kind === 'categorical'
      ? { ...task, y: cells.map((i) => task.y[i]) }
      : { ...task, y: Float32Array.from(cells, (i) => task.y[i]) };
  return { x: takeRows(x, cells), tasks: [labels] };
}

/** One of several selections: its share of the progress, its place in the curves; what it keeps is not gone on from. */
function apart(input: SelectionInput, t: number, tasks: TaskLabels[]): SelectionInput {
  return {
    ...input,
    progress: (fraction, doing) => input.progress((t + fraction) / tasks.length, `${tasks[t].name}: ${doing}`),
    history: (point) => {
      const here = <T>(value: T) => tasks.map((_, i) => (i === t ? value : null));
      const { loss, validation } = point;
      input.history({ ...point, loss: here(loss[0]), validation: validation && here(validation[0]) });
    },
    resume: null,
    checkpoint() {},
  };
}

/**
 * Forced genes, then the best gene of each ranking that is not yet in, by turns, until there are k. A ranking of twice
 * the weight has twice the turns, evenly spread (D’Hondt): the turn is of the ranking that has had the fewest by its
 * weight once it has had this one. A gene keeps the score of the ranking that brought it.
 */
export function byTurns(
  rankings: Pick<Selection, 'genes' | 'scores'>[],
  forced: Int32Array,
  k: number,
  weights: readonly number[] = rankings.map(() => 1),
): Pick<Selection, 'genes' | 'scores'> {
  const genes = [...forced];
  const scores = genes.map(() => NaN);
  const isIn = new Set(genes);
  const next = rankings.map(() => 0);
  const turns = rankings.map(() => 0);
  // those that have genes left
  let going = [...rankings.keys()];
  while (genes.length < k) {
    for (const r of going) while (next[r] < rankings[r].genes.length && isIn.has(rankings[r].genes[next[r]])) next[r]++;
    going = going.filter((r) => next[r] < rankings[r].genes.length);
    if (going.length === 0) break;
    const after = (r: number) => (turns[r] + 1) / weights[r];
    const r = going.reduce((best, at) => (after(at) < after(best) ? at : best));
    const ranking = rankings[r];
    turns[r]++;
    isIn.add(ranking.genes[next[r]]);
    genes.push(ranking.genes[next[r]]);
    scores.push(ranking.scores[next[r]]);
  }
  return { genes: Int32Array.from(genes), scores: Float64Array.from(scores) };
}
