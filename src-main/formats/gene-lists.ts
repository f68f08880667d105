/**
 * Lists of genes as people have them: one a line or between blanks, tables with a column of genes, a column for each
 * cluster or several genes in a field, gene sets (GMT), Xenium's gene_panel.json, codebooks of MERFISH, and what R and
 * Python print. Read without knowing the data; who knows them says which names are genes.
 */
import { parse } from 'csv-parse/sync';
import { AppError } from '../../src-shared/errors.ts';
import { isOfFamily } from '../../src-shared/gene-families.ts';
import { counted } from '../../src-shared/present/format.ts';
import { withoutInvisible } from '../../src-shared/text-files.ts';

/** A gene of a list: what it is called there, its Ensembl ID where that stands beside, and what it belongs to. */
export interface ListedGene {
  name: string;
  id: string;
  /** the cell type or gene set that it marks; '' where the list does not say */
  group: string;
}

export interface GeneList {
  genes: ListedGene[];
  /** how it was read, where that is not plain; sentences */
  notes: string[];
}

/** Column names of gene symbols and of Ensembl IDs, as our exports, Xenium's custom lists and vendors' tables write them. */
const SYMBOLS =
  /^(gene[ _.]?(symbol|name|list)?s?|symbols?|names?|targets?([ _.]?(gene|name))?|display[ _.]?name|features?([ _.]?name)?|hgnc[ _.]?symbol|(canonical|positive|top)?[ _.]?markers?([ _.]?genes?)?)$/i;
const IDS = /^(ensembl([ _.]?(gene))?([ _.]?ids?)?|gene[ _.]?ids?|feature[ _.]?ids?|gencode[ _.]?ids?)$/i;
/** Column names of what a gene belongs to, as marker tables and cellxgene's gene sets write them. */
const GROUPS =
  /^(gene[ _.]?set([ _.]?name)?|cell[ _.]?(types?|class|name)|celltypes?|clusters?([ _.]?name)?|groups?|sets?|class(es)?|annotation|population|lineage|label)$/i;
/** Column names that say which lines of a longer table were chosen (Spapros, scanpy). */
const CHOSEN = /^((is[ _.]?)?(selected|selection|chosen|included?|keep|in[ _.]?panel|final)|highly[ _.]?variable)$/i;

/** More genes than any genome has; a longer list is something else. */
const MOST_LINES = 200_000;

/**
 * Counted before anything is read: a file of cells or molecules that was taken for a list would take minutes.
 * @throws AppError `unreadable` for more lines than a list of genes has
 */
export function refuseLong(text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  if (lines <= MOST_LINES) return;
  throw new AppError(
    'unreadable',
    `The list has ${lines.toLocaleString('en')} lines; no list of genes has more than ${MOST_LINES.toLocaleString('en')}.`,
    'Give one gene a line. A table of cells or molecules is added as a data set.',
  );
}

/** @throws AppError `unreadable` for a text without any gene; says what the text is instead */
export function readGeneList(text: string, isKnown?: (name: string) => boolean): GeneList {
  refuseLong(text);
  const plain = withoutInvisible(text).replaceAll('\u00a0', ' ').replace(/\r\n?/g, '\n');
  const notes: string[] = [];
  const unseen = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .filter((line) => withoutInvisible(line) !== line).length;
  if (unseen > 0) notes.push(`Characters that nobody sees are taken out of ${counted(unseen, 'line')}.`);
  const looks = isKnown ?? looksLikeGene;
  const found = fromCode(plain) ?? fromRows(rowsOf(plain), looks, notes);
  const named = found
    .map((gene) => ({ ...gene, name: cleaned(gene.name || gene.id), id: gene.name ? gene.id.trim() : '' }))
    .filter(({ name }) => name !== '');
  const genes = named.filter(({ name }) => !isOfFamily('controls', { name, symbol: name, id: '' }));
  if (genes.length < named.length) notes.push(`${named.length - genes.length} of ${named.length} names are controls or blanks of an assay; they are left out.`); // prettier-ignore
  for (const { name } of genes) {
    const meant = fromDate(name);
    if (meant.length > 0) notes.push(`${name} is a date: a spreadsheet made it of ${meant.join(' or ')}.`);
  }
  if (genes.length > 0) return { genes, notes };
  throw new AppError(
    'unreadable',
    'The list names no gene.',
    'Give one gene a line, or a table with a column called gene, symbol or ensembl_id.',
  );
}

/** Genes that spreadsheets turn into this date, under their old names and new; none for what is no date. */
export function fromDate(name: string): string[] {
  const months: Record<string, (n: number) => string[]> = {
    mar: (n) => [`MARCH${n}`, `MARCHF${n}`],
    sep: (n) => [`SEPT${n}`, `SEPTIN${n}`],
    dec: (n) => [`DEC${n}`, `DELEC${n}`],
    oct: (n) => [`OCT${n}`],
    apr: (n) => [`APR${n}`],
  };
  const numbers: Record<string, string> = { '03': 'mar', '04': 'apr', '09': 'sep', '10': 'oct', '12': 'dec' };
  const [, a, b] = /^(\d{1,2})[-./ ]([a-zäéû]+)\.?$/i.exec(name) ?? [];
  const [, c, d] = /^([a-zäéû]+)\.?[-./ ](\d{1,2})$/i.exec(name) ?? [];
  const [, e, f] = /^\d{4}-(\d\d)-(\d\d)/.exec(name) ?? [];
  // Mrz and Mär in German, Okt and Dez too, avr and déc in French
  const month = (b ?? c ?? numbers[e] ?? '').toLowerCase().replace(/^m(rz|är).*/, 'mar').replace(/^okt.*/, 'oct').replace(/^d(ez|éc).*/, 'dec').replace(/^avr.*/, 'apr').slice(0, 3); // prettier-ignore
  return months[month]?.(Number(a ?? d ?? f)) ?? [];
}

/** A word that a gene may be called, by its letters alone. */
function looksLikeGene(text: string): boolean {
  const name = text.trim();
  return (
    /^[A-Za-z0-9][\w.@:/()-]{1,39}$/.test(name) &&
    /[A-Za-z]/.test(name) &&
    !/^(true|false|yes|no|na|nan|none|null|inf|[ACGT]{10,}|[+-]?\d+(\.\d+)?e[+-]?\d+)$/i.test(name)
  );
}

/** A word with a capital, and a digit or three capitals: as most genes are written, and few other words. */
const isPlainlyGene = (text: string): boolean => looksLikeGene(text) && /[A-Z]/.test(text) && /\d|[A-Z]{3}/.test(text);

/** Quotes, bullets, numbers of lists and remarks taken off; our own tables put an apostrophe before =, +, − and @. */
const cleaned = (text: string): string =>
  text
    .replace(/\s+#.*$/, '')
    .replace(/^\s*([-•*·–]|\d+[.)])\s+/, '')
    .replace(/^'(?=[=+\-@])/, '')
    .replace(/^["'`‘’“”[({\s]+|["'`‘’“”\])},;\s]+$/g, '');

/** JSON, and vectors and lists of R and Python; null for anything else. */
function fromCode(text: string): ListedGene[] | null {
  if (/^\s*[[{]/.test(text) && !/^\s*\[\d+\]\s/.test(text)) {
    try {
      return fromJson(JSON.parse(text));
    } catch (error) {
      if (error instanceof AppError) throw error;
      // Python writes lists with other quotes
    }
  }
  const isCode = /^\s*([\w.]+\s*(<-|=)\s*)?([\w.]*\b(c|list|set|dict|array|Index|Series|tuple|frozenset)\s*\(|[[{(]\s*(["'{[(]|\w+\s*[:=]))/.test(text) || /^\s*\[\d+\]\s+"/.test(text); // prettier-ignore
  if (!isCode) return null;
  const genes: ListedGene[] = [];
  let group = '';
  const token = /(?:(["'`]?)([\w .+/-]+?)\1\s*[:=]\s*(?=c\s*\(|list\s*\(|\[|\(|\{))|(["'])(.*?)\3/g;
  for (const [, , key, , value] of text.matchAll(token)) {
    if (key !== undefined) group = key.trim();
    else genes.push({ name: value, id: '', group });
  }
  // genes <- c(…) names the vector, and no group of genes
  if (/^\s*[\w.]+\s*(<-|=)/.test(text) && new Set(genes.map((gene) => gene.group)).size === 1) for (const gene of genes) gene.group = ''; // prettier-ignore
  return genes.length > 0 ? genes : null;
}

/** @throws AppError `unreadable` for JSON that lists no genes */
function fromJson(value: unknown, group = ''): ListedGene[] {
  if (typeof value === 'string') return [{ name: value, id: '', group }];
  if (Array.isArray(value)) return value.flatMap((entry) => fromJson(entry, group));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value as Record<string, unknown>);
  const targets = (value as { payload?: { targets?: unknown } }).payload?.targets;
  if (Array.isArray(targets)) {
    // Xenium: targets are genes, and controls of several kinds
    type Target = { type?: { descriptor?: string; data?: { id?: string; name?: string } } };
    return (targets as Target[])
      .filter(({ type }) => type?.descriptor === 'gene')
      .map(({ type }) => ({ name: type?.data?.name ?? '', id: type?.data?.id ?? '', group: '' }));
  }
  const text = (pattern: RegExp) => entries.find(([key, found]) => pattern.test(key) && typeof found === 'string')?.[1];
  const [name, id] = [text(SYMBOLS), text(IDS)] as (string | undefined)[];
  if (name !== undefined || id !== undefined) {
    return [{ name: name ?? '', id: id ?? '', group: (text(GROUPS) as string | undefined) ?? group }];
  }
  const lists = entries.filter(([, found]) => Array.isArray(found));
  const found = lists.flatMap(([key, list]) => fromJson(list, SYMBOLS.test(key) ? group : key));
  if (found.length > 0) return found;
  throw new AppError(
    'unreadable',
    `The file is JSON with ${entries.slice(0, 4).map(([key]) => `"${key}"`).join(', ') || 'nothing in it'}, and no list of genes in it was found.`, // prettier-ignore
    'Lists of names, objects with a list for each group, and gene_panel.json of Xenium are read; or give one gene a line.',
  );
}

function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const first = lines.find((line) => /[\t;,]/.test(line)) ?? lines[0] ?? '';
  const delimiter = ['\t', ';', ','].find((candidate) => first.includes(candidate)) ?? ',';
  // blanks part names where nothing else does
  if (lines.every((line) => !/[\t;,]/.test(line))) {
    const parts = lines.map((line) => line.replace(/\s+#.*$/, '').trim().split(/\s+/)); // prettier-ignore
    const isList = parts.some((line) => line.length > 1) && parts.flat().every(looksLikeGene);
    if (isList) return parts.flat().map((name) => [name]);
  }
  try {
    return parse(lines.join('\n'), { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true }); // prettier-ignore
  } catch (error) {
    throw new AppError(
      'unreadable',
      `The list of genes cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      'Give one gene a line, or a table with a column of gene symbols or Ensembl IDs.',
      { cause: error },
    );
  }
}

function fromRows(rows: string[][], looks: (name: string) => boolean, notes: string[]): ListedGene[] {
  if (rows.length === 0) return [];
  if (isGmt(rows)) return rows.flatMap(([group, , ...names]) => names.map((name) => ({ name, id: '', group })));
  const at = rows.slice(0, 12).findIndex((row, i) => named(row) && (i === 0 || row.length > rows[0].length || row.length === rows[i + 1]?.length)); // prettier-ignore
  if (at >= 0) return fromTable(rows[at], rows.slice(at + 1), notes);
  // genes A,B,C on one line are a list too
  if (rows.length === 1) return rows[0].flatMap((field) => several(field).map((name) => ({ name, id: '', group: '' })));
  const width = Math.max(...rows.map((row) => row.length));
  if (width === 1) return rows.flatMap(([field]) => several(field).map((name) => ({ name, id: '', group: '' })));
  return fromColumns(rows, width, looks, notes);
}

const named = (row: readonly string[]): boolean => row.some((cell) => SYMBOLS.test(cell) || IDS.test(cell));

/** Gene sets of MSigDB and others: a name, a description, and genes, a set each line. */
function isGmt(rows: readonly string[][]): boolean {
  if (!rows.every((row) => row.length >= 3) || named(rows[0])) return false;
  const described = rows.every(([, about]) => /^(na|n\/a|null|none|-|\.|>.*|https?:.*|.*\s.*)?$/i.test(about));
  return described && rows.every(([, , ...names]) => names.filter(looksLikeGene).length >= names.length / 2);
}

/** A table with a column of symbols or IDs. */
function fromTable(header: string[], rows: string[][], notes: string[]): ListedGene[] {
  const columnOf = (pattern: RegExp) => header.findIndex((cell) => pattern.test(cell));
  const [symbol, id, group] = [columnOf(SYMBOLS), columnOf(IDS), columnOf(GROUPS)];
  const shift = rows.every((row) => row.length === header.length + 1) ? 1 : 0;
  const field = (row: string[], column: number) => (column < 0 ? '' : (row[column + shift] ?? ''));
  return chosen(header, rows, shift, notes).flatMap((row) => {
    const names = several(field(row, symbol));
    const ids = several(field(row, id));
    const of = group === symbol ? '' : field(row, group);
    return names.length > 1
      ? names.map((name) => ({ name, id: '', group: of }))
      : [{ name: names[0] ?? '', id: ids[0] ?? '', group: of }];
  });
}

/** The lines that a column of truth values says were chosen, where there is one that chooses some and not all. */
function chosen(header: string[], rows: string[][], shift: number, notes: string[]): string[][] {
  const column = header.findIndex((cell) => CHOSEN.test(cell));
  if (column < 0) return rows;
  const isTrue = (row: string[]) => /^(true|t|yes|y|1|1\.0|x)$/i.test(row[column + shift] ?? '');
  const isTruth = rows.every((row) => isTrue(row) || /^(false|f|no|n|0|0\.0|)$/i.test(row[column + shift] ?? ''));
  const taken = rows.filter(isTrue);
  if (!isTruth || taken.length === 0 || taken.length === rows.length) return rows;
  notes.push(`The ${taken.length} of ${rows.length} genes are taken for which the column “${header[column]}” is true.`);
  return taken;
}

/** A table without a column called after genes: the columns that hold them are found by what they hold. */
function fromColumns(rows: string[][], width: number, looks: (name: string) => boolean, notes: string[]): ListedGene[] {
  const [header, ...body] = rows;
  const filled = (column: number) => body.map((row) => row[column] ?? '').filter((field) => field !== '');
  const holdsGenes = (column: number, are: (name: string) => boolean) => {
    const fields = filled(column);
    const names = fields.flatMap(several);
    const share = names.filter(are).length / Math.max(1, names.length);
    return fields.length > 0 && share >= 0.5 && new Set(fields).size > fields.length / 2;
  };
  const all = Array.from({ length: width }, (_, column) => column);
  const known = all.filter((column) => holdsGenes(column, looks));
  const found = known.length > 0 ? known : all.filter((column) => holdsGenes(column, looksLikeGene));
  // words beside the genes (T, myeloid) are written like genes too, but hardly as most genes are
  const plain = found.filter((column) => holdsGenes(column, isPlainlyGene));
  const columns = plain.length > 0 ? plain : found;
  if (columns.length === 0) {
    throw new AppError(
      'unreadable',
      `The table has ${width} columns (${header.slice(0, 5).map((name) => name || 'unnamed').join(', ')}${width > 5 ? ', …' : ''}), and none of them is called after genes or holds any.`, // prettier-ignore
      'Call the column of genes "gene", or give one gene a line.',
    );
  }
  // row names of R and pandas: the first column is not called anything, and is the one that names the lines
  const rowNames = columns[0] === 0 && (header[0] === '' || header.length === width - 1);
  const isTable = rowNames || columns.length === 1;
  if (isTable) {
    const column = rowNames ? 0 : columns[0];
    const shift = header.length === width - 1 ? 1 : 0;
    const headless = !rowNames && several(header[column] ?? '').every(looks) && !header.some((cell, c) => c !== column && CHOSEN.test(cell)); // prettier-ignore
    const lines = headless ? rows : chosen(header, body, shift, notes);
    const other = headless ? -1 : header.findIndex((cell) => GROUPS.test(cell));
    return lines.flatMap((row) => several(row[column] ?? '').map((name) => ({ name, id: '', group: row[other + shift] ?? '' }))); // prettier-ignore
  }
  // one column for each cluster or gene set; where the first line names genes too, the columns have no names
  const titles = columns.map((column) => header[column] ?? '');
  const headless = titles.filter(looks).length > titles.length / 2 && looks !== looksLikeGene;
  notes.push(`The columns ${titles.slice(0, 6).join(', ')}${titles.length > 6 ? ', …' : ''} are read as lists of genes.`); // prettier-ignore
  return columns.flatMap((column, c) =>
    (headless ? rows : body).flatMap((row) =>
      several(row[column] ?? '').map((name) => ({ name, id: '', group: headless ? '' : titles[c] })),
    ),
  );
}

/** Several genes in a field: "CD3D, CD3E", "CD3D|CD3E", "['CD3D', 'CD3E']". */
function several(field: string): string[] {
  const inner = field.replace(/^\s*(c\(|[[({])|[\])}]\s*$/g, '');
  const parts = inner.split(/[,;|\t]\s*|\s+\/\s+/).map(cleaned).filter(Boolean); // prettier-ignore
  if (parts.length > 1 && parts.every(looksLikeGene)) return parts;
  const words = inner.trim().split(/\s+/).map(cleaned);
  return words.length > 1 && words.every(looksLikeGene) ? words : [field];
}
