import { describe, expect, it } from 'vitest';
import { meanReading, readTask, wilson } from '../../src-main/analysis/readings.ts';

describe('how sure a recall is', () => {
  it('is Wilson’s interval', () => {
    // Newcombe 1998, table I: 81 of 263 and 15 of 148
    expect(wilson(81, 263).map((limit) => limit.toFixed(4))).toEqual(['0.2553', '0.3662']);
    expect(wilson(15, 148).map((limit) => limit.toFixed(4))).toEqual(['0.0624', '0.1605']);
    expect(wilson(0, 20)[0]).toBe(0);
    expect(wilson(0, 20)[1].toFixed(4)).toBe('0.1611');
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});

describe('a reading', () => {
  const task = { name: 't', kind: 'categorical' as const, classes: ['a', 'b'], y: Int32Array.of(0, 0, 1, -1) };

  it('counts labelled cells only, and says where there are too few', () => {
    const reading = readTask(task, Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.3, 0.7, 1, 0));
    expect(reading.classes.map(({ name, cells, recall, tooFew }) => [name, cells, recall, tooFew])).toEqual([
      ['a', 2, 0.5, true],
      ['b', 1, 1, true],
    ]);
    expect(reading.score).toBeCloseTo((2 / 3 + 2 / 3) / 2);
  });

  it('has no score without a labelled cell', () => {
    expect(readTask({ ...task, y: Int32Array.of(-1) }, Float32Array.of(0.5, 0.5))).toEqual({
      task: 't',
      metric: 'macro-F1',
      score: null,
      classes: [],
    });
  });

  it('is the mean over trainings', () => {
    const right = readTask(task, Float32Array.of(1, 0, 1, 0, 0, 1, 1, 0));
    const wrong = readTask(task, Float32Array.of(0, 1, 0, 1, 1, 0, 1, 0));
    const [mean] = meanReading([[right], [wrong]]);
    expect(mean.score).toBeCloseTo(0.5);
    expect(mean.classes.map(({ recall }) => recall)).toEqual([0.5, 0.5]);
  });
});
