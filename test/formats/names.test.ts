/** Names of genes and cells: unique ones, symbols and IDs, and which side of a table they are on. */
import { describe, expect, it } from 'vitest';
import { identifierKind, makeUnique, nameGenes } from '../../src-main/formats/genes.ts';
import { decideOrientation } from '../../src-main/formats/orientation.ts';

describe('makeUnique', () => {
  it('numbers repetitions as AnnData does, round names that exist', () => {
    // anndata.utils.make_index_unique(["a", "a", "a-1", "a", "b"])
    expect(makeUnique(['a', 'a', 'a-1', 'a', 'b'])).toEqual({
      names: ['a', 'a-2', 'a-1', 'a-3', 'b'],
      repeated: ['a'],
    });
  });
  it('leaves unique names alone', () => {
    expect(makeUnique(['a', 'b'])).toEqual({ names: ['a', 'b'], repeated: [] });
  });
});

describe('nameGenes', () => {
  const first = (index: string[], columns: Record<string, string[]> = {}) =>
    nameGenes(index, new Map(Object.entries(columns))).genes[0];

  it('takes symbols and IDs from the columns that hold them', () => {
    expect(first(['CD3E'], { gene_ids: ['ENSG00000198851'] })).toEqual({ name: 'CD3E', symbol: 'CD3E', id: 'ENSG00000198851' }); // prettier-ignore
    expect(first(['ENSG00000198851'], { feature_name: ['CD3E'] })).toEqual({ name: 'ENSG00000198851', symbol: 'CD3E', id: 'ENSG00000198851' }); // prettier-ignore
  });
  it('keeps a version in name and ID', () => {
    expect(first(['ENSMUSG00000059552.14'])).toMatchObject({
      name: 'ENSMUSG00000059552.14',
      id: 'ENSMUSG00000059552.14',
    });
  });
  it('falls back to the name where a symbol is missing', () => {
    expect(first(['ENSG00000198851'], { feature_name: [''] }).symbol).toBe('ENSG00000198851');
  });
  it('is not misled by a symbol column that holds IDs', () => {
    expect(first(['CD3E'], { gene_name: ['ENSG00000198851'] })).toEqual({ name: 'CD3E', symbol: 'CD3E', id: 'ENSG00000198851' }); // prettier-ignore
  });
  it('keeps the symbol of a name that was made unique', () => {
    expect(nameGenes(['TBCE', 'TBCE'], new Map()).genes[1]).toEqual({ name: 'TBCE-1', symbol: 'TBCE', id: '' });
  });
});

describe('identifierKind', () => {
  const kind = (...names: string[]) => identifierKind(nameGenes(names, new Map()).genes);
  it('tells symbols, Ensembl IDs, both and others apart', () => {
    expect(kind('CD3E', 'Actb', '0610007L01Rik')).toBe('symbols');
    expect(kind('ENSG00000198851', 'ENSMUSG00000059552.14', 'ENSDARG00000000001')).toBe('ensembl');
    expect(kind('CD3E', 'ENSG00000198851')).toBe('mixed');
    expect(kind('g1', 'g2', 'g3')).toBe('other');
    expect(kind('0', '1')).toBe('other');
  });
});

describe('decideOrientation', () => {
  const barcodes = ['AAACCTGAGAAACCAT-1', 'AAACCTGAGAAACCGC-1', 'AAACCTGAGAAACCTA-1'];
  const genes = ['ENSG00000000003', 'ENSG00000000005', 'ENSG00000000419'];
  const odd = ['q', 'w', 'e'];

  it('believes a label file first', () => {
    expect(decideOrientation(genes, barcodes, '', genes)).toMatchObject({ rowsAre: 'cells', sure: true });
    expect(decideOrientation(odd, ['a', 'b', 'c'], 'cell', ['c', 'b'])).toMatchObject({ rowsAre: 'genes', sure: true });
  });
  it('knows Ensembl IDs, common and systematic symbols', () => {
    expect(decideOrientation(genes, odd, '')).toMatchObject({ rowsAre: 'genes', sure: true });
    expect(decideOrientation(odd, genes, '')).toMatchObject({ rowsAre: 'cells', sure: true });
    expect(decideOrientation(['Actb', 'Malat1', 'x'], odd, '').rowsAre).toBe('genes');
    expect(decideOrientation(odd, ['RPS6', 'MT-CO1', 'x'], '').rowsAre).toBe('cells');
  });
  it('knows barcodes and numbered cells', () => {
    expect(decideOrientation(barcodes, odd, '').rowsAre).toBe('cells');
    expect(decideOrientation(odd, ['cell_0', 'cell_1', 'cell_2'], '').rowsAre).toBe('genes');
    expect(decideOrientation(odd, ['0', '1', '2'], '').rowsAre).toBe('genes');
  });
  it('reads the corner where names do not tell', () => {
    expect(decideOrientation(odd, ['a', 'b'], 'Barcode')).toMatchObject({ rowsAre: 'cells', sure: true });
    expect(decideOrientation(odd, ['a', 'b'], 'gene_name')).toMatchObject({ rowsAre: 'genes', sure: true });
  });
  it('says when it only guesses', () => {
    expect(decideOrientation(odd, ['a', 'b'], '')).toMatchObject({ rowsAre: 'genes', sure: false });
  });
});
