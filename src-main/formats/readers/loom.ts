/** Loom (loompy, Linnarsson lab): `/matrix` is genes × cells, its attributes lie in `row_attrs` and `col_attrs`. */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding } from '../../../src-shared/model.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { exactColumn, textColumn } from '../columns.ts';
import { makeUnique, nameGenes, namesGenes, renamed } from '../genes.ts';
import { type Dataset, Hdf5 } from '../hdf5/file.ts';
import { treeOf } from '../hdf5/tree.ts';
import { describe, readCells, type Storage } from '../tree/matrix.ts';
import { propose } from './h5ad.ts';
import { type Matrix, openedFile } from '../opened.ts';
import type { DataFormat, OpenedFile, Source } from '../types.ts';

export const loom: DataFormat = {
  name: 'loom',
  endings: ['loom'],
  what: 'Loom',
  detail: 'as loompy and velocyto write it',
  standsAlone: true,
  match(source) {
    const needed = ['matrix', 'row_attrs', 'col_attrs'];
    return source.container === 'hdf5' && needed.every((name) => source.entries.includes(name));
  },
  async open(source) {
    const h5 = await Hdf5.open(source.path, source.name);
    try {
      return await openLoom(h5, source);
    } catch (error) {
      h5.close();
      throw error;
    }
  },
};

/** Attributes that name cells and genes; the first is loompy's own, the others are what people wrote instead. */
const cellNames = ['CellID', 'cell_id', 'cell_names', 'obs_names', 'Barcode', 'barcode', 'Cell', 'index'];
const geneNames = ['Gene', 'gene', 'GeneName', 'gene_name', 'gene_names', 'Symbol', 'symbol', 'var_names', 'Accession', 'index']; // prettier-ignore

async function openLoom(h5: Hdf5, source: Source): Promise<OpenedFile> {
  const tree = treeOf(h5);
  const findings: Finding[] = [];
  const [genes, cells] = h5.shape(h5.expect('matrix'));
  const rowAttributes = attributes(h5, 'row_attrs', genes);
  const colAttributes = attributes(h5, 'col_attrs', cells);

  const cellIndex = index(h5, colAttributes, cellNames, cells, 'cell', findings);
  const { names: obsNames, repeated } = makeUnique(cellIndex.names);
  if (repeated.length > 0) findings.push(renamed('cell', repeated));
  const geneIndex = index(h5, rowAttributes, geneNames, genes, 'gene', findings);
  const naming = [...rowAttributes].filter(([name]) => name !== geneIndex.attribute && namesGenes(name));
  const named = nameGenes(geneIndex.names, new Map(naming.map(([name, dataset]) => [name, h5.strings(dataset)])));
  findings.push(...named.findings);
  const geneText = new Map([...rowAttributes].filter(([, dataset]) => h5.isText(dataset)));

  const obs = [...colAttributes].filter(([name]) => name !== cellIndex.attribute);
  const add = async (name: string, values: Dataset): Promise<Matrix> => {
    const shape = h5.shape(values);
    if (shape.length !== 2 || shape[0] !== genes || shape[1] !== cells || !h5.isNumeric(values)) {
      throw new AppError(
        'unreadable',
        `${source.name}: ${values.path} is no matrix of ${genes} genes × ${cells} cells.`,
      );
    }
    const storage: Storage = { name, cells, genes, form: 'dense', major: 'genes', values: values.path };
    return {
      info: await describe(tree, storage),
      genes: named.genes,
      geneColumn: (column) => (geneText.has(column) ? h5.strings(geneText.get(column)!) : null),
      rows: () => readCells(tree, storage),
    };
  };
  const matrices = [await add('X', h5.expect('matrix'))];
  for (const name of h5.keys(h5.group('layers')))
    matrices.push(await add(`layers/${name}`, h5.expect(`layers/${name}`)));
  return openedFile({
    format: 'loom',
    name: source.name,
    files: [source.path],
    obsNames,
    obs: await Promise.all(obs.map(([name, dataset]) => column(h5, name, dataset))),
    geneColumns: [...geneText.keys()],
    matrices,
    proposedMatrix: propose(matrices.map((matrix) => matrix.info)),
    findings,
    close: () => h5.close(),
  });
}

/** The attributes that have one value for each cell or gene; loom allows tables too, which say nothing here. */
function attributes(h5: Hdf5, group: string, length: number): Map<string, Dataset> {
  const found = new Map<string, Dataset>();
  for (const name of h5.keys(h5.group(group))) {
    const dataset = h5.dataset(`${group}/${name}`);
    const shape = dataset ? h5.shape(dataset) : [];
    const usable = dataset && (h5.isText(dataset) || h5.isNumeric(dataset));
    if (usable && shape[0] === length && shape.slice(1).every((extent) => extent === 1)) found.set(name, dataset);
  }
  return found;
}

function index(
  h5: Hdf5,
  attributes: Map<string, Dataset>,
  candidates: string[],
  length: number,
  what: 'cell' | 'gene',
  findings: Finding[],
): { attribute: string | undefined; names: string[] } {
  const attribute = candidates.find((name) => attributes.has(name));
  if (attribute !== undefined) return { attribute, names: h5.strings(attributes.get(attribute)!) };
  const side = what === 'cell' ? 'col_attrs' : 'row_attrs';
  findings.push({
    severity: 'warning',
    code: `unnamed-${what}s`,
    what: `The file does not name its ${what}s: ${side} has no ${candidates[0]}${wrongLength(h5, side, candidates, length, what)}. They are numbered from 0.`,
    why:
      what === 'cell'
        ? 'Labels of another file can be joined by these numbers only.'
        : 'A panel of numbers is of no use.',
    remedy: `Add ${candidates[0]} to ${side} with loompy, if the names are known.`,
  });
  return { attribute: undefined, names: Array.from({ length }, (_, i) => String(i)) };
}

/** The names that are there but fit no cell or gene, as they are too few or too many. */
function wrongLength(h5: Hdf5, side: string, candidates: string[], length: number, what: string): string {
  const name = candidates.find((candidate) => h5.dataset(`${side}/${candidate}`) !== null);
  if (name === undefined) return '';
  return ` that fits: ${name} has ${h5.shape(h5.expect(`${side}/${name}`)).join(' × ')} values for ${length} ${what}s`;
}

async function column(h5: Hdf5, name: string, dataset: Dataset): Promise<LabelColumn> {
  if (h5.isText(dataset)) return textColumn(name, h5.strings(dataset));
  return exactColumn(name, new Float64Array(h5.numbers(dataset)), () => h5.strings(dataset));
}
