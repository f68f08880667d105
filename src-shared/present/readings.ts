/** A result as cells were read: as the assay of the run would, carried over into it, or as sequenced. */
import type { AssayScores, CategoricalResult, CategoricalScores, ContinuousResult, ContinuousScores, Drawn, Repeated, TaskResult } from '../model.ts'; // prettier-ignore

export type Reading = 'assay' | 'transferred' | 'sequenced';

export const readings: Record<Reading, { name: string; definition: string }> = {
  assay: {
    name: 'In the assay',
    definition:
      'The same test cells as the assay of the run would count them, scaled by the panel’s own total; mean of 5 draws of what it sees of each gene. Probe and forest were trained on cells of the same draw, the network on all genes on others: a panel can be above it.',
  },
  transferred: {
    name: 'Carried over',
    definition:
      'In the assay as well, by predictors that were trained on other draws: what is reached without labelling any cell of the assay.',
  },
  sequenced: {
    name: 'As sequenced',
    definition: 'The test cells as the reference counted them, scaled by all of their genes.',
  },
};

/** In which ways results can be read, the headline first. */
export const readingsOf = (results: readonly TaskResult[]): Reading[] =>
  results.some(({ assay }) => assay) ? ['assay', 'transferred', 'sequenced'] : ['sequenced'];

/** The result with the scores of a reading in their places; as it is where it has no such reading. */
export function resultIn<R extends TaskResult>(reading: Reading, result: R): R {
  if (reading === 'sequenced' || !result.assay) return result;
  const { assay } = result as CategoricalResult | ContinuousResult;
  const { own, ceiling, transferred, ...within } = assay as AssayScores<CategoricalScores & ContinuousScores>;
  const { probe, forest } = reading === 'transferred' ? transferred : within;
  return { ...result, own, probe: probe && repeated(probe), forest: repeated(forest), ceiling };
}

/** A draw counts as a seed does: one training. */
const repeated = <S>({ draws, ...scores }: Drawn<S>): Repeated<S> =>
  ({ ...scores, seeds: draws }) as unknown as Repeated<S>;
