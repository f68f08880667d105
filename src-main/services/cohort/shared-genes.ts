/** The genes that data sets have in common, and what is lost of each. */
import type { Finding, Gene, RunRequest } from '../../../src-shared/model.ts';
import { settingsAffecting } from '../../../src-shared/settings.ts';
import { aliasesOf } from '../../data/gene-table.ts';
import { foldName, looseName } from '../../data/gene-names.ts';
import { geneFinder } from '../../data/gene-rules.ts';
import { type GeneMatch, matchGenes } from '../../data/match-genes.ts';
import { guessSpecies, maybeOneSpecies } from '../../formats/species.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';

/** How genes are brought together; a run keeps it in its settings. */
export type SharedGenes = GeneMatch;

/** What decides which genes data sets share. */
export type Matching = Pick<RunRequest, 'orthologs' | 'geneTable'>;

/** Matches of the data sets looked at last. A data set never changes its genes, so they hold as long as the project is open. */
const known = new WeakMap<Store, Map<string, GeneMatch>>();
const KEPT = 4;

/** The intersection of the genes of data sets, by the rules of `data/match-genes.ts`. */
export function sharedGenes(store: Store, datasetIds: readonly number[], matching: Matching = {}): GeneMatch {
  const { orthologs = false, geneTable } = matching;
  const table = geneTable === undefined ? undefined : store.geneTables.get(geneTable);
  const matches = known.get(store) ?? new Map<string, GeneMatch>();
  known.set(store, matches);
  const key = JSON.stringify([datasetIds, settingsAffecting(matching, ['sharing'])]);
  const match =
    matches.get(key) ??
    matchGenes(
      datasetIds.map((id) => store.genes.list(id)),
      { byName: orthologs && species(store, datasetIds) !== 'one', ...(table && { aliases: aliasesOf(table) }) },
    );
  matches.delete(key);
  matches.set(key, match);
  if (matches.size > KEPT) matches.delete(matches.keys().next().value!);
  return match;
}

/** Whether data sets are of one species, as far as the names of their genes tell. */
function species(store: Store, datasetIds: readonly number[]): 'one' | 'several' {
  const guesses = datasetIds.map((id) => guessSpecies(store.genes.list(id)));
  return guesses.every((a) => guesses.every((b) => maybeOneSpecies(a, b))) ? 'one' : 'several';
}

/** What is known before a run about data sets that are put together: species, what is shared, what is lost, what disagrees. */
export function sharingFindings(store: Store, datasets: DatasetRow[], matching: Matching): Finding[] {
  if (datasets.length === 1) return [];
  const ids = datasets.map(({ id }) => id);
  const mixed = species(store, ids) === 'several';
  if (mixed && !matching.orthologs) {
    const of = (id: number) => guessSpecies(store.genes.list(id)) ?? 'of a species that their names do not tell';
    return [
      {
        severity: 'problem',
        code: 'mixed-species',
        what: `The data sets are of different species: ${datasets.map(({ id, name }) => `${name} looks ${of(id)}`).join(', ')}.`,
        why: 'The same letters are not always the same gene in two species, and a panel measures one of them.',
        remedy:
          'Use data of one species, or ask for genes to be matched by the letters of their symbols (--orthologs).',
      },
    ];
  }
  const { genes, positions, conflicts } = sharedGenes(store, ids, matching);
  if (genes.length === 0) {
    return [
      {
        severity: 'problem',
        code: 'no-shared-genes',
        what: `${datasets.map(({ name }) => name).join(' and ')} share no gene by name.`,
        why: 'A panel over several data sets is chosen from the genes that all of them have.',
        remedy: 'Use data sets that name their genes alike: symbols in all, or Ensembl IDs in all.',
      },
    ];
  }
  const lost = datasets.map(({ name }, d) => ({ name, genes: positions[d].filter((gene) => gene < 0).length }));
  const most = Math.max(...positions.map((all) => all.length));
  const findings: Finding[] = [
    {
      severity: genes.length < most / 2 ? 'warning' : 'note',
      code: 'shared-genes',
      what: `${genes.length.toLocaleString('en-US')} genes are in ${datasets.length === 2 ? 'both' : `all ${datasets.length}`} data sets; ${lost.map((one) => `${one.genes.toLocaleString('en-US')} of ${one.name}`).join(' and ')} are not.`,
      why: 'The panel is chosen from genes that every data set has.',
      remedy: 'Leave a data set out if too many genes are lost by it.',
    },
  ];
  if (mixed) {
    findings.push({
      severity: 'warning',
      code: 'orthologs-by-name',
      what: 'Genes of different species are matched by the letters of their symbols.',
      why: 'Most orthologs of human and mouse are called alike, but not all, and some that are called alike are none.',
      remedy: 'Look through the panel before it is ordered.',
    });
  }
  const respelt = respeltGenes(store, ids, genes, positions);
  if (respelt.length > 0) {
    findings.push({
      severity: 'note',
      code: 'genes-respelt',
      what: `${respelt.length.toLocaleString('en-US')} genes are written differently: ${respelt.slice(0, 3).join(', ')}${respelt.length > 3 ? ', …' : ''}.`,
      why: 'R and Seurat change points, hyphens and underscores in names; these are taken for the same genes.',
      remedy: 'Nothing needs to be done.',
    });
  }
  if (conflicts.length > 0) {
    findings.push({
      severity: 'note',
      code: 'gene-conflicts',
      what: `${conflicts.length.toLocaleString('en-US')} ${conflicts.length === 1 ? 'gene agrees' : 'genes agree'} by one name and not by another: ${conflicts
        .slice(0, 3)
        .map((conflict) => conflict.what)
        .join(' ')}${conflicts.length > 3 ? ' …' : ''}`,
      why: 'Annotations of different years name some genes differently.',
      remedy: 'Exclude them if the panel must be beyond doubt.',
    });
  }
  return findings;
}

/** Genes that were met though a data set writes them with other points or hyphens, as the two write them. */
function respeltGenes(store: Store, ids: readonly number[], genes: readonly Gene[], positions: readonly Int32Array[]) {
  const found = new Map<number, string>();
  ids.slice(1).forEach((id, d) => {
    store.genes.list(id).forEach(({ name }, g) => {
      const shared = positions[d + 1][g];
      if (shared < 0 || found.has(shared) || foldName(name) === foldName(genes[shared].name)) return;
      if (looseName(name) === looseName(genes[shared].name)) found.set(shared, `${genes[shared].name} is ${name}`);
    });
  });
  return [...found.values()];
}

/** Which of the data sets have a gene of this name, where not all of them do; null where none or all have it. */
export function whereFound(datasets: DatasetRow[], lists: readonly (readonly Gene[])[], asked: string): string | null {
  const having = datasets.filter((_, d) => geneFinder(lists[d])(asked).found.length > 0);
  if (having.length === 0 || having.length === datasets.length) return null;
  const without = datasets.filter((dataset) => !having.includes(dataset));
  const names = (rows: DatasetRow[]) => rows.map(({ name }) => name).join(' and ');
  return `${asked} is in ${names(having)}, but not in ${names(without)}`;
}
