/** A run as a user names it. */
import { AppError } from '../../src-preload/errors.ts';
import type { Run } from '../../src-preload/model.ts';
import { didYouMean } from '../data/nearest.ts';

/** By name, else by number. @throws AppError `not-found` */
export function findRun(runs: readonly Run[], name: string): Run {
  const run =
    runs.find((candidate) => candidate.name === name) ?? runs.find((candidate) => String(candidate.id) === name);
  if (run) return run;
  const names = runs.map((candidate) => candidate.name);
  throw new AppError(
    'not-found',
    `The project has no run "${name}".`,
    didYouMean(name, names, names.length > 0 ? `It has ${names.join('; ')}.` : 'It has no runs yet.'),
  );
}
