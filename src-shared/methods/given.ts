/** Panels that nobody chooses here: a vendor's, a paper's, a colleague's. */
import { type MethodDescription, ofNoLabel } from './types.ts';

export const given = {
  panel: {
    name: 'A panel of your own',
    sentence: 'Takes the genes that must be in, as they are; where more are asked for, YOTO chooses those around them.',
    source: 'Your list',
    settings: {},
    traits: { filledUpBy: 'yoto' },
    can: { ...ofNoLabel, continuous: true },
  },
} as const satisfies Record<string, MethodDescription>;
