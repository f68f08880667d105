/** Classes that must not be missed: how their weight follows what validation cells say. */
import { describe, expect, it } from 'vitest';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { createBatches } from '../../src-main/learners/batches.ts';
import { emphasise, placeTargets } from '../../src-main/selection/recall-targets.ts';

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
    const again = emphasise(one, [age, type]);
    again.restore(looks(0.1, 0.1, 0.1).save());
    expect(again.factors[1][2]).toBeCloseTo(1.4 ** 3);
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
