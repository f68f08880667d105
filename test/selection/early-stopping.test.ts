/** Training ends when validation cells see nothing better, with the network that they liked best. */
import { describe, expect, it } from 'vitest';
import { type Method, fillMethodSettings } from '../../src-shared/methods.ts';
import type { HistoryPoint } from '../../src-shared/model.ts';
import { takeRows } from '../../src-main/data/csr.ts';
import { fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { selectorOf } from '../../src-main/selection/registry.ts';
import { planted } from '../planted.ts';
import { selectionInput } from './input.ts';

/** So quick that it learns its few cells by heart. */
const quick: Partial<Record<Method, Record<string, number>>> = {
  'one-layer-lasso': { steps: 400, batch: 16, learningRate: 0.02, penalty: 0, dropout: 0 },
  'deep-lasso': { steps: 400, batch: 16, learningRate: 0.02, penalty: 0, dropout: 0 },
  attention: { steps: 400, batch: 16, learningRate: 0.02, width: 8, dropout: 0, attentionDropout: 0 },
};

async function trained(method: Method, changes: Record<string, number>, labelled = true) {
  const { x, tasks } = planted({ cells: 160, genes: 40, seed: 2 });
  const all = Array.from({ length: 160 }, (_, i) => i);
  const log = takeRows(normalise(x, fitNormalisation(x, 'counts', Int32Array.from(all))), all);
  const part = (from: number, to: number, known: boolean) => ({
    x: takeRows(log, all.slice(from, to)),
    tasks: tasks.map((task) => ({ ...task, y: known ? task.y.slice(from, to) : new Int32Array(to - from).fill(-1) })),
  });
  const train = part(0, 60, true);
  const history: HistoryPoint[] = [];
  const told: number[] = [];
  const selection = await selectorOf(method)({
    ...selectionInput(train.x, { tasks: train.tasks }),
    validation: part(60, 160, labelled),
    k: 8,
    methodSettings: fillMethodSettings(method, { ...quick[method], ...changes }),
    executor: onnxExecutor(),
    history: (point) => void history.push(point),
    progress: (fraction) => void told.push(fraction),
  });
  return { selection, last: history.at(-1)!.step, told };
}

for (const method of Object.keys(quick) as Method[]) {
  describe(method, () => {
    it('ends early, with the network of the best look', async () => {
      const patience = 3;
      const stopped = await trained(method, { patience });
      const { steps } = quick[method]!;
      // curves are told at every second step or so, looks are taken at every twentieth
      const end = Math.ceil(stopped.last / 20) * 20;
      expect(end).toBeLessThan(steps);
      expect(stopped.told.at(-1)).toBe(1);
      const best = await trained(method, { steps: end - patience * 20, patience: 0 });
      expect(stopped.selection.genes).toEqual(best.selection.genes);
      expect(stopped.selection.scores).toEqual(best.selection.scores);
    });

    it('goes on to its last step where it is told to, and where no validation cell has a label', async () => {
      const steps = 60;
      const whole = await trained(method, { steps, patience: 0 });
      expect(whole.last).toBe(steps);
      expect((await trained(method, { steps, patience: 1 }, false)).last).toBe(steps);
    });
  });
}
