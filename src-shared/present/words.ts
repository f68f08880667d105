/** The words for what the engine calls by short names: states and stages of runs, and who predicts. */
import type { Verdict } from '../recall-targets.ts';
import type { Predictor, RunState, Stage } from '../model.ts';

/** How many of the classes that must not be missed are found as often as asked, on these cells. */
export function targetsMet(verdicts: readonly Verdict[], cells: 'test cells' | 'validation cells'): string {
  const few = verdicts.filter((verdict) => verdict === 'too few').length;
  const said = verdicts.length - few;
  if (said === 0) return `Too few ${cells} to say whether ${few === 1 ? 'it is' : 'they are'} found as often as asked.`;
  const met = verdicts.filter((verdict) => verdict === 'met').length;
  const rest = few === 0 ? '' : `; ${few} more ${few === 1 ? 'has' : 'have'} too few to say`;
  return `${met} of ${said} found as often as asked on ${cells}${rest}.`;
}

export const stageNames: Record<Stage, string> = {
  load: 'Load',
  prepare: 'Prepare',
  select: 'Select',
  score: 'Score',
};

export const stateNames: Record<RunState, string> = {
  queued: 'Waiting',
  running: 'Training',
  succeeded: 'Finished',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export type { Predictor };

/** In the order in which they are shown. */
export const predictorNames = ['own', 'probe', 'forest', 'ceiling'] as const satisfies readonly Predictor[];

export const predictors: Record<Predictor, { name: string; definition: string }> = {
  own: {
    name: 'Own predictor',
    definition: 'The network that was trained together with the panel. Methods that only rank genes have none.',
  },
  probe: {
    name: 'Probe',
    definition:
      'The same network trained again on the finished panel, for all tasks together, mean of 3 seeds. The same for every method, so genes are judged and not who chose them.',
  },
  forest: {
    name: 'Forest',
    definition:
      'A random forest of 100 trees trained on the panel’s genes alone, mean of 3 seeds. The same for every method, so panels compare like with like.',
  },
  ceiling: {
    name: 'All genes',
    definition:
      'The ceiling: the same network trained on every gene that could have been chosen. With many cells hardly any panel beats it; with few cells a good panel does, because among thousands of genes the network takes chance for signal.',
  },
};

/** Who predicted, within a sentence. */
export const predictorPhrase: Record<Predictor, string> = {
  own: 'the panel’s own predictor',
  probe: 'the network trained again on the panel',
  forest: 'a random forest on the panel',
  ceiling: 'the network on all genes',
};
