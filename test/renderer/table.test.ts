import { describe, expect, it } from 'vitest';
import {
  filterRows,
  nextSorting,
  sortRows,
  toTsv,
  visibleRows,
  type Column,
} from '../../src-renderer/components/table.ts';

interface Gene {
  name: string;
  score: number | null;
  forced: boolean;
}
const genes: Gene[] = [
  { name: 'CD8A', score: 0.5, forced: false },
  { name: 'CD14', score: null, forced: true },
  { name: 'cd4', score: -2, forced: false },
  { name: 'IL7R', score: 0.5, forced: false },
];
const columns: Column<Gene>[] = [
  { id: 'name', label: 'Gene', value: (gene) => gene.name },
  { id: 'score', label: 'Score', value: (gene) => gene.score, format: (value) => (value === null ? '–' : `s${value}`) },
  { id: 'forced', label: 'Forced', value: (gene) => gene.forced },
  { id: 'actions', label: 'Actions', value: () => 'remove', data: false },
];
const names = (rows: Gene[]) => rows.map(({ name }) => name);

describe('sorting', () => {
  it('files words with their numbers, whatever their case', () => {
    expect(names(sortRows(genes, columns, { column: 'name', direction: 'ascending' }))).toEqual([
      'cd4',
      'CD8A',
      'CD14',
      'IL7R',
    ]);
  });

  it('keeps ties in order and nothing last, both ways', () => {
    expect(names(sortRows(genes, columns, { column: 'score', direction: 'descending' }))).toEqual([
      'CD8A',
      'IL7R',
      'cd4',
      'CD14',
    ]);
    expect(names(sortRows(genes, columns, { column: 'score', direction: 'ascending' }))).toEqual([
      'cd4',
      'CD8A',
      'IL7R',
      'CD14',
    ]);
  });

  it('leaves the rows as they came without a sorting, or with one for a column that is gone', () => {
    expect(sortRows(genes, columns, null)).toEqual(genes);
    expect(sortRows(genes, columns, { column: 'gone', direction: 'ascending' })).toEqual(genes);
  });

  it('goes round: own way, the other way, as they came', () => {
    const [name, score] = [columns[0]!, columns[1]!];
    const first = nextSorting(score, null, genes);
    expect(first).toEqual({ column: 'score', direction: 'descending' });
    const second = nextSorting(score, first, genes);
    expect(second).toEqual({ column: 'score', direction: 'ascending' });
    expect(nextSorting(score, second, genes)).toBeNull();
    expect(nextSorting(name, second, genes)).toEqual({ column: 'name', direction: 'ascending' });
  });
});

describe('filtering', () => {
  it('wants every word somewhere in the row, as held or as written', () => {
    expect(names(filterRows(genes, columns, ' cd  '))).toEqual(['CD8A', 'CD14', 'cd4']);
    expect(names(filterRows(genes, columns, 'cd true'))).toEqual(['CD14']);
    expect(names(filterRows(genes, columns, 's0.5'))).toEqual(['CD8A', 'IL7R']);
    expect(filterRows(genes, columns, '')).toHaveLength(4);
  });

  it('does not look into controls', () => {
    expect(filterRows(genes, columns, 'remove')).toHaveLength(0);
  });
});

describe('copying', () => {
  it('gives plain numbers, empty cells for nothing, and no controls', () => {
    expect(toTsv(genes.slice(0, 3), columns)).toBe(
      'Gene\tScore\tForced\nCD8A\t0.5\tfalse\nCD14\t\ttrue\ncd4\t-2\tfalse\n',
    );
  });

  it('spreads a cell that shows several values over as many columns', () => {
    const both: Column<Gene> = {
      ...columns[0]!,
      copiedAs: [
        { label: 'Name', value: (gene) => gene.name },
        { label: 'Letters', value: (gene) => gene.name.length },
      ],
    };
    expect(toTsv(genes.slice(0, 1), [both, columns[1]!])).toBe('Name\tLetters\tScore\nCD8A\t4\t0.5\n');
  });

  it('quotes what would break cells and defuses formulas', () => {
    const rows = ['a\tb', 'say "x"', '=SUM(A1)', '-CD3', '-1.5', '@x'].map((name) => ({ name }));
    const column: Column<{ name: string }> = { id: 'name', label: 'Class', value: (row) => row.name };
    expect(toTsv(rows, [column]).split('\n').slice(1, -1)).toEqual([
      '"a\tb"',
      '"say ""x"""',
      "'=SUM(A1)",
      "'-CD3",
      '-1.5',
      "'@x",
    ]);
  });
});

describe('virtual rows', () => {
  it('draws all of a short table', () => {
    expect(visibleRows(200, 28, 4000, 300)).toEqual({ from: 0, to: 200 });
  });

  it('draws what is in view of a long one, and a little more', () => {
    expect(visibleRows(5000, 28, 28 * 1000, 280, 10)).toEqual({ from: 984, to: 1024 });
  });

  it('draws the same for a block of positions', () => {
    const slices = Array.from({ length: 224 }, (_, pixel) => visibleRows(5000, 28, 28 * 1000 + pixel, 280, 10));
    expect(new Set(slices.map(({ from, to }) => `${from} ${to}`)).size).toBeLessThanOrEqual(3);
    for (const { from, to } of slices) expect([from <= 1000, to >= 1018]).toEqual([true, true]);
  });

  it('stays within the rows at both ends', () => {
    expect(visibleRows(300, 28, 0, 280, 10)).toEqual({ from: 0, to: 24 });
    expect(visibleRows(300, 28, 28 * 290, 280, 10)).toEqual({ from: 280, to: 300 });
    // a filter shortened the rows and the scroll position is still beyond them
    expect(visibleRows(201, 28, 28 * 5000, 280, 10).to).toBe(201);
  });
});
