import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const folder = temporaryFolder();

const expected = {
  cells: ['AAACCTGAGAAACCAT-1', 'AAACCTGAGAAACCGC-1', 'AAACCTGAGAAACCTA-1'],
  genes: ['CD3E', 'ACTB', 'GAPDH', 'LYZ'],
  counts: [
    [0, 1, 2, 0],
    [3, 0, 0, 4],
    [0, 5, 0, 0],
  ],
};
const transposed = expected.genes.map((_, j) => expected.counts.map((row) => row[j]));

/** The matrix as text, cells × genes or genes × cells. */
function text(rowsAre: 'cells' | 'genes', separator: string, end: string, corner: string | null, quote = ''): string {
  const [rows, columns] = rowsAre === 'cells' ? [expected.cells, expected.genes] : [expected.genes, expected.cells];
  const values = rowsAre === 'cells' ? expected.counts : transposed;
  const quoted = (name: string) => quote + name + quote;
  const header = [...(corner === null ? [] : [quoted(corner)]), ...columns.map(quoted)].join(separator);
  return [header, ...rows.map((row, i) => [quoted(row), ...values[i]].join(separator)), ''].join(end);
}

describe('text matrices', () => {
  const forms: [what: string, file: string, content: string | Uint8Array][] = [
    ['cells × genes, commas', 'a.csv', text('cells', ',', '\n', 'cell')],
    ['genes × cells, commas', 'b.csv', text('genes', ',', '\n', '')],
    ['genes × cells as R writes them: quoted, header one field short', 'c.csv', text('genes', ',', '\n', null, '"')],
    ['tabs', 'd.tsv', text('genes', '\t', '\n', 'gene')],
    ['spaces', 'e.txt', text('genes', ' ', '\n', null, '"')],
    ['semicolons', 'f.csv', text('cells', ';', '\n', 'cell')],
    ['a byte-order mark and CRLF', 'g.csv', '\ufeff' + text('cells', ',', '\r\n', 'cell')],
    ['old Macintosh line ends', 'h.csv', text('cells', ',', '\r', 'cell')],
    ['gzip, whatever the name', 'i.csv', gzipSync(text('genes', ',', '\n', ''))],
    ['gzip in gzip', 'p.csv.gz', gzipSync(gzipSync(text('genes', ',', '\n', '')))],
    ['blank lines and no last line end', 'j.csv', '\n' + text('cells', ',', '\n\n', 'cell').trimEnd()],
    ['UTF-16 with a byte-order mark', 'l.txt', Buffer.from('\ufeff' + text('cells', '\t', '\r\n', 'cell'), 'utf16le')],
    ['UTF-16 the other way round', 'm.csv', Buffer.from('\ufeff' + text('genes', ',', '\n', ''), 'utf16le').swap16()],
    ['a separator after the last field too', 'n.csv', text('cells', ',', ',\n', 'cell')],
    ['comments with separators of their own', 'o.csv', '## made by BD\n## for x\n' + text('cells', ',', '\n', 'cell')],
    ['floats that are whole', 'k.csv', text('cells', ',', '\n', 'cell').replace(/,(\d)(?=[,\n])/g, ',$1.0')],
  ];
  for (const [what, name, content] of forms) {
    it(`reads ${what}`, async () => {
      const file = await openFile(folder.write(name, content));
      expect(file.obsNames).toEqual(expected.cells);
      expect(file.genes('X').map((gene) => gene.name)).toEqual(expected.genes);
      expect(await dense(file, 'X')).toEqual(expected.counts);
      expect(file.matrices).toMatchObject([{ name: 'X', cells: 3, genes: 4, nonZeros: 5, kind: 'counts' }]);
      file.close();
    });
  }

  it('passes over titles and comments above the names', async () => {
    const title = '# counts of 3 cells\n# made by hand\nMy experiment, 2024\n';
    const file = await openFile(folder.write('title.csv', title + text('cells', ',', '\n', 'cell')));
    expect(file.obsNames).toEqual(expected.cells);
    expect(file.genes('X').map((gene) => gene.name)).toEqual(expected.genes);
    file.close();
  });

  it('names the cells of CosMx by field of view and number', async () => {
    const table = ['fov,cell_ID,CD3E,ACTB', '1,1,0,3', '1,2,4,0', '2,1,1,1', ''].join('\n');
    const file = await openFile(folder.write('exprMat.csv', table));
    expect(file.obsNames).toEqual(['1_1', '1_2', '2_1']);
    expect(file.genes('X').map(({ name }) => name)).toEqual(['CD3E', 'ACTB']);
    expect(await dense(file, 'X')).toEqual([[0, 3], [4, 0], [1, 1]]); // prettier-ignore
    file.close();
  });

  it('takes names apart that are Ensembl ID and symbol in one', async () => {
    const table = [
      'gene,c1,c2',
      'ENSG00000198851_CD3E,1,2',
      'ENSG00000090382.7|LYZ,0,1',
      'IL2_ENSG00000109471,3,0',
      '',
    ];
    const file = await openFile(folder.write('both.csv', table.join('\n')));
    expect(file.genes('X')).toEqual([
      { name: 'ENSG00000198851', symbol: 'CD3E', id: 'ENSG00000198851' },
      { name: 'ENSG00000090382.7', symbol: 'LYZ', id: 'ENSG00000090382.7' },
      { name: 'ENSG00000109471', symbol: 'IL2', id: 'ENSG00000109471' },
    ]);
    expect(file.findings.find(({ code }) => code === 'names-taken-apart')?.what).toContain('ENSG00000198851_CD3E');
    file.close();
  });

  it('keeps commas within quoted names', async () => {
    const file = await openFile(folder.write('q.csv', '"gene","cell_1","cell_2"\n"a,b",1,2\n"say ""x""",0,3\n'));
    expect(file.genes('X').map((gene) => gene.name)).toEqual(['a,b', 'say "x"']);
    file.close();
  });

  it('reads words beside the counts as telling of the genes: symbols beside IDs, and the places of featureCounts', async () => {
    const path = folder.write(
      'beside.tsv',
      '# Program:featureCounts\nGeneid\tChr\tStart\tEnd\tStrand\tLength\tgene_name\tcell_1\tcell_2\n' +
        'ENSG00000198851\t11\t7\t9\t+\t3\tCD3E\t1\t2\nENSG00000090382\t12\t7\t9\t-\t3\tLYZ\t0\t4\n',
    );
    const file = await openFile(path);
    expect(file.obsNames).toEqual(['cell_1', 'cell_2']);
    expect(file.genes('X').map(({ symbol }) => symbol)).toEqual(['CD3E', 'LYZ']);
    expect(await file.geneColumn('X', 'Strand')).toEqual(['+', '-']);
    expect(await dense(file, 'X')).toEqual([[1, 0], [2, 4]]); // prettier-ignore
    expect(file.findings.map(({ code }) => code)).toContain('columns-beside');
    file.close();
  });

  it('reads words and known names beside the counts as labels of the cells, also in Latin-1', async () => {
    const lines = ['cell,CD3E,Zelltyp,LYZ,leiden', 'a,1,Müller,0,2', 'b,3,Müller,4,0', 'c,0,Größe,5,1'];
    const file = await openFile(folder.write('labels.csv', Buffer.from(lines.join('\n') + '\n', 'latin1')));
    expect(file.genes('X').map(({ name }) => name)).toEqual(['CD3E', 'LYZ']);
    expect(await dense(file, 'X')).toEqual([[1, 0], [3, 4], [0, 5]]); // prettier-ignore
    expect(file.obs.map(({ name }) => name)).toEqual(['Zelltyp', 'leiden']);
    expect(file.obs[0]).toMatchObject({ categories: ['Größe', 'Müller'] });
    expect(file.findings.map(({ code }) => code)).toContain('encoding');
    file.close();
  });

  it('makes repeated names unique and says so', async () => {
    const file = await openFile(folder.write('r.csv', 'gene,cell_1,cell_1\nTBCE,1,2\nTBCE,3,4\n'));
    expect(file.obsNames).toEqual(['cell_1', 'cell_1-1']);
    expect(file.genes('X')).toEqual([
      { name: 'TBCE', symbol: 'TBCE', id: '' },
      { name: 'TBCE-1', symbol: 'TBCE', id: '' },
    ]);
    expect(file.findings.map((finding) => finding.code)).toEqual([
      'orientation',
      'duplicate-cell-names',
      'duplicate-gene-names',
    ]);
    file.close();
  });

  it('lets a label file decide which side is cells', async () => {
    const path = folder.write('s.csv', ',a,b\nx,1,2\ny,3,4\n');
    const guessed = await openFile(path);
    expect(guessed.obsNames).toEqual(['a', 'b']);
    expect(guessed.findings[0].code).toBe('orientation-guessed');
    const told = await openFile(path, { cellNames: ['y', 'x'] });
    expect(told.obsNames).toEqual(['x', 'y']);
    expect(told.findings[0].code).toBe('orientation');
    guessed.close();
    told.close();
  });

  it('can be read more than once', async () => {
    const file = await openFile(folder.write('t.csv', text('genes', ',', '\n', '')));
    expect(await dense(file, 'X')).toEqual(await dense(file, 'X'));
    file.close();
  });
});

describe('text matrices that are refused', () => {
  const refusals: [what: string, file: string, content: string | Uint8Array, message: string][] = [
    ['a text cell', 'text.csv', 'cell,CD3E,ACTB\nc1,1,2\nc2,3,oops\n', 'text.csv, line 3, column "ACTB": found "oops"; every field of the matrix must be a number.'], // prettier-ignore
    ['a word in the first line of numbers', 'first.csv', 'cell,CD3E,ACTB\nc1,oops,2\nc2,3,4\n', 'first.csv, line 2, column "CD3E": found "oops"; every field'], // prettier-ignore
    ['a table of labels', 'words.csv', 'cell,kind,donor\nc1,B,d1\nc2,T,d2\n', 'words.csv, line 2, column "kind": found "B"; every field'], // prettier-ignore
    ['thousands', 'thousands.csv', 'cell,CD3E,ACTB\nc1,"1,234",2\n', 'thousands.csv, line 2, column "CD3E": "1,234" has separators between thousands, or a decimal comma'], // prettier-ignore
    ['a text cell below a name of two lines', 'lines.csv', 'cell,CD3E\n"a\nb",1\nc,x\n', 'lines.csv, line 4, column "CD3E": found "x"; every'], // prettier-ignore
    ['an empty field', 'hole.csv', 'cell,CD3E,ACTB\nc1,,2\n', 'hole.csv, line 2, column "CD3E": the field is empty; every field'], // prettier-ignore
    ['NA', 'na.csv', 'cell,CD3E,ACTB\nc1,NA,2\n', 'na.csv, line 2, column "CD3E": found "NA"; every field'],
    ['infinity', 'inf.csv', 'cell,CD3E,ACTB\nc1,Infinity,2\n', 'inf.csv, line 2, column "CD3E": found "Infinity"'],
    ['a decimal comma', 'comma.csv', 'cell;CD3E;ACTB\nc1;1,5;2\n', 'comma.csv, line 2, column "CD3E": "1,5" has a decimal comma; numbers must be written with a point. Export'], // prettier-ignore
    ['a short line', 'short.csv', 'cell,CD3E,ACTB\nc1,1,2\nc2,3\n', 'short.csv, line 3: 2 fields where the lines before have 3 (separated by comma).'], // prettier-ignore
    ['a header that fits no line', 'header.csv', 'a,b,c,d,e\nc1,1,2\nc2,1,2\n', 'header.csv, line 2: 3 fields where the lines before have 5'], // prettier-ignore
    ['a list of molecules', 'tx.csv', 'cell,x,gene\n' + Array.from({ length: 30 }, (_, i) => `c${i % 7},${i},${'AB'[i % 2]}\n`).join(''), 'tx.csv is a list of molecules or counts and no matrix: its column "gene" says A in 15 lines'], // prettier-ignore
    ['numbers about cells', 'cells.csv', 'cell_id,x_centroid,y_centroid,total_counts\nc1,1,2,3\nc2,3,4,5\n', 'cells.csv tells of cells and is no matrix: most of its columns are what no gene is called (x_centroid, y_centroid, total_counts).'], // prettier-ignore
    ['a header alone', 'alone.csv', 'cell,CD3E,ACTB\n', 'alone.csv has a line of names and nothing below it'],
    ['a quote that is never closed', 'quote.csv', 'cell,CD3E\n"c1,1\nc2,2\n', 'quote.csv, near line 2: a quotation mark (") is opened and never closed.'], // prettier-ignore
    ['a gzip file cut short', 'cut.csv.gz', gzipSync(text('cells', ',', '\n', 'cell').repeat(1)).subarray(0, -12), 'cut.csv.gz is gzipped, but cannot be unpacked past line'], // prettier-ignore
  ];
  for (const [what, name, content, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refusal = await openFile(folder.write(name, content)).then(() => 'it was opened', describeError);
      expect(refusal).toContain(message);
    });
  }
});
