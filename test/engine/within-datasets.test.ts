/** z-scores within data sets, and scores for each of them. */
import { describe, expect, it } from 'vitest';
import { columnMoments, zScore } from '../../src-main/data/normalise.ts';
import { scoresByDataset } from '../../src-main/engine/dataset-scores.ts';
import { datasetOfCells, withinDatasets } from '../../src-main/engine/within-datasets.ts';

/** Cells × 2 genes. */
function cells(rows: [number, number][]) {
  const entries = rows.map((row) => row.flatMap((value, j) => (value === 0 ? [] : [[j, value]])));
  return {
    rows: rows.length,
    cols: 2,
    indptr: Float64Array.from([0, ...entries.map((_, i) => entries.slice(0, i + 1).flat().length)]),
    indices: Int32Array.from(entries.flat(), ([j]) => j),
    values: Float32Array.from(entries.flat(), ([, value]) => value),
  };
}

describe('z-scores within data sets', () => {
  const train = cells([
    [0, 1],
    [2, 1],
    [10, 5],
    [30, 9],
  ]);
  const test = cells([
    [4, 0],
    [7, 7],
  ]);
  const [aligned, , scored] = withinDatasets(
    [train, cells([]), test],
    [Int32Array.of(0, 0, 1, 1), new Int32Array(0), Int32Array.of(1, 2)],
    3,
  );
  const { mean, sd } = columnMoments(aligned, Int32Array.of(0, 1, 2, 3));

  it('are what a z-score by all training cells then gives', () => {
    const z = Array.from(aligned.values, (value, e) => zScore(value, mean[e % 2], sd[e % 2]));
    // the second gene is constant in the first data set
    expect(z.filter((_, e) => e % 2 === 0)).toEqual([-1, 1, -1, 1].map((value) => expect.closeTo(value, 5)));
    expect([aligned.values[1], aligned.values[3]]).toEqual([expect.closeTo(mean[1], 5), expect.closeTo(mean[1], 5)]);
  });

  it('use the moments of training cells for test cells', () => {
    const pooled = columnMoments(train, Int32Array.of(0, 1, 2, 3));
    // (4 − 20) / 10 within the second data set
    expect(scored.values[0]).toBeCloseTo(pooled.mean[0] - 1.6 * pooled.sd[0], 4);
  });

  it('leave a data set alone that no training cell is from', () => {
    expect([...scored.values.subarray(2)]).toEqual([7, 7]);
  });
});

it('cells know their data set by where they lie', () => {
  expect([...datasetOfCells(Int32Array.of(0, 2, 3, 6), [3, 1, 3])]).toEqual([0, 0, 1, 2]);
});

it('each data set has a score of its own', () => {
  const task = { name: 'type', kind: 'categorical' as const, classes: ['B', 'T'], y: Int32Array.of(0, 1, 0, 1, -1) };
  // probabilities: right for the first data set, wrong for the second, none for the third
  const forest = Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0, 1, 0);
  const predicted = { own: null, probe: null, forest: [forest] };
  expect(scoresByDataset(task, predicted, Int32Array.of(0, 0, 1, 1, 2), ['a', 'b', 'c'])).toEqual([
    { dataset: 'a', testCells: 2, own: null, probe: null, forest: 1 },
    { dataset: 'b', testCells: 2, own: null, probe: null, forest: 0 },
  ]);
});
