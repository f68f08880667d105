/** How long runs will take, in a sentence or two. */
import { type Method, methods } from '../../src-shared/methods.ts';
import { counted, duration, listed } from '../../src-shared/present/format.ts';

export interface Estimate {
  runs: number;
  /** runs whose time can be told */
  told: number;
  seconds: number | null;
  /** methods whose time cannot be told: none of their runs is known */
  unknown: readonly Method[];
  /** runs that are trained at once */
  slots: number;
  /** where the runs are that it goes by */
  by: 'project' | 'machine';
}

export function estimateWords({ runs, told, seconds, unknown, slots, by }: Estimate): string {
  if (runs === 0) return 'Every run is in the project already.';
  const names = listed(
    unknown.map((method) => methods[method].name),
    6,
  );
  const have = unknown.length === 1 ? 'has' : 'have';
  if (seconds === null)
    return `${counted(runs, 'run')}. How long they take is not known: ${names} ${have} not been run here yet. It is told once the first are done.`;
  const aside = slots > 1 ? `, ${slots} at a time` : '';
  const source = by === 'project' ? 'runs of this project' : 'earlier runs on this machine';
  const what = runs === 1 ? '' : ` for ${counted(told, 'run')}${aside}`;
  const first = `About ${duration(seconds)}${what}, going by ${source}.`;
  if (unknown.length === 0) return first;
  return `${first} ${names} ${have} not been run here yet; ${counted(runs - told, 'run')} of ${unknown.length === 1 ? 'it come' : 'theirs come'} on top.`;
}
