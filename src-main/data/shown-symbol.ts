/** What a gene is called wherever people read it. */
import type { Gene } from '../../src-shared/model.ts';

/** The gene as the data set names it; its symbol where the data set names it by its Ensembl ID. */
export const shownSymbol = (gene: Gene): string => (gene.name === gene.id ? gene.symbol : gene.name);
