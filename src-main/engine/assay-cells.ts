/** What a selector simulates the assay of its run from. */
import type { RunConfig } from '../../src-shared/model.ts';
import { knownShares } from '../data/assay.ts';
import type { Csr } from '../data/csr.ts';
import type { SelectionInput } from '../selection/types.ts';
import type { Prepared } from './prepare.ts';

/** @returns null where the panel is for the reference as it is, or there are no counts to simulate from */
export function cellsOfAssay(
  { counts, genes }: Pick<Prepared, 'counts' | 'genes'>,
  { assay, binarise = false }: RunConfig,
): SelectionInput['assay'] {
  if (!assay || !counts) return null;
  const known = knownShares(assay, genes);
  const of = (molecules: Csr) => ({ assay, known, counts: molecules, binary: binarise });
  return { train: of(counts.train), validation: of(counts.validation) };
}
