/**
 * Classes that must not be missed: while a network trains, a class that is found too rarely on validation cells comes to
 * weigh more, and one that is found often enough slowly less, between no more than others and a limit. A multiplier that
 * follows its constraint up and down is the way of constrained optimisation with rates (Cotter et al. 2019, JMLR 20:172).
 */
import type { ClassTarget, Finding } from '../../src-shared/model.ts';
import type { TaskLabels } from '../data/labels.ts';

/** A class of a task by their places, and the share of its cells that must be called so. */
export interface RecallTarget {
  task: number;
  class: number;
  recall: number;
}

/** What a weight is multiplied with at a look that finds the class too rarely, and divided by at one that does not. */
const RAISE = 1.4;
const LOWER = 1.1;
/** A class weighs at most so many times what it would: beyond, it would drown the others. */
const MOST = 8;

/** Those of the targets that the cells can be held to, in their places. */
export function placeTargets(targets: readonly ClassTarget[], tasks: TaskLabels[]): RecallTarget[] {
  return targets.flatMap(({ task: name, className, recall }) => {
    const t = tasks.findIndex((task) => task.name === name);
    const task = tasks[t];
    const c = task?.kind === 'categorical' ? task.classes.indexOf(className) : -1;
    return c < 0 ? [] : [{ task: t, class: c, recall }];
  });
}

export interface Emphasis {
  /** of each class of each task: what its cells' weight is multiplied with; changes at every look */
  readonly factors: Float64Array[];
  /**
   * @param recalls on validation cells, of each class of each task; NaN where it has none
   * @param steers false for a look that is remembered, and that no weight follows
   */
  look(recalls: (Float64Array | null)[], steers?: boolean): void;
  save(): { emphasis: Float64Array; found: Float64Array };
  restore(saved: Record<string, Float32Array | Float64Array>): void;
  /** how the classes stand, in words */
  notes(): Finding[];
}

export function emphasise(targets: readonly RecallTarget[], tasks: TaskLabels[]): Emphasis {
  const factors = tasks.map((task) => new Float64Array(task.kind === 'categorical' ? task.classes.length : 0).fill(1));
  /** the recall of each target at the last look */
  const found = new Float64Array(targets.length).fill(NaN);
  return {
    factors,
    look(recalls, steers = true) {
      for (const [i, { task, class: c, recall }] of targets.entries()) {
        found[i] = recalls[task]?.[c] ?? NaN;
        if (!steers || Number.isNaN(found[i])) continue;
        const moved = found[i] < recall ? factors[task][c] * RAISE : factors[task][c] / LOWER;
        factors[task][c] = Math.min(MOST, Math.max(1, moved));
      }
    },
    save: () => ({
      emphasis: Float64Array.from(targets, ({ task, class: c }) => factors[task][c]),
      found: found.slice(),
    }),
    restore(saved) {
      targets.forEach(({ task, class: c }, i) => (factors[task][c] = saved.emphasis[i]));
      found.set(saved.found);
    },
    notes: () => targets.map((target, i) => standing(target, tasks[target.task], factors, found[i])),
  };
}

function standing(
  { task: t, class: c, recall }: RecallTarget,
  task: TaskLabels,
  factors: readonly Float64Array[],
  found: number,
): Finding {
  const name = task.kind === 'categorical' ? task.classes[c] : '';
  const times = factors[t][c].toFixed(1);
  const weighed = `its cells weighed ${times} times what they would have in the end`;
  const what = Number.isNaN(found)
    ? `“${name}” of ${task.name} has no validation cell: a recall of ${recall} could not be steered to.`
    : `“${name}” of ${task.name} was to be found with a recall of ${recall}: ${found.toFixed(3)} on validation cells, ${weighed}.`;
  return {
    severity: found >= recall ? 'note' : 'warning',
    code: 'recall-target',
    what,
    why: 'A class that must not be missed weighs more where it is missed; other classes, and its own precision, pay for it.',
    remedy: found >= recall ? 'Nothing to do.' : 'Take more genes, or ask for less.',
  };
}
