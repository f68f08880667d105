/** Panels from elsewhere, read from a list or a table: a vendor's, a paper's, our own; and met with the genes of data sets. */
import { parse } from 'csv-parse/sync';
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { isRule } from '../../../src-shared/gene-families.ts';
import type { PanelListMatch } from '../../../src-shared/model.ts';
import { geneFinder } from '../../data/gene-rules.ts';
import { aliasesOf } from '../../data/gene-table.ts';
import { NearNames } from '../../data/nearest.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject } from '../context.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';

/** More genes than any genome has; a longer list is something else. */
const MOST_LINES = 200_000;
/** Missing genes that get suggestions: a list of another species' genes is not read one by one. */
const MOST_SUGGESTIONS = 100;

/** A row of a list: what it calls the gene, and its Ensembl ID where it has one beside. */
export interface ListedGene {
  name: string;
  id: string;
}

/** Column names of gene symbols and of Ensembl IDs, as our exports, Xenium's custom lists and vendors' tables write them. */
const SYMBOLS =
  /^(gene[ _]?(symbol|name)?s?|symbols?|names?|target([ _]?(gene|name))?|display[ _]?name|feature[ _]?name|hgnc[ _]?symbol)$/i;
const IDS = /^(ensembl([ _]?(gene))?([ _]?ids?)?|gene[ _]?ids?|feature[ _]?ids?|gencode[ _]?ids?)$/i;

export function panelListHandlers(context: Context): Pick<Handlers, 'panels.match' | 'panels.read'> {
  return {
    'panels.read': ({ text }) => readGenesAndRules(text),
    'panels.match': ({ text, datasetIds, geneTable }) =>
      matchPanelList(openProject(context).store, readPanelList(text), datasetIds, geneTable),
  };
}

/**
 * The genes of a list, each once: see `readListTable`.
 *
 * @throws AppError `unreadable` for a text without any gene
 */
export function readPanelList(text: string): ListedGene[] {
  const seen = new Set<string>();
  return readListTable(text)
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    .map(({ name, id }) => ({ name, id }));
}

/**
 * Names of genes as `readPanelList` finds them, and each line that is a /rule/ on names.
 *
 * @throws AppError `unreadable` for a text with neither
 */
export function readGenesAndRules(text: string): string[] {
  refuseLong(text);
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const rules = lines.filter(isRule);
  const genes = lines.filter((line) => !isRule(line)).join('\n');
  if (rules.length > 0 && genes.trim() === '') return rules;
  return [...rules, ...readPanelList(genes).map(({ name }) => name)];
}

/**
 * One gene a line, or a table with a column of symbols or Ensembl IDs, by commas, tabs or semicolons; lines that begin
 * with # are passed over. A table without a header is read by its first column.
 *
 * @param groups name of a column that says what a gene belongs to; '' where there is none
 * @throws AppError `unreadable` for a text without any gene
 */
export function readListTable(text: string, groups?: RegExp): (ListedGene & { group: string })[] {
  const plain = text.replace(/^\ufeff/, '');
  refuseLong(plain);
  const first = plain.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const delimiter = ['\t', ';', ','].find((candidate) => first.includes(candidate)) ?? ',';
  let rows: string[][];
  try {
    rows = parse(plain, {
      delimiter,
      comment: '#',
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    });
  } catch (error) {
    throw new AppError(
      'unreadable',
      `The list of genes cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      'Give one gene a line, or a table with a column of gene symbols or Ensembl IDs.',
      { cause: error },
    );
  }
  const [header = []] = rows;
  const columnOf = (pattern: RegExp) => header.findIndex((cell) => pattern.test(cell));
  const [symbol, id, group] = [columnOf(SYMBOLS), columnOf(IDS), groups ? columnOf(groups) : -1];
  // genes A,B,C on one line are a list too
  const genes =
    symbol >= 0 || id >= 0
      ? rows.slice(1).map((row) => ({ name: row[symbol] ?? '', id: row[id] ?? '', group: row[group] ?? '' }))
      : (rows.length === 1 ? header : rows.map((row) => row[0])).map((name) => ({ name, id: '', group: '' }));
  const listed = genes
    .map(({ name, id: ensembl, group: of }) => ({
      name: unescaped(name || ensembl),
      id: name ? ensembl : '',
      group: of,
    }))
    .filter(({ name }) => name !== '');
  if (listed.length > 0) return listed;
  throw new AppError(
    'unreadable',
    'The list names no gene.',
    'Give one gene a line, or a table with a column called gene, symbol or ensembl_id.',
  );
}

/** Counted before anything is read: a file of cells or molecules that was taken for a list would take minutes. */
function refuseLong(text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  if (lines <= MOST_LINES) return;
  throw new AppError(
    'unreadable',
    `The list has ${lines.toLocaleString('en')} lines; no list of genes has more than ${MOST_LINES.toLocaleString('en')}.`,
    'Give one gene a line. A table of cells or molecules is added as a data set.',
  );
}

/** Our own tables put an apostrophe before what a spreadsheet would run. */
const unescaped = (text: string) => text.replace(/^'(?=[=+\-@])/, '');

/** Meets the list with the genes that all data sets have: by ID, name and symbol, in any case, by an alias. */
function matchPanelList(
  store: Store,
  list: ListedGene[],
  datasetIds: readonly number[],
  geneTable?: number,
): PanelListMatch {
  const { genes } = sharedGenes(store, datasetIds);
  const table = geneTable === undefined ? null : store.geneTables.get(geneTable);
  const find = geneFinder(genes, table ? aliasesOf(table) : undefined);
  const names = new NearNames(new Set(genes.flatMap(({ name, symbol }) => [name, symbol])));
  const found = new Map<string, string>();
  const renamed: PanelListMatch['renamed'] = [];
  const missing: PanelListMatch['missing'] = [];
  for (const asked of list) {
    const gene = spellings(asked).flatMap((spelling) => find(spelling).found)[0];
    if (gene === undefined) {
      missing.push({ asked: asked.name, near: missing.length < MOST_SUGGESTIONS ? names.to(asked.name) : [] });
      continue;
    }
    const { name, symbol } = genes[gene];
    if (![name, symbol].includes(asked.name)) renamed.push({ asked: asked.name, found: symbol || name });
    if (!found.has(name)) found.set(name, asked.name);
  }
  return { asked: list.length, found: [...found.keys()], renamed, missing };
}

/** The ID first, which means one gene only; then the name, and as programs that allow no hyphens write it. */
function spellings({ name, id }: ListedGene): string[] {
  const variants = [name, name.replaceAll('.', '-'), name.replaceAll('_', '-'), name.replaceAll('-', '.')];
  return [...new Set([id, ...variants])].filter((spelling) => spelling !== '');
}
