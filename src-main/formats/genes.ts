/** Names of cells and genes: made unique, and told apart into symbols and Ensembl IDs. */
import type { Finding, Gene, Inspection } from '../../src-shared/model.ts';

/** An Ensembl gene ID of any species, with or without a version: ENSG00000141510.18, ENSMUSG00000059552. */
const ensembl = /^ENS[A-Z]{0,6}G\d{11}(\.\d+)?$/;

export function isEnsembl(name: string): boolean {
  return ensembl.test(name);
}

/** Columns of `var` that hold symbols or IDs, as `columnKey` writes them, the most telling first. */
const symbolColumns = ['featurename', 'genesymbols', 'genesymbol', 'genenames', 'genename', 'symbol', 'symbols', 'geneshortname', 'hgncsymbol', 'mgisymbol', 'externalgenename', 'externalgeneid', 'originalgenesymbols', 'featurenames', 'genes', 'gene', 'features', 'feature', 'name']; // prettier-ignore
const idColumns = ['geneids', 'geneid', 'ensemblid', 'ensemblids', 'ensemblgeneid', 'ensembl', 'genestableid', 'featureid', 'featureids', 'accession', 'id']; // prettier-ignore

/** A column's name without case and separators, and without the number that AnnData puts behind it (gene_ids-0). */
export function columnKey(column: string): string {
  return column
    .toLowerCase()
    .replace(/-\d+$/, '')
    .replace(/[^a-z0-9]/g, '');
}

/** True for a column of `var` that may name genes. */
export function namesGenes(column: string): boolean {
  const key = columnKey(column);
  return symbolColumns.includes(key) || idColumns.includes(key);
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
 * Genes from an index and the columns of `var` that name them. An index that only numbers the genes, as that of CELLxGENE
 * Census does, names none: the column that names them takes its place.
 *
 * @param columns column name → a value for each gene, '' where it has none
 */
export function nameGenes(
  written: readonly string[],
  columns: Map<string, string[]>,
): { genes: Gene[]; findings: Finding[] } {
  const find = (wanted: string[], fits: (values: string[]) => boolean) => {
    for (const key of wanted) {
      for (const [column, values] of columns) if (columnKey(column) === key && fits(values)) return { column, values };
    }
  };
  const index = withoutBeginnings(written);
  const both = bothInOne(index);
  const accessions = both ? undefined : symbolsOfAccessions(index);
  const symbols = both?.symbols ?? accessions ?? find(symbolColumns, holdSymbols);
  const ensemblIds = both?.ids ?? find([...idColumns, ...symbolColumns], holdIds);
  const ids = ensemblIds ?? find(idColumns, () => true);
  const isNumbered = index.every((name) => /^\d+$/.test(name));
  const instead = both?.ids ?? accessions ?? (isNumbered ? (ensemblIds ?? symbols) : undefined);
  const given = instead ? index.map((name, i) => instead.values[i] || name) : index;
  const { names, repeated } = makeUnique(given);
  const genes = names.map((name, i) => ({
    name,
    symbol: symbols?.values[i] || given[i],
    id: isEnsembl(given[i]) ? given[i] : ids?.values[i] || '',
  }));
  // some files have the two the wrong way round: symbols in the index, IDs in a column called gene_name
  for (const gene of genes) if (isEnsembl(gene.symbol) && !isEnsembl(gene.name)) gene.symbol = gene.name;
  const findings = repeated.length > 0 ? [renamed('gene', repeated)] : [];
  if (both) findings.push(takenApart(written, genes, 'Ensembl ID and symbol'));
  else if (accessions) findings.push(takenApart(written, genes, 'symbol and accession number'));
  else if (instead && index.length > 0) findings.push(numbered(index, instead.column));
  else if (index.some((name, i) => name !== written[i]))
    findings.push(takenApart(written, genes, 'what they are of, and symbol,'));
  return { genes, findings };
}

/** What programs put in front of every feature: a genome (GRCh38_CD3E), or a modality where there are several (rna:CD3E). */
const beginnings = [
  /^((GRC[hm]3[789]|hg(19|38)|mm(9|10|39))_+)(?=.)/,
  /^((rna|gex|prot|protein|adt|hto|atac|peaks?)[:_])(?=.*[a-z])/i,
];
const ofGenes = /^(rna|gex)[:_]/i;

/** Names without what all of them begin with; the same list where there is no such thing. */
function withoutBeginnings(names: readonly string[]): readonly string[] {
  for (const pattern of beginnings) {
    const found = names.map((name) => pattern.exec(name)?.[1]);
    const isGenome = pattern === beginnings[0];
    if (names.length === 0 || found.includes(undefined) || (isGenome && new Set(found).size > 1)) continue;
    return names.map((name, i) => (isGenome || ofGenes.test(name) ? name.slice(found[i]!.length) : name));
  }
  return names;
}

/** RefSeq or Ensembl accession numbers behind symbols, as BD Rhapsody writes them: CD3D|NM_000732.4|Reference_end. */
const accession =
  /^(.+?)[|.-](?:[NX][MR][_-]?\d+(?:\.\d+)?|ENS[A-Z]*[GT]\d{11}(?:\.\d+)?)?[|.-]?Reference[_-]end$|^([^|]+)\|[NX][MR]_\d+/;

function symbolsOfAccessions(index: readonly string[]) {
  const found = index.map((name) => accession.exec(name));
  if (!found.some(Boolean) || found.filter(Boolean).length <= index.length / 2) return undefined;
  // antibodies stand beside the genes, and are known by what is behind their names
  return { column: '', values: found.map((parts, i) => parts?.[1] ?? parts?.[2] ?? index[i]) };
}

/** IDs and symbols where the names are both in one, either first: ENSG00000198851_CD3E, CD3E|ENSG00000198851.10. */
function bothInOne(index: readonly string[]) {
  const id = String.raw`(?<id>ENS[A-Z]{0,6}G\d{11}(?:\.\d+)?)`;
  const pattern = new RegExp(`^(?:${id}[_|:; -]+(?<after>.+)|(?<before>.+?)[_|:; -]+${id.replace('<id>', '<last>')})$`);
  const found = index.map((name) => pattern.exec(name)?.groups);
  if (found.filter(Boolean).length <= index.length / 2) return undefined;
  return {
    ids: { column: '', values: found.map((parts, i) => parts?.id ?? parts?.last ?? index[i]) },
    symbols: { column: '', values: found.map((parts) => parts?.after ?? parts?.before ?? '') },
  };
}

function takenApart(index: readonly string[], genes: readonly Gene[], what: string): Finding {
  const i = index.findIndex((name, g) => name !== genes[g].name);
  return {
    severity: 'note',
    code: 'names-taken-apart',
    what: `Names of genes are ${what} in one (${index[i]}); they are read as ${genes[i].name}${genes[i].symbol === genes[i].name ? '' : ` with the symbol ${genes[i].symbol}`}.`,
    why: 'Other data sets and lists of genes know them by one of the two.',
    remedy: 'Nothing needs to be done.',
  };
}

function numbered(index: readonly string[], column: string): Finding {
  return {
    severity: 'note',
    code: 'numbered-genes',
    what: `The row names of the genes are numbers (${index.slice(0, 3).join(', ')}, …); genes are named by the column "${column}".`,
    why: 'A panel of numbers is of no use.',
    remedy: 'Nothing needs to be done; another column can be chosen.',
  };
}

/** True for values of which at least some are neither IDs nor sentences nor all alike: a column's name is no proof. */
function holdSymbols(values: readonly string[]): boolean {
  const telling = values.filter((value) => !/^$|\s/.test(value) && !isEnsembl(value));
  const different = new Set(telling).size;
  return different >= Math.min(2, values.length) && different > values.length / 20;
}

function holdIds(values: readonly string[]): boolean {
  return values.filter(isEnsembl).length > values.length / 2;
}

/** Tells that names occur more than once and were made unique. */
export function renamed(what: 'gene' | 'cell', repeated: string[]): Finding {
  const examples = repeated.slice(0, 3).map((name) => name || 'without a name').join(', '); // prettier-ignore
  return {
    severity: what === 'cell' ? 'warning' : 'note',
    code: what === 'gene' ? 'duplicate-gene-names' : 'duplicate-cell-names',
    what: `${repeated.length.toLocaleString('en-US')} ${what} ${repeated.length === 1 ? 'name occurs' : 'names occur'} more than once (${examples}${repeated.length > 3 ? ', …' : ''}).`,
    why:
      what === 'gene'
        ? 'Several genes of the assembly share a symbol; they are different rows of the data.'
        : 'Cells are told apart by their names; labels from another file can only be joined to names that occur once, or by sample and name together.',
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
