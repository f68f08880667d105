/** What is said of the numbers of a continuous task. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../src-main/data/random.ts';
import { numberFindings } from '../../../src-main/services/tasks/number-findings.ts';

const draw = random(0, 'numbers');
const pseudotime = Array.from({ length: 500 }, () => draw.uniform());
const heavy = Array.from({ length: 5000 }, () => Math.exp(draw.normal()));

describe('numbers of a task', () => {
  it.each([
    ['none', [], 'no-labels'],
    ['one value', [3, 3, 3, 3], 'one-value'],
    ['fewer than are needed', [1, 2, 3], 'too-few-labels'],
  ])('cannot be learned where there is %s', (_, values, code) => {
    expect(numberFindings('t', Float32Array.from(values), 4)).toMatchObject([{ severity: 'problem', code }]);
  });

  it('are doubted where a few lie far from all others', () => {
    expect(numberFindings('t', Float32Array.from([...pseudotime, 1000, 1000]), 10)).toMatchObject([
      {
        severity: 'warning',
        code: 'far-values',
        what: expect.stringMatching(/^2 cells of “t” lie far from all others: 1000, where the rest run from 0\.\d+ to/),
      },
    ]);
  });

  it.each([
    ['evenly spread', pseudotime],
    ['of a long tail, as counts are', heavy],
    ['mostly zero', [...new Array<number>(100).fill(0), 1, 2, 3, 50]],
  ])('are taken as they are where they are %s', (_, values) => {
    expect(numberFindings('t', Float32Array.from(values), 10)).toEqual([]);
  });
});
