/** AnnData's .h5ad, as written from 2017 (anndata 0.6) to today. */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, Gene, MatrixInfo } from '../../../src-shared/model.ts';
import { type Frame, readFrame, textColumns } from './h5ad-frame.ts';
import { namesGenes, makeUnique, nameGenes, renamed } from '../genes.ts';
import { Hdf5 } from '../hdf5/file.ts';
import { treeOf } from '../hdf5/tree.ts';
import { nothingSeen } from '../matrix-kind.ts';
import { type Matrix, openedFile } from '../opened.ts';
import { compressed, describe, readCells, type Storage } from '../tree/matrix.ts';
import { isNumeric, textAttribute, type Tree } from '../tree/tree.ts';
import type { DataFormat, OpenedFile } from '../types.ts';

export const h5ad: DataFormat = {
  name: 'h5ad',
  endings: ['h5ad'],
  what: 'AnnData',
  detail: 'of any age, as scanpy and cellxgene write it; labels in obs',
  standsAlone: true,
  match(source) {
    const has = (name: string) => source.entries.includes(name);
    return source.container === 'hdf5' && has('obs') && has('var') && !has('mod');
  },
  async open(source) {
    const h5 = await Hdf5.open(source.path, source.name);
    try {
      return await openAnnData(treeOf(h5), { format: 'h5ad', name: source.name, files: [source.path] });
    } catch (error) {
      h5.close();
      throw error;
    }
  },
};

/** Opens what AnnData wrote into a tree; closing the file closes the tree. */
export async function openAnnData(
  tree: Tree,
  about: Pick<OpenedFile, 'format' | 'files'> & { name: string },
): Promise<OpenedFile> {
  const findings: Finding[] = [];
  const obs = await readFrame(tree, 'obs');
  if (obs.skipped.length > 0) findings.push(skippedColumns(obs));
  const { names: obsNames, repeated } = makeUnique(obs.index);
  if (repeated.length > 0) findings.push(renamed('cell', repeated));

  const vars = await readGenes(tree, 'var');
  findings.push(...vars.findings);
  const matrices: Matrix[] = [];
  let firstFailure: AppError | undefined;
  const add = async (name: string, path: string, genes: Gene[], table = 'var') => {
    try {
      if (await isNothing(tree, path)) return;
      const storage = await locate(tree, name, path, obsNames.length, genes.length);
      matrices.push({
        genes,
        geneColumn: (column) => readTextColumn(tree, table, column),
        info: await describe(tree, storage),
        rows: () => readCells(tree, storage),
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      firstFailure ??= error;
      findings.push({
        severity: 'warning',
        code: 'matrix-unreadable',
        what: `${name} cannot be read: ${error.message}`,
        why: 'It cannot be chosen for a design.',
        remedy: error.remedy ?? 'Choose another matrix of the file, or export it again.',
      });
    }
  };
  await add('X', 'X', vars.genes);
  for (const name of await tree.keys('layers')) await add(`layers/${name}`, `layers/${name}`, vars.genes);
  const rawX = await firstOf(tree, ['raw/X', 'raw.X']);
  if (rawX !== undefined) {
    const table = (await firstOf(tree, ['raw/var'])) ?? 'raw.var';
    await add('raw/X', rawX, borrowNames((await readGenes(tree, table)).genes, vars.genes), table);
  }
  if (matrices.length === 0) {
    if (firstFailure) throw firstFailure;
    throw noMatrix(tree);
  }

  return openedFile({
    ...about,
    obsNames,
    obs: obs.columns,
    geneColumns: await textColumns(tree, 'var'),
    matrices,
    proposedMatrix: propose(matrices.map((matrix) => matrix.info)),
    findings,
    close: () => tree.close(),
  });
}

async function firstOf(tree: Tree, paths: string[]): Promise<string | undefined> {
  for (const path of paths) if ((await tree.kind(path)) !== null) return path;
  return undefined;
}

/** True where no matrix was written: AnnData writes None as an array without an extent, or leaves it out. */
async function isNothing(tree: Tree, path: string): Promise<boolean> {
  const kind = await tree.kind(path);
  if (kind !== 'array') return kind === null;
  return (await tree.dtype(path)) === 'nothing' || (await tree.attribute(path, 'encoding-type')) === 'null';
}

function noMatrix(tree: Tree): AppError {
  return new AppError(
    'unreadable',
    `${tree.name} holds no expression matrix: neither X, nor layers, nor raw is there.`,
    'Write the AnnData object with its counts in X or in a layer.',
  );
}

/**
 * The matrix to work on: counts wherever they are, because everything else can be made of them; X first, then the
 * layers that are called after counts, then any other layer, then raw. Without counts: X as it is, unless it is scaled
 * and raw has at least its genes unscaled, or a layer called after logarithms has: z-scores have been made with all
 * cells, those kept for testing included. A matrix without genes or values is proposed only where there is no other.
 */
export function propose(all: MatrixInfo[]): string {
  const filled = all.filter((info) => info.genes > 0 && info.evidence !== nothingSeen);
  const matrices = filled.length > 0 ? filled : all;
  const rank = (info: MatrixInfo) => {
    if (info.name === 'X') return 0;
    if (/^layers\/(raw_?)?(counts?|umis?)(_raw)?$/i.test(info.name)) return 1;
    if (info.name === 'raw/X') return 2;
    if (/count|raw|umi/i.test(info.name)) return 3;
    return 4;
  };
  const counts = matrices.filter((info) => info.kind === 'counts').sort((a, b) => rank(a) - rank(b));
  const trusted = counts.filter((info) => rank(info) < 4);
  const x = matrices.find((info) => info.name === 'X');
  const unscaled = matrices.filter((info) => info.kind !== 'scaled');
  const raw = unscaled.find((info) => info.name === 'raw/X' && info.genes >= (x?.genes ?? 0));
  const layer = unscaled.find((info) => /^layers\/.*(log|norm|data|cpm|tpm)/i.test(info.name));
  const instead = x?.kind === 'scaled' ? (raw ?? layer) : undefined;
  return (trusted[0] ?? instead ?? x ?? counts[0] ?? unscaled[0] ?? matrices[0]).name;
}

async function readGenes(tree: Tree, path: string): Promise<{ genes: Gene[]; findings: Finding[] }> {
  const frame = await readFrame(tree, path, namesGenes);
  const columns = new Map<string, string[]>();
  for (const column of frame.columns) {
    if (column.kind !== 'categorical') continue;
    columns.set(
      column.name,
      Array.from(column.codes, (code) => column.categories[code] ?? ''),
    );
  }
  return nameGenes(frame.index, columns);
}

async function readTextColumn(tree: Tree, table: string, name: string): Promise<string[] | null> {
  const { columns } = await readFrame(tree, table, (candidate) => candidate === name);
  const column = columns.find((found) => found.name === name);
  if (column?.kind !== 'categorical') return null;
  return Array.from(column.codes, (code) => column.categories[code] ?? '');
}

/** `raw/var` often has bare IDs where `var` has symbols beside them: what `var` knows is taken over. */
function borrowNames(genes: Gene[], known: Gene[]): Gene[] {
  const byName = new Map(known.map((gene) => [gene.name, gene]));
  return genes.map((gene) => {
    const other = byName.get(gene.name);
    if (!other) return gene;
    return { ...gene, symbol: gene.symbol === gene.name ? other.symbol : gene.symbol, id: gene.id || other.id };
  });
}

/** Finds out how a matrix is stored; AnnData ≤ 0.6 and ≥ 0.7 call the same things by different names. */
async function locate(tree: Tree, name: string, path: string, cells: number, genes: number): Promise<Storage> {
  const wrongShape = (shape: number[]) =>
    new AppError(
      'unreadable',
      `${tree.name}: ${name} is ${shape.join(' × ') || 'one value'}, but the file has ${cells} cells and ${genes} genes.`,
      shape.length === 2 && shape[0] === genes && shape[1] === cells
        ? `${name} lies the wrong way round: it must have a line for each cell. Turn it in Python and write the file again.`
        : 'The file was put together wrongly: write the AnnData object that it was made from again.',
    );
  if ((await tree.kind(path)) === 'array') {
    const shape = await tree.shape(path);
    if (shape.length !== 2 || shape[0] !== cells || shape[1] !== genes) throw wrongShape(shape);
    const dtype = await tree.dtype(path);
    if (!isNumeric(dtype)) {
      throw new AppError(
        'unreadable',
        `${tree.name}: ${name} is stored as ${dtype}, and not as whole numbers or floating-point numbers of up to 64 bits.`,
        'Convert the matrix before writing the file, for example with adata.X = adata.X.astype("float32").',
      );
    }
    return { name, cells, genes, form: 'dense', major: 'cells', values: path };
  }
  const encoding =
    (await textAttribute(tree, path, 'encoding-type')) ??
    (await textAttribute(tree, path, 'h5sparse_format')) ??
    'unnamed';
  const form = /^(csr|csc)(_matrix)?$/.exec(encoding)?.[1];
  if (!form) {
    throw new AppError(
      'unreadable',
      `${tree.name}: ${name} is stored as "${encoding}", not as a dense, CSR or CSC matrix.`,
      'Convert the matrix before writing the file, for example with scipy.sparse.csr_matrix(adata.X).',
    );
  }
  const shape = (await tree.attribute(path, 'shape')) ?? (await tree.attribute(path, 'h5sparse_shape'));
  const stated = Array.from((shape ?? []) as ArrayLike<number | bigint>, Number);
  if (stated.length === 2 && (stated[0] !== cells || stated[1] !== genes)) throw wrongShape(stated);
  return compressed(
    tree,
    { name, cells, genes, major: form === 'csr' ? 'cells' : 'genes' },
    { data: `${path}/data`, indices: `${path}/indices`, indptr: `${path}/indptr` },
  );
}

function skippedColumns(frame: Frame): Finding {
  const list = frame.skipped.map((column) => `${column.name} (${column.why})`).join('; ');
  return {
    severity: 'note',
    code: 'columns-skipped',
    what: `${frame.skipped.length} ${frame.skipped.length === 1 ? 'column' : 'columns'} of obs cannot be read: ${list}.`,
    why: 'These columns cannot be used as tasks.',
    remedy: 'If you need one, turn it into text or numbers and write the file again.',
  };
}
