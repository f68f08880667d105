/** How much of a list of markers a panel has: Spapros's overlap, and whose markers are left out. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { Gene, MarkerOverlap } from '../../../src-shared/model.ts';
import { geneFinder } from '../../data/gene-rules.ts';
import type { Context } from '../context.ts';
import { openProject } from '../context.ts';
import { readGeneList } from '../../formats/gene-lists.ts';
import { findFinished } from './runs.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';

export function markerHandlers(context: Context): Pick<Handlers, 'panels.markers'> {
  return {
    'panels.markers'({ runId, text }) {
      const { store } = openProject(context);
      const { config } = findFinished(store, runId);
      const { genes } = sharedGenes(store, config.datasetIds, config);
      return markerOverlap(text, store.panels.list(runId), genes);
    },
  };
}

/**
 * @param text a table with a column of genes and one of what they mark (a cell type, a gene set), or a plain list
 * @param genes of the data; markers that were not measured count as none
 * @throws AppError `unreadable` for a text without genes; `not-found` where the data have none of them
 */
export function markerOverlap(text: string, panel: readonly Gene[], genes: Gene[]): MarkerOverlap {
  const find = geneFinder(genes);
  const inPanel = new Set(panel.map(({ name }) => name));
  const sets = new Map<string, Set<string>>();
  let unknown = 0;
  const { genes: listed, notes } = readGeneList(text, (name) => find(name).found.length > 0);
  for (const { name, id, group } of listed) {
    const gene = [id, name].flatMap((key) => (key ? find(key).found : []))[0];
    if (gene === undefined) {
      unknown++;
      continue;
    }
    const set = sets.get(group) ?? new Set<string>();
    sets.set(group, set.add(genes[gene].name));
  }
  const all = new Set([...sets.values()].flatMap((set) => [...set]));
  if (all.size === 0) {
    throw new AppError('not-found', 'None of the markers is a gene of the data.', 'Check that they name genes alike.');
  }
  const chosen = (set: ReadonlySet<string>) => [...set].filter((name) => inPanel.has(name));
  return {
    markers: all.size,
    unknown,
    inPanel: chosen(all).length,
    share: chosen(all).length / all.size,
    notes,
    sets: [...sets].map(([name, set]) => ({ name, markers: set.size, inPanel: chosen(set) })),
  };
}
