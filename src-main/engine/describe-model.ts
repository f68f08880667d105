/** What goes with a network so that cells of another data set can be put before it. */
import type { Csr } from '../data/csr.ts';
import { takeColumns } from '../data/csr.ts';
import { medianSize } from '../data/normalise.ts';
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
      panelTarget: medianSize(panelSizes(takeColumns(normalised, genes))),
    },
    tasks: train.tasks.map((task) => ({
      name: task.name,
      kind: task.kind,
      classes: task.kind === 'categorical' ? task.classes : [],
    })),
  };
}

/** What the log-normalised values of each cell sum to before the logarithm. */
function panelSizes({ rows, indptr, values }: Csr): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let e = indptr[i]; e < indptr[i + 1]; e++) sum += Math.expm1(values[e]);
    return sum;
  });
}
