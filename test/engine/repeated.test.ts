import { describe, expect, it } from 'vitest';
import type { CategoricalScores, ContinuousScores } from '../../src-shared/model.ts';
import { meanOverSeeds } from '../../src-main/engine/repeated.ts';

const scores = (macroF1: number, auroc: number | null, right: number): CategoricalScores => ({
  macroF1,
  weightedF1: macroF1,
  accuracy: macroF1,
  balancedAccuracy: macroF1,
  auroc,
  auprc: null,
  perClass: [{ name: 'B', precision: macroF1, recall: right / 4, f1: macroF1, support: 4 }],
  confusion: [[right, 4 - right]],
});

describe('several trainings made into one result', () => {
  it('has the mean of every number and the headline of each', () => {
    expect(meanOverSeeds([scores(0.5, 0.75, 2), scores(1, 1, 4)])).toEqual({
      ...scores(0.75, 0.875, 3),
      seeds: [0.5, 1],
    });
  });

  it('leaves out a value that one training lacks, and has none where all lack it', () => {
    const one = (pearson: number | null): ContinuousScores => ({ r2: 0.5, mse: 1, pearson });
    expect(meanOverSeeds([one(null), one(0.25)])).toMatchObject({ pearson: 0.25, seeds: [0.5, 0.5] });
    expect(meanOverSeeds([one(null), one(null)])).toMatchObject({ pearson: null });
  });
});
