/** The saved predictor of a finished run, and the file that it can be taken away in. */
import { AppError } from '../../../src-shared/errors.ts';
import type { ExportedFile } from '../../../src-shared/model.ts';
import { modelToOnnx } from '../../engine/model-file.ts';
import { type SavedModel, unpackModel } from '../../engine/saved-model.ts';
import type { Store } from '../../store/open.ts';
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

/** @throws AppError as `loadModel` does */
export function modelFile(store: Store, runId: number, name: string): ExportedFile {
  const content = Buffer.from(modelToOnnx(loadModel(store, runId))).toString('base64');
  return { name, mime: 'application/octet-stream', content, encoding: 'base64' };
}
