/** What of a comparison of methods is not run. */
import { methods } from '../../src-preload/methods.ts';
import type { BenchmarkEstimate } from '../../src-preload/model.ts';
import { listed } from '../components/format.ts';

/** Methods are named up to so many; the rest is counted. */
const NAMED = 3;

/** A sentence a reason, with the methods and sizes that it is of. */
export function refusedWords(refused: BenchmarkEstimate['refused']): string[] {
  return [...new Set(refused.map(({ why }) => why))].map((why) => {
    const those = refused.filter((one) => one.why === why);
    const names = [...new Set(those.map(({ method }) => methods[method].name))];
    const sizes = [...new Set(those.map(({ k }) => String(k)))];
    return `${listed(names, NAMED)} with ${listed(sizes)} genes will not be run: ${why}`;
  });
}
