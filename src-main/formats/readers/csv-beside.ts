/** Columns of a text matrix that are no part of it: symbols beside IDs, places on the genome, labels beside counts. */
import type { Finding } from '../../../src-shared/model.ts';

import { makeUnique } from '../genes.ts';

/** A column beside the matrix, filled while the table is read. */
export interface Beside {
  name: string;
  values: string[];
  /** of its values, how many are numbers */
  numbers: number;
}

/** What featureCounts writes between the genes and their counts. */
const placesOfGenes = ['Chr', 'Start', 'End', 'Strand', 'Length'];

/** Names of columns that tell of cells and that no gene has, though they may hold numbers. */
const tellsOfCells =
  /^(cell[_. ]?types?|clusters?|leiden|louvain|seurat[_.]clusters|orig[_.]ident|n_?(counts?|genes)(_by_counts|_rna)?|nfeature_rna|(total|transcript|control_(probe|codeword)|unassigned_codeword|deprecated_codeword)_counts|(percent|pct)[_.](mt|mito)|pct_counts_mt|donor|sample|condition|(umap|tsne|pca?)[_.]?\d+|fov|cell[_.]?id|entityid|(center|centroid|min|max)[_.]?[xyz]([_.](local|global)[_.](px|mm))?|[xyz][_.](centroid|location|coord(inate)?s?)|(cell|nucleus)[_.]area)$/i;

/** Those of some columns that tell of cells by their names. */
export const tellOfCells = (names: readonly string[]): string[] => names.filter((name) => tellsOfCells.test(name));

/** Text, and not a number that is missing or was written in another way. */
function isWord(field: string): boolean {
  const text = field.trim();
  if (text === '' || /^[+-]?(nan|na|n\/a|null|none|inf|infinity|[\d.,]+)$/i.test(text)) return false;
  return !Number.isFinite(Number(text));
}

/**
 * The columns that are no part of the matrix, by the names and the first line of values; null where a column is. Where
 * more than half of the columns are words the table is no matrix at all, and none is taken aside (featureCounts aside).
 */
export function columnsBeside(names: readonly string[], first: readonly string[]): (Beside | null)[] {
  const counted = placesOfGenes.every((name) => names.includes(name));
  const aside = names.map(
    (name, j) => isWord(first[j]) || tellsOfCells.test(name) || (counted && placesOfGenes.includes(name)),
  );
  const none = !counted && aside.filter(Boolean).length > names.length / 2;
  const unique = makeUnique(names).names;
  return unique.map((name, j) => (aside[j] && !none ? { name, values: [], numbers: 0 } : null));
}

/**
 * The column that names cells together with the first: CosMx numbers the cells of each field of view from 1 again. −1: none.
 */
export function secondName(names: readonly string[], corner: string): number {
  return /^fov$/i.test(corner) ? names.findIndex((name) => /^cell[_.]?id$/i.test(name)) : -1;
}

/** Columns that name a gene in every line of a list of molecules or counts. */
const namesOneGene = /^(gene|(gene|feature)[_.]?(names?|ids?|symbols?)|target([_.]?name)?|symbol)$/i;

/** A column beside the matrix that names genes again and again: each line is a molecule or a count, and no cell or gene. */
export function listsGenes(beside: readonly Beside[]): { name: string; gene: string; lines: number } | null {
  for (const { name, values } of beside) {
    if (!namesOneGene.test(name) || values.length < 20) continue;
    const lines = new Map<string, number>();
    for (const value of values) lines.set(value, (lines.get(value) ?? 0) + 1);
    const [gene, most] = [...lines].reduce((a, b) => (b[1] > a[1] ? b : a));
    if (lines.size < values.length / 2) return { name, gene, lines: most };
  }
  return null;
}

/** Columns that a list of molecules or counts may have behind the names that it repeats. */
const MOST_COLUMNS = 12;

/** The same told by the first column, where it names genes or cells again and again: umi_tools, GEM files of STOmics. */
export function repeatsNames(
  corner: string,
  rows: readonly string[],
  columns: number,
): { name: string; gene: string; lines: number } | null {
  if (rows.length < 20 || columns > MOST_COLUMNS) return null;
  const lines = new Map<string, number>();
  for (const name of rows) lines.set(name, (lines.get(name) ?? 0) + 1);
  if (lines.size > rows.length / 2) return null;
  const [gene, most] = [...lines].reduce((a, b) => (b[1] > a[1] ? b : a));
  return { name: corner || 'the first', gene, lines: most };
}

/** Keeps a value of a column beside the matrix. */
export function putBeside(column: Beside, field: string): void {
  const value = field.trim();
  column.values.push(value);
  if (value !== '' && Number.isFinite(Number(value))) column.numbers++;
}

/** True for a column of numbers that was taken for words by its first value. */
export function isMatrixAfterAll({ name, values, numbers }: Beside): boolean {
  return !placesOfGenes.includes(name) && !tellsOfCells.test(name) && numbers > values.length / 10;
}

export function besideFinding(beside: readonly Beside[], tellOf: 'cells' | 'genes'): Finding {
  const names = beside.map(({ name }) => `"${name}"`);
  const list = names.slice(0, 6).join(', ') + (names.length > 6 ? ' and others' : '');
  const one = beside.length === 1;
  return {
    severity: 'note',
    code: 'columns-beside',
    what: `${one ? 'Column' : 'Columns'} ${list} ${one ? 'is' : 'are'} read as telling of the ${tellOf}, and not as part of the matrix.`,
    why: `By ${one ? 'its name or its values it holds' : 'their names or their values they hold'} no expression.`,
    remedy: 'If this is wrong, rename the columns or leave them out before exporting.',
  };
}
