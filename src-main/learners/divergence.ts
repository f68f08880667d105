import { AppError } from '../../src-shared/errors.ts';

/** A number that is none would spread to every weight: end at once, in words. */
export function refuseDivergence(loss: number, step: number): void {
  if (Number.isFinite(loss)) return;
  throw new AppError(
    'invalid',
    `The training diverged at step ${step + 1}: the loss is no longer a number.`,
    'Lower the learning rate, or check the data for extreme values.',
  );
}
