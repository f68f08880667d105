/** What of a comparison of methods is not run. */
import { methods } from '../../methods.ts';
import type { BenchmarkEstimate } from '../../model.ts';
import { listed } from '../format.ts';

/** Methods are named up to so many while a comparison is set up; the rest is counted. */
const NAMED = 3;

/**
 * A sentence a reason, with the methods and sizes that it is of.
 *
 * @param told before the comparison begins, shortly; or after it, where every method is named
 */
export function refusedWords(refused: BenchmarkEstimate['refused'], told: 'before' | 'after'): string[] {
  return [...new Set(refused.map(({ why }) => why))].map((why) => {
    const those = refused.filter((one) => one.why === why);
    const names = [...new Set(those.map(({ method }) => methods[method].name))];
    const sizes = [...new Set(those.map(({ k }) => String(k)))];
    const verb = told === 'before' ? 'will not be run' : names.length === 1 ? 'was not run' : 'were not run';
    return `${listed(names, told === 'before' ? NAMED : Infinity)} with ${listed(sizes)} genes ${verb}: ${why}`;
  });
}
