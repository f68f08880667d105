/** What goes with a network so that cells of another data set can be put before it. */
import type { Csr } from '../data/csr.ts';
import { takeColumns } from '../data/csr.ts';
import { panelTarget } from '../data/assay.ts';
import type { Selection } from '../selection/types.ts';
import type { Prepared } from './prepare.ts';
import type { SavedModel } from './saved-model.ts';
import type { Problem } from './types.ts';

export function describeModel(
  problem: Problem,
  { train, normalised, candidates, normalisation }: Prepared,
  { genes }: Pick<Selection, 'genes'>,
): Omit<SavedModel, 'network' | 'predictor'> {
  return {
    genes: Array.from(genes, (candidate) => problem.genes[candidates[candidate]]),
    normalisation: {
      ...normalisation,
      genes: problem.genes.length,
      panelTarget: panelTarget(panelSizes(takeColumns(normalised, genes))),
    },
    tasks: train.tasks.map((task) => ({
      name: task.name,
      kind: task.kind,
      classes: task.kind === 'categorical' ? task.classes : [],
    })),
  };
}

/** Log-normalised values before the logarithm. */
export const panelSizes = (x: Csr): Csr => ({ ...x, values: x.values.map(Math.expm1) });
