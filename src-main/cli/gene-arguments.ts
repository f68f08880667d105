/** The arguments of `panelwright design` that say which genes a panel may, must and must not be chosen from. */
import { resolve } from 'node:path';
import { FAMILY, geneFamilyNames } from '../../src-shared/gene-families.ts';
import type { GeneRules } from '../../src-shared/model.ts';
import { didYouMean } from '../data/nearest.ts';
import { decimal, geneList, wholeNumber } from './arguments.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true, default: [] as string[] } as const;

export const geneOptions = {
  'must-include': list,
  exclude: list,
  'exclude-family': list,
  start: list,
  add: text,
  candidates: list,
  'min-detected': text,
  'max-detected': text,
  'max-mean': text,
  'gene-table': text,
  require: list,
  rules: text,
  'save-rules': text,
} as const;

export interface GeneArguments {
  rules: Omit<GeneRules, 'geneTable'>;
  /** a file of gene properties */
  table: string | undefined;
  /** rules of the project that these are added to */
  saved: string | undefined;
  /** keep the rules with the project under this name */
  saveAs: string | undefined;
}

type Values = {
  [K in keyof typeof geneOptions]: (typeof geneOptions)[K] extends typeof list ? string[] : string | undefined;
};

/** @throws UsageError, and AppError for a list of genes that is not there */
export function readGeneArguments(values: Partial<Values> & Pick<Values, 'must-include' | 'exclude'>): GeneArguments {
  const genes = (name: 'must-include' | 'exclude' | 'start' | 'candidates') =>
    (values[name] ?? []).flatMap((text) => geneList(`--${name}`, text));
  const families = (values['exclude-family'] ?? []).flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  for (const family of families) {
    if (geneFamilyNames.some((name) => name === family)) continue;
    const all = `The families are ${geneFamilyNames.join(', ')}.`;
    throw new UsageError(`There is no gene family "${family}". ${didYouMean(family, geneFamilyNames, all)}`);
  }
  if (values.require?.length && values['gene-table'] === undefined && values.rules === undefined) {
    throw new UsageError('--require limits a table of gene properties; name the table with --gene-table FILE.');
  }
  const add = wholeNumber('--add', values.add, 0, 100_000);
  if (add !== undefined && !values.start?.length) {
    throw new UsageError('--add says how many genes to add to a starting panel; name that with --start FILE.');
  }
  return {
    rules: given({
      mustInclude: genes('must-include'),
      exclude: [...genes('exclude'), ...families.map((family) => FAMILY + family)],
      start: values.start?.length ? genes('start') : undefined,
      add,
      candidates: values.candidates?.length ? genes('candidates') : undefined,
      minDetected: decimal('--min-detected', values['min-detected'], 0, 1),
      maxDetected: decimal('--max-detected', values['max-detected'], 0, 1),
      maxMean: decimal('--max-mean', values['max-mean'], Number.MIN_VALUE, Number.MAX_VALUE),
      require: values.require?.length ? values.require : undefined,
    }),
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

/** Without what was not given. */
function given(rules: { [K in keyof Omit<GeneRules, 'geneTable'>]: GeneRules[K] | undefined }): Omit<
  GeneRules,
  'geneTable'
> {
  const entries = Object.entries(rules).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as Omit<GeneRules, 'geneTable'>;
}
