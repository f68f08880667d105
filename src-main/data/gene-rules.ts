/** What a user says of genes (must be in, must not, only these, no more than that) made into columns of the matrix. */
import { AppError } from '../../src-shared/errors.ts';
import { FAMILY, familyOf, geneFamilies, geneFamilyNames, isOfFamily } from '../../src-shared/gene-families.ts';
import type { Gene, GeneRules } from '../../src-shared/model.ts';
import type { GeneFacts } from './gene-facts.ts';
import { type GeneTable, aliasesOf, joinGenes, parseRequirement, unmet } from './gene-table.ts';
import { foldName, looseName } from './gene-names.ts';
import { didYouMean, nearest } from './nearest.ts';

/** Kinds of reasons for which genes fall out, in the order in which they are looked at. */
export type RuleKind = 'excluded' | 'family' | 'candidates' | 'table' | 'detected' | 'crowded';

export interface FallenGene {
  gene: number;
  kind: RuleKind;
  /** in words, to stand behind the gene's name */
  reason: string;
}

export interface ResolvedRules {
  /** genes that must be in the panel, in the order asked, none twice: must-includes, then the starting panel */
  forced: Int32Array;
  /** 1 for a gene that must not be chosen; 0 for every forced gene */
  barred: Uint8Array;
  /** genes that are barred, each with the first reason */
  fallen: FallenGene[];
  /** forced genes that a rule would have barred */
  spared: FallenGene[];
  /** names that the data do not have */
  missing: { start: string[]; candidates: string[]; exclude: string[] };
  /** names that were taken for another: in another spelling, or an alias */
  renamed: { asked: string; gene: number; by: 'spelling' | 'alias' }[];
}

/** What the rules are held against. */
export interface RuleGround {
  /** of training cells; null where no limit asks for it, or it is not known yet: limits then bar nothing */
  facts: GeneFacts | null;
  table: GeneTable | null;
}

/** Rules are taken by names alone. */
export const noGround: RuleGround = { facts: null, table: null };

/** True where a rule can only be judged by looking at training cells. */
export const needsFacts = ({ minDetected, maxDetected, maxMean }: GeneRules): boolean =>
  [minDetected, maxDetected, maxMean].some((limit) => limit !== undefined);

/**
 * Genes that must be in stay in whatever limit, family, pattern or list would bar them; only a gene that is called by its
 * name in both lists is a contradiction.
 *
 * @throws AppError where a must-include is not in the data, is excluded by name as well, or a rule cannot be read
 */
export function resolveGeneRules(genes: Gene[], rules: GeneRules, ground: RuleGround): ResolvedRules {
  const { facts, table } = ground;
  const finder = geneFinder(genes, table ? aliasesOf(table) : undefined);
  const renamed: ResolvedRules['renamed'] = [];
  const find = (asked: string) => {
    const { found, by } = finder(asked);
    if (found.length > 0 && by !== 'exact') renamed.push({ asked, gene: found[0], by });
    return found;
  };
  const missing: ResolvedRules['missing'] = { start: [], candidates: [], exclude: [] };

  const forced = new Set<number>();
  for (const asked of rules.mustInclude) {
    const found = find(asked);
    if (found.length === 0) throw missingGene(asked, genes);
    forced.add(found[0]);
  }
  for (const asked of rules.start ?? []) {
    const found = find(asked);
    if (found.length === 0) missing.start.push(asked);
    else forced.add(found[0]);
  }

  const reasons = new Map<number, FallenGene>();
  const bar = (gene: number, kind: RuleKind, reason: string) => {
    if (!reasons.has(gene)) reasons.set(gene, { gene, kind, reason });
  };
  for (const rule of rules.exclude) {
    const isName = !isPattern(rule) && !rule.startsWith(FAMILY);
    const found = isName ? find(rule) : matches(rule, genes);
    if (found.length === 0) missing.exclude.push(rule);
    const both = isName ? found.find((gene) => forced.has(gene)) : undefined;
    if (both !== undefined) {
      throw new AppError(
        'invalid',
        `The gene "${genes[both].name}" must be in the panel and is excluded from it.`,
        'Take it out of one of the two lists.',
      );
    }
    const family = familyOf(rule);
    for (const gene of found) {
      if (family) bar(gene, 'family', geneFamilies[family].title);
      else bar(gene, 'excluded', isName ? 'excluded' : `excluded by ${rule}`);
    }
  }
  if (rules.candidates) {
    const allowed = new Set<number>();
    for (const asked of rules.candidates) {
      const found = find(asked);
      if (found.length === 0) missing.candidates.push(asked);
      for (const gene of found) allowed.add(gene);
    }
    genes.forEach((_, gene) => !allowed.has(gene) && bar(gene, 'candidates', 'not among the candidates'));
  }
  const requirements = (rules.require ?? []).map(parseRequirement);
  if (table && requirements.length > 0) {
    const { rows } = joinGenes(table, genes);
    genes.forEach((_, gene) => {
      for (const requirement of requirements) {
        const reason = unmet(table, requirement, rows[gene]);
        if (reason !== null) bar(gene, 'table', reason);
      }
    });
  }
  if (facts) barByFacts(rules, facts, bar);

  const barred = new Uint8Array(genes.length);
  for (const gene of reasons.keys()) if (!forced.has(gene)) barred[gene] = 1;
  const all = [...reasons.values()];
  return {
    forced: Int32Array.from(forced),
    barred,
    fallen: all.filter(({ gene }) => !forced.has(gene)),
    spared: all.filter(({ gene }) => forced.has(gene)),
    missing,
    renamed,
  };
}

function barByFacts(
  { minDetected = 0, maxDetected = 1, maxMean = Infinity }: GeneRules,
  { detected, highest, where }: GeneFacts,
  bar: (gene: number, kind: RuleKind, reason: string) => void,
): void {
  const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;
  detected.forEach((share, gene) => {
    if (share < minDetected || share > maxDetected) bar(gene, 'detected', `detected in ${percent(share)} of the cells`);
    if (highest[gene] > maxMean)
      bar(gene, 'crowded', `mean of ${Number(highest[gene].toPrecision(3))} in ${where[gene]}`);
  });
}

/** Names of must-includes and exclusions that the data do not have. */
export function unknownGenes(genes: Gene[], asked: string[], table: GeneTable | null = null): string[] {
  const find = geneFinder(genes, table ? aliasesOf(table) : undefined);
  return asked.filter((rule) =>
    isPattern(rule) || rule.startsWith(FAMILY) ? matches(rule, genes).length === 0 : find(rule).found.length === 0,
  );
}

/** What a name that was asked for stands for in the data. */
export interface FoundGenes {
  /** genes of this name; none where there is no such gene */
  found: number[];
  /** `exact`; `spelling`: but for points, hyphens and the like; `alias`: by another name from a table */
  by: 'exact' | 'spelling' | 'alias';
}

/**
 * Finds genes by name, then symbol, then Ensembl ID with or without its version; exactly first, then in any case, then
 * with other points, hyphens or underscores where that means one gene only, then by an alias.
 */
export function geneFinder(genes: readonly Gene[], aliases: ReadonlyMap<string, string> = new Map()) {
  const exact = new Map<string, number[]>();
  const folded = new Map<string, number[]>();
  const loose = new Map<string, Set<number>>();
  const add = (map: Map<string, number[]>, key: string, gene: number) => {
    const list = map.get(key);
    if (!list) map.set(key, [gene]);
    else if (!list.includes(gene)) list.push(gene);
  };
  for (const key of [(g: Gene) => g.name, (g: Gene) => g.symbol, (g: Gene) => g.id, (g: Gene) => g.id.split('.')[0]]) {
    genes.forEach((gene, i) => {
      if (key(gene) === '') return;
      add(exact, key(gene), i);
      add(folded, foldName(key(gene)), i);
      const spelling = looseName(key(gene));
      loose.set(spelling, (loose.get(spelling) ?? new Set()).add(i));
    });
  }
  return (asked: string): FoundGenes => {
    const found = exact.get(asked.trim()) ?? folded.get(foldName(asked));
    if (found) return { found, by: 'exact' };
    const spelt = [...(loose.get(looseName(asked)) ?? [])];
    if (spelt.length === 1) return { found: spelt, by: 'spelling' };
    const stands = aliases.get(foldName(asked));
    const meant = stands === undefined ? undefined : folded.get(foldName(stands));
    return { found: meant ?? [], by: 'alias' };
  };
}

const isPattern = (rule: string): boolean => /^\/(.*)\/$/.test(rule.trim());

/** Genes of a family, or of a `/regex/` on names and symbols, case ignored. */
function matches(rule: string, genes: Gene[]): number[] {
  const all = Array.from(genes.keys());
  const family = familyOf(rule);
  if (family) return all.filter((g) => isOfFamily(family, genes[g]));
  const text = rule.trim();
  if (text.startsWith(FAMILY)) {
    const wanted = text.slice(FAMILY.length);
    throw new AppError(
      'invalid',
      `There is no gene family "${wanted}".`,
      didYouMean(wanted, geneFamilyNames, `There are ${geneFamilyNames.join(', ')}.`),
    );
  }
  let regex: RegExp;
  try {
    regex = new RegExp(text.slice(1, -1), 'i');
  } catch (error) {
    throw new AppError(
      'invalid',
      `"${rule}" is not a valid pattern: ${error instanceof Error ? error.message : String(error)}.`,
      'Write it like /^MT-/ (genes that start with MT-).',
    );
  }
  return all.filter((g) => regex.test(genes[g].name) || regex.test(genes[g].symbol));
}

function missingGene(asked: string, genes: Gene[]): AppError {
  const near = nearest(asked, [...new Set(genes.flatMap((g) => [g.name, g.symbol]))]);
  return new AppError(
    'not-found',
    `The gene "${asked}", which must be in the panel, is not among the ${genes.length} genes of the data.`,
    near.length > 0 ? `Names near it: ${near.join(', ')}.` : 'Check how the data set names its genes.',
  );
}
