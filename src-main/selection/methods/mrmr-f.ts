/** mRMR with the F-statistic as relevance: FCQ of Zhao, Anand & Wang 2019, the default of mrmr_selection. */
import { mrmr } from './mrmr.ts';
import { relevanceByF } from '../yoto/relevance.ts';
import type { Selector } from '../types.ts';

export const mrmrF: Selector = async ({ train, forced, k, progress }) =>
  mrmr(train.x, relevanceByF(train), forced, k, (chosen) => progress(chosen / k, `gene ${chosen} of ${k}`));
