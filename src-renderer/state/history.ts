import type { HistoryPoint } from '../../src-shared/model.ts';

/** Stored and live points as one history by rising step; where both have a step, the live one counts. */
export function joinHistory(stored: readonly HistoryPoint[], live: readonly HistoryPoint[]): HistoryPoint[] {
  const points = new Map(stored.map((point) => [point.step, point]));
  for (const point of live) points.set(point.step, point);
  return [...points.values()].sort((a, b) => a.step - b.step);
}
