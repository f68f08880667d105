/** Markers of each class, taken by turns: what most people do with a test of each class against all the others. */
import type { TaskLabels } from '../../data/labels.ts';
import { byTurns } from '../in-turn.ts';
import { topScored } from '../ranking.ts';
import type { Selection } from '../types.ts';

/**
 * The forced genes, then by turns the best gene of each class that is not yet in, until there are k.
 *
 * @param scores of class c and candidate j at [c · candidates + j]: how much more of it the class has
 */
export function classMarkers(scores: Float64Array, classes: number, forced: Int32Array, k: number): Selection {
  const genes = scores.length / classes;
  const rankings = Array.from({ length: classes }, (_, c) =>
    topScored(scores.subarray(c * genes, (c + 1) * genes), new Int32Array(0), k),
  );
  return { ...byTurns(rankings, forced, k), network: null };
}

/** The classes of the only task. @throws Error for a continuous one, which the checks refuse before */
export function onlyClasses([task]: TaskLabels[]): { y: Int32Array; classes: number } {
  if (task.kind === 'continuous') throw new Error(`the task ${task.name} has no classes`);
  return { y: task.y, classes: task.classes.length };
}
