/** Where the genes of one panel have gone in another: which gene that only the other has goes with it best. */
import type { Replacement } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';
import { correlations, hasCells } from '../runs/panel-expression.ts';

/** Below this two genes are not called replacements of each other. */
const LEAST = 0.2;

/**
 * For every gene that the reference has and another run lacks, the gene of that run which the reference lacks and which
 * correlates with it most over the reference's training cells. Empty where the cells are gone or differ.
 */
export async function replacements(store: Store, runs: readonly RunRow[]): Promise<Replacement[]> {
  const [reference, ...others] = runs;
  if (!hasCells(store, reference.config)) return [];
  const own = store.panels.list(reference.id);
  const found: Replacement[] = [];
  for (const run of others) {
    if (!sameData(reference, run)) continue;
    const theirs = store.panels.list(run.id);
    const lost = without(own, theirs);
    const won = without(theirs, own);
    const r = await correlations(store, reference.config, lost.map(named), won.map(named));
    lost.forEach((gene, a) => {
      const best = won.reduce((top, _, b) => (r[a][b] > (r[a][top] ?? -1) ? b : top), -1);
      const correlation = best < 0 ? 0 : r[a][best];
      const by = correlation >= LEAST ? shownSymbol(won[best]) : null;
      found.push({ runId: run.id, gene: shownSymbol(gene), by, correlation });
    });
  }
  return found;
}

const named = ({ name }: { name: string }) => name;

function without<Gene extends { name: string }>(genes: Gene[], others: readonly { name: string }[]): Gene[] {
  const names = new Set(others.map(named));
  return genes.filter(({ name }) => !names.has(name));
}

const sameData = (a: RunRow, b: RunRow) => a.config.datasets.some(({ id }) => b.config.datasetIds.includes(id));
