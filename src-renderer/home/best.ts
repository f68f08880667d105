import type { HeadlineScore, Run } from '../../src-shared/model.ts';

export interface Best {
  task: string;
  metric: HeadlineScore['metric'];
  value: number;
  ceiling: number;
  run: Run;
  /** other runs of the task were scored on other cells, and are not compared with it */
  ofSeveral: boolean;
}

/**
 * The best finished run of each task by its best predictor; of equal ones the one with fewer genes. Scores are compared
 * within one split only: that of the newest finished run of the task.
 */
export function bestByTask(runs: readonly Run[]): Best[] {
  const best = new Map<string, Best>();
  const finished = runs.filter(({ state }) => state === 'succeeded');
  const splits = new Map<string, number>();
  /** tasks with scores on other splits too */
  const others = new Set<string>();
  for (const run of finished.toSorted((a, b) => a.id - b.id))
    for (const { task } of run.headline) splits.set(task, run.config.splitId);
  for (const run of finished) {
    for (const { task, metric, own, probe, forest, ceiling } of run.headline) {
      if (!(ceiling > 0)) continue;
      if (run.config.splitId !== splits.get(task)) {
        others.add(task);
        continue;
      }
      const value = Math.max(own ?? -Infinity, probe ?? -Infinity, forest);
      const before = best.get(task);
      const better = !before || value > before.value || (value === before.value && run.config.k < before.run.config.k);
      if (better) best.set(task, { task, metric, value, ceiling, run, ofSeveral: false });
    }
  }
  return [...best.values()].map((one) => ({ ...one, ofSeveral: others.has(one.task) }));
}
