/** A table of gene properties (transcript length, probes that can be made, …), and limits on its columns. */
import { AppError } from '../../src-shared/errors.ts';
import type { Gene } from '../../src-shared/model.ts';
import { foldName, looseName } from './gene-names.ts';
import { didYouMean } from './nearest.ts';

export interface GeneTable {
  name: string;
  columns: string[];
  /** rows as they were written, as long as `columns` */
  rows: string[][];
}

export interface Requirement {
  column: string;
  operator: '>=' | '<=' | '>' | '<' | '=' | '!=';
  value: string;
}

/** `length>=960`. @throws AppError `invalid` for anything else */
export function parseRequirement(text: string): Requirement {
  const found = /^\s*(.+?)\s*(>=|<=|!=|=|>|<)\s*(.+?)\s*$/.exec(text);
  if (found) return { column: found[1], operator: found[2] as Requirement['operator'], value: found[3] };
  throw new AppError(
    'invalid',
    `"${text}" is not a limit on a column of a gene table.`,
    'Write it like length>=960, or biotype=protein_coding.',
  );
}

/** Which row of a table each gene is: by the column that meets the most genes. −1 for none. */
export function joinGenes(
  table: GeneTable,
  genes: readonly Gene[],
): { rows: Int32Array; column: string; matched: number } {
  let best = { rows: new Int32Array(genes.length).fill(-1), column: table.columns[0], matched: 0 };
  for (const [c, column] of table.columns.entries()) {
    const rowOf = new Map<string, number>();
    const add = (key: string, r: number) => key !== '' && !rowOf.has(key) && rowOf.set(key, r);
    table.rows.forEach((row, r) => add(foldName(row[c]), r));
    // what is written alike but for hyphens and points comes after what is written alike
    table.rows.forEach((row, r) => add(looseName(row[c]), r));
    const rows = Int32Array.from(genes, ({ name, symbol, id }) => {
      const names = [name, id, symbol];
      const found = [...names.map(foldName), ...names.map(looseName)].map((key) => rowOf.get(key));
      return found.find((row) => row !== undefined) ?? -1;
    });
    const matched = rows.reduce((sum, row) => sum + Number(row >= 0), 0);
    if (matched > best.matched) best = { rows, column, matched };
  }
  return best;
}

/**
 * Why a gene does not meet a limit; null where it does.
 *
 * @param row of the table, −1 where the table does not know the gene: what is not known is not met
 * @throws AppError `not-found` where the table lacks the column
 */
export function unmet(table: GeneTable, { column, operator, value }: Requirement, row: number): string | null {
  const c = table.columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
  if (c < 0) {
    throw new AppError(
      'not-found',
      `${table.name} has no column "${column}".`,
      didYouMean(column, table.columns, `It has ${table.columns.join(', ')}.`),
    );
  }
  if (row < 0) return `not in ${table.name}`;
  const found = table.rows[row][c].trim();
  if (found === '') return `no ${column} in ${table.name}`;
  if (operator === '=' || operator === '!=') {
    const equal = found.toLowerCase() === value.toLowerCase() || Number(found) === Number(value);
    return equal === (operator === '=') ? null : `${column} is ${found}`;
  }
  const [a, b] = [Number(found), Number(value)];
  if (Number.isNaN(b))
    throw new AppError('invalid', `"${value}" is no number to hold ${column} against.`, 'Write it like length>=960.');
  const met = { '>=': a >= b, '<=': a <= b, '>': a > b, '<': a < b }[operator];
  return met ? null : `${column} is ${found}`;
}

/** Other names of genes, in lower case, with the name that the table has for the gene: from columns called alias or synonym. */
export function aliasesOf(table: GeneTable): Map<string, string> {
  const isAlias = (column: string) =>
    /^(gene[ _])?(alias|synonym|previous[ _]?symbol|alias[ _]?symbol|prev[ _]?symbol)(e?s)?$/i.test(column);
  const columns = [...table.columns.keys()].filter((c) => isAlias(table.columns[c]));
  const own = Math.max(
    0,
    table.columns.findIndex((column) => /^(gene|gene[ _]?)?(symbol|name)?s?$/i.test(column) && column !== ''),
  );
  const aliases = new Map<string, string>();
  for (const row of table.rows) {
    for (const c of columns) {
      for (const alias of row[c].split(/[|;,]/).map((text) => text.trim().toLowerCase())) {
        if (alias !== '' && !aliases.has(alias)) aliases.set(alias, row[own].trim());
      }
    }
  }
  return aliases;
}
