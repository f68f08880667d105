/** AnnData of every age, written by the libraries that labs use (test/fixtures/formats/make.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summariseColumn } from '../../../src-main/formats/columns.ts';
import { propose } from '../../../src-main/formats/readers/h5ad.ts';
import { nothingSeen } from '../../../src-main/formats/matrix-kind.ts';
import { openFile } from '../../../src-main/formats/registry.ts';
import type { MatrixInfo } from '../../../src-shared/model.ts';
import { dense } from '../read.ts';

const fixtures = 'test/fixtures/formats';

interface Expected {
  cells: string[];
  genes: string[];
  symbols: string[];
  ids: string[];
  matrices: Record<string, number[][]>;
  columns: Record<string, Record<string, number>>;
}

describe('h5ad', () => {
  const files: [name: string, what: string][] = [
    ['current', 'AnnData 0.12: nullable columns, a CSC layer, duplicate symbols, raw with other genes'],
    ['v0.7', 'AnnData 0.7: categories behind object references, LZF'],
    ['v0.6', 'AnnData 0.6: compound tables, categories in uns'],
    ['cellxgene', 'Ensembl IDs with feature_name beside them, counts in raw'],
    ['unsorted', 'unsorted and repeated entries, 64-bit indices'],
    ['big-endian', 'a CSC matrix in big-endian numbers'],
    ['zstd', 'zstd compression'],
    ['blosc', 'blosc compression'],
    ['blosc-zlib', 'blosc compression that holds zlib'],
    ['lz4-bitshuffle', 'bitshuffle and LZ4'],
  ];
  for (const [name, what] of files) {
    it(`reads ${what}`, async () => {
      const expected = JSON.parse(readFileSync(`${fixtures}/${name}.json`, 'utf8')) as Expected;
      const file = await openFile(`${fixtures}/${name}.h5ad`);
      try {
        expect(file.obsNames).toEqual(expected.cells);
        const genes = file.genes('X');
        expect(genes.map((gene) => gene.name)).toEqual(expected.genes);
        expect(genes.map((gene) => gene.symbol)).toEqual(expected.symbols);
        expect(genes.map((gene) => gene.id)).toEqual(expected.ids);
        expect(file.matrices.map((matrix) => matrix.name)).toEqual(Object.keys(expected.matrices));
        for (const [matrix, values] of Object.entries(expected.matrices)) {
          const rounded = (await dense(file, matrix)).map((row) => row.map((value) => Math.round(value * 1e4) / 1e4));
          expect(rounded, matrix).toEqual(values);
        }
        const columns = file.obs.map(summariseColumn).map((column) => {
          const counts: Record<string, number> = { missing: column.missing };
          for (const entry of column.classes) counts[entry.name] = entry.cells;
          if (column.range) {
            counts.min = column.range.min;
            counts.max = column.range.max;
          }
          return [column.name, counts];
        });
        expect(Object.fromEntries(columns)).toEqual(expected.columns);
      } finally {
        file.close();
      }
    });
  }

  it('borrows symbols for raw from var', async () => {
    const file = await openFile(`${fixtures}/cellxgene.h5ad`);
    expect(file.genes('raw/X')[2]).toEqual({ name: 'ENSG00000000003', symbol: 'LYZ', id: 'ENSG00000000003' });
    file.close();
  });

  it('says which symbols occur more than once', async () => {
    const file = await openFile(`${fixtures}/current.h5ad`);
    expect(file.findings.map((finding) => finding.code)).toEqual(['duplicate-gene-names']);
    expect(file.findings[0].what).toBe('2 gene names occur more than once (CD3E, TBCE).');
    file.close();
  });

  it('refuses a compression that it does not know, before reading anything', async () => {
    await expect(openFile(`${fixtures}/unknown-filter.h5ad`)).rejects.toThrow(
      /^unknown-filter\.h5ad: X is compressed with "SZ3 .*" \(HDF5 filter 32024\), which is not known here\.$/,
    );
  });

  it('reads text in LZF, which says nowhere how long it is', async () => {
    const { cells } = JSON.parse(readFileSync(`${fixtures}/current.json`, 'utf8')) as Expected;
    // the second time the filter has been replaced already
    for (let time = 0; time < 2; time++) {
      const file = await openFile(`${fixtures}/lzf-text.h5ad`);
      expect(file.obsNames).toEqual(cells);
      file.close();
    }
  });

  it('names the matrices there are when asked for another', async () => {
    const file = await openFile(`${fixtures}/v0.6.h5ad`);
    expect(() => file.rows('layers/counts')).toThrow('v0.6.h5ad has no matrix "layers/counts"; it has X, raw/X.');
    file.close();
  });
});

describe('the proposed matrix', () => {
  const matrix = (name: string, kind: MatrixInfo['kind']): MatrixInfo => ({
    ...{ name, kind, cells: 1, genes: 1, nonZeros: 1, evidence: '' },
  });

  it('is X where X holds counts', () => {
    expect(propose([matrix('X', 'counts'), matrix('layers/counts', 'counts'), matrix('raw/X', 'counts')])).toBe('X');
  });
  it('is a layer called after counts, before raw', () => {
    expect(propose([matrix('X', 'log'), matrix('layers/counts', 'counts'), matrix('raw/X', 'counts')])).toBe(
      'layers/counts',
    );
  });
  it('is raw where only raw holds counts', () => {
    expect(propose([matrix('X', 'scaled'), matrix('layers/counts', 'log'), matrix('raw/X', 'counts')])).toBe('raw/X');
  });
  it('is X where there are no counts, and where a layer of whole numbers is called otherwise', () => {
    expect(propose([matrix('X', 'log'), matrix('layers/ambiguous', 'counts'), matrix('raw/X', 'log')])).toBe('X');
  });
  it('is not X where X holds nothing and another matrix does', () => {
    const empty = { ...matrix('X', 'counts'), evidence: nothingSeen };
    expect(propose([empty, matrix('layers/counts', 'counts')])).toBe('layers/counts');
    expect(propose([{ ...matrix('X', 'counts'), genes: 0 }, matrix('raw/X', 'counts')])).toBe('raw/X');
    expect(propose([empty])).toBe('X');
  });
  it('is what there is where X is absent', () => {
    expect(propose([matrix('layers/a', 'log'), matrix('layers/b', 'counts')])).toBe('layers/b');
  });
});
