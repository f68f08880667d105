/**
 * A Matrix Market file with the names of its genes and cells beside it: the folders of Cell Ranger (`genes.tsv` before
 * version 3, `features.tsv.gz` since) and of STARsolo, alevin, kallisto, or loose files of that kind.
 */
import { basename } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding } from '../../../src-shared/model.ts';
import type { Csr } from '../../data/csr.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { tableColumn } from '../columns.ts';
import { makeUnique, namesGenes, renamed } from '../genes.ts';
import { isMatrixMarket, type EntryBatch, type MatrixMarket, readMatrixMarket } from './matrix-market.ts';
import { findTriple, hasMatrix, type Triple } from './mtx-files.ts';
import { openedFile } from '../opened.ts';
import { transposed } from '../orientation.ts';
import { type Entries, rowRange, turned } from '../rows.ts';
import { lookAt } from '../containers/source.ts';
import { Spool } from '../containers/spool.ts';
import { checkWithin } from '../containers/within.ts';
import { decideTenxKind, type Features, geneSets, only, TYPES, typesOfSet } from './tenx-features.ts';
import { decideKind } from '../matrix-kind.ts';
import { isText, readRows, sniffDelimiter, unfinishedLine } from './text-table.ts';
import type { DataFormat, OpenedFile, Source } from '../types.ts';

export const mtx: DataFormat = {
  name: 'mtx',
  endings: ['mtx'],
  what: 'Matrix Market',
  detail: 'with its files of names, as in the folders of 10x Genomics: choose the matrix',
  match: (source) => hasMatrix(source) || isMatrixMarket(source.head),
  async open(source, { within }) {
    const triple = await findTriple(source);
    for (const file of Object.values(triple) as string[]) checkWithin(within, file);
    const spool = new Spool();
    try {
      return await openTriple(source, triple, spool);
    } catch (error) {
      spool.close();
      throw error;
    }
  },
};

async function openTriple(source: Source, files: Triple, spool: Spool): Promise<OpenedFile> {
  const { geneRows, cellRows } = await readSides(files);
  const read = await readEntries(files, spool);
  const { size } = read;
  const side = (what: string, file: string, rows: string[][], count: number) => {
    const header = rows.length === count + 1;
    if (header || rows.length === count)
      return { header: header ? rows[0] : null, rows: header ? rows.slice(1) : rows };
    throw new AppError(
      'unreadable',
      `${basename(files.matrix)} has ${size.rows} rows and ${size.columns} columns; ${basename(file)} names ${rows.length} ${what}, which fits neither.`,
      'The files do not belong together, or one is cut short: copy them again.',
    );
  };
  const fits = (rows: string[][], count: number) => rows.length === count || rows.length === count + 1;
  // genes × cells is the rule; cells × genes is what scipy writes of AnnData's X
  const genesAreRows = fits(geneRows, size.rows) && fits(cellRows, size.columns);
  const swapped = !genesAreRows && fits(geneRows, size.columns) && fits(cellRows, size.rows);
  const geneTable = side('genes', files.genes, geneRows, swapped ? size.columns : size.rows);
  const cellTable = side('cells', files.cells, cellRows, swapped ? size.rows : size.columns);

  const features = readFeatures(geneTable.header, geneTable.rows);
  const { sets, findings } = geneSets(features);
  findings.push(...(await unfinishedLine(await lookAt(files.matrix))));
  const cells = makeUnique(cellTable.rows.map((row) => row[0]));
  if (cells.repeated.length > 0) findings.push(renamed('cell', cells.repeated));
  const [set] = sets;
  const tenx = /^(.*[_.-])?(features|genes)\.tsv(\.gz)?$/i.test(basename(files.genes));
  const layout = {
    cells: cells.names.length,
    genes: features.names.length,
    linesAreCells: read.linesAreRows === swapped,
  };
  const some = sample(spool, layout.linesAreCells ? layout.genes : layout.cells);
  const decide = tenx ? decideTenxKind : decideKind;
  return openedFile({
    format: tenx ? '10x-mtx' : 'mtx',
    name: source.name,
    files: [files.matrix, files.genes, files.cells, ...(files.symbols === undefined ? [] : [files.symbols])],
    obsNames: cells.names,
    obs: otherColumns(cellTable.header, cellTable.rows),
    geneColumns: geneTable.header?.slice(1) ?? (features.types.length > 0 ? [TYPES] : []),
    matrices: [
      {
        info: {
          name: 'X',
          cells: layout.cells,
          genes: set.genes.length,
          nonZeros: set.columns ? null : spool.entries,
          ...decide(some, layout.linesAreCells, spool.seen),
          dtype: spool.seen.fraction === null ? 'int64' : 'float64',
        },
        genes: set.genes,
        geneColumn: (column) => {
          if (column === TYPES && !geneTable.header) return typesOfSet(features, set);
          const at = geneTable.header?.indexOf(column) ?? -1;
          return at < 0 ? null : geneTable.rows.map((row) => row[at] ?? '');
        },
        rows: () => rows(spool, read.lineOf, layout, (chunk) => only(set, chunk)),
      },
    ],
    proposedMatrix: 'X',
    findings: findings as Finding[],
    close: () => spool.close(),
  });
}

/** Both files of names. Which is which was told by what they are called; where they hold it the other way round, that counts. */
async function readSides(files: Triple): Promise<{ geneRows: string[][]; cellRows: string[][] }> {
  const geneRows = await readNames(files.genes);
  const cellRows = await readNames(files.cells);
  const first = (rows: string[][]) => rows.map(([name]) => name);
  if (transposed(first(cellRows), first(geneRows)).length > 0) return { geneRows: cellRows, cellRows: geneRows };
  if (files.symbols === undefined) return { geneRows, cellRows };
  const symbols = await readNames(files.symbols);
  return { geneRows: symbols.length === geneRows.length ? geneRows.map(([id], i) => [id, symbols[i][0]]) : geneRows, cellRows }; // prettier-ignore
}

/** Rows of a file of names: tab-separated as a rule, else whatever separates them; one column is fine. */
async function readNames(path: string): Promise<string[][]> {
  const source = await lookAt(path);
  if (!isText(source.head)) {
    throw new AppError(
      'unreadable',
      `${source.name} should name genes or cells, but is no text.`,
      'Copy the file again.',
    );
  }
  const text = new TextDecoder().decode(source.head);
  const delimiter = text.includes('\t') ? '\t' : (sniffDelimiter(text) ?? '\t');
  const rows: string[][] = [];
  for await (const { fields } of readRows({ ...source, delimiter })) rows.push(fields.map((field) => field.trim()));
  return rows;
}

/** ID, symbol and type, by the header where there is one, else in the order that Cell Ranger writes. */
function readFeatures(header: string[] | null, rows: string[][]): Features {
  const named = header?.findIndex((name) => /symbol|name/i.test(name) && namesGenes(name)) ?? -1;
  const symbols = named >= 0 ? named : rows[0]?.length > 1 ? 1 : 0;
  const types = !header && rows.every((row) => row.length > 2) ? rows.map((row) => row[2]) : [];
  // R and pandas put the numbers of the lines in front
  const counted = rows.every(([id], i) => /^\d+$/.test(id) && Number(id) - i === Number(rows[0][0]));
  return {
    ids: rows.map((row) => (row.length > 1 && !counted ? row[0] : '')),
    names: rows.map((row) => row[symbols] || row[0]),
    types,
    genomes: [],
  };
}

/** Columns beside the names of the cells, where the file has them and says what they are. */
function otherColumns(header: string[] | null, rows: string[][]): LabelColumn[] {
  if (!header) return [];
  return header.slice(1).map((name, i) => tableColumn(name, rows.map((row) => row[i + 1] ?? ''))); // prettier-ignore
}

/** Keeps the entries as runs that share a row or a column, whichever the file goes along. */
async function readEntries(files: Triple, spool: Spool) {
  const source = await lookAt(files.matrix);
  let size: MatrixMarket = { rows: 0, columns: 0, entries: 0 };
  let linesAreRows: boolean | null = null;
  const lineOf: number[] = [];
  for await (const batch of readMatrixMarket(source, (found) => (size = found))) {
    linesAreRows ??= changes(batch.rows, batch) < changes(batch.columns, batch);
    const [lines, places] = linesAreRows ? [batch.rows, batch.columns] : [batch.columns, batch.rows];
    for (let e = 0; e < batch.length; e++) {
      if (lines[e] !== lineOf.at(-1)) {
        if (lineOf.length > 0) spool.endLine();
        lineOf.push(lines[e]);
      }
      spool.push(places[e], batch.values[e]);
    }
  }
  if (lineOf.length > 0) spool.endLine();
  spool.finish();
  return { size, lineOf, linesAreRows: linesAreRows ?? false };
}

function changes(places: Int32Array, { length }: EntryBatch): number {
  let count = 0;
  for (let e = 1; e < length; e++) if (places[e] !== places[e - 1]) count++;
  return count;
}

function sample(spool: Spool, cols: number): Csr {
  for (const block of spool.read(cols)) return rowRange(block, 0, Math.min(block.rows, 256));
  return { rows: 0, cols, indptr: new Float64Array(1), indices: new Int32Array(0), values: new Float32Array(0) };
}

async function* rows(
  spool: Spool,
  lineOf: number[],
  layout: { cells: number; genes: number; linesAreCells: boolean },
  part: (chunk: Csr) => Csr,
): AsyncGenerator<Csr> {
  async function* entries(): AsyncGenerator<Entries> {
    let first = 0;
    for (const block of spool.read(0)) {
      const lines = new Int32Array(block.indices.length);
      for (let i = 0; i < block.rows; i++) lines.fill(lineOf[first + i], block.indptr[i], block.indptr[i + 1]);
      const [cells, genes] = layout.linesAreCells ? [lines, block.indices] : [block.indices, lines];
      yield { cells, genes, values: block.values };
      first += block.rows;
    }
  }
  const perCell = new Uint32Array(layout.cells);
  for await (const { cells } of entries()) for (let e = 0; e < cells.length; e++) perCell[cells[e]]++;
  for await (const chunk of turned(perCell, layout.genes, entries)) yield part(chunk);
}
