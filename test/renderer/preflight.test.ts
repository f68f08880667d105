/** What the figures of a file before its import say. */
import { describe, expect, it } from 'vitest';
import type { MatrixProfile, Spread } from '../../src-shared/model.ts';
import { classSizesFigure } from '../../src-shared/present/charts/classSizes.ts';
import { PRINT } from '../../src-shared/present/charts/figure.ts';
import { spreadFigure } from '../../src-shared/present/charts/spread.ts';
import { filterLimits, filterWords } from '../../src-renderer/wizard/filters.ts';

const spread: Spread = {
  min: 0, lower: 1, median: 2, upper: 3, max: 4, log: false,
  bins: [{ from: 0, to: 2, cells: 5 }, { from: 2, to: 4, cells: 7 }, { from: 4, to: 6, cells: 1 }],
}; // prettier-ignore
const size = { width: 300, height: 132 };

describe('spreadFigure', () => {
  const figure = (least: number | null) =>
    spreadFigure({ name: 'x', measure: 'genes', title: 'T', spread, least, greatest: null, word: String });
  const series = (least: number | null) =>
    figure(least).option(PRINT, size).series as { data: { itemStyle: { color: string } }[]; markLine: { data: { xAxis: number }[] } }[]; // prettier-ignore

  it('greys the cells that a limit leaves out, and marks the limit where it lies', () => {
    expect(series(null)[0]!.data.map((bin) => bin.itemStyle.color)).toEqual([PRINT.accent, PRINT.accent, PRINT.accent]);
    expect(series(null)[1]!.markLine.data).toEqual([]);
    expect(series(3)[0]!.data.map((bin) => bin.itemStyle.color)).toEqual([PRINT.border, PRINT.accent, PRINT.accent]);
    // the middle of the second bin
    expect(series(3)[1]!.markLine.data).toEqual([{ xAxis: 1 }]);
  });
  it('is read as a table too', () => {
    expect(figure(null).table.rows).toEqual([[0, 2, 5], [2, 4, 7], [4, 6, 1]]); // prettier-ignore
  });
});

describe('classSizesFigure', () => {
  const title = (...cells: number[]) =>
    classSizesFigure({
      column: 'type',
      classes: cells.map((count, i) => ({ name: 'ABC'[i]!, cells: count, colour: '#000000' })),
      missing: 3,
    }).title;
  it('says whether a class is too small', () => {
    expect(title(60, 40)).toMatch(/^A is 60\s%\sof the cells, B the smallest with 40$/u);
    expect(title(60, 9, 4)).toMatch(/^2\sclasses of 3 have fewer than 10 cells$/u);
    expect(title(60)).toBe('All 60 cells are A');
    expect(title()).toBe('No class has a cell');
  });
});

describe('filters in words', () => {
  it('names those that are set, and offers those that mean something', () => {
    expect(filterWords({ minGenes: 200, maxMito: 0.1 })).toMatch(
      /^at least 200 genes a cell, at most 10\s% mitochondrial$/u,
    );
    const keys = (profile: Partial<MatrixProfile>) => filterLimits(profile as MatrixProfile).map(({ key }) => key);
    expect(keys({ min: 0, mitochondrial: null })).toEqual(['minGenes', 'minCounts', 'minCells']);
    expect(keys({ min: -2, mitochondrial: null })).toEqual([]);
  });
});
