/** Classes that must not be missed: how their weight follows what validation cells say. */
import { describe, expect, it } from 'vitest';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { random } from '../../src-main/data/random.ts';
import { createBatches } from '../../src-main/learners/batches.ts';
import { chooseBackend } from '../../src-main/nn/backend.ts';
import { trainingDefaults } from '../../src-shared/settings/training.ts';
import { lookAt } from '../../src-main/selection/headline.ts';
import { type RecallTarget, emphasise, placeTargets } from '../../src-main/selection/recall-targets.ts';
import { trainYoto } from '../../src-main/selection/yoto/yoto-training.ts';
import { csr } from '../data/matrices.ts';
import { selectionInput } from './input.ts';

const type: TaskLabels = {
  name: 'type',
  kind: 'categorical',
  classes: ['B', 'NK', 'pDC'],
  y: Int32Array.of(0, 1, 2, 0),
};
const age: TaskLabels = { name: 'age', kind: 'continuous', y: new Float32Array(4) };
const target = (task: string, className: string) => ({ task, className, recall: 0.9 });

describe('targets', () => {
  it('are placed by the names of task and class, and left out where these are not', () => {
    const asked = [target('type', 'pDC'), target('type', 'mast'), target('age', 'pDC'), target('site', 'pDC')];
    expect(placeTargets(asked, [age, type])).toEqual([{ task: 1, class: 2, recall: 0.9 }]);
  });
});

describe('the emphasis of a class', () => {
  const one = [{ task: 1, class: 2, recall: 0.9 }];
  const looks = (...recalls: number[]) => {
    const emphasis = emphasise(one, [age, type]);
    for (const recall of recalls) emphasis.look([null, Float64Array.of(0, 0, recall)]);
    return emphasis;
  };

  it('rises while the class is missed, falls slower once it is not, and never below one', () => {
    expect(looks().factors[1]).toEqual(Float64Array.of(1, 1, 1));
    expect(looks(0.5, 0.89).factors[1][2]).toBeCloseTo(1.4 ** 2);
    expect(looks(0.5, 0.5, 0.95).factors[1][2]).toBeCloseTo(1.4 ** 2 / 1.1);
    expect(looks(0.95, 0.95).factors[1][2]).toBe(1);
  });

  it('has a limit, and leaves the other classes alone', () => {
    const { factors } = looks(...new Array<number>(50).fill(0));
    expect(factors).toEqual([new Float64Array(0), Float64Array.of(1, 1, 8)]);
  });

  it('stays where no validation cell can say', () => {
    expect(looks(0.5, NaN).factors[1][2]).toBe(1.4);
    expect(looks(NaN).notes()[0]).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('no validation cell'),
    });
  });

  it('is kept and taken up again', () => {
    const before = looks(0.1, 0.1, 0.2);
    const again = emphasise(one, [age, type]);
    again.restore(before.save());
    expect(again.factors[1][2]).toBeCloseTo(1.4 ** 3);
    // a training that is over when it is taken up takes no further look
    expect(again.notes()).toEqual(before.notes());
  });

  it('says how the class stood at the last look', () => {
    expect(looks(0.2, 0.95).notes()[0]).toMatchObject({
      severity: 'note',
      what: expect.stringContaining('0.950 on validation'),
    });
    expect(looks(0.95, 0.2).notes()[0]).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('1.4 times'),
    });
  });

  it('tells of a last look too, which no weight follows any more', () => {
    const emphasis = looks(0.2);
    emphasis.look([null, Float64Array.of(0, 0, 0.3)], false);
    expect(emphasis.factors[1][2]).toBe(1.4);
    expect(emphasis.notes()[0].what).toMatch(/0\.300 on validation cells, its cells weighed 1\.4 times/);
  });

  it('reaches the weights of the next batch', () => {
    const emphasis = emphasise([{ task: 0, class: 2, recall: 0.9 }], [type]);
    const batches = createBatches([type], 4, [null], { size: 4, seed: 0, classBalance: 0, emphasis: emphasis.factors });
    const weightOfRare = () => {
      const [{ weight }] = batches.targets(Int32Array.of(0, 1, 2, 3));
      return weight[2] / weight[0];
    };
    expect(weightOfRare()).toBeCloseTo(1);
    emphasis.look([Float64Array.of(1, 1, 0)]);
    expect(weightOfRare()).toBeCloseTo(1.4);
  });
});

describe('a training of YOTO', () => {
  // a class of a tenth of the cells, marked by gene 0 so faintly that many of its cells look like others
  const cells = (count: number, stream: string) => {
    const { normal } = random(1, stream);
    const y = Int32Array.from({ length: count }, (_, i) => Number(i % 10 === 0));
    const x = csr(
      Array.from(y, (label) => Array.from({ length: 6 }, (_, g) => normal() + (g === 0 ? 1.5 * label : 0))),
    );
    return { x, tasks: [{ name: 'type', kind: 'categorical' as const, classes: ['usual', 'rare'], y }] };
  };
  const recallOfRare = async (targets: RecallTarget[]) => {
    const [train, validation, test] = [cells(400, 'train'), cells(200, 'validation'), cells(400, 'test')];
    const { executor } = await chooseBackend('auto');
    const settings = { ...trainingDefaults, steps: 200, hidden: 16, batch: 64, classBalance: 0, blend: 0 };
    const given = { ...selectionInput(train.x, { tasks: train.tasks }), validation, executor, settings, targets, k: 2 };
    const { genes, network, notes } = await trainYoto({ ...given, ahead: null });
    expect(genes).toContain(0);
    const [{ recalls }] = lookAt(network!, test, genes);
    return { recall: recalls![1], notes };
  };

  it('finds more of a class that must not be missed, on cells that steered nothing', async () => {
    const plain = await recallOfRare([]);
    const steered = await recallOfRare([{ task: 0, class: 1, recall: 0.8 }]);
    expect(plain.notes).toEqual([]);
    expect(plain.recall).toBeLessThan(0.5);
    expect(steered.recall).toBeGreaterThan(plain.recall + 0.2);
    expect(steered.notes![0].what).toMatch(/^“rare” of type was to be found with a recall of 0\.8: /);
  });
});
