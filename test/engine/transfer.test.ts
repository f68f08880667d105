/** A panel judged inside other data, by their own labels. */
import { describe, expect, it } from 'vitest';
import { takeRows } from '../../src-main/data/csr.ts';
import { type LabelledCounts, scoreAcross, scoreInside, stratifiedFolds } from '../../src-main/engine/transfer.ts';
import { planted } from '../planted.ts';

const { x, tasks } = planted();
const [type] = tasks;
const markers = Int32Array.of(0, 1, 2, 3, 4, 5, 20, 21);
const noise = Int32Array.of(20, 21, 22, 23, 24, 25, 26, 27);

describe('a panel inside a target', () => {
  it('scores by its genes: markers high, noise like chance', () => {
    const good = scoreInside(x, 'counts', markers, type, { trees: 20 });
    const poor = scoreInside(x, 'counts', noise, type, { trees: 20 });
    expect(good.mean).toBeGreaterThan(0.95);
    expect(poor.mean).toBeLessThan(0.5);
    expect(good.mean).toBeCloseTo((good.forest + good.logistic) / 2, 12);
  });

  it('cannot see how deep a cell was read: only shares of the panel count', () => {
    const factor = Float32Array.from({ length: x.rows }, (_, i) => 1 + (i % 4));
    const deeper = { ...x, values: x.values.slice() };
    for (let i = 0; i < x.rows; i++) for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) deeper.values[e] *= factor[i];
    // “type” and the depth go in different steps (3 and 4), so a predictor that saw depth would gain nothing either way
    const before = scoreInside(x, 'counts', markers, type, { trees: 10 });
    const after = scoreInside(deeper, 'counts', markers, type, { trees: 10 });
    expect(Math.abs(after.mean - before.mean)).toBeLessThan(0.02);
  });

  it('leaves out cells without a label', () => {
    const some = { ...type, y: type.y.map((label, i) => (i % 2 === 0 ? -1 : label)) };
    const kept = Int32Array.from(some.y.keys()).filter((i) => some.y[i] >= 0);
    const alone = { ...type, y: Int32Array.from(kept, (i) => type.y[i]) };
    expect(scoreInside(x, 'counts', markers, some, { trees: 10 })).toEqual(
      scoreInside(takeRows(x, kept), 'counts', markers, alone, { trees: 10 }),
    );
  });

  it('gives each fold its share of every class', () => {
    const fold = stratifiedFolds(type.y, 3, 5, 0);
    for (let c = 0; c < 3; c++) {
      const sizes = Array.from({ length: 5 }, (_, f) => fold.filter((one, i) => one === f && type.y[i] === c).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });
});

it('a panel across cells is judged by cells that taught nobody: their labels change the truth alone', () => {
  const panel = { ...x, values: x.values };
  const half = (odd: number): LabelledCounts => {
    const cells = Int32Array.from(type.y.keys()).filter((i) => i % 2 === odd);
    return { x: takeRows(panel, cells), y: Int32Array.from(cells, (i) => type.y[i]), classes: 3 };
  };
  const [train, test] = [half(0), half(1)];
  expect(scoreAcross(train, test, 'counts', { trees: 10 }).mean).toBeGreaterThan(0.9);
  const turned = { ...test, y: test.y.map((label) => (label + 1) % 3) };
  expect(scoreAcross(train, turned, 'counts', { trees: 10 }).mean).toBeLessThan(0.1);
});
