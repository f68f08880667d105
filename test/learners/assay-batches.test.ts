/** Batches as an assay would read them. */
import { describe, expect, it } from 'vitest';
import type { Assay } from '../../src-shared/model.ts';
import { assayPresets } from '../../src-shared/assays.ts';
import { knownShares } from '../../src-main/data/assay.ts';
import { denseColumns } from '../../src-main/data/csr.ts';
import { AssayBatches } from '../../src-main/learners/assay-batches.ts';
import { csr } from '../data/matrices.ts';

const names = ['a', 'b', 'c'].map((name) => ({ name, symbol: name, id: '' }));
/** every molecule is seen */
const whole: Assay = { ...assayPresets.imaging.assay, capture: [1, 1], efficiencySd: 0, background: 0, depthSd: 0 };
const counts = csr([
  [8, 0, 0],
  [2, 2, 0],
  [0, 0, 5],
  [0, 0, 0],
  [6, 2, 4],
]);
const all = Int32Array.of(0, 1, 2, 3, 4);
const every = Int32Array.of(0, 1, 2);

function batches(assay: Assay, binary = false) {
  return new AssayBatches({ assay, known: knownShares(assay, names), counts, binary }, 3);
}

describe('a batch in the assay', () => {
  it('scales a cell by the panel’s own total, and a gene outside by what the total would be with it', () => {
    // two genes selected: totals 8, 4, 0, 0, 8; the median of those that have any is 8
    const values = batches(whole).gather(all, every, 2, 0).slice();
    const expected = [
      [Math.log1p(8), 0, 0],
      [Math.log1p(4), Math.log1p(4), 0],
      // nothing of the panel, and still its own marker is seen
      [0, 0, Math.log1p(8)],
      [0, 0, 0],
      [Math.log1p(6), Math.log1p(2), Math.log1p((4 * 8) / 12)],
    ];
    for (let j = 0; j < 3; j++) {
      const column = expected.map((row) => row[j]);
      const mean = column.reduce((a, b) => a + b, 0) / 5;
      const sd = Math.sqrt(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5);
      column.forEach((v, i) => expect(values[i * 3 + j]).toBeCloseTo((v - mean) / sd, 5));
    }
  });

  it('is a function of seed and step alone, and another one at every step', () => {
    const assay = { ...assayPresets.imaging.assay, background: 0.2 };
    const before = batches(assay);
    const first = before.gather(all, every, 2, 7).slice();
    const other = before.gather(all, every, 2, 8).slice();
    expect(batches(assay).gather(all, every, 2, 7)).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('binarises expression where the run does', () => {
    const { x } = batches(whole, true).readings(all, every, 1);
    expect(Array.from(denseColumns(x, every))).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1]);
  });

  it('counts what a pilot says of a gene, and false molecules', () => {
    const efficiencies = { a: { share: 0, sd: 0 }, b: { share: 1, sd: 0 }, c: { share: 1, sd: 0 } };
    const { x } = batches({ ...whole, ownTotal: false, efficiencies }).readings(all, every, 1);
    expect(Array.from(denseColumns(x, Int32Array.of(0)))).toEqual([0, 0, 0, 0, 0]);
    const draws = 400;
    const noisy = batches({ ...whole, ownTotal: false, background: 0.3 }).readings(Int32Array.of(3), every, draws);
    let found = 0;
    for (const value of noisy.x.values) found += Math.expm1(value);
    // 1,200 entries of an empty cell: 360 ± 19 false molecules
    expect(Math.abs(found - 360)).toBeLessThan(80);
  });

  it('lays draws below each other, scaled to one target', () => {
    const { x, target } = batches({ ...whole, efficiencySd: 0.7 }).readings(all, every, 3);
    expect(x.rows).toBe(15);
    expect(batches(whole).readings(all, every, 1, 2 * target).target).toBe(2 * target);
  });
});
