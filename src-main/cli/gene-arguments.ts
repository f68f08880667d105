/** The arguments of `panelwright design` that say which genes a panel may, must and must not be chosen from. */
import { resolve } from 'node:path';
import { FAMILY, geneFamilyNames } from '../../src-shared/gene-families.ts';
import type { GeneRules } from '../../src-shared/model.ts';
import { geneRuleKeys, pick } from '../../src-shared/settings.ts';
import { didYouMean } from '../data/nearest.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

export interface GeneArguments {
  rules: Omit<GeneRules, 'geneTable'>;
  /** a file of gene properties */
  table: string | undefined;
  /** rules of the project that these are added to */
  saved: string | undefined;
  /** keep the rules with the project under this name */
  saveAs: string | undefined;
}

interface Values {
  'exclude-family': string[];
  'gene-table'?: string | undefined;
  rules?: string | undefined;
  'save-rules'?: string | undefined;
}

/** @param given the settings of the run that were given. @throws UsageError */
export function readGeneArguments(values: Values, given: Partial<GeneRules>): GeneArguments {
  const families = values['exclude-family'].flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  for (const family of families) {
    if (geneFamilyNames.some((name) => name === family)) continue;
    const all = `The families are ${geneFamilyNames.join(', ')}.`;
    throw new UsageError(`There is no gene family "${family}". ${didYouMean(family, geneFamilyNames, all)}`);
  }
  if (given.require && values['gene-table'] === undefined && values.rules === undefined) {
    throw new UsageError('--require limits a table of gene properties; name the table with --gene-table FILE.');
  }
  if (given.add !== undefined && !given.start) {
    throw new UsageError('--add says how many genes to add to a starting panel; name that with --start FILE.');
  }
  const { mustInclude = [], exclude = [], ...rules } = pick(given, geneRuleKeys);
  return {
    rules: { ...rules, mustInclude, exclude: [...exclude, ...families.map((family) => FAMILY + family)] },
    table: values['gene-table'] === undefined ? undefined : resolve(values['gene-table']),
    saved: values.rules,
    saveAs: values['save-rules'],
  };
}

/** The rules in full: saved ones first, the table brought into the project. @throws UsageError for a name that is not there */
export async function bringRules(
  { call }: Session,
  { rules, table, saved, saveAs }: GeneArguments,
): Promise<GeneRules> {
  let base: GeneRules = { mustInclude: [], exclude: [] };
  if (saved !== undefined) {
    const known = await call('geneRules.list', {});
    const found = known.find(({ name }) => name === saved);
    const names = known.map(({ name }) => name);
    if (!found) {
      const all = names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.';
      throw new UsageError(`The project has no rules called "${saved}". ${didYouMean(saved, names, all)}`);
    }
    base = found.rules;
  }
  const both = (one: string[] = [], other: string[] = []) => [...new Set([...one, ...other])];
  const full: GeneRules = {
    ...base,
    ...rules,
    mustInclude: both(base.mustInclude, rules.mustInclude),
    exclude: both(base.exclude, rules.exclude),
    ...(table !== undefined && { geneTable: (await call('geneTables.add', { path: table })).id }),
  };
  if (saveAs !== undefined) await call('geneRules.save', { name: saveAs, rules: full });
  return full;
}
