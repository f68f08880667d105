import { describe, expect, it } from 'vitest';
import { comparedRows, runLabels, sharedWith, withReference } from '../../src-renderer/compare/rows.ts';
import { tasksOf } from '../../src-renderer/results/runs.ts';
import { comparison, run } from './fixtures.ts';

const compared = comparison([run(), run({ id: 2, seed: 1 }), run({ id: 3, method: 'random', quality: 0.5 })]);

describe('compared scores', () => {
  it('show the headline scores first, every score when asked', () => {
    expect(new Set(comparedRows(compared, 'all', false).map(({ metric }) => metric))).toEqual(
      new Set(['macroF1', 'r2']),
    );
    expect(comparedRows(compared, 'all', true)).toHaveLength(compared.scores.length);
    expect(comparedRows(compared, 'forest', true).every(({ predictor }) => predictor === 'forest')).toBe(true);
  });

  it('leave out what no run has', () => {
    const [first, ...others] = compared.scores;
    const nobody = { ...first!, values: [null, null, null] };
    expect(comparedRows({ ...compared, scores: [nobody, ...others] }, 'all', true)).toHaveLength(others.length);
  });

  it('mark the best run, by three digits, less being better for an error', () => {
    const row = (metric: 'macroF1' | 'mse', ...values: (number | null)[]) => {
      const differences = values.map((value, i) => (value === null || i === 0 ? null : value - values[0]!));
      const only = {
        ...compared,
        scores: [
          {
            task: 't',
            metric,
            predictor: 'forest' as const,
            read: 'sequenced' as const,
            values,
            differences,
            spreads: [],
          },
        ],
      };
      return comparedRows(only, 'all', true)[0]?.best;
    };
    expect(row('macroF1', 0.5, 0.8, null)).toEqual([1]);
    expect(row('macroF1', 0.8001, 0.8002, 0.7)).toEqual([0, 1]);
    expect(row('mse', 0.5, 0.8)).toEqual([0]);
    expect(row('macroF1', 0.8, 0.8)).toEqual([]);
    expect(row('macroF1', 0.8, null)).toEqual([]);
    const apart = comparison([run(), run({ id: 2, seed: 1, splitId: 2 })]);
    expect(comparedRows(apart, 'all', true).flatMap(({ best }) => best)).toEqual([]);
  });
});

describe('compared runs', () => {
  it('are told apart when they have one name', () => {
    expect(
      runLabels([
        { id: 7, name: 'A' },
        { id: 9, name: 'A' },
        { id: 3, name: 'B' },
      ]),
    ).toEqual(['A (7)', 'A (9)', 'B']);
  });

  it('take another reference to the front and leave the rest in order', () => {
    expect(withReference([7, 8, 9], 9)).toEqual([9, 7, 8]);
  });

  it('count the genes they share with the reference', () => {
    expect(sharedWith(compared, 0, 0)).toBe(32);
    const shared = sharedWith(compared, 0, 1);
    expect(shared).toBe(compared.genes.table.filter(({ ranks }) => ranks[0] !== null && ranks[1] !== null).length);
    expect(shared).toBeGreaterThan(0);
    expect(shared).toBeLessThan(32);
  });

  it('name the tasks of any run once', () => {
    expect(tasksOf([run(), run({ id: 2 }), run({ id: 3, state: 'failed' })])).toEqual([
      { task: 'cell_type', metric: 'macro-F1' },
      { task: 'stim', metric: 'macro-F1' },
      { task: 'age', metric: 'R²' },
    ]);
  });
});
