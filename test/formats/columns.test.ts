import { describe, expect, it } from 'vitest';
import { columnFindings } from '../../src-main/formats/column-findings.ts';
import { numberColumn, summariseColumn, tableColumn, textColumn } from '../../src-main/formats/columns.ts';

const repeat = <T>(values: T[], times: number): T[] => Array.from({ length: times }, () => values).flat();

describe('numbers in a column', () => {
  const kind = (values: number[]) => numberColumn('x', Float64Array.from(values)).kind;

  it('are classes where few whole numbers repeat', () => {
    expect(numberColumn('louvain', Float64Array.from(repeat([2, 0, 10], 10)))).toMatchObject({
      kind: 'categorical',
      categories: ['0', '2', '10'],
      codes: Int32Array.from(repeat([1, 0, 2], 10)),
    });
    expect(kind([0, 1, 0, 1])).toBe('categorical');
  });
  it('are a quantity where they have fractions, hardly repeat, or are many', () => {
    expect(kind(repeat([0.5, 1], 50))).toBe('continuous');
    expect(kind([1, 2, 3, 4, 5])).toBe('continuous');
    expect(kind(repeat(Array.from({ length: 101 }, (_, i) => i), 20))).toBe('continuous'); // prettier-ignore
  });
  it('leave cells without a value out', () => {
    const column = numberColumn('x', Float64Array.from([...repeat([0, 1], 10), NaN]));
    expect(summariseColumn(column)).toMatchObject({
      kind: 'categorical',
      missing: 1,
      classes: [{ cells: 10 }, { cells: 10 }],
    });
    expect(kind([NaN, NaN])).toBe('continuous');
  });
  it('leave out what is infinite, as the pseudotime of cells that cannot be reached', () => {
    const expected = { kind: 'continuous', values: Float64Array.of(0.5, NaN, 1.5, NaN) };
    expect(numberColumn('t', Float64Array.of(0.5, Infinity, 1.5, -Infinity))).toMatchObject(expected);
    expect(tableColumn('t', ['0.5', 'inf', '1.5', '-Infinity'])).toMatchObject(expected);
  });
});

describe('columns of a text table', () => {
  it('are numbers where all fields are, missing ones aside', () => {
    expect(tableColumn('age', ['1.5', ' 2 ', 'NA', ''])).toEqual({
      name: 'age',
      kind: 'continuous',
      values: Float64Array.of(1.5, 2, NaN, NaN),
    });
  });
  it('keep words such as NA among cluster numbers as a class, for the user to decide', () => {
    const column = summariseColumn(tableColumn('cluster', [...repeat(['1', '2'], 10), 'NA', '']));
    expect(column).toMatchObject({ kind: 'categorical', missing: 1, unlabelledCandidates: ['NA'] });
  });
  it('are text where one field is', () => {
    expect(tableColumn('x', ['1', '2', 'B'])).toMatchObject({ kind: 'categorical', categories: ['1', '2', 'B'] });
  });
});

describe('summariseColumn', () => {
  it('counts classes, the largest first, without those that no cell has', () => {
    const column = { name: 'type', kind: 'categorical', categories: ['a', 'b', 'c'], codes: Int32Array.of(1, 1, 0, -1) } as const; // prettier-ignore
    expect(summariseColumn({ ...column, categories: ['a', 'b', 'c'] })).toMatchObject({
      classes: [{ name: 'b', cells: 2 }, { name: 'a', cells: 1 }], // prettier-ignore
      missing: 1,
      range: null,
    });
  });
  it('gives the range of a quantity', () => {
    const column = { name: 'x', kind: 'continuous', values: Float64Array.of(1, NaN, 4) } as const;
    expect(summariseColumn(column)).toMatchObject({ range: { min: 1, mean: 2.5, max: 4 }, missing: 1 });
    expect(summariseColumn({ ...column, values: Float64Array.of(NaN) }).range).toBeNull();
  });
  it('proposes the words that mean unlabelled', () => {
    const values = ['B', 'nan', 'NA', 'Unknown', 'unassigned ', '', '-1', 'N/A'];
    expect(summariseColumn(textColumn('t', values)).unlabelledCandidates.sort()).toEqual(values.slice(1).sort());
  });
  it('ranks columns as a person would', () => {
    const types = repeat(['B', 'T', 'NK'], 20);
    const score = (name: string, values: string[] = types) => summariseColumn(textColumn(name, values)).labelScore;
    const cells = types.map((_, i) => `cell ${i}`);
    expect(score('cell_type')).toBeGreaterThan(score('stim'));
    expect(score('stim')).toBeGreaterThan(score('donor'));
    expect(score('donor')).toBeGreaterThan(score('barcode', cells));
    expect(score('cell_type', repeat(['B'], 60))).toBe(0);
  });
});

describe('columnFindings', () => {
  const codes = (name: string, values: (string | null)[]) =>
    columnFindings([summariseColumn(textColumn(name, values))], values.length).map((finding) => finding.code);

  it('tells of one value, of one each, of missing labels and of words for them', () => {
    expect(codes('type', repeat(['B'], 5))).toEqual(['no-label-columns', 'one-value']);
    expect(
      codes(
        'id',
        Array.from({ length: 30 }, (_, i) => `c${i}`),
      ),
    ).toContain('one-each');
    expect(codes('type', ['B', 'T', 'B', 'T', null])).toEqual(['missing-labels']);
    expect(codes('type', ['B', 'T', 'B', 'T', 'Unknown'])).toEqual(['unlabelled-words']);
    expect(columnFindings([], 5).map((finding) => finding.code)).toEqual(['no-label-columns']);
  });
  it('tells of classes that differ only in writing, not of those that mean something else', () => {
    expect(codes('type', repeat(['CD4 T', 'cd4_t ', 'B'], 3))).toEqual(['near-duplicate-classes']);
    expect(codes('type', repeat(['CD34+', 'CD34-', '1.1', '11', 'L2/3', 'L23', '2', '-2'], 3))).toEqual([]);
  });
});
