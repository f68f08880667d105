/** One name written by different programs: met alike in rules, lists, tables, data sets and predictors. */
import { describe, expect, it } from 'vitest';
import type { Gene } from '../../src-shared/model.ts';
import { foldName, looseName } from '../../src-main/data/gene-names.ts';
import { geneFinder, resolveGeneRules } from '../../src-main/data/gene-rules.ts';
import { joinGenes } from '../../src-main/data/gene-table.ts';
import { matchGenes } from '../../src-main/data/match-genes.ts';
import { isOfFamily } from '../../src-shared/gene-families.ts';

const gene = (name: string, symbol = name, id = ''): Gene => ({ name, symbol, id });

/** as the data write it, and as somebody asks for it */
const spellings: [written: string, asked: string][] = [
  ['HLA.DRA', 'HLA-DRA'],
  ['HLA_DRA', 'HLA-DRA'],
  ['HLA-DRA', 'HLA.DRA'],
  ['hla dra', 'HLA-DRA'],
  ['X1700001P01Rik', '1700001P01Rik'],
  ['mt:CoI', 'mt-CoI'],
  ['RP11.34P13.7', 'RP11-34P13.7'],
  ['HLA\u2010DRA', 'HLA-DRA'],
];
/** the same but for case, version, width and composition: no other spelling, and not worth a word */
const folds: [written: string, asked: string][] = [
  ['CD3D', 'cd3d'],
  ['ENSG00000141510.18', 'ENSG00000141510'],
  ['ENSG00000141510', 'ensg00000141510.3'],
  ['MS4A1', 'MS4A1\u200b'],
  ['CD3D', '\ufeffCD3D '],
  ['CD3D', '\uff23\uff24\uff13\uff24'],
  ['Ng\u00e9ne', 'Nge\u0301ne'],
];

describe('a gene that is written differently', () => {
  it.each(spellings)('%s is %s for rules, tables and other data sets', (written, asked) => {
    const genes = [gene('ACTB'), gene(written), gene('LYZ')];
    expect(geneFinder(genes)(asked)).toEqual({ found: [1], by: 'spelling' });
    const rules = resolveGeneRules(genes, { mustInclude: [asked], exclude: [] }, { facts: null, table: null });
    expect([...rules.forced]).toEqual([1]);
    expect(rules.renamed).toEqual([{ asked, gene: 1, by: 'spelling' }]);
    const candidates = resolveGeneRules(genes, { mustInclude: [], exclude: ['LYZ'], candidates: [asked, 'ACTB'] }, { facts: null, table: null }); // prettier-ignore
    expect([...candidates.barred]).toEqual([0, 0, 1]);
    expect(candidates.missing.candidates).toEqual([]);
    const table = { name: 't', columns: ['gene', 'length'], rows: [[asked, '900'], ['LYZ', '1000']] }; // prettier-ignore
    expect([...joinGenes(table, genes).rows]).toEqual([-1, 0, 1]);
    expect([...matchGenes([genes, [gene(asked), gene('ACTB')]]).positions[0]]).toEqual([0, 1, -1]);
  });

  it.each(folds)('%s is %s without a word', (written, asked) => {
    expect(foldName(written)).toBe(foldName(asked));
    expect(geneFinder([gene('ACTB'), gene(written)])(asked)).toEqual({ found: [1], by: 'exact' });
  });

  it('is not guessed where several could be meant, and the exact one comes first', () => {
    const find = geneFinder([gene('HLA.A'), gene('HLA_A'), gene('CD8-A'), gene('CD8.A')]);
    expect(find('HLA-A').found).toEqual([]);
    expect(find('CD8.A')).toEqual({ found: [3], by: 'exact' });
  });

  it('stays apart where it is another gene', () => {
    expect(looseName('HLA-DRA')).not.toBe(looseName('HLADRA'));
    expect(looseName('AC004556.1')).not.toBe(looseName('AC004556.12'));
    expect(looseName('XIST')).not.toBe(looseName('IST'));
  });
});

describe('the mitochondrial family', () => {
  it('knows symbols without a prefix of species that Ensembl names so', () => {
    expect(isOfFamily('mitochondrial', gene('ND1', 'ND1', 'ENSMMUG00000028704'))).toBe(true);
    expect(isOfFamily('mitochondrial', gene('COX1', 'COX1', 'ENSSSCG00000018075'))).toBe(true);
    expect(isOfFamily('mitochondrial', gene('COX1', 'COX1', 'ENSG00000095303'))).toBe(false);
  });
});
