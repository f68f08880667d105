/** Genes of several data sets brought together: by which names, and what is told where these disagree. */
import { describe, expect, it } from 'vitest';
import { matchGenes } from '../../src-main/data/match-genes.ts';
import type { Gene } from '../../src-shared/model.ts';

const id = (n: number) => `ENSG${String(n).padStart(11, '0')}`;
const gene = (name: string, id = '', symbol = name): Gene => ({ name, symbol, id });
/** For each gene of the second list, the name of the gene of the first that it is. */
const partners = (a: Gene[], b: Gene[], options = {}) => {
  const { genes, positions } = matchGenes([a, b], options);
  return [...positions[1]].map((g) => (g < 0 ? null : genes[g].name));
};

describe('genes of two data sets', () => {
  it('meet by name, by Ensembl ID whatever its version, by symbol, and by letters of another case', () => {
    const a = [gene('CD3D'), gene(`${id(2)}.5`, '', 'LYZ'), gene(id(3)), gene('NKG7')];
    const b = [gene('Nkg7'), gene('CD3D'), gene('LYZ'), gene('GNLY', `${id(3)}.12`), gene('ACTB')];
    expect(partners(a, b)).toEqual(['NKG7', 'CD3D', `${id(2)}.5`, id(3), null]);
    expect(matchGenes([a, b]).genes.map(({ symbol }) => symbol)).toEqual(['CD3D', 'LYZ', 'GNLY', 'NKG7']);
  });

  it('meet by ID rather than by a name that says something else', () => {
    const a = [gene('MATR3', id(1)), gene('MATR3-1', id(2), 'MATR3')];
    expect(partners(a, [gene('MATR3', id(2))])).toEqual(['MATR3-1']);
  });

  it('are the same by name where their IDs differ, and that is told', () => {
    const { genes, conflicts } = matchGenes([[gene('PINX1', id(1))], [gene('PINX1', id(9))]]);
    expect(genes).toHaveLength(1);
    expect(conflicts).toEqual([
      {
        gene: 'PINX1',
        kind: 'ids-differ',
        what: `PINX1 is ${id(1)} in one and ${id(9)} in the other: taken as the same gene.`,
      },
    ]);
  });

  it('tell of an ID that goes by two symbols', () => {
    expect(matchGenes([[gene('SEPT2', id(1))], [gene('SEPTIN2', id(1))]]).conflicts).toMatchObject([
      { kind: 'symbols-differ', gene: 'SEPT2' },
    ]);
  });

  it('stay apart where a name could be several', () => {
    const match = matchGenes([[gene('ABC1')], [gene('Abc1'), gene('abc1')]]);
    expect(match.genes).toEqual([]);
    expect(match.conflicts).toMatchObject([{ kind: 'ambiguous', gene: 'ABC1' }]);
  });

  it('meet by an alias only where one is given', () => {
    const [a, b] = [[gene('MS4A1')], [gene('CD20')]];
    expect(partners(a, b)).toEqual([null]);
    expect(partners(a, b, { aliases: new Map([['cd20', 'MS4A1']]) })).toEqual(['MS4A1']);
  });

  it('of two species meet by letters only where that is asked for', () => {
    const [a, b] = [[gene('CD3D', id(1))], [gene('Cd3d', 'ENSMUSG00000032094')]];
    expect(partners(a, b)).toEqual([null]);
    expect(partners(a, b, { byName: true })).toEqual(['CD3D']);
  });

  it('are those that all of three have', () => {
    const { genes, positions } = matchGenes([
      [gene('A'), gene('B'), gene('C')],
      [gene('c'), gene('B')],
      [gene('B'), gene('C'), gene('A')],
    ]);
    expect(genes.map(({ name }) => name)).toEqual(['B', 'C']);
    expect(positions.map((all) => [...all])).toEqual([
      [-1, 0, 1],
      [1, 0],
      [0, 1, -1],
    ]);
  });
});
