/** The tables that compare methods: made of several files, paired over repetitions, corrected for how many there are. */
import { describe, expect, it } from 'vitest';
import { comparisons, entriesOf, holm, meanRanks } from '../../scripts/bench-methods.ts';

const head = 'task,metric,predictor,method,k,mean,sd,rank,ranked,select_seconds,seconds,peak_memory_mb,models_trained';
const csv = (repetitions: string[], rows: [task: string, method: string, k: number, ...values: (number | '')[]][]) =>
  [
    [head, ...repetitions].join(),
    ...rows.map(([task, method, k, ...values]) =>
      [task, 'macroF1', 'probe', method, k, 0, 0, 1, 'yes', 2, 3, 400, 1, ...values].join(),
    ),
  ].join('\n');

describe('tables that compare methods', () => {
  const first = csv(
    ['seed 0 split 0', 'seed 1 split 1'],
    [
      ['a', 'yoto', 8, 0.8, 0.9],
      ['b', 'yoto', 8, 0.6, ''],
      ['a', 'random', 8, 0.5, 0.5],
      ['b', 'random', 8, 0.3, 0.5],
    ],
  );
  const second = csv(
    ['seed 2 split 2'],
    [
      ['a', 'yoto', 8, 0.7],
      ['b', 'yoto', 8, 0.5],
      ['a', 'random', 8, 0.6],
      ['b', 'random', 8, 0.7],
    ],
  );
  const entries = entriesOf('blood', [first, second]);

  it('take the mean over the tasks of a repetition, and none that lacks a task', () => {
    const yoto = entries.find(({ method }) => method === 'yoto')!;
    expect([...yoto.scores.probe.keys()]).toEqual(['seed 0 split 0', 'seed 2 split 2']);
    expect([...yoto.scores.probe.values()].map((value) => value.toFixed(3))).toEqual(['0.700', '0.600']);
  });

  it('pair what both have', () => {
    const [found] = comparisons(entries, 'probe');
    expect(found).toMatchObject({ dataset: 'blood', k: 8, against: 'random', pairs: 2, ahead: 1 });
    expect(found.difference).toBeCloseTo((0.7 - 0.4 + 0.6 - 0.65) / 2, 12);
    expect(comparisons(entries, 'forest')).toEqual([]);
  });

  it('correct for the number of comparisons as Holm does', () => {
    // the example of p.adjust in R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    const adjusted = holm([0.01, 0.04, null, 0.03, 0.005]);
    expect(adjusted.map((p) => p && Number(p.toFixed(6)))).toEqual([0.03, 0.06, null, 0.06, 0.02]);
  });

  it('rank those that were run everywhere, ties in the middle', () => {
    const more = entriesOf('brain', [
      csv(
        ['seed 0 split 0'],
        [
          ['a', 'yoto', 8, 0.5],
          ['a', 'random', 8, 0.5],
          ['a', 'lasso', 8, 0.9],
        ],
      ),
    ]);
    const ranks = meanRanks([...entries, ...more], 'probe');
    expect(ranks.has('lasso')).toBe(false);
    expect(ranks.get('yoto')).toEqual({ rank: (1 + 1.5) / 2, places: 2 });
    expect(ranks.get('random')).toEqual({ rank: (2 + 1.5) / 2, places: 2 });
  });
});
