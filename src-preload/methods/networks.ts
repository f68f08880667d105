/** Methods that train a network. */
import type { MethodDescription } from './types.ts';

export const networks = {
  yoto: {
    name: 'YOTO',
    sentence: 'Learns the genes and the predictors that use them in one training, for all questions at once.',
    source: 'Chopard et al. 2025, arXiv 2512.17678',
    // its settings are `YotoSettings`: the ceiling of every method is trained by them too
    settings: {},
    can: { labels: 'all', continuous: true, ownSize: false, stochastic: true, predictor: true, matrices: null },
  },
} as const satisfies Record<string, MethodDescription>;
