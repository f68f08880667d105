/** AnnData's .h5ad, as written from 2017 (anndata 0.6) to today. */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, Gene, MatrixInfo } from '../../../src-shared/model.ts';
import { type Frame, readFrame, textColumns } from './h5ad-frame.ts';
import { namesGenes, makeUnique, nameGenes, renamed } from '../genes.ts';
import { type Dataset, type Group, Hdf5, isDataset } from '../hdf5/file.ts';
import { compressed, describe, readCells, type Storage } from '../hdf5/matrix.ts';
import { nothingSeen } from '../matrix-kind.ts';
import { type Matrix, openedFile } from '../opened.ts';
import type { Format, OpenedFile, Source } from '../types.ts';

export const h5ad: Format = {
  name: 'h5ad',
  match(source) {
    const has = (name: string) => source.entries.includes(name);
    return source.container === 'hdf5' && has('obs') && has('var') && !has('mod');
  },
  async open(source) {
    const h5 = await Hdf5.open(source.path, source.name);
    try {
      return openAnnData(h5, source);
    } catch (error) {
      h5.close();
      throw error;
    }
  },
};

function openAnnData(h5: Hdf5, source: Source): OpenedFile {
  const findings: Finding[] = [];
  const obs = readFrame(h5, 'obs');
  if (obs.skipped.length > 0) findings.push(skippedColumns(obs));
  const { names: obsNames, repeated } = makeUnique(obs.index);
  if (repeated.length > 0) findings.push(renamed('cell', repeated));

  const vars = readGenes(h5, 'var');
  findings.push(...vars.findings);
  const matrices: Matrix[] = [];
  let firstFailure: AppError | undefined;
  const add = (name: string, node: Group | Dataset | null, genes: Gene[], table = 'var') => {
    if (!node || h5.isNothing(node)) return;
    try {
      const storage = locate(h5, name, node, obsNames.length, genes.length);
      matrices.push({
        genes,
        geneColumn: (column) => readTextColumn(h5, table, column),
        info: describe(h5, storage),
        rows: () => readCells(h5, storage),
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
  add('X', h5.get('X'), vars.genes);
  for (const name of h5.keys(h5.group('layers'))) add(`layers/${name}`, h5.get(`layers/${name}`), vars.genes);
  const rawX = h5.get('raw/X') ?? h5.get('raw.X');
  if (rawX) {
    const table = h5.get('raw/var') ? 'raw/var' : 'raw.var';
    add('raw/X', rawX, borrowNames(readGenes(h5, table).genes, vars.genes), table);
  }
  if (matrices.length === 0) {
    if (firstFailure) throw firstFailure;
    throw noMatrix(h5);
  }

  return openedFile({
    format: 'h5ad',
    name: source.name,
    files: [source.path],
    obsNames,
    obs: obs.columns,
    geneColumns: textColumns(h5, 'var'),
    matrices,
    proposedMatrix: propose(matrices.map((matrix) => matrix.info)),
    findings,
    close: () => h5.close(),
  });
}

function noMatrix(h5: Hdf5): AppError {
  return new AppError(
    'unreadable',
    `${h5.name} holds no expression matrix: neither X, nor layers, nor raw is there.`,
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

function readGenes(h5: Hdf5, path: string): { genes: Gene[]; findings: Finding[] } {
  const frame = readFrame(h5, path, namesGenes);
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

function readTextColumn(h5: Hdf5, table: string, name: string): string[] | null {
  const column = readFrame(h5, table, (candidate) => candidate === name).columns.find((found) => found.name === name);
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
function locate(h5: Hdf5, name: string, node: Group | Dataset, cells: number, genes: number): Storage {
  const wrongShape = (shape: number[]) =>
    new AppError(
      'unreadable',
      `${h5.name}: ${name} is ${shape.join(' × ') || 'one value'}, but the file has ${cells} cells and ${genes} genes.`,
      shape.length === 2 && shape[0] === genes && shape[1] === cells
        ? `${name} lies the wrong way round: it must have a line for each cell. Turn it in Python and write the file again.`
        : 'The file was put together wrongly: write the AnnData object that it was made from again.',
    );
  if (isDataset(node)) {
    const shape = h5.shape(node);
    if (shape.length !== 2 || shape[0] !== cells || shape[1] !== genes) throw wrongShape(shape);
    if (!h5.isNumeric(node)) {
      throw new AppError(
        'unreadable',
        `${h5.name}: ${name} is stored as ${h5.dtype(node)}, and not as whole numbers or floating-point numbers of up to 64 bits.`,
        'Convert the matrix before writing the file, for example with adata.X = adata.X.astype("float32").',
      );
    }
    return { name, cells, genes, form: 'dense', major: 'cells', values: node };
  }
  const encoding = h5.text(node, 'encoding-type') ?? h5.text(node, 'h5sparse_format') ?? 'unnamed';
  const form = /^(csr|csc)(_matrix)?$/.exec(encoding)?.[1];
  if (!form) {
    throw new AppError(
      'unreadable',
      `${h5.name}: ${name} is stored as "${encoding}", not as a dense, CSR or CSC matrix.`,
      'Convert the matrix before writing the file, for example with scipy.sparse.csr_matrix(adata.X).',
    );
  }
  const shape = h5.attribute(node, 'shape') ?? h5.attribute(node, 'h5sparse_shape');
  const stated = Array.from((shape ?? []) as ArrayLike<number | bigint>, Number);
  if (stated.length === 2 && (stated[0] !== cells || stated[1] !== genes)) throw wrongShape(stated);
  return compressed(
    h5,
    { name, cells, genes, major: form === 'csr' ? 'cells' : 'genes' },
    {
      data: h5.expect(`${node.path}/data`),
      indices: h5.expect(`${node.path}/indices`),
      indptr: h5.expect(`${node.path}/indptr`),
    },
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
