/**
 * Genes of several data sets brought together. The rules, each for what the ones before it left over:
 *
 *   1. the same name in the index, unless both have Ensembl IDs and these differ;
 *   2. the same Ensembl ID, its version left out;
 *   3. the same symbol;
 *   4. the same name or symbol but for upper and lower case;
 *   5. the same but for points, hyphens and underscores (`gene-names.ts`);
 *   6. an alias that was given;
 *   7. the same name with different Ensembl IDs: taken as the same gene, and told as a conflict.
 *
 * What names several genes of one data set joins none of them by 3 to 6, and is told as a conflict.
 */
import type { Gene } from '../../src-shared/model.ts';
import { foldName, looseName } from './gene-names.ts';

export interface GeneConflict {
  /** as the first data set names it */
  gene: string;
  kind: 'ids-differ' | 'symbols-differ' | 'ambiguous';
  /** one sentence */
  what: string;
}

export interface GeneMatch {
  /** genes that all have, named as in the first, in its order; symbol and ID from the first that knows them */
  genes: Gene[];
  /** for each data set: the shared gene that a column of its matrix is, or −1 */
  positions: Int32Array[];
  conflicts: GeneConflict[];
}

export interface MatchOptions {
  /** the symbol that a lower-case alias stands for */
  aliases?: ReadonlyMap<string, string>;
  /** Ensembl IDs are not looked at: genes of several species, by the letters of their symbols */
  byName?: boolean;
}

const ENSEMBL = /^ENS[A-Z]{0,6}G\d{11}(\.\d+)?$/i;

/** The Ensembl ID of a gene without its version, or ''. */
function ensemblId({ name, id }: Gene): string {
  const found = ENSEMBL.test(id) ? id : ENSEMBL.test(name) ? name : '';
  return found.split('.')[0].toUpperCase();
}

/** @param lists genes of each data set; names are unique within each */
export function matchGenes(lists: readonly (readonly Gene[])[], options: MatchOptions = {}): GeneMatch {
  const [first, ...others] = lists;
  const conflicts: GeneConflict[] = [];
  const matches = others.map((list) => matchPair(first, list, options, conflicts));
  const shared = Int32Array.from(first.keys()).filter((g) => matches.every((match) => match[g] >= 0));
  const genes = Array.from(shared, (g) => {
    const twins = others.map((list, d) => list[matches[d][g]]);
    return named(first[g], twins);
  });
  const positions = lists.map((list) => new Int32Array(list.length).fill(-1));
  shared.forEach((g, j) => {
    positions[0][g] = j;
    others.forEach((_, d) => (positions[d + 1][matches[d][g]] = j));
  });
  return { genes, positions, conflicts };
}

/** For each gene of `a` its partner in `b`, or −1. */
function matchPair(
  a: readonly Gene[],
  b: readonly Gene[],
  { aliases = new Map(), byName = false }: MatchOptions,
  conflicts: GeneConflict[],
): Int32Array {
  const partner = new Int32Array(a.length).fill(-1);
  const taken = new Uint8Array(b.length);
  const idsOf = (list: readonly Gene[]) => list.map((gene) => (byName ? '' : ensemblId(gene)));
  const [idA, idB] = [idsOf(a), idsOf(b)];
  const contradict = (i: number, j: number) => idA[i] !== '' && idB[j] !== '' && idA[i] !== idB[j];
  const join = (i: number, j: number) => {
    partner[i] = j;
    taken[j] = 1;
  };
  /** joins what is left over by a key; a gene may have several */
  const by = (keys: (gene: Gene, ids: string) => string[], tell: boolean) => {
    const inA = unique(a, idA, keys, (i) => partner[i] >= 0);
    const inB = unique(b, idB, keys, (j) => taken[j] === 1);
    for (const [key, i] of inA) {
      const j = inB.get(key);
      if (j === undefined) continue;
      if (i === SEVERAL || j === SEVERAL) {
        const one = i === SEVERAL ? j : i;
        if (tell && one !== SEVERAL) conflicts.push(ambiguous(i === SEVERAL ? b[one].name : a[one].name, key));
      } else if (partner[i] < 0 && !taken[j] && !contradict(i, j)) {
        join(i, j);
      }
    }
  };
  const nameOf = new Map(b.map((gene, j) => [gene.name, j]));
  a.forEach((gene, i) => {
    const j = nameOf.get(gene.name);
    if (j !== undefined && !contradict(i, j)) join(i, j);
  });
  const before = partner.slice();
  by((_, id) => (id === '' ? [] : [id]), false);
  a.forEach((gene, i) => {
    if (partner[i] < 0 || before[i] >= 0) return;
    const other = b[partner[i]];
    const [one, two] = [symbolOf(gene), symbolOf(other)];
    if (one && two && one.toLowerCase() !== two.toLowerCase()) {
      conflicts.push({
        gene: gene.name,
        kind: 'symbols-differ',
        what: `${idA[i]} is called ${one} in one and ${two} in the other: taken as the same gene.`,
      });
    }
  });
  by((gene) => [symbolOf(gene)].filter(Boolean), true);
  by((gene) => folded(gene), true);
  // what is ambiguous by then was told above
  by((gene) => [...new Set(folded(gene).map(looseName))], false);
  if (aliases.size > 0)
    by((gene) => [...new Set(folded(gene).map((key) => aliases.get(key)?.toLowerCase() ?? key))], true);
  a.forEach((gene, i) => {
    const j = nameOf.get(gene.name);
    if (partner[i] >= 0 || j === undefined || taken[j]) return;
    join(i, j);
    conflicts.push({
      gene: gene.name,
      kind: 'ids-differ',
      what: `${gene.name} is ${idA[i]} in one and ${idB[j]} in the other: taken as the same gene.`,
    });
  });
  return partner;
}

const SEVERAL = -1;

/** Index of the gene of each key, `SEVERAL` where a key names more than one. */
function unique(
  genes: readonly Gene[],
  ids: string[],
  keys: (gene: Gene, id: string) => string[],
  isDone: (i: number) => boolean,
): Map<string, number> {
  const found = new Map<string, number>();
  genes.forEach((gene, i) => {
    if (isDone(i)) return;
    for (const key of keys(gene, ids[i])) found.set(key, found.has(key) && found.get(key) !== i ? SEVERAL : i);
  });
  return found;
}

/** The symbol, or a name that is none of Ensembl's. */
const symbolOf = ({ name, symbol }: Gene): string =>
  symbol && !ENSEMBL.test(symbol) ? symbol : ENSEMBL.test(name) ? '' : name;

const folded = ({ name, symbol }: Gene): string[] => [
  ...new Set([name, symbol].filter((text) => text && !ENSEMBL.test(text)).map(foldName)),
];

const ambiguous = (gene: string, key: string): GeneConflict => ({
  gene,
  kind: 'ambiguous',
  what: `${gene} could be several genes of the other data set that are called ${key}: left out.`,
});

function named(gene: Gene, twins: Gene[]): Gene {
  if (gene.id && gene.symbol !== gene.name) return gene;
  const says = ({ symbol }: Gene) => !ENSEMBL.test(symbol) && symbol.toLowerCase() !== gene.name.toLowerCase();
  return {
    name: gene.name,
    id: gene.id || (twins.find((twin) => twin.id)?.id ?? ''),
    symbol: [gene, ...twins].find(says)?.symbol ?? gene.symbol,
  };
}
