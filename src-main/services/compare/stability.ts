/** What another seed would have chosen: runs that were asked for alike but for the seed, beside one another. */
import type { PanelGene, SeedStability } from '../../../src-shared/model.ts';
import type { RunRow } from '../../store/runs.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';
import { requestKey } from '../same-request.ts';

/**
 * One for each group of two or more runs that differ in nothing but the seed.
 *
 * @param panels of the runs
 */
export function seedStability(runs: RunRow[], panels: PanelGene[][]): SeedStability[] {
  const groups = new Map<string, number[]>();
  runs.forEach(({ config }, r) => {
    const key = `${config.splitId} ${requestKey(config, ['seed'])}`;
    groups.set(key, [...(groups.get(key) ?? []), r]);
  });
  return [...groups.values()]
    .filter((group) => new Set(group.map((r) => runs[r].config.seed)).size > 1)
    .map((group) => stabilityOf(group.map((r) => ({ id: runs[r].id, panel: panels[r] }))));
}

function stabilityOf(runs: { id: number; panel: PanelGene[] }[]): SeedStability {
  const symbols = new Map<string, string>();
  const chosen = new Map<string, number>();
  for (const { panel } of runs) {
    for (const gene of panel) {
      symbols.set(gene.name, shownSymbol(gene));
      chosen.set(gene.name, (chosen.get(gene.name) ?? 0) + 1);
    }
  }
  const sets = runs.map(({ panel }) => new Set(panel.map(({ name }) => name)));
  const overlaps = sets.flatMap((a, i) => sets.slice(i + 1).map((b) => jaccard(a, b)));
  return {
    runIds: runs.map(({ id }) => id),
    meanJaccard: overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length,
    genes: [...chosen]
      .map(([gene, times]) => ({ gene, symbol: symbols.get(gene)!, share: times / runs.length }))
      .sort((a, b) => b.share - a.share),
  };
}

/** Genes that both have, as a share of those that either has. */
function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((gene) => b.has(gene)).length;
  return common / (a.size + b.size - common || 1);
}
