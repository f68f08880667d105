/** What a comparison of methods will take, told before it starts. */
import type { BenchmarkEstimate } from '../../../src-shared/model.ts';
import { estimateWords } from '../../report/estimate-words.ts';
import { type RunSize, type TimedRun, expectedTime } from './run-times.ts';

/**
 * @param open runs that are to be done
 * @param known runs that were, of the project and elsewhere on this machine
 * @param slots runs that are trained at once
 */
export function estimateGrid(
  open: readonly RunSize[],
  known: { project: readonly TimedRun[]; machine: readonly TimedRun[] },
  slots: number,
): Omit<BenchmarkEstimate, 'refused'> {
  const all = [...known.project, ...known.machine];
  const times = open.map((size) => expectedTime(size, all));
  const told = times.filter((time) => time !== null);
  const unknown = [...new Set(open.filter((_, i) => times[i] === null).map(({ method }) => method))];
  const sum = told.reduce((total, { select, other }) => total + select + other, 0);
  const seconds = told.length > 0 || open.length === 0 ? sum / slots : null;
  return {
    runs: open.length,
    seconds,
    words: estimateWords({
      runs: open.length,
      told: told.length,
      seconds,
      unknown,
      slots,
      by: known.project.length > 0 ? 'project' : 'machine',
    }),
  };
}
