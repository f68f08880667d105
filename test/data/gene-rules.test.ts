import { describe, expect, it } from 'vitest';
import { geneFamilies, geneFamilyNames, isOfFamily } from '../../src-shared/gene-families.ts';
import type { GeneRules } from '../../src-shared/model.ts';
import { collectGeneFacts } from '../../src-main/data/gene-facts.ts';
import { noGround, resolveGeneRules, unknownGenes } from '../../src-main/data/gene-rules.ts';
import type { RuleGround } from '../../src-main/data/gene-rules.ts';
import { aliasesOf, joinGenes, parseRequirement, unmet } from '../../src-main/data/gene-table.ts';
import type { GeneTable } from '../../src-main/data/gene-table.ts';
import { TEST, TRAIN } from '../../src-main/data/splits.ts';

const genes = [
  { name: 'ENSG01.2', symbol: 'CD3D', id: 'ENSG01.2' },
  { name: 'ENSG02.1', symbol: 'MT-CO1', id: 'ENSG02.1' },
  { name: 'ENSG03.1', symbol: 'MT-ND1', id: 'ENSG03.1' },
  { name: 'ENSG04.1', symbol: 'RPL3', id: 'ENSG04.1' },
];
const resolve = (rules: Partial<GeneRules>, ground: Partial<RuleGround> = {}) =>
  resolveGeneRules(genes, { mustInclude: [], exclude: [], ...rules }, { ...noGround, ...ground });
const fallen = (...args: Parameters<typeof resolve>) =>
  resolve(...args).fallen.map(({ gene, reason }) => [genes[gene].symbol, reason]);

describe('gene rules', () => {
  it('find genes by symbol, by ID, by ID without version, in any case, once', () => {
    expect([...resolve({ mustInclude: ['CD3D', 'ENSG01', 'ensg01.2', 'rpl3'] }).forced]).toEqual([0, 3]);
  });

  it('exclude by name, by pattern and by family, and say why', () => {
    expect([...resolve({ exclude: ['/^mt-/', 'RPL3'] }).barred]).toEqual([0, 1, 1, 1]);
    expect(fallen({ exclude: ['family:ribosomal', '/^MT-N/', 'CD3D'] })).toEqual([
      ['RPL3', 'ribosomal'],
      ['MT-ND1', 'excluded by /^MT-N/'],
      ['CD3D', 'excluded'],
    ]);
  });

  it('refuse a must-include that is not there, naming near ones', () => {
    expect(() => resolve({ mustInclude: ['CD3E'] })).toThrow(/"CD3E".*not among the 4 genes/);
    try {
      resolve({ mustInclude: ['CD3E'] });
    } catch (error) {
      expect(error).toMatchObject({ code: 'not-found', remedy: expect.stringContaining('CD3D') });
    }
  });

  it('refuse a gene that must be in and must not be, by name', () => {
    expect(() => resolve({ mustInclude: ['MT-CO1'], exclude: ['mt-co1'] })).toThrow(/must be in the panel and is excl/);
  });

  it('leave a must-include in whatever else bars it', () => {
    const facts = {
      detected: Float64Array.of(0.01, 1, 1, 1),
      highest: Float64Array.of(1, 99, 99, 1),
      where: Array(4).fill('T'),
      varies: new Uint8Array(4).fill(1),
    };
    const rules = { mustInclude: ['MT-CO1'], exclude: ['/^MT-/'], candidates: ['CD3D'], maxMean: 30 };
    const { forced, barred, spared } = resolve(rules, { facts });
    expect([...forced]).toEqual([1]);
    expect([...barred]).toEqual([0, 0, 1, 1]);
    expect(spared).toEqual([{ gene: 1, kind: 'excluded', reason: 'excluded by /^MT-/' }]);
  });

  it('refuse a broken pattern and an unknown family in words', () => {
    expect(() => resolve({ exclude: ['/(/'] })).toThrow(/not a valid pattern/);
    expect(() => resolve({ exclude: ['family:ribosome'] })).toThrow('There is no gene family "ribosome"');
  });

  it('list what the data do not have', () => {
    expect(unknownGenes(genes, ['CD3D', 'XIST', '/^HB/', 'family:sex'])).toEqual(['XIST', '/^HB/', 'family:sex']);
    const { missing, forced } = resolve({ start: ['CD3D', 'CD4'], candidates: ['RPL3', 'CD8A'], exclude: ['XIST'] });
    expect([...forced]).toEqual([0]);
    expect(missing).toEqual({ start: ['CD4'], candidates: ['CD8A'], exclude: ['XIST'] });
  });

  it('choose from candidates only', () => {
    expect(fallen({ candidates: ['CD3D', 'RPL3', 'MT-ND1'] })).toEqual([['MT-CO1', 'not among the candidates']]);
  });

  it('limit how often genes are detected and how strongly they are expressed', () => {
    const facts = {
      detected: Float64Array.of(0.012, 0.999, 0.3, 0.5),
      highest: Float64Array.of(0.1, 31.42, 2, 30),
      where: ['B', 'T', 'T', 'B'],
      varies: new Uint8Array(4).fill(1),
    };
    expect(fallen({ minDetected: 0.05, maxDetected: 0.8, maxMean: 30 }, { facts })).toEqual([
      ['CD3D', 'detected in 1.2 % of the cells'],
      ['MT-CO1', 'detected in 100 % of the cells'],
    ]);
    expect(fallen({ maxMean: 30 }, { facts })).toEqual([['MT-CO1', 'mean of 31.4 in T']]);
  });
});

describe('a table of gene properties', () => {
  const table: GeneTable = {
    name: 'probes.csv',
    columns: ['gene', 'length', 'biotype', 'aliases'],
    rows: [
      ['cd3d', '900', 'protein_coding', 'T3D|IMD19'],
      ['MT-CO1', '1542', 'protein_coding', ''],
      ['RPL3', '', 'lncRNA', 'L3'],
    ],
  };

  it('is joined by the column that names the most genes', () => {
    expect(joinGenes(table, genes)).toEqual({ rows: Int32Array.of(0, 1, -1, 2), column: 'gene', matched: 3 });
  });

  it('limits on its columns; what it does not say is not met', () => {
    expect(fallen({ require: ['length>=960'] }, { table })).toEqual([
      ['CD3D', 'length is 900'],
      ['MT-ND1', 'not in probes.csv'],
      ['RPL3', 'no length in probes.csv'],
    ]);
    expect(
      fallen({ require: ['Biotype=protein_coding', 'length < 1000'] }, { table }).map(([symbol]) => symbol),
    ).toEqual(['MT-CO1', 'MT-ND1', 'RPL3']);
  });

  it('gives genes their other names', () => {
    expect(aliasesOf(table).get('imd19')).toBe('cd3d');
    const { forced, renamed } = resolve({ mustInclude: ['T3D'] }, { table });
    expect([...forced]).toEqual([0]);
    expect(renamed).toEqual([{ asked: 'T3D', gene: 0, by: 'alias' }]);
  });

  it('is refused a column that it lacks, and a limit that is none', () => {
    expect(() => unmet(table, parseRequirement('lenght>=1'), 0)).toThrow('probes.csv has no column "lenght".');
    expect(() => unmet(table, parseRequirement('length>=long'), 0)).toThrow('"long" is no number');
    expect(() => parseRequirement('length')).toThrow('is not a limit');
  });
});

describe('what limits are judged by', () => {
  it('is taken from training cells: detected share, and the greatest mean in a class', () => {
    // cells × 2 genes, two tasks; the last cell is a test cell
    const values = [
      [4, 0],
      [0, 1],
      [2, 0],
      [900, 900],
    ];
    const x = {
      rows: 4,
      cols: 2,
      indptr: Float64Array.of(0, 2, 4, 6, 8),
      indices: Int32Array.from(values.flatMap(() => [0, 1])),
      values: Float32Array.from(values.flat()),
    };
    const type = { name: 'type', kind: 'categorical' as const, classes: ['B', 'T'], y: Int32Array.of(0, 0, 1, 1) };
    const stim = { name: 'stim', kind: 'categorical' as const, classes: ['on'], y: Int32Array.of(0, -1, -1, 0) };
    const collected = collectGeneFacts(2, Uint8Array.of(TRAIN, TRAIN, TRAIN, TEST), [type, stim], 'counts');
    collected.add(x);
    const facts = collected.finish();
    expect([...facts.detected]).toEqual([2 / 3, 1 / 3]);
    expect([...facts.highest]).toEqual([4, 0.5]);
    expect(facts.where).toEqual(['on (stim)', 'B (type)']);
  });

  it('say which genes cannot be chosen: the same in all training cells, or hardly in any', () => {
    // genes: 1 in all; 2 in one cell; 0 in one; in two cells only; other than 1 in the test cell alone
    const values = [
      [1, 1, 1, 1, 1],
      [1, 2, 1, 1, 1],
      [1, 1, 0, 0, 1],
      [1, 1, 1, 0, 1],
      [1, 9, 9, 9, 9],
    ];
    const x = {
      rows: 5,
      cols: 5,
      indptr: Float64Array.of(0, 5, 10, 15, 20, 25),
      indices: Int32Array.from(values.flatMap(() => [0, 1, 2, 3, 4])),
      values: Float32Array.from(values.flat()),
    };
    const type = { name: 'type', kind: 'categorical' as const, classes: ['B'], y: new Int32Array(5) };
    const collected = collectGeneFacts(5, Uint8Array.of(TRAIN, TRAIN, TRAIN, TRAIN, TEST), [type], 'counts');
    collected.add(x);
    expect([...collected.finish().varies]).toEqual([0, 1, 1, 0, 0]);
  });
});

describe('gene families', () => {
  const of = (name: string) => geneFamilyNames.filter((family) => isOfFamily(family, { name, symbol: name, id: '' }));

  it.each([
    ['mitochondrial', ['MT-CO1', 'mt-Nd4l'], ['MTOR', 'MRPL10', 'Mtor']],
    [
      'ribosomal',
      ['RPL3', 'RPS27A', 'RPLP0', 'RPSA', 'RPL13AP5', 'RPS4X', 'RPL36AL', 'Rps29', 'Rpl10a', 'Rpl6-ps1'],
      ['RPS6KA1', 'Rps6kb1', 'MRPS12', 'RPN1'],
    ],
    ['haemoglobin', ['HBA1', 'HBB', 'HBG2', 'Hba-a1', 'Hbb-bs'], ['HBEGF', 'HBP1', 'Hbegf']],
    ['sex', ['XIST', 'DDX3Y', 'TTTY15', 'Xist', 'Eif2s3y'], ['DDX3X', 'SRYX']],
    [
      'immunoglobulin',
      ['IGHV3-23', 'IGKC', 'IGLC2', 'IGHG1', 'IGHM', 'IGHD', 'JCHAIN', 'Ighg2b', 'Igkv1-110'],
      ['IGHMBP2', 'IGF1', 'IGLL5', 'Igfbp7'],
    ],
    [
      'tcr',
      ['TRAV1-2', 'TRBC1', 'TRAC', 'TRGC2', 'TRDV1', 'TRBJ2-7', 'Trbc2', 'Trac'],
      ['TRADD', 'TRAF1', 'TRAK1', 'Tradd'],
    ],
    [
      'lncrna',
      ['LINC00115', 'AC012345.1', 'RP11-34P13.7', 'MIR155HG', 'GATA3-AS1', 'Gm42418', '1700001C02Rik', 'Neat1'],
      ['ACTB', 'GMNN', 'CD3D', 'Gmnn', 'Fos'],
    ],
    [
      'controls',
      ['NegControlProbe_00042', 'NegPrb1', 'Blank-12', 'BLANK_0069', 'UnassignedCodeword_0001', 'ERCC-00002'],
      ['NEGR1', 'Negr1', 'ERCC1', 'Ercc2', 'BLNK'],
    ],
    [
      'mitochondrial',
      [
        'MT-CO1',
        'mt-Co1',
        'Mt-nd1',
        'mt:CoI',
        'mt:ND4L',
        'MT.CO1',
        'MT_CO1',
        'mt-nd1',
        'ENSG00000198804.2',
        'ENSMUSG00000064351',
        'ENSRNOG00000034234',
        'ENSDARG00000063905',
        'FBgn0013674',
        'ATMG00010',
      ],
      ['MTOR', 'MT1X', 'MT2A', 'Mt1', 'MTCO1P12', 'ND1', 'ENSG00000141510', 'FBgn0000001', 'Mtor'],
    ],
    ['ribosomal', ['rpl10', 'rps3a', 'RpL10Ab', 'RpS3', 'rpl-3', 'RPL10A'], ['rpsaka', 'Rps6ka1']],
    ['heat-shock', ['HSPA1A', 'FOS', 'JUNB', 'Dnajb1', 'Egr1'], ['HSF1', 'FOSL2']],
  ])('%s has its members and no others', (family, members, others) => {
    expect(members.filter((name) => !of(name).includes(family as never))).toEqual([]);
    expect(others.filter((name) => of(name).includes(family as never))).toEqual([]);
  });

  it('have rules that can be read', () => {
    for (const name of geneFamilyNames) {
      for (const rule of [...geneFamilies[name].human, ...geneFamilies[name].mouse]) {
        expect(rule).toMatch(/^(\/.+\/|[A-Za-z0-9.-]+)$/);
      }
    }
  });
});
