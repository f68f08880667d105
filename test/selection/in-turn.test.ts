import { describe, expect, it, vi } from 'vitest';
import type { HistoryPoint } from '../../src-shared/model.ts';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { byTurns, inTurn } from '../../src-main/selection/in-turn.ts';
import type { SelectionInput } from '../../src-main/selection/types.ts';
import { selectionInput } from './input.ts';

const ranking = (...genes: number[]) => ({
  genes: Int32Array.from(genes),
  scores: Float64Array.from(genes, (_, i) => 1 - i / 10),
});
const none = new Int32Array(0);

describe('genes by turns', () => {
  it('go round the rankings, and pass over what is in already', () => {
    const { genes, scores } = byTurns([ranking(4, 2, 1), ranking(4, 5, 6)], none, 4);
    expect([...genes]).toEqual([4, 5, 2, 6]);
    expect([...scores]).toEqual([1, 0.9, 0.9, 0.8]);
  });

  it('begin with the forced genes, which no ranking brought', () => {
    const { genes, scores } = byTurns([ranking(4, 2), ranking(2, 5)], Int32Array.of(2, 9), 4);
    expect([...genes]).toEqual([2, 9, 4, 5]);
    expect([...scores.subarray(0, 2)]).toEqual([NaN, NaN]);
  });

  it('go by the weights of the rankings, the heaviest first', () => {
    const three = [ranking(1, 2, 3), ranking(4, 5, 6), ranking(7, 8, 9)];
    expect([...byTurns(three, none, 5, [1, 3, 1]).genes]).toEqual([4, 5, 1, 6, 7]);
    expect([...byTurns(three, none, 6, [2, 1, 0.01]).genes]).toEqual([1, 2, 4, 3, 5, 6]);
    expect([...byTurns(three, none, 6, [5, 5, 5]).genes]).toEqual([1, 4, 7, 2, 5, 8]);
  });

  it('go on with the rankings that have genes left', () => {
    expect([...byTurns([ranking(1), ranking(2, 3, 4)], none, 4).genes]).toEqual([1, 2, 3, 4]);
    expect([...byTurns([ranking(1), ranking(2)], none, 4).genes]).toEqual([1, 2]);
  });
});

describe('a method of one label', () => {
  const rows = Array.from({ length: 6 }, (_, i) => [i, 6 - i, i % 2, 1]);
  const kind: TaskLabels = {
    name: 'kind',
    kind: 'categorical',
    classes: ['a', 'b'],
    y: Int32Array.of(0, 1, -1, 0, 1, -1),
  };
  const age: TaskLabels = { name: 'age', kind: 'continuous', y: Float32Array.of(NaN, 2, 3, 4, 5, 6) };
  const input = { ...selectionInput(rows, { tasks: [kind, age] }), k: 3 };
  /** Ranks genes from the last for the task kind, from the first for others; tells what it was given. */
  const select = vi.fn(async ({ train, k, history, progress }: SelectionInput) => {
    progress(0.5, 'half');
    history({ step: 7, k, temperature: 1, loss: [0.25], validation: [0.5] });
    const all = train.tasks[0].name === 'kind' ? [3, 2, 1, 0] : [0, 1, 2, 3];
    return { ...ranking(...all.slice(0, k)), network: {} as never };
  });

  it('is given one task at a time, and the cells that have a label for it', async () => {
    select.mockClear();
    const points: HistoryPoint[] = [];
    const told: [number, string][] = [];
    const { genes, network } = await inTurn(select)({
      ...input,
      history: (point) => points.push(point),
      progress: (fraction, doing) => told.push([fraction, doing]),
    });
    expect([...genes]).toEqual([3, 0, 2]);
    expect(network).toBeNull();
    const [first, second] = select.mock.calls.map(([given]) => given);
    expect(first.train.x.rows).toBe(4);
    expect(first.train.tasks).toEqual([{ ...kind, y: Int32Array.of(0, 1, 0, 1) }]);
    expect(first.mean[0]).toBeCloseTo((0 + 1 + 3 + 4) / 4, 6);
    expect(second.train.tasks).toEqual([{ ...age, y: Float32Array.of(2, 3, 4, 5, 6) }]);
    expect(points.map(({ loss }) => loss)).toEqual([
      [0.25, null],
      [null, 0.25],
    ]);
    expect(told).toEqual([
      [0.25, 'kind: half'],
      [0.75, 'age: half'],
    ]);
  });

  it('takes more genes of the task that counts more', async () => {
    const heavy = { ...input, ...selectionInput(rows, { tasks: [kind, { ...age, weight: 2 }] }), k: 3 };
    expect([...(await inTurn(select)(heavy)).genes]).toEqual([0, 3, 1]);
  });

  it('selects on the task that was named, and answers no other', async () => {
    select.mockClear();
    const { genes, network } = await inTurn(select)({ ...input, selectOn: 1 });
    expect([...genes]).toEqual([0, 1, 2]);
    expect(network).toBeNull();
    expect(select).toHaveBeenCalledTimes(1);
  });

  it('keeps its predictor where there is one task only', async () => {
    const { network } = await inTurn(select)({ ...input, ...selectionInput(rows, { tasks: [kind] }), k: 2 });
    expect(network).not.toBeNull();
  });
});
