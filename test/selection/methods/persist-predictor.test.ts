/** PERSIST's own network: it answers, it reads more than the panel, and nobody who measures the panel has it. */
import { expect, it } from 'vitest';
import { fillMethodSettings } from '../../../src-shared/methods.ts';
import type { Csr } from '../../../src-main/data/csr.ts';
import { takeRows } from '../../../src-main/data/csr.ts';
import { mostProbable } from '../../../src-main/data/labels.ts';
import { fitNormalisation, normalise } from '../../../src-main/data/normalise.ts';
import { onnxExecutor } from '../../../src-main/nn/graph-onnx.ts';
import { selectorOf } from '../../../src-main/selection/registry.ts';
import { planted } from '../../planted.ts';
import { selectionInput } from '../input.ts';

it('predicts cells that it has not seen, from the genes that its selectors hold on to', async () => {
  const { x, tasks } = planted({ cells: 400, genes: 60, seed: 1 });
  const all = Array.from({ length: 400 }, (_, i) => i);
  const log = takeRows(normalise(x, fitNormalisation(x, 'counts', Int32Array.from(all))), all);
  const part = (from: number, to: number) => takeRows(log, all.slice(from, to));
  const trained = tasks.map((task) => ({ ...task, y: task.y.slice(0, 300) }));
  const select = (changes: Record<string, number>) =>
    selectorOf('persist')({
      ...selectionInput(part(0, 300), { tasks: trained }),
      k: 8,
      forced: Int32Array.of(59),
      methodSettings: fillMethodSettings('persist', { eliminateTo: 0, steps: 400, layerRate: 0.03, ...changes }),
      executor: onnxExecutor(),
    });
  const { network, seesAllGenes, genes } = await select({});
  expect(network).toBeNull();
  const cells: Csr = part(300, 400);
  const [type, state] = await seesAllGenes!(cells);
  expect([type.length, state.length]).toEqual([300, 200]);
  for (let i = 0; i < 100; i++) expect(type[3 * i] + type[3 * i + 1] + type[3 * i + 2]).toBeCloseTo(1, 4);
  const right = (values: Float32Array, t: number) =>
    mostProbable(values, tasks[t].classes.length).filter((c, i) => c === tasks[t].y[300 + i]).length;
  expect(right(type, 0)).toBeGreaterThan(75);
  expect(right(state, 1)).toBeGreaterThan(70);

  // without the panel it is no better than chance: what the masks let through of other genes is little
  const isIn = new Set(genes);
  const without = { ...cells, values: cells.values.map((value, e) => (isIn.has(cells.indices[e]) ? 0 : value)) };
  expect(right((await seesAllGenes!(without))[0], 0)).toBeLessThan(60);

  expect((await select({ reconstruct: 1, steps: 20 })).seesAllGenes).toBeUndefined();
});
