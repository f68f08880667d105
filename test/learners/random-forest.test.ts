import { describe, expect, it } from 'vitest';
import { denseColumns, takeColumns, takeRows } from '../../src-main/data/csr.ts';
import { mostProbable } from '../../src-main/data/labels.ts';
import { fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { random } from '../../src-main/data/random.ts';
import { categoricalScores } from '../../src-main/evaluation/scores.ts';
import { binColumns, CODES } from '../../src-main/learners/random-forest-bins.ts';
import { fitForest, predictByForest, predictForest } from '../../src-main/learners/random-forest.ts';
import { hasReference, realData, reference, type SETS } from '../data/matrices.ts';

/** Two informative features of four, the first more than the second; half of the values are zero. */
function example(rows: number, seed = 1) {
  const rng = random(seed, 'example');
  const columns = Float32Array.from({ length: rows * 4 }, () => Math.max(0, rng.normal()));
  const y = Int32Array.from({ length: rows }, (_, i) => {
    const signal = 2 * columns[i] + columns[rows + i] + 0.2 * rng.normal();
    return signal < 0.3 ? 0 : signal < 2 ? 1 : 2;
  });
  return { columns, rows, features: 4, y };
}
const share = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).filter((v, i) => v === b[i]).length / a.length;

describe('a forest for classes', () => {
  const train = example(600);
  const test = example(300, 2);
  const options = { classes: 3, trees: 50, seed: 0 };

  it('learns, and says how sure it is', () => {
    const probabilities = predictForest(fitForest({ ...train, ...options }), test.columns, test.rows);
    expect(share(mostProbable(probabilities, 3), test.y)).toBeGreaterThan(0.85);
    for (let i = 0; i < test.rows; i++) {
      const row = probabilities.subarray(i * 3, i * 3 + 3);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 6);
    }
  });

  it('knows the cells it was grown on', () => {
    const probabilities = predictForest(fitForest({ ...train, ...options }), train.columns, train.rows);
    expect(share(mostProbable(probabilities, 3), train.y)).toBeGreaterThan(0.99);
  });

  it('is the same for the same seed and another for another', () => {
    const of = (seed: number) => predictForest(fitForest({ ...train, ...options, seed }), test.columns, test.rows);
    expect(of(0)).toEqual(of(0));
    expect(of(0)).not.toEqual(of(1));
  });

  it('predicts the same where its trees are let go one after another', () => {
    const binned = binColumns(train.columns, train.rows, train.features);
    const predicted = predictByForest(binned, { ...options, y: train.y }, test.columns, test.rows);
    expect(predicted).toEqual(predictForest(fitForest({ ...train, ...options }), test.columns, test.rows));
  });

  it('grows trees on as many rows as are to be drawn, and learns from what all of them saw', () => {
    const forest = fitForest({ ...train, ...options, draws: 60 });
    const leaves = (tree: (typeof forest.trees)[number]) => tree.feature.filter((feature) => feature < 0).length;
    expect(Math.max(...forest.trees.map(leaves))).toBeLessThanOrEqual(60);
    expect(share(mostProbable(predictForest(forest, test.columns, test.rows), 3), test.y)).toBeGreaterThan(0.8);
    expect(fitForest({ ...train, ...options, draws: 10_000 })).toEqual(fitForest({ ...train, ...options }));
  });

  it('gives importance to the features that tell', () => {
    const { importance } = fitForest({ ...train, ...options });
    expect(importance.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(importance[0]).toBeGreaterThan(importance[1]);
    expect(importance[1]).toBeGreaterThan(3 * Math.max(importance[2], importance[3]));
  });

  it('ends in shares where features cannot tell cells apart', () => {
    const columns = Float32Array.of(0, 0, 0, 0, 1, 1);
    const y = Int32Array.of(0, 0, 0, 1, 1, 1);
    const forest = fitForest({ columns, rows: 6, features: 1, y, classes: 2, trees: 400, seed: 0 });
    const [p0, , , , p4] = Array.from({ length: 6 }, (_, i) => predictForest(forest, columns, 6)[i * 2]);
    expect(p0).toBeGreaterThan(0.65);
    expect(p0).toBeLessThan(0.8);
    expect(p4).toBeLessThan(0.1);
  });

  it('guesses the frequencies where there is nothing to see', () => {
    const columns = new Float32Array(20);
    const y = Int32Array.from({ length: 20 }, (_, i) => (i < 5 ? 0 : 1));
    const forest = fitForest({ columns, rows: 20, features: 1, y, classes: 2, trees: 200, seed: 0 });
    expect(predictForest(forest, columns, 1)[0]).toBeCloseTo(0.25, 1);
    expect([...forest.importance]).toEqual([0]);
  });

  it('asks no more questions than it may', () => {
    const forest = fitForest({ ...train, ...options, maxDepth: 2 });
    for (const tree of forest.trees) expect(tree.feature.length).toBeLessThanOrEqual(7);
  });
});

describe('a forest for values', () => {
  it('learns, is seeded, and stays within what it has seen', () => {
    const make = (seed: number) => {
      const { columns, rows, features } = example(500, seed);
      return { columns, rows, features, y: Float32Array.from({ length: rows }, (_, i) => 1000 + 3 * columns[i]) };
    };
    const train = make(1);
    const test = make(2);
    const forest = fitForest({ ...train, classes: null, trees: 30, seed: 0 });
    const predicted = predictForest(forest, test.columns, test.rows);
    const error = predicted.reduce((sum, v, i) => sum + Math.abs(v - test.y[i]), 0) / test.rows;
    expect(error).toBeLessThan(0.1);
    expect(Math.min(...predicted)).toBeGreaterThanOrEqual(1000);
    expect(forest.importance[0]).toBeGreaterThan(0.95);
    expect(predictForest(fitForest({ ...train, classes: null, trees: 30, seed: 0 }), test.columns, test.rows)).toEqual(
      predicted,
    );
  });
});

describe('codes of a feature', () => {
  it('are exact for few different values', () => {
    const column = Float32Array.of(3, -1, 0, 3, 7.5);
    const { codes, least, greatest } = binColumns(column, 5, 1);
    expect([...codes]).toEqual([2, 0, 1, 2, 3]);
    expect([...least.subarray(0, 4)]).toEqual([-1, 0, 3, 7.5]);
    expect(greatest.subarray(0, 4)).toEqual(least.subarray(0, 4));
  });

  it('keep zeros apart and share the rest of many values evenly, in order', () => {
    const rng = random(1, 'column');
    const column = Float32Array.from({ length: 10_000 }, () => (rng.uniform() < 0.7 ? 0 : rng.uniform()));
    const { codes, least, greatest } = binColumns(column, column.length, 1);
    const cells = new Array<number>(CODES).fill(0);
    column.forEach((value, i) => {
      cells[codes[i]]++;
      expect(value >= least[codes[i]] && value <= greatest[codes[i]]).toBe(true);
    });
    expect(greatest[0]).toBe(0);
    expect(cells[0]).toBe(column.filter((v) => v === 0).length);
    expect(Math.max(...cells.slice(1))).toBeLessThan(2 * Math.min(...cells.slice(1)));
  });
});

interface ForestReference {
  sets: Record<
    (typeof SETS)[number],
    {
      test_rows: number[];
      panels_first_k_of: Record<string, string[]>;
      results: Record<string, Record<'macro_f1' | 'accuracy', { mean: number; sd: number }>>;
    }
  >;
}

describe.skipIf(!hasReference)('a forest scores panels as scikit-learn does (needs ../shared/data)', () => {
  it.each([
    ['pbmc3k', 'random', 32],
    ['bonemarrow_paul2015', 'mrmr', 32],
    ['pbmc_ifnb_kang2018', 'mrmr', 64],
  ] as const)(
    '%s, %s %d',
    async (set, panel, k) => {
      const { test_rows, panels_first_k_of, results } = reference<ForestReference>('forest.json').sets[set];
      const { position_in_file } = reference<{ sets: Record<string, { position_in_file: number[] }> }>('hvg.json.gz')
        .sets[set];
      const { x: counts, genes, classes, y } = await realData(set);
      const x = takeColumns(counts, position_in_file);
      const all = Int32Array.from({ length: x.rows }, (_, i) => i);
      const log = normalise(x, fitNormalisation(x, 'counts', all));
      const held = new Set(test_rows);
      const train = all.filter((row) => !held.has(row));
      const test = all.filter((row) => held.has(row));
      const columns = panels_first_k_of[panel]
        .slice(0, k)
        .map((gene) => position_in_file.findIndex((at) => genes[at] === gene));
      const [seen, unseen] = [train, test].map((rows) => denseColumns(takeRows(log, rows), columns));
      const truth = test.map((row) => y[row]);

      const scores = Array.from({ length: 10 }, (_, seed) => {
        const forest = fitForest({
          columns: seen,
          rows: train.length,
          features: k,
          y: train.map((row) => y[row]),
          classes: classes.length,
          trees: 100,
          seed,
        });
        const probabilities = predictForest(forest, unseen, test.length);
        return categoricalScores(classes, truth, mostProbable(probabilities, classes.length), probabilities);
      });
      for (const [metric, expected] of [
        ['macroF1', results[`${panel}_${k}`].macro_f1],
        ['accuracy', results[`${panel}_${k}`].accuracy],
      ] as const) {
        const mean = scores.reduce((sum, score) => sum + score[metric], 0) / 10;
        const squares = scores.reduce((sum, score) => sum + (score[metric] - mean) ** 2, 0) / 9;
        const slack = Math.max(0.015, 3 * Math.sqrt(squares / 10 + expected.sd ** 2 / 10));
        expect(Math.abs(mean - expected.mean)).toBeLessThan(slack);
      }
    },
    120_000,
  );
});
