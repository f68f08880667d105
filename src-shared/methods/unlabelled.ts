/** Methods that look at no label. */
import { type MethodDescription, ofNoLabel } from './types.ts';

export const unlabelled = {
  seurat: {
    name: 'Seurat',
    sentence: 'Takes the genes whose dispersion stands out among genes of like expression; looks at no label.',
    source: 'Satija et al. 2015; scanpy, flavor seurat (20 bins)',
    settings: {},
    traits: { flavour: 'seurat' },
    can: { ...ofNoLabel, matrices: ['counts', 'normalised', 'log'] },
  },
  'seurat-v3': {
    name: 'Seurat v3',
    sentence: 'Takes the genes whose counts vary more than those of like genes; looks at no label.',
    source: 'Stuart et al. 2019; scanpy, flavor seurat_v3 (span 0.3)',
    settings: {},
    can: { ...ofNoLabel, matrices: ['counts'] },
  },
  'top-variance': {
    name: 'Top variance',
    sentence: 'Takes the most variable genes and looks at no label: a floor that a good panel must clear.',
    source: 'A floor: variance of the normalised expression',
    settings: {},
    traits: { choosesByVariance: true },
    can: ofNoLabel,
  },
  random: {
    name: 'Random',
    sentence: 'Draws from the variable genes by lot: what any panel of this size would reach.',
    source: 'A floor',
    settings: {},
    traits: { isUnranked: true },
    can: { ...ofNoLabel, stochastic: true },
  },
} as const satisfies Record<string, MethodDescription>;
