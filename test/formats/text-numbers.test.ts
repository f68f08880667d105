/** Text that looks like numbers: read as the number it is, or kept as the code that it is. */
import { describe, expect, it } from 'vitest';
import { summariseColumn, tableColumn } from '../../src-main/formats/columns.ts';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { joinLabels } from '../../src-main/formats/readers/label-file.ts';
import { hasDecimalCommas, type TableForm } from '../../src-main/formats/text-numbers.ts';
import { columnFindings } from '../../src-main/formats/column-findings.ts';
import { temporaryFolder } from './temporary.ts';
import { writeH5ad } from './write-h5ad.ts';

const folder = temporaryFolder();
const repeat = <T>(values: T[], times: number): T[] => Array.from({ length: times }, () => values).flat();

describe('codes stay as written', () => {
  it.each<[what: string, codes: string[]]>([
    ['zeros in front', ['01', '1', '001', '2']],
    ['zeros in front, without a collision', ['01', '02', '03', '10']],
    ['wells that look like exponents', ['1E2', '100', '2E1', '20']],
    ['versions', ['1.1', '1.10', '1.2', '2']],
    ['versions without a collision', ['1.2', '1.10', '1.3']],
    ['one number spelled in two ways', ['1', '1.0', '2']],
    ['plates', ['1e01', '1e02', '2e01']],
    ['beyond 2⁵³', ['1606388400003000001', '1606388400003000002']],
  ])('%s', (_, codes) => {
    const { kind, classes } = summariseColumn(tableColumn('code', repeat(codes, 25)));
    expect(kind).toBe('categorical');
    expect(classes.map(({ name }) => name).sort()).toEqual([...codes].sort());
  });

  it.each<[what: string, values: string[]]>([
    ['measures with as many digits each', ['0.10', '0.25', '1.50']],
    ['exponents as programs write them', ['1e-05', '2.5e+03', '100']],
    ['clusters', ['0', '1', '2', '10']],
    ['clusters with decimal zeros', ['0.0', '1.0', '2.0']],
  ])('numbers stay numbers: %s', (_, values) => {
    const column = tableColumn('x', repeat(values, 25));
    const numbers = column.kind === 'continuous' ? [...new Set(column.values)] : column.categories.map(Number);
    expect(numbers.sort((a, b) => a - b)).toEqual(values.map(Number).sort((a, b) => a - b));
  });
});

describe('numbers of spreadsheets', () => {
  it.each<[what: string, values: string[], expected: number[], table?: TableForm]>([
    ['German decimals', ['1,721', '0,5', '12,25'], [1.721, 0.5, 12.25], { delimiter: ';' }],
    ['German decimals of three digits each', ['1,721', '2,500', '1,250'], [1.721, 2.5, 1.25], { delimiter: ';' }],
    [
      'German thousands and decimals',
      ['1.234,5', '12.345.678,25', '0,5'],
      [1234.5, 12345678.25, 0.5],
      { delimiter: ';' },
    ],
    ['German thousands beside a column of decimal commas', ['1.234', '12.345', '800'], [1234, 12345, 800], { delimiter: ';', commas: true }], // prettier-ignore
    ['English thousands', ['1,234', '12,345,678', '999'], [1234, 12345678, 999], { delimiter: ',' }],
    ['English thousands and decimals', ['1,234.5', '12.25', '999'], [1234.5, 12.25, 999]],
    ['French thousands', ['1 234,5', '12\u202f345', '0,25'], [1234.5, 12345, 0.25], { delimiter: ';' }],
    ['Swiss thousands', ["1'234.5", '12’345', '7'], [1234.5, 12345, 7]],
    ['percent', ['12.5%', '3 %', '0.25%'], [12.5, 3, 0.25]],
    ['a typesetter’s minus', ['−0.5', '1.25', '-3.5'], [-0.5, 1.25, -3.5]],
    ['failed formulas', ['0.5', '#DIV/0!', '#NV'], [0.5, NaN, NaN]],
    ['quoted decimals among commas', ['0,5', '1,25', '3'], [0.5, 1.25, 3], { delimiter: ',' }],
  ])('%s', (_, values, expected, table) => {
    let told = '';
    const column = tableColumn('x', values, table, (words) => (told = words));
    expect(column).toEqual({ name: 'x', kind: 'continuous', values: Float64Array.from(expected) });
    expect(told !== '').toBe(
      values.some((value, i) => value.replace('−', '-') !== String(expected[i]) && !Number.isNaN(expected[i])),
    );
  });

  it('leave what may be either as text', () => {
    expect(tableColumn('x', ['1,721', '2,500'], { delimiter: '\t' }).kind).toBe('categorical');
    expect(tableColumn('x', ['1,72', '2.50']).kind).toBe('categorical');
    expect(hasDecimalCommas(['1,721', '2,500'])).toBe(false);
  });

  it('say so of a label file, where a point is a thousand too', () => {
    const names = Array.from({ length: 6 }, (_, i) => `cell${i}`);
    const rows = names.map((name, i) => [name, `0,${i}5`, `${i + 1}.200`]);
    const { join, columns } = joinLabels(names, { name: 'l', columns: ['cell', 'time', 'umis'], rows, delimiter: ';' });
    expect(columns.map((column) => column.kind === 'continuous' && column.values[1])).toEqual([0.15, 2200]);
    expect(join.reconciliation).toBe(
      'Numbers: time: decimal commas were read as such; umis: points between thousands were left out.',
    );
  });
});

describe('numbers that a spreadsheet shortened', () => {
  it('are told of as labels', () => {
    const column = summariseColumn(tableColumn('EntityID', repeat(['1.60639E+18', '1.60639E+12'], 20)));
    expect(columnFindings([column], 40).map(({ code }) => code)).toContain('shortened-numbers');
  });
  it('are named where they should name the cells', () => {
    const names = ['1606388400003000014', '1606388400003000024'];
    const rows = [['1.60639E+18', 'T'], ['1.60639E+18', 'B']]; // prettier-ignore
    expect(() => joinLabels(names, { name: 'l.csv', columns: ['EntityID', 'type'], rows })).toThrow(
      'its column “EntityID” holds numbers that a spreadsheet shortened (1.60639E+18)',
    );
  });
});

describe('whole numbers beyond 2⁵³', () => {
  const ids = Array.from({ length: 12 }, (_, i) => 1606388400003000000n + BigInt(i));
  const cells = ids.map((_, i) => String(i));
  const x = cells.map((_, i) => [i % 3, 1]);

  it('are read exactly, and name cells', async () => {
    const path = await writeH5ad(folder.path('ids.h5ad'), { cells, genes: ['CD3D', 'LYZ'], x, obs: { EntityID: BigInt64Array.from(ids), slide: BigInt64Array.from(ids.map((id, i) => id - BigInt(i) + BigInt(i % 2))), small: BigInt64Array.from(ids.map((_, i) => BigInt(i % 2))) } }); // prettier-ignore
    const labels = folder.write('ids.csv', `EntityID,type\n${ids.toReversed().map((id) => `${id},t${id % 10n}`).join('\n')}\n`); // prettier-ignore
    const { columns, labels: join } = await inspectData({ path, labels });
    const classes = (name: string) =>
      columns.find((column) => column.name === name)!.classes.map((entry) => entry.name);
    expect(classes('EntityID').sort()).toEqual(ids.map(String));
    expect(classes('slide').sort()).toEqual(['1606388400003000000', '1606388400003000001']);
    expect(classes('small').sort()).toEqual(['0', '1']);
    expect(join).toMatchObject({ matched: 12, reconciliation: 'Cells were met by their column “EntityID”.' });
  });

  it('name cells as their row names too', async () => {
    const path = await writeH5ad(folder.path('rows.h5ad'), { cells: ids.map(String), genes: ['CD3D', 'LYZ'], x });
    const labels = folder.write('rows.csv', `id,type\n${ids.map((id) => `${id},t${id % 10n}`).join('\n')}\n`);
    expect((await inspectData({ path, labels })).labels).toMatchObject({ matched: 12, reconciliation: '' });
  });
});
