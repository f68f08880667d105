/** What lists of runs share. */
import type { HeadlineScore, Run } from '../../src-shared/model.ts';

/** So many runs can stand side by side. */
export const MOST_COMPARED = 8;

/** Of more questions than these a narrow page has room for one score each. */
export const FEW = 2;

/** The tasks of which any run has a score, in the order in which the newest runs name them. */
export function tasksOf(runs: readonly Run[]): { task: string; metric: HeadlineScore['metric'] }[] {
  const found = new Map<string, HeadlineScore['metric']>();
  for (const { headline } of runs)
    for (const { task, metric } of headline) if (!found.has(task)) found.set(task, metric);
  return [...found].map(([task, metric]) => ({ task, metric }));
}
