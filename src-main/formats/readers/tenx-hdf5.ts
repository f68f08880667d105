/**
 * 10x Genomics' HDF5 matrices. Cell Ranger 2: a group for each genome {barcodes, data, gene_names, genes, indices, indptr,
 * shape}. Cell Ranger ≥ 3: one group `matrix` with `features` {id, name, feature_type, genome}. Both are genes × cells in
 * compressed columns, which is cells × genes in compressed rows.
 */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, MatrixInfo } from '../../../src-shared/model.ts';
import type { Csr } from '../../data/csr.ts';
import { makeUnique, renamed } from '../genes.ts';
import { Hdf5 } from '../hdf5/file.ts';
import { treeOf } from '../hdf5/tree.ts';
import { type Matrix, openedFile } from '../opened.ts';
import { type Entries, turned } from '../rows.ts';
import { compressed, readCells, sampleLines, type Storage } from '../tree/matrix.ts';
import {
  decideTenxKind,
  type Features,
  type GeneSet,
  geneSets,
  only,
  severalGenomes,
  TYPES,
  typesOfSet,
} from './tenx-features.ts';
import type { DataFormat, OpenedFile, Source } from '../types.ts';

export const tenxHdf5: DataFormat = {
  name: '10x-h5',
  endings: ['h5', 'hdf5'],
  what: '10x Genomics',
  detail: 'Cell Ranger 2 and later',
  standsAlone: true,
  match: (source) => source.container === 'hdf5' && groupsOf(source.entries).length > 0,
  async open(source) {
    const h5 = await Hdf5.open(source.path, source.name);
    try {
      return await openTenx(h5, source);
    } catch (error) {
      h5.close();
      throw error;
    }
  },
};

/** The groups of the file that are 10x matrices. */
function groupsOf(entries: string[]): string[] {
  const top = entries.filter((entry) => !entry.includes('/'));
  return top.filter((group) => {
    const has = (name: string) => entries.includes(`${group}/${name}`);
    return has('barcodes') && has('data') && has('indices') && has('indptr') && (has('features') || has('genes'));
  });
}

interface Part {
  storage: Storage;
  barcodes: string[];
  features: Features;
  sets: GeneSet[];
}

async function openTenx(h5: Hdf5, source: Source): Promise<OpenedFile> {
  const groups = groupsOf(source.entries);
  const findings: Finding[] = groups.length > 1 ? [severalGenomes(groups)] : [];
  const parts: Part[] = [];
  for (const group of groups) {
    const features = readFeatures(h5, group);
    const { sets, findings: found } = geneSets(features);
    findings.push(...found);
    if (groups.length > 1) for (const set of sets) set.name = group;
    parts.push({ ...(await readPart(h5, group)), features, sets });
  }

  const cells = joinBarcodes(parts);
  const { names: obsNames, repeated } = makeUnique(cells.barcodes);
  if (repeated.length > 0) findings.push(renamed('cell', repeated));
  const matrices: Matrix[] = [];
  let proposed = { name: '', counted: -1 };
  for (const part of parts) {
    const sample = await sampleLines(treeOf(h5), part.storage);
    for (const set of part.sets) {
      const some = only(set, sample);
      const counted =
        some.values.reduce((sum, value) => sum + value, 0) * (part.barcodes.length / Math.max(1, some.rows));
      if (counted > proposed.counted) proposed = { name: set.name, counted };
      const info: MatrixInfo = {
        name: set.name,
        cells: obsNames.length,
        genes: set.genes.length,
        nonZeros: set.columns ? null : part.storage.form === 'compressed' ? part.storage.indptr.at(-1)! : null,
        ...decideTenxKind(some, true),
        dtype: h5.dtype(h5.expect(`${part.storage.name}/data`)),
      };
      matrices.push({
        info,
        genes: set.genes,
        geneColumn: (column) => Promise.resolve(column === TYPES ? typesOfSet(part.features, set) : null),
        rows: () => rows(h5, part, set, cells),
      });
    }
  }
  return openedFile({
    format: '10x-h5',
    name: source.name,
    files: [source.path],
    obsNames,
    obs: [],
    geneColumns: parts.some(({ features }) => features.types.length > 0) ? [TYPES] : [],
    matrices,
    proposedMatrix: proposed.name,
    findings,
    close: () => h5.close(),
  });
}

function readFeatures(h5: Hdf5, group: string): Features {
  const list = (name: string) => h5.strings(h5.expect(`${group}/${name}`));
  const optional = (name: string) => (h5.dataset(`${group}/${name}`) ? list(name) : []);
  const newer = h5.group(`${group}/features`) !== null;
  const features = newer
    ? { ids: list('features/id'), names: list('features/name'), types: optional('features/feature_type'), genomes: optional('features/genome') } // prettier-ignore
    : { ids: list('genes'), names: list('gene_names'), types: [], genomes: list('genes').map(() => group) };
  if (features.ids.length !== features.names.length) {
    throw new AppError(
      'unreadable',
      `${h5.name}: ${group} has ${features.ids.length} gene IDs, but ${features.names.length} names.`,
      'The file is damaged: take it from the Cell Ranger output again.',
    );
  }
  return features;
}

async function readPart(h5: Hdf5, group: string): Promise<{ storage: Storage; barcodes: string[] }> {
  const part = (name: string) => h5.expect(`${group}/${name}`);
  const [genes, cells] = h5.numbers(part('shape'));
  const barcodes = h5.strings(part('barcodes'));
  const features = h5.shape(h5.dataset(`${group}/features/id`) ?? part('genes'))[0];
  if (barcodes.length !== cells || features !== genes) {
    throw new AppError(
      'unreadable',
      `${h5.name}: ${group} says that it has ${genes} genes and ${cells} cells, but names ${features} and ${barcodes.length}.`,
      'The file is damaged: take it from the Cell Ranger output again.',
    );
  }
  const storage = await compressed(
    treeOf(h5),
    { name: group, cells, genes, major: 'cells' },
    { data: `${group}/data`, indices: `${group}/indices`, indptr: `${group}/indptr` },
  );
  return { storage, barcodes };
}

interface JoinedCells {
  barcodes: string[];
  /** null: all parts have the same cells in the same order */
  position: Map<string, number> | null;
}

/** Cell Ranger 2 calls cells for each genome by itself: then the cells of the file are those of any genome. */
function joinBarcodes(parts: Part[]): JoinedCells {
  const [first, ...others] = parts;
  const alike = others.every((part) => part.barcodes.join('\n') === first.barcodes.join('\n'));
  if (alike) return { barcodes: first.barcodes, position: null };
  const barcodes = [...new Set(parts.flatMap((part) => part.barcodes))];
  return { barcodes, position: new Map(barcodes.map((barcode, i) => [barcode, i])) };
}

async function* rows(h5: Hdf5, part: Part, set: GeneSet, cells: JoinedCells): AsyncGenerator<Csr> {
  const { position } = cells;
  if (!position) {
    for await (const chunk of readCells(treeOf(h5), part.storage)) yield only(set, chunk);
    return;
  }
  const perCell = new Uint32Array(cells.barcodes.length);
  const place = part.barcodes.map((barcode) => position.get(barcode)!);
  let cell = 0;
  for await (const chunk of readCells(treeOf(h5), part.storage)) {
    for (let i = 0; i < chunk.rows; i++) perCell[place[cell++]] = chunk.indptr[i + 1] - chunk.indptr[i];
  }
  async function* entries(): AsyncGenerator<Entries> {
    let first = 0;
    for await (const chunk of readCells(treeOf(h5), part.storage)) {
      const places = new Int32Array(chunk.indices.length);
      for (let i = 0; i < chunk.rows; i++) places.fill(place[first + i], chunk.indptr[i], chunk.indptr[i + 1]);
      yield { cells: places, genes: chunk.indices, values: chunk.values };
      first += chunk.rows;
    }
  }
  for await (const chunk of turned(perCell, part.storage.genes, entries)) yield only(set, chunk);
}
