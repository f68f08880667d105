/** A run as a user names it. */
import { AppError } from '../../src-shared/errors.ts';
import type { Run } from '../../src-shared/model.ts';
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
    didYouMean(name, names, names.length > 0 ? `It has ${runsInWords(runs)}.` : 'It has no runs yet.'),
  );
}

/** Runs that are listed; the others are counted. */
const LISTED = 12;

/** `1 (YOTO, 32 genes); 2 (…)`: by number, which is shorter to write, and by name. */
export function runsInWords(runs: readonly Run[]): string {
  const named = runs.slice(0, LISTED).map(({ id, name }) => `${id} (${name})`);
  return [...named, ...(runs.length > LISTED ? [`${runs.length - LISTED} more`] : [])].join('; ');
}
