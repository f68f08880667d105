import { describe, expect, it } from 'vitest';
import type { PanelGene } from '../../../src-shared/model.ts';
import { seedStability } from '../../../src-main/services/compare/stability.ts';
import type { RunRow } from '../../../src-main/store/runs.ts';
import { smallConfig } from '../../engine-config.ts';

const run = (id: number, changes: Parameters<typeof smallConfig>[0]) =>
  ({ id, config: smallConfig(changes) }) as RunRow;
const panel = (...names: string[]) => names.map((name) => ({ name, symbol: name, id: '' }) as PanelGene);

describe('stability over seeds', () => {
  const runs = [run(1, { seed: 0 }), run(2, { seed: 1 }), run(3, { seed: 2 }), run(4, { seed: 0, k: 4 })];
  const panels = [panel('A', 'B', 'C'), panel('A', 'B', 'D'), panel('A', 'E', 'F'), panel('A', 'B', 'C', 'D')];

  it('is the share of runs that choose a gene, and how much two of them share', () => {
    const [found, ...others] = seedStability(runs, panels);
    expect(others).toEqual([]);
    expect(found.runIds).toEqual([1, 2, 3]);
    // 2 of 4, 1 of 5, 1 of 5
    expect(found.meanJaccard).toBeCloseTo((0.5 + 0.2 + 0.2) / 3, 12);
    expect(found.genes[0]).toEqual({ gene: 'A', symbol: 'A', share: 1 });
    expect(found.genes[1]).toEqual({ gene: 'B', symbol: 'B', share: 2 / 3 });
    expect(found.genes).toHaveLength(6);
  });

  it('is nothing to say of runs that differ otherwise, or of one seed twice', () => {
    expect(seedStability([runs[0], runs[3]], [panels[0], panels[3]])).toEqual([]);
    expect(seedStability([runs[0], run(5, { seed: 0 })], [panels[0], panels[1]])).toEqual([]);
  });
});
