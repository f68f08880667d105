/** Methods that look at no label. */
import { type MethodDescription, ofNoLabel } from './types.ts';

export const unlabelled = {
  'top-variance': {
    name: 'Top variance',
    sentence: 'Takes the most variable genes and looks at no label: a floor that a good panel must clear.',
    source: 'A floor: variance of the normalised expression',
    settings: {},
    can: ofNoLabel,
  },
  random: {
    name: 'Random',
    sentence: 'Draws from the variable genes by lot: what any panel of this size would reach.',
    source: 'A floor',
    settings: {},
    can: { ...ofNoLabel, stochastic: true },
  },
} as const satisfies Record<string, MethodDescription>;
