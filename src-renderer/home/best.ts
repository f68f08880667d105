import type { HeadlineScore, Run } from '../../src-preload/model.ts';

export interface Best {
  task: string;
  metric: HeadlineScore['metric'];
  value: number;
  ceiling: number;
  run: Run;
}

/** The best finished run of each task by its best predictor; of equal ones the one with fewer genes. */
export function bestByTask(runs: readonly Run[]): Best[] {
  const best = new Map<string, Best>();
  for (const run of runs) {
    if (run.state !== 'succeeded') continue;
    for (const { task, metric, own, probe, forest, ceiling } of run.headline) {
      if (!(ceiling > 0)) continue;
      const value = Math.max(own ?? -Infinity, probe ?? -Infinity, forest);
      const before = best.get(task);
      const better = !before || value > before.value || (value === before.value && run.config.k < before.run.config.k);
      if (better) best.set(task, { task, metric, value, ceiling, run });
    }
  }
  return [...best.values()];
}
