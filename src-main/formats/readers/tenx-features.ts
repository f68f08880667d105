/** What 10x Genomics' files say of their rows: genes of one or several genomes, and other things that were counted. */
import type { Finding, Gene } from '../../../src-shared/model.ts';
import type { Csr } from '../../data/csr.ts';
import { takeColumns } from '../../data/csr.ts';
import { isExpression } from '../feature-kinds.ts';
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

/**
 * The features of a file of one genome; of several, the genes of each genome as a set of its own: what else was counted
 * belongs to none of them.
 */
export function geneSets(features: Features): { sets: GeneSet[]; findings: Finding[] } {
  const all = features.names.map((_, i) => i);
  const genes = features.types.some(isExpression) ? all.filter((i) => isExpression(features.types[i])) : all;
  const genomes = [...new Set(genes.map((i) => features.genomes[i] ?? ''))];
  const several = genomes.length > 1;
  const findings = several ? [severalGenomes(genomes)] : [];
  const sets = genomes.map((genome) => {
    const columns = several ? genes.filter((i) => features.genomes[i] === genome) : all;
    const of = (list: string[]) => withoutGenome(columns.map((i) => list[i]), genome); // prettier-ignore
    const named = nameGenes(of(features.names), new Map([['gene_ids', of(features.ids)]]));
    findings.push(...named.findings);
    return { name: several ? genome : 'X', genes: named.genes, columns: several ? columns : null };
  });
  return { sets, findings };
}

/** What the features of a set are; null where the file does not say. */
export function typesOfSet({ types }: Features, { columns }: GeneSet): string[] | null {
  if (types.length === 0) return null;
  return columns ? columns.map((i) => types[i]) : types;
}

/** As AnnData calls the column of types. */
export const TYPES = 'feature_types';

/** A chunk of all features with those of a set only. */
export function only(set: GeneSet, chunk: Csr): Csr {
  return set.columns ? takeColumns(chunk, set.columns) : chunk;
}

/** Cell Ranger puts the genome before every gene of a reference that has several (GRCh38_CD3E, mm10___Cd3e). */
function withoutGenome(names: string[], genome: string): string[] {
  const prefix = `${genome}_`;
  const prefixed = names.filter((name) => name.startsWith(prefix)).length;
  // antibodies beside the genes are of no genome
  if (genome === '' || prefixed <= names.length / 2) return names;
  return names.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length).replace(/^_+/, '') : name));
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
