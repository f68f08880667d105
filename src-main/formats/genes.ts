/** Names of cells and genes: made unique, and told apart into symbols and Ensembl IDs. */
import type { Finding, Gene, Inspection } from '../../src-preload/model.ts';

/** An Ensembl gene ID of any species, with or without a version: ENSG00000141510.18, ENSMUSG00000059552. */
const ensembl = /^ENS[A-Z]{0,6}G\d{11}(\.\d+)?$/;

export function isEnsembl(name: string): boolean {
  return ensembl.test(name);
}

/** Columns of `var` that hold symbols or IDs, in lower case, the most telling first. */
const symbolColumns = ['feature_name', 'gene_symbols', 'gene_symbol', 'gene_names', 'gene_name', 'symbol', 'symbols', 'gene_short_name', 'hgnc_symbol', 'mgi_symbol', 'gene']; // prettier-ignore
const idColumns = ['gene_ids', 'gene_id', 'ensembl_id', 'ensembl_ids', 'ensembl_gene_id', 'ensembl', 'ensemblid', 'feature_id', 'accession', 'id']; // prettier-ignore

/** True for a column of `var` that may name genes. */
export function namesGenes(column: string): boolean {
  return symbolColumns.includes(column.toLowerCase()) || idColumns.includes(column.toLowerCase());
}

/**
 * Names made unique the way AnnData does it: the first of several stays, the others get `-1`, `-2`, … where that is free.
 *
 * @returns the names, and those that occurred more than once
 */
export function makeUnique(names: readonly string[]): { names: string[]; repeated: string[] } {
  const taken = new Set(names);
  if (taken.size === names.length) return { names: [...names], repeated: [] };
  const seen = new Set<string>();
  const counter = new Map<string, number>();
  const unique = names.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let next = counter.get(name) ?? 0;
    let candidate: string;
    do candidate = `${name}-${++next}`;
    while (taken.has(candidate));
    counter.set(name, next);
    taken.add(candidate);
    return candidate;
  });
  return { names: unique, repeated: [...counter.keys()] };
}

/**
 * Genes from an index and the columns of `var` that name them.
 *
 * @param columns column name → a value for each gene, '' where it has none
 */
export function nameGenes(
  index: readonly string[],
  columns: Map<string, string[]>,
): { genes: Gene[]; findings: Finding[] } {
  const { names, repeated } = makeUnique(index);
  const find = (wanted: string[]) => {
    for (const name of wanted) {
      for (const [column, values] of columns) if (column.toLowerCase() === name) return values;
    }
  };
  const symbols = find(symbolColumns);
  const ids = find(idColumns);
  const genes = names.map((name, i) => ({
    name,
    symbol: symbols?.[i] || index[i],
    id: isEnsembl(index[i]) ? index[i] : ids?.[i] || (symbols && isEnsembl(symbols[i]) ? symbols[i] : ''),
  }));
  // some files have the two the wrong way round: symbols in the index, IDs in a column called gene_name
  for (const gene of genes) if (isEnsembl(gene.symbol) && !isEnsembl(gene.name)) gene.symbol = gene.name;
  return { genes, findings: repeated.length > 0 ? [renamed('gene', repeated)] : [] };
}

/** Tells that names occur more than once and were made unique. */
export function renamed(what: 'gene' | 'cell', repeated: string[]): Finding {
  const examples = repeated.slice(0, 3).join(', ');
  return {
    severity: what === 'cell' ? 'warning' : 'note',
    code: what === 'gene' ? 'duplicate-gene-names' : 'duplicate-cell-names',
    what: `${repeated.length.toLocaleString('en-US')} ${what} ${repeated.length === 1 ? 'name occurs' : 'names occur'} more than once (${examples}${repeated.length > 3 ? ', …' : ''}).`,
    why:
      what === 'gene'
        ? 'Several genes of the assembly share a symbol; they are different rows of the data.'
        : 'Cells are told apart by their names; labels from another file can only be joined to names that occur once.',
    remedy:
      what === 'gene'
        ? 'Nothing is lost: the second and later ones are called NAME-1, NAME-2, … as AnnData does.'
        : 'The second and later ones are called NAME-1, NAME-2, …. If samples were put together, give their cells a prefix before exporting.',
  };
}

/** What the names of genes are, by the share of Ensembl IDs among them. */
export function identifierKind(genes: readonly Gene[]): Inspection['geneIdentifiers'] {
  const share = genes.filter((gene) => isEnsembl(gene.name)).length / Math.max(1, genes.length);
  if (share > 0.9) return 'ensembl';
  if (share > 0.02) return 'mixed';
  // symbols have letters; plain numbers or probe IDs such as 1007_s_at are something else
  const symbols = genes.filter(
    (gene) => /^[A-Za-z]/.test(gene.symbol) && !/^(g|gene|v|var)[-_]?\d+$/i.test(gene.symbol),
  );
  return symbols.length > genes.length / 2 ? 'symbols' : 'other';
}
