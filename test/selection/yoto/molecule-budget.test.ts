/** A budget of molecules: its pull on single genes, and a panel that keeps to it. */
import { expect, it, vi } from 'vitest';
import { assayPresets } from '../../../src-shared/assays.ts';
import type { Assay } from '../../../src-shared/model.ts';
import { knownShares } from '../../../src-main/data/assay.ts';
import type { TaskLabels } from '../../../src-main/data/labels.ts';
import { cellsOfAssay } from '../../../src-main/engine/assay-cells.ts';
import { design } from '../../../src-main/engine/design.ts';
import { prepare } from '../../../src-main/engine/prepare.ts';
import { budgetOf, meanMolecules } from '../../../src-main/selection/yoto/molecule-budget.ts';
import { csr } from '../../data/matrices.ts';
import { smallConfig } from '../../engine-config.ts';
import { planted } from '../../planted.ts';

vi.setConfig({ testTimeout: 120_000 });

const genes = ['a', 'b'].map((name) => ({ name, symbol: name, id: '' }));
const half: Assay = { ...assayPresets.imaging.assay, capture: [0.5, 0.5], background: 0, molecules: 4 };
const counts = csr([
  [10, 0],
  [6, 2],
  [0, 4],
]);
const tasks: TaskLabels[] = [{ name: 'type', kind: 'categorical', classes: ['x', 'y'], y: Int32Array.of(0, 0, 1) }];
const cells = { assay: half, known: knownShares(half, genes), counts, binary: false };

it('counts what the assay sees of a class, by what a pilot says of a gene where it says something', () => {
  expect(meanMolecules(cells, tasks).map((ofClass) => [...ofClass])).toEqual([[4, 0.5], [0, 2]]); // prettier-ignore
  const assay = { ...half, efficiencies: { a: { share: 0.1, sd: 0 } } };
  const known = knownShares(assay, genes);
  expect(meanMolecules({ ...cells, assay, known }, tasks)[0][0]).toBeCloseTo(0.8, 12);
});

it('pulls out what crowds the most crowded class, harder the longer the panel is over the budget', () => {
  const budget = budgetOf(cells, tasks)!;
  const both = Int32Array.of(0, 1);
  const first = budget.pull(both, 2, 2);
  const second = budget.pull(both, 2, 2);
  expect(first[0] / first[1]).toBeCloseTo(8, 9);
  expect(second[0]).toBeGreaterThan(first[0]);
  // within the budget the price falls, and what is kept is what it was
  const { price } = budget.save();
  budget.pull(Int32Array.of(1, 0), 1, 1);
  expect(budget.save().price[0]).toBeLessThan(price[0]);
  budget.restore({ price });
  expect(budget.save().price[0]).toBe(price[0]);
});

it('is none where the assay has no limit', () => {
  expect(budgetOf({ ...cells, assay: { ...half, molecules: null } }, tasks)).toBeNull();
  expect(budgetOf(undefined, tasks)).toBeNull();
});

it('steers a training to a panel of fewer molecules', async () => {
  const problem = planted();
  const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
  const crowded = async (molecules: number | null) => {
    const assay = { ...assayPresets.imaging.assay, capture: [0.5, 0.5] as [number, number], molecules };
    const config = smallConfig({ assay, k: 8 });
    const { panel } = await design(problem, { ...config, settings: { ...config.settings, steps: 400 } }, silent);
    const prepared = prepare(problem, config);
    const { train } = cellsOfAssay(prepared, config)!;
    const names = new Set(panel.map(({ name }) => name));
    const isIn = Array.from(prepared.candidates, (gene) => names.has(problem.genes[gene].name));
    const means = meanMolecules(train, prepared.train.tasks);
    return Math.max(...means.map((ofClass) => ofClass.reduce((sum, m, gene) => sum + (isIn[gene] ? m : 0), 0)));
  };
  const free = await crowded(null);
  const held = await crowded(0.7 * free);
  expect(held).toBeLessThan(0.85 * free);
});
