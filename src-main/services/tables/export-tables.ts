/** The lists that other programs read, made of a panel, and what to look out for. */
import type { Finding, Gene, PanelGene } from '../../../src-shared/model.ts';
import type { Cell } from './csv.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';

/** Symbols and Ensembl IDs: what every vendor's form asks for. MERSCOPE's and CosMx's own columns are not public. */
export const plainList = (panel: readonly PanelGene[]): Cell[][] => [
  ['gene_symbol', 'gene_id'],
  ...panel.map((gene) => [shownSymbol(gene), gene.id]),
];

/** The custom gene list of 10x Genomics' Xenium Panel Designer: must-haves first and `forced`. */
export function xeniumList(panel: readonly PanelGene[]): Cell[][] {
  const order = [...panel].sort((a, b) => Number(b.forced) - Number(a.forced) || a.rank - b.rank);
  return [
    ['Gene', 'Ensembl ID', 'Probe sets', 'Force'],
    ...order.map((gene) => [shownSymbol(gene), gene.id, '', gene.forced ? 'forced' : '']),
  ];
}

/** Genes of an add-on to one of 10x Genomics' predesigned panels. */
const ADD_ON = 100;

export function xeniumFindings(panel: readonly PanelGene[]): Finding[] {
  const findings: Finding[] = [];
  if (panel.length > ADD_ON) {
    findings.push({
      severity: 'warning',
      code: 'xenium-add-on',
      what: `The panel has ${panel.length} genes; an add-on to a predesigned Xenium panel holds at most ${ADD_ON}.`,
      why: 'As an add-on the list is refused; as a stand-alone custom panel it may be accepted.',
      remedy: `Order a stand-alone panel, or design one of ${ADD_ON} genes.`,
    });
  }
  return [...findings, ...missingIds(panel)];
}

/** Ensembl IDs that a list lacks where it should have them. */
export function missingIds(genes: readonly Gene[]): Finding[] {
  const without = genes.filter((gene) => gene.id === '').map(shownSymbol);
  if (without.length === 0) return [];
  const some = without.slice(0, 6).join(', ') + (without.length > 6 ? ', …' : '');
  return [
    {
      severity: 'warning',
      code: 'ensembl-ids-missing',
      what: `${without.length === 1 ? 'One gene has' : `${without.length} of ${genes.length} genes have`} no Ensembl ID: ${some}.`,
      why: 'A symbol can be out of date or stand for two genes; vendors order by ID.',
      remedy: 'Import data that carry Ensembl IDs, or fill the column in by hand.',
    },
  ];
}

/** Gene sets as cellxgene reads them: one set, named after the run. */
export function geneSet(name: string, description: string, panel: readonly PanelGene[]): Cell[][] {
  return [
    ['gene_set_name', 'gene_set_description', 'gene_symbol', 'gene_description'],
    ...panel.map((gene) => [
      name,
      description,
      shownSymbol(gene),
      `rank ${gene.rank}, detected in ${Math.round(gene.detected * 100)} % of training cells`,
    ]),
  ];
}
