/** Suites that try one thing many times: few times in `npm test`, many in `npm run test:torture`. */
import { random, type Random } from '../../src-main/data/random.ts';

/** Set by scripts/torture.ts. */
const large = process.env['PANELWRIGHT_TORTURE'] === 'large';

/** The numbers of the tries, and of each its own random numbers: a try that failed is repeated by its number. */
export function tries(few: number, many: number): { number: number; draw: Random }[] {
  return Array.from({ length: large ? many : few }, (_, number) => ({ number, draw: random(number, 'torture') }));
}
