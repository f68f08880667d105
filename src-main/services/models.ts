/** The saved predictor of a finished run. */
import { AppError } from '../../src-preload/errors.ts';
import { type SavedModel, unpackModel } from '../engine/saved-model.ts';
import type { Store } from '../store/open.ts';
import { findFinished } from './runs.ts';

/** @throws AppError `not-found` or `conflict` for a run that is not there, not finished, or whose predictor was not kept */
export function loadModel(store: Store, runId: number): SavedModel {
  const run = findFinished(store, runId);
  const stored = store.models.get(runId);
  if (stored) return unpackModel(stored);
  throw new AppError(
    'not-found',
    `The run “${run.name}” keeps no predictor: ${run.config.probeSteps === 0 ? 'its method trains none, and no probe was asked for' : 'it was finished by a version that kept none'}.`,
    'Design the panel again, with a probe.',
  );
}
