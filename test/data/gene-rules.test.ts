import { describe, expect, it } from 'vitest';
import { resolveGeneRules, unknownGenes } from '../../src-main/data/gene-rules.ts';

const genes = [
  { name: 'ENSG01.2', symbol: 'CD3D', id: 'ENSG01.2' },
  { name: 'ENSG02.1', symbol: 'MT-CO1', id: 'ENSG02.1' },
  { name: 'ENSG03.1', symbol: 'MT-ND1', id: 'ENSG03.1' },
  { name: 'ENSG04.1', symbol: 'RPL3', id: 'ENSG04.1' },
];

describe('gene rules', () => {
  it('find genes by symbol, by ID, by ID without version, in any case, once', () => {
    expect([...resolveGeneRules(genes, ['CD3D', 'ENSG01', 'ensg01.2', 'rpl3'], []).forced]).toEqual([0, 3]);
  });

  it('exclude by name and by pattern', () => {
    expect([...resolveGeneRules(genes, [], ['/^mt-/', 'RPL3']).excluded]).toEqual([0, 1, 1, 1]);
  });

  it('refuse a must-include that is not there, naming near ones', () => {
    expect(() => resolveGeneRules(genes, ['CD3E'], [])).toThrow(/"CD3E".*not among the 4 genes/);
    try {
      resolveGeneRules(genes, ['CD3E'], []);
    } catch (error) {
      expect(error).toMatchObject({ code: 'not-found', remedy: expect.stringContaining('CD3D') });
    }
  });

  it('refuse a gene that must be in and must not be', () => {
    expect(() => resolveGeneRules(genes, ['MT-CO1'], ['/^MT-/'])).toThrow(/must be in the panel and is excluded/);
  });

  it('refuse a broken pattern in words', () => {
    expect(() => resolveGeneRules(genes, [], ['/(/'])).toThrow(/not a valid pattern/);
  });

  it('list what the data do not have', () => {
    expect(unknownGenes(genes, ['CD3D', 'XIST', '/^HB/'])).toEqual(['XIST', '/^HB/']);
  });
});
