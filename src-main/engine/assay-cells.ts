/** What a selector simulates the assay of its run from. */
import type { Gene, RunConfig } from '../../src-shared/model.ts';
import { knownShares } from '../data/assay.ts';
import type { Csr } from '../data/csr.ts';
import type { SelectionInput } from '../selection/types.ts';
import type { Prepared } from './prepare.ts';

/**
 * @param genes of the problem
 * @returns null where the panel is for the reference as it is, or there are no counts to simulate from
 */
export function cellsOfAssay(
  genes: readonly Gene[],
  { counts, candidates }: Pick<Prepared, 'counts' | 'candidates'>,
  { assay, binarise = false }: RunConfig,
): SelectionInput['assay'] {
  if (!assay || !counts) return null;
  const known = knownShares(assay, Array.from(candidates, (gene) => genes[gene])); // prettier-ignore
  const of = (molecules: Csr) => ({ assay, known, counts: molecules, binary: binarise });
  return { train: of(counts.train), validation: of(counts.validation) };
}
