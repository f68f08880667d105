import { describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { withIntervals } from '../../src-main/evaluation/intervals.ts';
import { categoricalScores } from '../../src-main/evaluation/scores.ts';

/** Scores of cells whose truth and prediction are known; probabilities do not matter here. */
function scores(classes: string[], pairs: [number, number][]) {
  const [truth, predicted] = [0, 1].map((side) => Int32Array.from(pairs, (pair) => pair[side]));
  return categoricalScores(classes, truth, predicted, new Float32Array(pairs.length * classes.length));
}
const times = <T>(n: number, value: T): T[] => new Array<T>(n).fill(value);

describe('bootstrap intervals', () => {
  const classes = ['many', 'few', 'none'];
  const mixed = scores(classes, [
    ...times(160, [0, 0]),
    ...times(40, [0, 1]),
    ...times(6, [1, 1]),
    ...times(2, [1, 0]),
  ] as [number, number][]);
  const found = withIntervals(mixed);

  it('are wide where cells are few and narrow where they are many', () => {
    const width = (c: number) => found.perClass[c].intervals!.recall[1] - found.perClass[c].intervals!.recall[0];
    expect(width(1)).toBeGreaterThan(0.4);
    expect(width(0)).toBeLessThan(0.15);
    for (const { recall, intervals, support } of found.perClass) {
      if (support === 0) continue;
      expect(intervals!.recall[0]).toBeLessThanOrEqual(recall);
      expect(intervals!.recall[1]).toBeGreaterThanOrEqual(recall);
    }
  });

  it('are what resampling the cells themselves gives', () => {
    // 200 cells of which 160 are found: resample them outright
    const draw = random(1, 'cells');
    const recalls = Array.from({ length: 4000 }, () => {
      let hits = 0;
      for (let i = 0; i < 200; i++) if (draw.integer(200) < 160) hits++;
      return hits / 200;
    }).sort((a, b) => a - b);
    const [low, high] = found.perClass[0].intervals!.recall;
    expect(Math.abs(low - recalls[100])).toBeLessThan(0.015);
    expect(Math.abs(high - recalls[3900])).toBeLessThan(0.015);
  });

  it('are the same each time, and none for a class without test cells', () => {
    expect(withIntervals(mixed)).toEqual(found);
    expect(found.perClass[2].intervals).toBeUndefined();
    expect(found.macroF1Interval![0]).toBeLessThan(found.macroF1);
    expect(found.macroF1Interval![1]).toBeGreaterThan(found.macroF1);
  });

  it('have no width where nothing could be otherwise', () => {
    expect(withIntervals(scores(['a'], times(20, [0, 0]))).macroF1Interval).toEqual([1, 1]);
  });
});
