/** A panel judged in the assay of its run. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assayPresets } from '../../src-shared/assays.ts';
import type { Assay, RunConfig } from '../../src-shared/model.ts';
import { design } from '../../src-main/engine/design.ts';
import type { Problem } from '../../src-main/engine/types.ts';
import { createCrew } from '../../src-main/learners/crew.ts';
import { startThread } from '../../src-main/processes/threads.ts';
import { TEST } from '../../src-main/data/splits.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const whole: Assay = { ...assayPresets.imaging.assay, capture: [1, 1], efficiencySd: 0, depthSd: 0, background: 0 };
const poor: Assay = { ...whole, capture: [0.05, 0.05], efficiencySd: 1, depthSd: 0.3, background: 0.05 };

async function judged(changes: Partial<RunConfig>, problem: Problem = planted()) {
  const small = smallConfig({ method: 't-test', probeSteps: 200, ...changes });
  const result = await design(problem, { ...small, settings: { ...small.settings, steps: 200 } }, silent);
  const { seconds: _, ...rest } = result;
  return rest;
}

describe('scores in the assay', () => {
  it('are there for every predictor, one for each draw, next to those as sequenced, which they leave as they were', async () => {
    const [without, { results }] = [await judged({}), await judged({ assay: poor })];
    for (const [t, { assay, ...asSequenced }] of results.entries()) {
      expect(asSequenced).toEqual(without.results[t]);
      const { probe, forest, ceiling, transferred } = assay!;
      for (const scores of [probe!, forest, ceiling, transferred.probe!, transferred.forest]) {
        expect(scores.draws).toHaveLength(5);
        expect(new Set(scores.draws).size).toBeGreaterThan(1);
        if (!('macroF1' in scores)) throw new Error('no scores of classes');
        expect(scores.macroF1).toBeCloseTo(scores.draws.reduce((a, b) => a + b) / 5);
        expect(scores.sd).toBeGreaterThan(0);
      }
      expect(assay!.own).toBeNull();
    }
  });

  it('fall where the assay sees little, and hardly where it sees every molecule', async () => {
    const macro = async (assay: Assay) => {
      const { results } = await judged({ assay });
      const [{ assay: scores }] = results;
      if (results[0].kind !== 'categorical') throw new Error('no classes');
      return { sequenced: results[0].forest.macroF1, ...(scores as { forest: { macroF1: number } }) };
    };
    const [all, few] = [await macro(whole), await macro(poor)];
    expect(Math.abs(all.forest.macroF1 - all.sequenced)).toBeLessThan(0.06);
    expect(few.forest.macroF1).toBeLessThan(all.forest.macroF1 - 0.1);
  });

  it('are worse for a predictor that was carried over, where genes differ much', async () => {
    const { results } = await judged({ assay: { ...whole, efficiencySd: 2 } });
    for (const { assay } of results) {
      const mean = (draws: number[]) => draws.reduce((a, b) => a + b) / draws.length;
      expect(mean(assay!.transferred.forest.draws)).toBeLessThan(mean(assay!.forest.draws));
    }
  });

  it('judge the method’s own predictor too', async () => {
    const { results } = await judged({ method: 'yoto', assay: { ...whole, capture: [0.3, 0.3] } });
    for (const { assay } of results) expect(assay!.own!.draws).toHaveLength(5);
  });

  it.each([
    ['expression binarised', { binarise: true }],
    [
      'genes z-scored within data sets',
      {
        batchZscore: true,
        datasets: [
          { id: 1, name: 'a', sha256: '', cells: 200, genes: 60 },
          { id: 2, name: 'b', sha256: '', cells: 200, genes: 60 },
        ],
      },
    ],
    ['no probe', { probeSteps: 0 }],
  ])('hold with %s', async (_, changes: Partial<RunConfig>) => {
    const { results } = await judged({ assay: whole, ...changes });
    for (const { assay } of results) {
      expect(assay!.forest.draws.every((score) => score > 0.7)).toBe(true);
      expect(assay!.ceiling.draws.every((score) => score > 0.7)).toBe(true);
      expect(assay!.probe === null).toBe(changes.probeSteps === 0);
    }
  });

  it('are those of several threads to the bit', async () => {
    const config = smallConfig({ method: 't-test', probeSteps: 60, assay: poor });
    const worker = join(import.meta.dirname, '../../src-main/processes/worker.ts');
    const threads = createCrew(2, () => startThread(worker, 0));
    const { results: one } = await design(planted(), config, silent);
    const { results: two } = await design(planted(), config, silent, undefined, threads);
    expect(two).toEqual(one);
  });

  it('are left out where the data are no counts, since nothing can be simulated', async () => {
    const problem = planted();
    const log = { ...problem, kind: 'log' as const, x: { ...problem.x, values: problem.x.values.map(Math.log1p) } };
    const { results } = await judged({ assay: poor }, log);
    for (const result of results) expect(result.assay).toBeUndefined();
  });

  it('change nothing about the panel when test cells change', async () => {
    const problem = planted();
    const values = problem.x.values.slice();
    for (let i = 0; i < problem.x.rows; i++) {
      if (problem.split[i] !== TEST) continue;
      for (let e = problem.x.indptr[i]; e < problem.x.indptr[i + 1]; e++) values[e] = 50 - Math.min(49, values[e]);
    }
    const [as, other] = [
      await judged({ method: 'yoto', assay: poor }),
      await judged({ method: 'yoto', assay: poor }, { ...problem, x: { ...problem.x, values } }),
    ];
    expect(other.panel).toEqual(as.panel);
    expect(other.model).toEqual(as.model);
    expect(other.results).not.toEqual(as.results);
  });
});
