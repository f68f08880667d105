/** The genes with the greatest F-statistic, each judged alone. */
import { topScored } from '../ranking.ts';
import { relevanceByF } from '../yoto/relevance.ts';
import type { Selector } from '../types.ts';

export const univariateF: Selector = async ({ train, forced, k }) => topScored(relevanceByF(train), forced, k);
