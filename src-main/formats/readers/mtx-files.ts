/** Which files belong together: a matrix, the names of its genes and the names of its cells. */
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { namesIn } from '../containers/source.ts';
import type { Source } from '../types.ts';

export interface Triple {
  matrix: string;
  genes: string;
  cells: string;
  /** symbols, a line for each gene, where kallisto | bustools wrote them beside the IDs */
  symbols?: string;
}

const isMatrix = (name: string) => /\.mtx(\.gz)?$/i.test(name);
const isSymbols = (name: string) => /\.genes\.names\.txt$/i.test(name);
const isTable = (name: string) => /\.(tsv|txt|csv|tab)(\.gz)?$/i.test(name);

/** What the files of names are called, the most telling first. */
const geneFiles = [/features?\b|features?_/i, /genes?\b|genes?_/i, /\bvar|_var/i, /rows?\b|row_?names/i];
const cellFiles = [
  /barcodes?\b|barcodes?_/i,
  /cell_?(names?|ids?)\b/i,
  /cells?\b|cells?_/i,
  /\bobs|_obs/i,
  /cols?\b|col_?names/i,
  /meta_?data|annot/i,
];

/** True for a folder that has a Matrix Market file. */
export function hasMatrix(source: Source): boolean {
  return source.container === 'folder' && source.entries.some(isMatrix);
}

/**
 * The three files, given the folder or the matrix among them. Files of several samples in one folder are told apart by
 * the beginning that they share with the matrix (`GSM1_matrix.mtx.gz`, `GSM1_barcodes.tsv.gz`, …).
 *
 * @throws AppError `unreadable` where the folder has several matrices, or names are missing or ambiguous
 */
export async function findTriple(source: Source): Promise<Triple> {
  const folder = source.container === 'folder' ? source.path : dirname(source.path);
  const entries = source.container === 'folder' ? source.entries : await namesIn(folder);
  const matrices = source.container === 'folder' ? entries.filter(isMatrix) : [basename(source.path)];
  if (matrices.length > 1) {
    throw new AppError(
      'unreadable',
      `The folder ${source.name} holds ${matrices.length} matrices: ${matrices.slice(0, 6).join(', ')}${matrices.length > 6 ? ', …' : ''}.`,
      'Open one of these files; the files of names beside it are found by the beginning of their names.',
    );
  }
  const [matrix] = matrices;
  const tables = entries.filter((name) => isTable(name) && name !== matrix && !isSymbols(name));
  const genes = pick(source.name, matrix, tables, geneFiles, 'genes', 'features.tsv.gz or genes.tsv');
  const others = tables.filter((name) => name !== genes);
  const cells = pick(source.name, matrix, others, cellFiles, 'cells', 'barcodes.tsv.gz');
  const symbols = entries.find((name) => isSymbols(name) && name.startsWith(genes.replace(/\.txt$/, '.')));
  return {
    matrix: join(folder, matrix),
    genes: join(folder, genes),
    cells: join(folder, cells),
    ...(symbols !== undefined && { symbols: join(folder, symbols) }),
  };
}

/** The table whose name begins most like the matrix's and then says best what it is. */
function pick(source: string, matrix: string, tables: string[], kinds: RegExp[], what: string, usual: string): string {
  const stem = matrix.replace(/\.mtx(\.gz)?$/i, '');
  const candidates = tables
    .map((name) => {
      const shared = sharedStart(stem, name);
      return { name, shared: shared.length, rank: kinds.findIndex((kind) => kind.test(name.slice(shared.length))) };
    })
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.shared - a.shared || a.rank - b.rank);
  const [best, next] = candidates;
  if (best && (!next || next.shared < best.shared || next.rank > best.rank)) return best.name;
  if (best) {
    throw new AppError(
      'unreadable',
      `Several files could name the ${what} of ${matrix}: ${candidates.map(({ name }) => name).join(', ')}.`,
      'Leave only the files that belong together in the folder.',
    );
  }
  throw new AppError(
    'unreadable',
    `${source}: no file beside ${matrix} names its ${what}; ${usual} is expected, found ${tables.join(', ') || 'no other table'}.`,
    `Put the file of ${what} into the same folder.`,
  );
}

/** The beginning that two names share, up to the last separator in it: `GSM1_` of GSM1_matrix and GSM1_metadata. */
function sharedStart(stem: string, name: string): string {
  if (name.startsWith(`${stem}.`) || name.startsWith(`${stem}_`)) return stem;
  let length = 0;
  while (length < stem.length && stem[length] === name[length]) length++;
  return /^.*[_.-]/.exec(stem.slice(0, length))?.[0] ?? '';
}
