/** What a user says of genes (must be in, must not) made into columns of the matrix. */
import { AppError } from '../../src-preload/errors.ts';
import type { Gene } from '../../src-preload/model.ts';
import { nearest } from './nearest.ts';

export interface GeneRules {
  /** genes that must be in the panel, in the order asked, none twice */
  forced: Int32Array;
  /** 1 for a gene that must not be */
  excluded: Uint8Array;
}

/**
 * @param mustInclude names, symbols or Ensembl IDs
 * @param exclude the same, or `/regex/` on names and symbols, case ignored
 * @throws AppError where a must-include is not in the data, or is excluded as well
 */
export function resolveGeneRules(genes: Gene[], mustInclude: string[], exclude: string[]): GeneRules {
  const find = geneFinder(genes);
  const forced: number[] = [];
  for (const asked of mustInclude) {
    const found = find(asked);
    if (found.length === 0) throw missingGene(asked, genes);
    if (!forced.includes(found[0])) forced.push(found[0]);
  }
  const excluded = new Uint8Array(genes.length);
  for (const rule of exclude) for (const gene of matches(rule, genes, find)) excluded[gene] = 1;
  const both = forced.find((gene) => excluded[gene]);
  if (both !== undefined) {
    throw new AppError(
      'invalid',
      `The gene "${genes[both].name}" must be in the panel and is excluded from it.`,
      'Take it out of one of the two lists.',
    );
  }
  return { forced: Int32Array.from(forced), excluded };
}

/** Names of must-includes and exclusions that the data do not have. */
export function unknownGenes(genes: Gene[], asked: string[]): string[] {
  const find = geneFinder(genes);
  return asked.filter((rule) => matches(rule, genes, find).length === 0);
}

/** Finds genes by name, then symbol, then Ensembl ID with or without its version; exactly first, then in any case. */
function geneFinder(genes: Gene[]): (asked: string) => number[] {
  const exact = new Map<string, number[]>();
  const folded = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, key: string, gene: number) => {
    const list = map.get(key);
    if (!list) map.set(key, [gene]);
    else if (!list.includes(gene)) list.push(gene);
  };
  for (const key of [(g: Gene) => g.name, (g: Gene) => g.symbol, (g: Gene) => g.id, (g: Gene) => g.id.split('.')[0]]) {
    genes.forEach((gene, i) => {
      if (key(gene) === '') return;
      add(exact, key(gene), i);
      add(folded, key(gene).toLowerCase(), i);
    });
  }
  return (asked) => exact.get(asked.trim()) ?? folded.get(asked.trim().toLowerCase()) ?? [];
}

function matches(rule: string, genes: Gene[], find: (asked: string) => number[]): number[] {
  const pattern = /^\/(.*)\/$/.exec(rule.trim());
  if (!pattern) return find(rule);
  let regex: RegExp;
  try {
    regex = new RegExp(pattern[1], 'i');
  } catch (error) {
    throw new AppError(
      'invalid',
      `"${rule}" is not a valid pattern: ${error instanceof Error ? error.message : String(error)}.`,
      'Write it like /^MT-/ (genes that start with MT-).',
    );
  }
  return Array.from(genes.keys()).filter((g) => regex.test(genes[g].name) || regex.test(genes[g].symbol));
}

function missingGene(asked: string, genes: Gene[]): AppError {
  const near = nearest(asked, [...new Set(genes.flatMap((g) => [g.name, g.symbol]))]);
  return new AppError(
    'not-found',
    `The gene "${asked}", which must be in the panel, is not among the ${genes.length} genes of the data.`,
    near.length > 0 ? `Names near it: ${near.join(', ')}.` : 'Check how the data set names its genes.',
  );
}
