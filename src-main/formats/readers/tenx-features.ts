/** What 10x Genomics' files say of their rows: genes of one or several genomes, and other things that were counted. */
import type { Finding, Gene } from '../../../src-shared/model.ts';
import type { Csr } from '../../data/csr.ts';
import { takeColumns } from '../../data/csr.ts';
import { nameGenes } from '../genes.ts';
import type { Extremes, KindVerdict } from '../matrix-kind.ts';
import { decideKind } from '../matrix-kind.ts';

/** The features of a 10x file, each list as long as the others. */
export interface Features {
  ids: string[];
  names: string[];
  /** `Gene Expression`, `Antibody Capture`, …; empty where the file does not say (Cell Ranger 2) */
  types: string[];
  /** genome of each feature; empty where the file does not say */
  genomes: string[];
}

/** A part of the features that makes a matrix. */
export interface GeneSet {
  /** the genome, or X where there is one only */
  name: string;
  genes: Gene[];
  /** which features; null: all of them */
  columns: number[] | null;
}

const expression = 'Gene Expression';

/** The genes among the features, those of each genome as a set of its own. */
export function geneSets(features: Features): { sets: GeneSet[]; findings: Finding[] } {
  const all = features.names.map((_, i) => i);
  const genes = features.types.includes(expression) ? all.filter((i) => features.types[i] === expression) : all;
  const genomes = [...new Set(genes.map((i) => features.genomes[i] ?? ''))];
  const findings = genes.length < all.length ? [leftOut(features)] : noExpression(features);
  if (genomes.length > 1) findings.push(severalGenomes(genomes));
  const sets = genomes.map((genome) => {
    const columns = genomes.length > 1 ? genes.filter((i) => features.genomes[i] === genome) : genes;
    const of = (list: string[]) => withoutGenome(columns.map((i) => list[i]), genome); // prettier-ignore
    const named = nameGenes(of(features.names), new Map([['gene_ids', of(features.ids)]]));
    findings.push(...named.findings);
    const whole = columns.length === all.length;
    return { name: genomes.length > 1 ? genome : 'X', genes: named.genes, columns: whole ? null : columns };
  });
  return { sets, findings };
}

/** A chunk of all features with those of a set only. */
export function only(set: GeneSet, chunk: Csr): Csr {
  return set.columns ? takeColumns(chunk, set.columns) : chunk;
}

/** Cell Ranger puts the genome before every gene of a reference that has several (GRCh38_CD3E, mm10___Cd3e). */
function withoutGenome(names: string[], genome: string): string[] {
  const prefix = `${genome}_`;
  if (genome === '' || !names.every((name) => name.startsWith(prefix))) return names;
  return names.map((name) => name.slice(prefix.length).replace(/^_+/, ''));
}

/** What a 10x matrix holds: molecule counts, also where none of them passes 1. */
export function decideTenxKind(sample: Csr, linesAreCells: boolean, all?: Extremes): KindVerdict {
  const verdict = decideKind(sample, linesAreCells, all);
  if (verdict.kind !== 'binary') return verdict;
  return { kind: 'counts', evidence: `Molecule counts; none${all ? '' : ' of those looked at'} passes 1.` };
}

export function severalGenomes(genomes: string[]): Finding {
  return {
    severity: 'warning',
    code: 'several-genomes',
    what: `The file holds ${genomes.length} genomes: ${genomes.join(', ')}. Each is a matrix of its own; the one with the most counts is proposed.`,
    why: 'Genes of different species are never mixed in one panel.',
    remedy: 'Choose the genome that the panel is for; leave out the cells of the other one by their labels.',
  };
}

/** A file of antibodies or guides alone opens, as somebody may want a panel of these. */
function noExpression(features: Features): Finding[] {
  if (features.types.length === 0 || features.types.includes(expression)) return [];
  return [
    {
      severity: 'warning',
      code: 'no-gene-expression',
      what: `No feature is of type "${expression}"; the file holds ${listTypes(features)}.`,
      why: 'A panel chosen from these holds no genes that a spatial assay of RNA could measure.',
      remedy: 'Take the file of the gene expression library, or choose features of that type before exporting.',
    },
  ];
}

function listTypes(features: Features): string {
  const counts = new Map<string, number>();
  for (const type of features.types) if (type !== expression) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${count.toLocaleString('en-US')} of type "${type}"`).join(', ');
}

function leftOut(features: Features): Finding {
  return {
    severity: 'note',
    code: 'other-features',
    what: `Only features of type "${expression}" are read; left out: ${listTypes(features)}.`,
    why: 'Antibodies, guides and the like are no genes that a spatial panel could measure.',
    remedy: 'Nothing needs to be done.',
  };
}
