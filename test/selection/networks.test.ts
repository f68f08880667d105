/** What every method that trains a network owes: it finds planted genes, keeps must-haves, follows its seed. */
import { describe, expect, it } from 'vitest';
import { fillMethodSettings, type Method } from '../../src-shared/methods.ts';
import { takeRows } from '../../src-main/data/csr.ts';
import { random } from '../../src-main/data/random.ts';
import { fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { selectorOf } from '../../src-main/selection/registry.ts';
import type { Selection, SelectionInput } from '../../src-main/selection/types.ts';
import { planted } from '../planted.ts';
import { selectionInput } from './input.ts';

/** Settings that make a training a matter of a second on 300 cells and 60 genes. */
const quick: Partial<Record<Method, Record<string, number>>> = {
  persist: { eliminateTo: 24, eliminationSteps: 200, steps: 400, layerRate: 0.03 },
  gfsnetwork: { steps: 500, maskRate: 0.01, networkRate: 3e-3 },
  'one-layer-lasso': { steps: 200, batch: 64 },
  'group-lasso': { steps: 100, pathSteps: 300, batch: 64 },
  lassonet: { steps: 100, pathSteps: 300, batch: 64 },
  'deep-lasso': { steps: 100, batch: 64 },
  attention: { steps: 150, batch: 64, width: 16, learningRate: 3e-3 },
};

const CELLS = 300;
/** the genes that tell the classes apart */
const MARKERS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Log-normalised counts; the cells from `CELLS` on are for validation. */
function inputOf(method: Method, { seed = 1, settings = {} } = {}): SelectionInput {
  const { x, tasks } = planted({ cells: 400, genes: 60, seed });
  const all = Array.from({ length: 400 }, (_, i) => i);
  const log = takeRows(normalise(x, fitNormalisation(x, 'counts', Int32Array.from(all))), all);
  const part = (from: number, to: number) => ({
    x: takeRows(log, all.slice(from, to)),
    tasks: tasks.map((task) => ({ ...task, y: task.y.slice(from, to) })),
  });
  const train = part(0, CELLS);
  return {
    ...selectionInput(train.x, { tasks: train.tasks }),
    validation: part(CELLS, 400),
    k: MARKERS.length,
    methodSettings: fillMethodSettings(method, { ...quick[method], ...settings }),
    executor: onnxExecutor(),
  };
}

const found = ({ genes }: Selection) => MARKERS.filter((gene) => genes.includes(gene)).length;

for (const method of Object.keys(quick) as Method[]) {
  const select = selectorOf(method);
  describe(`${method}`, () => {
    it.each([1, 2, 3])('finds planted genes (data %i): by chance it would find one of eight', async (seed) => {
      const selection = await select(inputOf(method, { seed }));
      expect(new Set(selection.genes).size).toBe(8);
      expect(selection.scores.length).toBe(8);
      expect(found(selection)).toBeGreaterThanOrEqual(6);
    });

    it('keeps must-haves, and still finds the others', async () => {
      const selection = await select({ ...inputOf(method), forced: Int32Array.of(50, 20), k: 10 });
      expect(selection.genes.length).toBe(10);
      expect([...selection.genes]).toEqual(expect.arrayContaining([50, 20]));
      expect(found(selection)).toBeGreaterThanOrEqual(6);
    });

    it('gives the same panel for the same seed, and tells how far it is', async () => {
      const told: number[] = [];
      const input = { ...inputOf(method, { seed: 4 }), progress: (fraction: number) => void told.push(fraction) };
      const [first, second] = [await select(input), await select(input)];
      expect([...second.genes]).toEqual([...first.genes]);
      expect([...second.scores]).toEqual([...first.scores]);
      const once = told.slice(0, told.length / 2);
      expect(once.at(-1)).toBeCloseTo(1);
      expect(once).toEqual(once.toSorted((a, b) => a - b));
    });

    it('learns from labelled cells alone', async () => {
      const input = inputOf(method, { seed: 5 });
      const [type, state] = input.train.tasks;
      // half of the cells have no state: what they would say must not matter
      const hidden = { ...state, y: Int32Array.from(state.y, (c, i) => (i % 2 === 0 ? c : -1)) } as typeof state;
      const selection = await select({ ...input, train: { ...input.train, tasks: [type, hidden] } });
      expect(found(selection)).toBeGreaterThanOrEqual(5);
    });
  });
}

describe.each(['one-layer-lasso', 'deep-lasso'] as const)('%s', (method) => {
  it('draws what it does not need together: that is what the penalty is for', async () => {
    const rest = async (penalty: number) => {
      const { scores } = await selectorOf(method)({ ...inputOf(method, { settings: { penalty } }), k: 60 });
      return scores[30];
    };
    expect(await rest(0.5)).toBeLessThan(0.7 * (await rest(0)));
  });
});

describe('persist', () => {
  const select = selectorOf('persist');
  it('without elimination, and with a draw of the noise for every cell, finds them too', async () => {
    const settings = { eliminateTo: 0, masksPerStep: 64, steps: 200 };
    expect(found(await select(inputOf('persist', { settings })))).toBeGreaterThanOrEqual(6);
  });

  it('that learns expression takes one gene of each module, and looks at no label', async () => {
    // four modules of six genes that are on together, and thirty genes that say nothing about another one
    const draw = random(1, 'modules');
    const rows = Array.from({ length: 300 }, () => {
      const isOn = Array.from({ length: 4 }, () => draw.uniform() < 0.5);
      return Array.from({ length: 54 }, (_, gene) => {
        const chance = gene >= 24 ? 0.5 : isOn[Math.floor(gene / 6)] ? 0.95 : 0.05;
        return draw.uniform() < chance ? 1 + draw.uniform() : 0;
      });
    });
    const input = {
      ...selectionInput(rows, { classes: rows.map((_, i) => i % 2) }),
      k: 4,
      methodSettings: fillMethodSettings('persist', { ...quick.persist, reconstruct: 1 }),
      executor: onnxExecutor(),
    };
    const unlabelled = input.train.tasks.map((task) => ({ ...task, y: task.y.map(() => -1) }));
    const { genes } = await select(input);
    expect(Array.from(genes, (gene) => Math.floor(gene / 6)).sort()).toEqual([0, 1, 2, 3]);
    const without = await select({
      ...input,
      train: { x: input.train.x, tasks: unlabelled as typeof input.train.tasks },
    });
    expect([...without.genes]).toEqual([...genes]);
  });
});

describe('gfsnetwork', () => {
  it('chooses the number of genes itself when asked to, and says so', async () => {
    const select = selectorOf('gfsnetwork');
    const of = (balance: number) =>
      select(inputOf('gfsnetwork', { settings: { chooseSize: 1, balance, maskRate: 0.002 } }));
    const [cheap, dear] = [await of(0.01), await of(1)];
    expect(dear.genes.length).toBeLessThan(cheap.genes.length);
    // eight genes are planted; nobody said so
    expect(found(cheap)).toBeGreaterThanOrEqual(7);
    expect(cheap.genes.length).toBeLessThan(14);
    expect(dear.notes?.[0].what).toContain(`: ${dear.genes.length} instead of 8.`);
  });
});
