/** What is odd about the names of genes. */
import type { Finding, Gene } from '../../src-shared/model.ts';
import { identifierKind, isEnsembl } from './genes.ts';
import { guessSpecies } from './species.ts';

/** Findings on the genes of the matrix that is proposed. */
export function geneFindings(genes: readonly Gene[]): Finding[] {
  return [
    ...identifiers(genes),
    ...versions(genes),
    ...sharedSymbols(genes),
    ...emptyNames(genes),
    ...dates(genes),
    ...species(genes),
  ];
}

function identifiers(genes: readonly Gene[]): Finding[] {
  const kind = identifierKind(genes);
  const symbols = genes.filter((gene) => gene.symbol !== gene.name && !isEnsembl(gene.symbol)).length;
  if (kind === 'ensembl' && symbols === 0) {
    return [
      {
        severity: 'note',
        code: 'no-symbols',
        what: `Genes are named by Ensembl IDs (${genes[0].name}, …), and the file has no symbols beside them.`,
        why: 'The panel will list Ensembl IDs; must-include and excluded genes are to be given as such.',
        remedy: 'Add a column "feature_name" with the symbols to var if you want to see them.',
      },
    ];
  }
  if (kind === 'ensembl') {
    return [
      {
        severity: 'note',
        code: 'symbols-beside',
        what: `Genes are named by Ensembl IDs, with symbols beside them (${example(genes)}).`,
        why: 'Both are kept: lists show the symbol, and genes can be given as either.',
        remedy: 'Nothing needs to be done; to have them named by symbol, say so.',
        action: { label: 'Name them by symbol', do: 'gene-names', geneNames: { by: 'symbol' } },
      },
    ];
  }
  if (kind !== 'mixed') return [];
  return [
    {
      severity: 'note',
      code: 'mixed-identifiers',
      what: 'Some genes are named by symbols and some by Ensembl IDs.',
      why: 'Genes without a symbol usually keep their ID; they are hard to find by name.',
      remedy: genes.every((gene) => isEnsembl(gene.id)) ? 'Every gene has an Ensembl ID: they can be named by it.' : 'Nothing needs to be done.', // prettier-ignore
      ...(genes.every((gene) => isEnsembl(gene.id)) && {
        action: { label: 'Name them by Ensembl ID', do: 'gene-names' as const, geneNames: { by: 'ensembl' as const } },
      }),
    },
  ];
}

function example(genes: readonly Gene[]): string {
  const gene = genes.find(({ name, symbol }) => symbol !== name && !isEnsembl(symbol));
  return gene ? `${gene.name} is ${gene.symbol}` : '';
}

function versions(genes: readonly Gene[]): Finding[] {
  const versioned = genes.filter(({ name, id }) => /^ENS.*\.\d+$/.test(name) || /^ENS.*\.\d+$/.test(id));
  if (versioned.length === 0) return [];
  return [
    {
      severity: 'note',
      code: 'versioned-ids',
      what: `${number(versioned.length)} Ensembl IDs carry a version (${versioned[0].name.includes('.') ? versioned[0].name : versioned[0].id}).`,
      why: 'Data sets of different releases write different versions of the same gene.',
      remedy: 'Nothing needs to be done: versions are passed over where genes are matched.',
    },
  ];
}

/** Different IDs, the same symbol: told apart by their names, mixed up by people. */
function sharedSymbols(genes: readonly Gene[]): Finding[] {
  if (genes.every((gene) => gene.symbol === gene.name || gene.name.startsWith(`${gene.symbol}-`))) return [];
  const seen = new Map<string, number>();
  for (const { symbol } of genes) seen.set(symbol, (seen.get(symbol) ?? 0) + 1);
  const shared = [...seen].filter(([symbol, count]) => count > 1 && symbol !== '');
  if (shared.length === 0) return [];
  return [
    {
      severity: 'note',
      code: 'duplicate-symbols',
      what: `${number(shared.length)} ${shared.length === 1 ? 'symbol stands' : 'symbols stand'} for more than one gene (${shared.slice(0, 3).map(([symbol]) => symbol).join(', ')}${shared.length > 3 ? ', …' : ''}).`, // prettier-ignore
      why: 'A panel may hold either of them; only the Ensembl ID says which.',
      remedy: 'Nothing needs to be done: the exported panel lists both symbol and ID.',
    },
  ];
}

function emptyNames(genes: readonly Gene[]): Finding[] {
  const empty = genes.filter((gene) => gene.name.trim() === '' || /^-\d+$/.test(gene.name)).length;
  if (empty === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'empty-gene-names',
      what: `${number(empty)} ${empty === 1 ? 'gene has' : 'genes have'} no name.`,
      why: 'They could be chosen for a panel and nobody would know what they are.',
      remedy: 'Name them in the file, or exclude them from the design.',
    },
  ];
}

/** What spreadsheets make of SEPT2 and MARCH1. */
function dates(genes: readonly Gene[]): Finding[] {
  const month =
    /^(\d{1,2}[-./ ](mar|sep|sept|dec|oct|apr)|(mar|sep|sept|dec|oct|apr)[-./ ]\d{1,2}|\d{4}-\d\d-\d\d.*)$/i;
  const found = genes.filter(({ name }) => month.test(name));
  if (found.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'dates-as-genes',
      what: `${number(found.length)} ${found.length === 1 ? 'gene is' : 'genes are'} named like dates (${found.slice(0, 3).map(({ name }) => name).join(', ')}).`, // prettier-ignore
      why: 'Spreadsheets turn SEPT2 and MARCH1 into dates; which gene it was is lost.',
      remedy: 'Export the matrix again without opening it in a spreadsheet, or exclude these genes.',
    },
  ];
}

function species(genes: readonly Gene[]): Finding[] {
  const guess = guessSpecies(genes);
  if (!guess?.includes(' and ')) return [];
  return [
    {
      severity: 'warning',
      code: 'several-species',
      what: `The genes look like those of ${guess}.`,
      why: 'A probe is made for one species; a panel mixed of two fits no tissue.',
      remedy: 'Leave out the cells and genes of the other species before exporting.',
    },
  ];
}

const number = (value: number) => value.toLocaleString('en-US');
