/** 10x Genomics' HDF5 files, its folders, and Matrix Market files of other programs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { File as H5File, type Group, ready } from 'h5wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { summariseColumn } from '../../src-main/formats/columns.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { describeError } from '../../src-shared/errors.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
beforeAll(() => ready);

const barcodes = ['AAAC-1', 'AAAG-1', 'AACC-1'];
const ids = ['ENSG00000000001', 'ENSG00000000002', 'ENSG00000000003', 'ENSG00000000004'];
const symbols = ['CD3E', 'TBCE', 'TBCE', 'LYZ'];
/** cells × genes */
const counts = [
  [0, 1, 2, 0],
  [3, 0, 0, 4],
  [0, 5, 0, 0],
];

describe('10x HDF5', () => {
  /** A matrix whose rows within a cell run backwards, as Cell Ranger writes them. */
  function writeMatrix(group: Group, values: number[][], names: string[], genes: number): void {
    const entries = values.map((row) => row.flatMap((value, j) => (value === 0 ? [] : [{ value, j }])).reverse());
    const offsets = entries.reduce((list, row) => [...list, list.at(-1)! + row.length], [0]);
    group.create_dataset({ name: 'data', data: Int32Array.from(entries.flat(), (entry) => entry.value) });
    group.create_dataset({ name: 'indices', data: BigInt64Array.from(entries.flat(), (entry) => BigInt(entry.j)) });
    group.create_dataset({ name: 'indptr', data: BigInt64Array.from(offsets, BigInt) });
    group.create_dataset({ name: 'shape', data: Int32Array.of(genes, values.length) });
    group.create_dataset({ name: 'barcodes', data: names, dtype: 'S18' });
  }
  function version3(name: string, types: string[], genomes: string[], named = symbols): string {
    const file = new H5File(folder.path(name), 'w');
    const matrix = file.create_group('matrix');
    writeMatrix(matrix, counts, barcodes, 4);
    const features = matrix.create_group('features');
    for (const [key, data] of Object.entries({ id: ids, name: named, feature_type: types, genome: genomes })) {
      features.create_dataset({ name: key, data });
    }
    file.close();
    return folder.path(name);
  }
  const allGenes = Array<string>(4).fill('Gene Expression');
  const human = Array<string>(4).fill('GRCh38');

  it('version 3: symbols made unique, IDs kept', async () => {
    const file = await openFile(version3('v3.h5', allGenes, human));
    expect(file.obsNames).toEqual(barcodes);
    expect(file.genes('X').map((gene) => gene.name)).toEqual(['CD3E', 'TBCE', 'TBCE-1', 'LYZ']);
    expect(file.genes('X').map((gene) => gene.id)).toEqual(ids);
    expect(await dense(file, 'X')).toEqual(counts);
    file.close();
  });

  it('version 3: keeps gene expression only, and says what it left out', async () => {
    const types = ['Gene Expression', 'Antibody Capture', 'Gene Expression', 'CRISPR Guide Capture'];
    const file = await openFile(version3('adt.h5', types, human));
    expect(file.genes('X').map((gene) => gene.name)).toEqual(['CD3E', 'TBCE']);
    expect(await dense(file, 'X')).toEqual(counts.map((row) => [row[0], row[2]]));
    expect(file.findings.map((finding) => finding.what)).toEqual([
      'Only the 2 genes are read; left out: 1 of type "Antibody Capture" (TBCE), 1 of type "CRISPR Guide Capture" (LYZ).',
    ]);
    file.close();
  });

  it('version 3: two genomes are two matrices', async () => {
    const file = await openFile(version3('barnyard.h5', allGenes, ['GRCh38', 'mm10', 'mm10', 'GRCh38']));
    expect(file.matrices.map(({ name, genes }) => [name, genes])).toEqual([
      ['GRCh38', 2],
      ['mm10', 2],
    ]);
    expect(file.proposedMatrix).toBe('mm10');
    expect(await dense(file, 'GRCh38')).toEqual(counts.map((row) => [row[0], row[3]]));
    expect(await dense(file, 'mm10')).toEqual(counts.map((row) => [row[1], row[2]]));
    file.close();
  });

  it('version 3: of two genomes, genes are called as they are in files of one', async () => {
    const genomes = ['GRCh38', 'mm10', 'mm10', 'GRCh38'];
    const named = symbols.map((symbol, i) => `${genomes[i]}${i % 2 ? '___' : '_'}${symbol}`);
    const file = await openFile(version3('prefixed.h5', allGenes, genomes, named));
    expect(file.genes('GRCh38').map(({ name }) => name)).toEqual(['CD3E', 'LYZ']);
    expect(file.genes('mm10').map(({ symbol }) => symbol)).toEqual(['TBCE', 'TBCE']);
    file.close();
  });

  it('version 2: genomes that called other cells; a cell has no counts of a genome that did not call it', async () => {
    const file = new H5File(folder.path('v2.h5'), 'w');
    for (const [genome, names] of [
      ['hg19', barcodes],
      ['mm10', ['TTTT-1', ...barcodes.slice(0, 2).reverse()]],
    ] as const) {
      // prettier-ignore
      const group = file.create_group(genome);
      writeMatrix(group, counts, [...names], 4);
      group.create_dataset({ name: 'genes', data: ids });
      group.create_dataset({ name: 'gene_names', data: symbols });
    }
    file.close();
    const opened = await openFile(folder.path('v2.h5'));
    expect(opened.obsNames).toEqual([...barcodes, 'TTTT-1']);
    expect(await dense(opened, 'hg19')).toEqual([...counts, [0, 0, 0, 0]]);
    expect(await dense(opened, 'mm10')).toEqual([counts[2], counts[1], [0, 0, 0, 0], counts[0]]);
    expect(opened.findings[0]).toMatchObject({ code: 'several-genomes' });
    opened.close();
  });

  it('refuses a file whose names do not fit its matrix', async () => {
    const file = new H5File(folder.path('short.h5'), 'w');
    const group = file.create_group('hg19');
    writeMatrix(group, counts, barcodes, 5);
    group.create_dataset({ name: 'genes', data: ids });
    group.create_dataset({ name: 'gene_names', data: symbols });
    file.close();
    await expect(openFile(folder.path('short.h5'))).rejects.toThrow(
      'short.h5: hg19 says that it has 5 genes and 3 cells, but names 4 and 3.',
    );
  });
});

describe('Matrix Market with names', () => {
  /** Entries in the order of the columns; genes × cells unless turned. */
  function market(cellsAreRows = false, field = 'integer'): string {
    const entries = counts.flatMap((row, i) =>
      row.flatMap((value, j) => (value ? [{ i: i + 1, j: j + 1, value }] : [])),
    );
    const lines = entries.map(({ i, j, value }) => `${cellsAreRows ? `${i} ${j}` : `${j} ${i}`} ${value}`);
    const size = cellsAreRows ? '3 4' : '4 3';
    return [
      `%%MatrixMarket matrix coordinate ${field} general`,
      '%comment',
      `${size} ${lines.length}`,
      ...lines,
      '',
    ].join('\n');
  }
  const lines = (...columns: string[][]) => columns[0].map((_, i) => columns.map((column) => column[i]).join('\t')).join('\n') + '\n'; // prettier-ignore
  let number = 0;
  function write(files: Record<string, string>): string {
    const path = folder.path(`triple-${number++}`);
    mkdirSync(path);
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(`${path}/${name}`, name.endsWith('.gz') ? gzipSync(content) : content);
    }
    return path;
  }
  const types = Array<string>(4).fill('Gene Expression');

  const layouts: [what: string, files: Record<string, string>, format: string][] = [
    ['Cell Ranger 2', { 'matrix.mtx': market(), 'genes.tsv': lines(ids, symbols), 'barcodes.tsv': lines(barcodes) }, '10x-mtx'],
    ['Cell Ranger 3', { 'matrix.mtx.gz': market(), 'features.tsv.gz': lines(ids, symbols, types), 'barcodes.tsv.gz': lines(barcodes) }, '10x-mtx'],
    ['version 3, unpacked, without the third column', { 'matrix.mtx': market(), 'features.tsv': lines(ids, symbols), 'barcodes.tsv': lines(barcodes) }, '10x-mtx'],
    ['kallisto: cells × genes', { 'cells_x_genes.mtx': market(true), 'cells_x_genes.genes.txt': lines(ids, symbols), 'cells_x_genes.barcodes.txt': lines(barcodes) }, 'mtx'],
    ['counts as SciPy writes unsigned ones', { 'm.mtx': market(false, 'unsigned-integer'), 'genes.txt': lines(ids, symbols), 'cells.txt': lines(barcodes) }, 'mtx'],
    ['a table of labels that names the cells', { 'x_counts.mtx': market(), 'x_genes.tsv': lines(ids, symbols), 'x_metadata.csv': ['"","type"', ...barcodes.map((barcode) => `"${barcode}","B"`), ''].join('\n') }, '10x-mtx'],
    ['real numbers, tabs, blanks and CRLF', { 'm.mtx': market(false, 'real').replace(/^(\d) (\d)/gm, ' $1\t$2 ').replace(/\n/g, '\r\n'), 'genes.txt': lines(ids, symbols), 'cells.txt': lines(barcodes) }, 'mtx'],
    ['an array, column after column', { 'm.mtx': ['%%MatrixMarket matrix array integer general', '4 3', ...counts.flat(), ''].join('\n'), 'genes.txt': lines(ids, symbols), 'cells.txt': lines(barcodes) }, 'mtx'],
    ['labels and notes in the same folder', { 'matrix.mtx': market(), 'features.tsv': lines(ids, symbols), 'barcodes.tsv': lines(barcodes), 'cell_types.csv': 'x', 'notes.txt': 'y' }, '10x-mtx'],
  ]; // prettier-ignore
  for (const [what, files, format] of layouts) {
    it(`reads ${what}`, async () => {
      const file = await openFile(write(files));
      expect(file.format).toBe(format);
      expect(file.obsNames).toEqual(barcodes);
      expect(file.genes('X').map((gene) => [gene.symbol, gene.id])).toEqual(
        symbols.map((symbol, i) => [symbol, ids[i]]),
      );
      expect(await dense(file, 'X')).toEqual(counts);
      expect(file.files.length).toBe(3);
      file.close();
    });
  }

  it('alevin-fry: rows are cells, whatever the name of their file says of others', async () => {
    const bases = ['AAACCCAAGAAACACT', 'AAACCCAAGAAACCAT', 'AAACCCAAGAAACCCA'];
    const quants = { 'quants_mat.mtx': market(true), 'quants_mat_rows.txt': lines(bases), 'quants_mat_cols.txt': lines(ids) }; // prettier-ignore
    const file = await openFile(write(quants));
    expect(file.obsNames).toEqual(bases);
    expect(file.genes('X').map(({ id }) => id)).toEqual(ids);
    expect(await dense(file, 'X')).toEqual(counts);
    file.close();
  });

  it('kb count: symbols from the file beside that of the IDs', async () => {
    const kb = { 'cells_x_genes.mtx': market(true), 'cells_x_genes.genes.txt': lines(ids), 'cells_x_genes.genes.names.txt': lines(symbols), 'cells_x_genes.barcodes.txt': lines(barcodes) }; // prettier-ignore
    const file = await openFile(write(kb));
    expect(file.genes('X').map(({ symbol, id }) => [symbol, id])).toEqual(symbols.map((symbol, i) => [symbol, ids[i]]));
    expect(file.files).toHaveLength(4);
    file.close();
  });

  it('takes numbers of lines for no IDs', async () => {
    const file = await openFile(write({ 'm.mtx': market(), 'genes.csv': symbols.map((symbol, i) => `${i},${symbol}\n`).join(''), 'cells.csv': lines(barcodes) })); // prettier-ignore
    expect(file.genes('X')[0]).toEqual({ name: 'CD3E', symbol: 'CD3E', id: '' });
    file.close();
  });

  it('finds the names of one sample among several by the beginning of their names', async () => {
    const path = write({
      'GSM1_matrix.mtx.gz': market(),
      'GSM1_features.tsv.gz': lines(ids, symbols),
      'GSM1_barcodes.tsv.gz': lines(barcodes),
      'GSM2_matrix.mtx.gz': market(),
      'GSM2_features.tsv.gz': lines(ids, symbols),
      'GSM2_barcodes.tsv.gz': lines(barcodes.map((barcode) => `2_${barcode}`)),
    });
    const file = await openFile(`${path}/GSM2_matrix.mtx.gz`);
    expect(file.obsNames[0]).toBe('2_AAAC-1');
    file.close();
    await expect(openFile(path)).rejects.toThrow(/holds 2 matrices: GSM1_matrix\.mtx\.gz, GSM2_matrix\.mtx\.gz\.$/);
  });

  it('keeps gene expression only', async () => {
    const file = await openFile(
      write({
        'matrix.mtx': market(),
        'features.tsv': lines(ids, symbols, [
          'Gene Expression',
          'Antibody Capture',
          'Gene Expression',
          'Gene Expression',
        ]),
        'barcodes.tsv': lines(barcodes),
      }),
    );
    expect(await dense(file, 'X')).toEqual(counts.map((row) => [row[0], row[2], row[3]]));
    file.close();
  });

  it('reads columns about the cells where their file has a header', async () => {
    const file = await openFile(
      write({
        'm.mtx': market(),
        'genes.csv': ['gene_id,gene_name', ...ids.map((id, i) => `${id},${symbols[i]}`)].join('\n'),
        'cells.csv': ['cell,type', ...barcodes.map((barcode, i) => `${barcode},${'BTB'[i]}`)].join('\n'),
      }),
    );
    expect(file.genes('X')[0]).toEqual({ name: 'CD3E', symbol: 'CD3E', id: ids[0] });
    expect(file.obs.map(summariseColumn)).toMatchObject([{ name: 'type', classes: [{ name: 'B', cells: 2 }, { name: 'T', cells: 1 }] }]); // prettier-ignore
    file.close();
  });

  const names = { 'features.tsv': lines(ids, symbols), 'barcodes.tsv': lines(barcodes) };
  const refusals: [what: string, files: Record<string, string>, message: string][] = [
    ['a folder without the names of the cells', { 'matrix.mtx': market(), 'features.tsv': lines(ids, symbols) }, 'no file beside matrix.mtx names its cells; barcodes.tsv.gz is expected, found no other table.'],
    ['names without a matrix', names, 'holds the names of genes and cells (barcodes.tsv, features.tsv), but no matrix: matrix.mtx.gz or matrix.mtx is expected'],
    ['names that do not fit', { ...names, 'matrix.mtx': market(), 'barcodes.tsv': 'a\nb\nc\nd\ne\nf\ng\n' }, 'matrix.mtx has 4 rows and 3 columns; barcodes.tsv names 7 cells, which fits neither.'],
    ['a matrix cut short', { ...names, 'matrix.mtx': market().slice(0, -12) }, 'matrix.mtx is cut short: it promises 5 entries, but ends after 3.'],
    ['an entry outside', { ...names, 'matrix.mtx': market().replace('1 2 3', '9 2 3') }, 'matrix.mtx, line 6: found "9 2 3" where an entry of a matrix of 4 × 3 is expected.'],
    ['a value that is no number', { ...names, 'matrix.mtx': market().replace('1 2 3', '1 2 x') }, 'matrix.mtx, line 6: found "1 2 x" where a number is expected.'],
    ['an entry without value', { ...names, 'matrix.mtx': market().replace('1 2 3', '1 2') }, 'matrix.mtx, line 6: found "1 2" where an entry'],
    ['more entries than promised', { ...names, 'matrix.mtx': market() + '1 1 1\n' }, 'where the end of the file after 5 entries is expected'],
    ['complex numbers', { ...names, 'matrix.mtx': market(false, 'complex') }, 'only general matrices of numbers are read'],
  ]; // prettier-ignore
  for (const [what, files, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refusal = await openFile(write(files)).then(() => 'it was opened', describeError);
      expect(refusal).toContain(message);
    });
  }
});
