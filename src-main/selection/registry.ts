/** Every method by the name that users know it by. A method that the model names and nobody wrote does not compile. */
import type { Method } from '../../src-preload/model.ts';
import { randomPanel } from './random.ts';
import { topVariance } from './top-variance.ts';
import type { Selector } from './types.ts';
import { yoto } from './yoto.ts';

export const selectors: Record<Method, Selector> = {
  yoto,
  random: randomPanel,
  'top-variance': topVariance,
};
