/** Genes by another name, their species, and labels that a donor decides. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Gene } from '../../src-shared/model.ts';
import { textColumn } from '../../src-main/formats/columns.ts';
import { summariseColumn } from '../../src-main/formats/columns.ts';
import { confoundingFindings } from '../../src-main/formats/confounding.ts';
import { geneFindings } from '../../src-main/formats/gene-findings.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { guessSpecies, isMitochondrial } from '../../src-main/formats/species.ts';

const pbmc3k = '../shared/data/pbmc3k.h5ad';
const gene = (name: string, symbol = name, id = ''): Gene => ({ name, symbol, id });

describe('genes named by choice', () => {
  it('takes a column of var, IDs or symbols, and keeps the other beside', async () => {
    const path = 'test/fixtures/formats/cellxgene.h5ad';
    const plain = await openFile(path);
    const [first] = plain.genes('X');
    expect(first.symbol).not.toBe(first.name);
    plain.close();
    const bySymbol = await openFile(path, { geneNames: { by: 'symbol' } });
    expect(bySymbol.genes('X')[0]).toEqual({ ...first, name: first.symbol });
    bySymbol.close();
    const byColumn = await openFile(path, { geneNames: { column: 'feature_name' } });
    expect(byColumn.genes('X')[0]).toEqual({ ...first, name: first.symbol });
    byColumn.close();
  });

  it('says which columns there are', async () => {
    await expect(openFile('test/fixtures/formats/cellxgene.h5ad', { geneNames: { column: 'nope' } })).rejects.toThrow(
      /cellxgene\.h5ad has no text column "nope" about its genes; it has .*feature_name/,
    );
    await expect(openFile('test/fixtures/formats/v0.6.h5ad', { geneNames: { by: 'ensembl' } })).rejects.toThrow(
      'no gene has an Ensembl ID',
    );
  });

  it.skipIf(!existsSync(pbmc3k))(
    'by Ensembl IDs of a real file (needs the data sets beside the repository)',
    async () => {
      const file = await openFile(pbmc3k, { geneNames: { by: 'ensembl' } });
      const genes = file.genes('X');
      expect(genes[0]).toEqual({ name: 'ENSG00000243485', symbol: 'MIR1302-10', id: 'ENSG00000243485' });
      // the Ensembl IDs that count as mitochondrial are those of the genes called MT-
      const unnamed = genes.map(({ id }) => gene(id, id, id));
      const bySymbol = genes.filter(({ symbol }) => symbol.startsWith('MT-')).map(({ id }) => id);
      expect(unnamed.filter(isMitochondrial).map(({ id }) => id)).toEqual(bySymbol);
      file.close();
    },
  );
});

describe('guessSpecies', () => {
  const symbols = (text: string) => text.split(' ').map((name) => gene(name));
  it.each([
    ['CD3E MS4A1 LYZ GNLY FCGR3A PPBP CST3 NKG7 CD8A ACTB', 'human'],
    ['Cd3e Ms4a1 Lyz2 Gnly Fcgr3 Ppbp Cst3 Nkg7 Cd8a Actb', 'mouse or rat'],
    ['Cd3e Ms4a1 Lyz2 Gnly Fcgr3 PPBP CST3 NKG7 CD8A ACTB', 'human and mouse'],
    ['CD3E MS4A1 LYZ GNLY', 'human'],
    ['Cd3e Ms4a1 Lyz2 Gnly', 'mouse or rat'],
    ['CD3E Ms4a1 LYZ GNLY', null],
    ['CD3E MS4A1', null],
    ['g1 g2 g3 g4 g5 g6 g7 g8 g9 g10', null],
    ['Gene1 Gene2 Gene3 Gene4 Gene5 Gene6 Gene7 Gene8 Gene9 Gene10', null],
  ])('%s', (names, species) => expect(guessSpecies(symbols(names))).toBe(species));
  it('goes by Ensembl IDs where there are any', () => {
    expect(guessSpecies([gene('Xkr4', 'Xkr4', 'ENSMUSG00000051951')])).toBe('mouse');
    expect(guessSpecies([gene('ENSG00000141510.18'), gene('ENSMUSG00000051951')])).toBe('human and mouse');
  });
});

describe('geneFindings', () => {
  const codes = (...genes: Gene[]) => geneFindings(genes).map(({ code }) => code);
  it('notes versions, shared symbols, spreadsheet dates and empty names', () => {
    expect(codes(gene('ENSG00000141510.18', 'TP53', 'ENSG00000141510.18'))).toEqual([
      'symbols-beside',
      'versioned-ids',
    ]);
    expect(codes(gene('ENSG00000141510', 'TP53'), gene('ENSG00000141511', 'TP53'))).toContain('duplicate-symbols');
    expect(codes(gene('2-Sep'), gene('1-Mar'), gene('CD3E'))).toContain('dates-as-genes');
    expect(codes(gene(' '), gene('CD3E'))).toContain('empty-gene-names');
    expect(codes(gene('CD3E'), gene('LYZ'))).toEqual([]);
  });
});

describe('confoundingFindings', () => {
  const columns = (labels: string[], donors: string[]) => {
    const obs = [textColumn('disease', labels), textColumn('donor_id', donors)];
    return confoundingFindings(obs, obs.map(summariseColumn)).map(({ what }) => what);
  };
  const each = <T>(of: (i: number) => T) => Array.from({ length: 120 }, (_, i) => of(i));
  it('tells a label that every donor has one of', () => {
    expect(
      columns(
        each((i) => (i % 6 < 3 ? 'AML' : 'healthy')),
        each((i) => `D${i % 6}`),
      ),
    ).toEqual([
      'Column "disease" is decided by "donor_id": every donor_id has one class of it only (6 donor_id values, 2 classes).',
    ]);
    expect(
      columns(
        each((i) => `s${i % 3}`),
        each((i) => `D${i % 3}`),
      ),
    ).toEqual(['Column "disease" says the same as "donor_id": each class is one donor_id.']);
  });
  it('leaves alone what donors share', () => {
    expect(
      columns(
        each((i) => (i % 2 ? 'a' : 'b')),
        each((i) => `D${i % 3}`),
      ),
    ).toEqual([]);
  });
});
