/** Whether two runs were asked for alike. */
import type { RunConfig } from '../../src-shared/model.ts';
import { settingsAffecting } from '../../src-shared/settings.ts';

/** Everything that a result depends on, as text to be compared; where it was trained and what things are called is not. */
export function requestKey(config: Omit<RunConfig, 'splitId'>, except: readonly (keyof RunConfig)[] = []): string {
  const left = new Set<string>(['splitId', 'backend', ...except]);
  const facts = Object.entries({ ...config, datasets: config.datasets.map(({ sha256, cells }) => [sha256, cells]) });
  const kept = facts.filter(([key, value]) => !left.has(key) && value !== undefined);
  return JSON.stringify(sorted(Object.fromEntries(kept)));
}

/** What the cells, genes and labels of a run depend on, as text to be compared. */
export function cellsKey(config: RunConfig): string {
  const { datasetIds, tasks, splitId, labelsSha256 } = config;
  const settings = settingsAffecting(config, ['sharing', 'cells']);
  return JSON.stringify({ datasetIds, tasks, splitId, labelsSha256, settings });
}

/** Keys in one order, all the way down. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
