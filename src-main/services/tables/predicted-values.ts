/** What a finished run says of a number: the values of test cells beside those that are predicted. */
import type { PredictedValues } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import { keptPredictor } from './exports.ts';

/** More dots than these hide one another. */
const MOST_CELLS = 1500;

/** Of every question of a run that is a number. */
export const predictedNumbers = (store: Store, run: RunRow): PredictedValues[] =>
  run.config.tasks.flatMap(({ name }) => predictedValues(store, run, name) ?? []);

/** null for a question that is no number of the run, or of which it keeps no predictions */
export function predictedValues(store: Store, run: RunRow, task: string): PredictedValues | null {
  const results = store.results.list(run.id);
  if (!results.some((result) => result.task === task && result.kind === 'continuous')) return null;
  const saved = store.predictions.list(run.id).find((one) => one.task === task);
  if (!saved) return null;
  const cells = saved.truth.length;
  const step = Math.max(1, cells / MOST_CELLS);
  const taken = Array.from({ length: Math.min(cells, MOST_CELLS) }, (_, i) => Math.floor(i * step));
  return {
    task,
    by: keptPredictor(results),
    cells,
    truth: taken.map((i) => saved.truth[i]),
    predicted: taken.map((i) => saved.predicted[i]),
  };
}
