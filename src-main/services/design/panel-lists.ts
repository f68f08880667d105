/** Panels from elsewhere, read from a list or a table: a vendor's, a paper's, our own; and met with the genes of data sets. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { isRule } from '../../../src-shared/gene-families.ts';
import type { GenesRead, PanelListMatch } from '../../../src-shared/model.ts';
import { geneFinder } from '../../data/gene-rules.ts';
import { aliasesOf } from '../../data/gene-table.ts';
import { NearNames } from '../../data/nearest.ts';
import { fromDate, readGeneList, refuseLong } from '../../formats/gene-lists.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject } from '../context.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';

/** Missing genes that get suggestions: a list of another species' genes is not read one by one. */
const MOST_SUGGESTIONS = 100;

export function panelListHandlers(context: Context): Pick<Handlers, 'panels.match' | 'panels.read'> {
  return {
    'panels.read': ({ text }) => readGenesAndRules(text),
    'panels.match': ({ text, datasetIds, geneTable }) =>
      matchPanelList(openProject(context).store, text, datasetIds, geneTable),
  };
}

/**
 * The genes of a list, each once: see `readGeneList`.
 *
 * @throws AppError `unreadable` for a text without any gene
 */
export function readPanelList(text: string, isKnown?: (name: string) => boolean) {
  const seen = new Set<string>();
  const { genes, notes } = readGeneList(text, isKnown);
  const once = genes.filter(({ name }) => !seen.has(name) && seen.add(name));
  return { genes: once.map(({ name, id }) => ({ name, id })), notes };
}

/**
 * Names of genes as `readPanelList` finds them, and each line that is a /rule/ on names.
 *
 * @throws AppError `unreadable` for a text with neither
 */
export function readGenesAndRules(text: string): GenesRead {
  refuseLong(text);
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const rules = lines.filter(isRule);
  const rest = lines.filter((line) => !isRule(line)).join('\n');
  if (rules.length > 0 && rest.trim() === '') return { entries: rules, notes: [] };
  const { genes, notes } = readPanelList(rest);
  return { entries: [...rules, ...genes.map(({ name }) => name)], notes };
}

/** Meets the list with the genes that all data sets have: by ID, name and symbol, in any case, by an alias. */
function matchPanelList(store: Store, text: string, datasetIds: readonly number[], geneTable?: number): PanelListMatch {
  const { genes } = sharedGenes(store, datasetIds);
  const table = geneTable === undefined ? null : store.geneTables.get(geneTable);
  const find = geneFinder(genes, table ? aliasesOf(table) : undefined);
  const { genes: list, notes } = readPanelList(text, (name) => find(name).found.length > 0);
  const names = new NearNames(new Set(genes.flatMap(({ name, symbol }) => [name, symbol])));
  const found = new Map<string, string>();
  const renamed: PanelListMatch['renamed'] = [];
  const missing: PanelListMatch['missing'] = [];
  for (const asked of list) {
    // the ID first, which means one gene only
    const gene = [asked.id, asked.name].flatMap((name) => (name ? find(name).found : []))[0];
    if (gene === undefined) {
      const dates = fromDate(asked.name).filter((name) => find(name).found.length > 0);
      missing.push({
        asked: asked.name,
        near: dates.length > 0 ? dates : missing.length < MOST_SUGGESTIONS ? names.to(asked.name) : [],
      });
      continue;
    }
    const { name, symbol } = genes[gene];
    if (![name, symbol].includes(asked.name)) renamed.push({ asked: asked.name, found: symbol || name });
    if (!found.has(name)) found.set(name, asked.name);
  }
  return { asked: list.length, found: [...found.keys()], renamed, missing, notes };
}
