import { describe, expect, it } from 'vitest';
import type { Assay, Gene } from '../../src-shared/model.ts';
import { assayPresets, assaySchema } from '../../src-shared/assays.ts';
import {
  type Draw,
  binomial,
  drawMolecules,
  drawShares,
  panelTarget,
  poisson,
  readMolecules,
  simulate,
} from '../../src-main/data/assay.ts';
import { type Csr, denseColumns, takeColumns } from '../../src-main/data/csr.ts';
import { random } from '../../src-main/data/random.ts';
import { csr } from './matrices.ts';

const whole: Assay = {
  ...assayPresets.imaging.assay,
  capture: [1, 1],
  efficiencySd: 0,
  depthSd: 0,
  background: 0,
};
const genesCalled = (...names: string[]): Gene[] => names.map((name) => ({ name, symbol: name, id: '' }));
const of = (draw: number): Draw => ({ purpose: 'scoring', draw });
const counts = (cells: number, genes: number): Csr => {
  const { integer } = random(3, 'counts');
  return csr(Array.from({ length: cells }, () => Array.from({ length: genes }, () => Math.max(0, integer(12) - 6))));
};
const denseOf = (x: Csr): number[][] => {
  const values = denseColumns(
    x,
    Array.from({ length: x.cols }, (_, j) => j),
  );
  return Array.from({ length: x.rows }, (_, i) => Array.from({ length: x.cols }, (_, j) => values[j * x.rows + i]));
};
const moments = (values: number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length };
};

describe('draws', () => {
  it.each([
    [3, 0.2],
    [12, 0.9],
    [40, 0.05],
    [40, 0.97],
    [200, 0.3],
    [5000, 0.4],
  ])('binomial of %i trials at %f has the mean and variance of the formula, within its bounds', (n, p) => {
    const draws = random(0, `binomial ${n} ${p}`);
    const drawn = Array.from({ length: 20_000 }, () => binomial(n, p, draws));
    const { mean, variance } = moments(drawn);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(n);
    expect(mean / (n * p)).toBeCloseTo(1, 1);
    expect(variance / (n * p * (1 - p))).toBeCloseTo(1, 1);
  });

  it.each([0.01, 2, 59, 61, 900])('Poisson of mean %f has that mean and variance', (mean) => {
    const draws = random(0, `poisson ${mean}`);
    const drawn = moments(Array.from({ length: 40_000 }, () => poisson(mean, draws)));
    expect(drawn.mean / mean).toBeCloseTo(1, 1);
    expect(drawn.variance / mean).toBeCloseTo(1, 1);
  });

  it('counts on average what share and background say, above a share of 1 and for parts of a molecule too', () => {
    const draws = random(0, 'molecules');
    for (const [count, share, background] of [
      [5, 0.3, 0],
      [5, 2.5, 0],
      [0.4, 0.5, 0],
      [3, 0.5, 0.2],
      [0, 1, 0.3],
    ]) {
      // prettier-ignore
      const { mean } = moments(Array.from({ length: 40_000 }, () => drawMolecules(count, share, background, draws)));
      expect(mean / (count * share + background)).toBeCloseTo(1, 1);
    }
  });
});

describe('shares', () => {
  const names = Array.from({ length: 4000 }, (_, i) => `G${i}`);

  it('have the mean and the spread of the assay, and what a pilot says of its genes', () => {
    const assay = {
      ...whole,
      capture: [0.3, 0.3] as [number, number],
      efficiencySd: 0.7,
      efficiencies: { g1: { share: 2, sd: 0 } },
    };
    const shares = drawShares(assay, genesCalled(...names), of(0));
    expect(shares[1]).toBe(2);
    const others = Array.from(shares).filter((_, g) => g !== 1);
    expect(moments(others).mean).toBeCloseTo(0.3, 1);
    expect(Math.sqrt(moments(others.map(Math.log)).variance)).toBeCloseTo(0.7, 1);
  });

  it('of a gene are the same whatever genes stand next to it, and others in another draw', () => {
    const assay = { ...whole, capture: [0.1, 1] as [number, number], efficiencySd: 1 };
    const both = drawShares(assay, genesCalled('A', 'B'), of(2));
    expect(drawShares(assay, genesCalled('B'), of(2))[0]).toBe(both[1]);
    expect(drawShares(assay, genesCalled('B'), of(3))[0]).not.toBe(both[1]);
  });

  it('of a range lie where every ratio is as likely', () => {
    const assay = { ...whole, capture: [0.01, 1] as [number, number] };
    const drawn = Array.from({ length: 2000 }, (_, draw) => drawShares(assay, genesCalled('A'), of(draw))[0]);
    expect(drawn.filter((share) => share < 0.1).length / drawn.length).toBeCloseTo(0.5, 1);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0.01);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
  });
});

describe('simulated cells', () => {
  const x = counts(300, 5);
  const genes = genesCalled('A', 'B', 'C', 'D', 'E');

  it('are the reference where the assay sees every molecule', () => {
    const seen = simulate(x, genes, () => new Float64Array(5).fill(1), whole, of(0), 'cells');
    expect(denseOf(seen)).toEqual(denseOf(x));
  });

  it('keep a gene as it is whatever genes stand next to it', () => {
    const assay = { ...whole, depthSd: 0.5, background: 0.4 };
    const shares = Float64Array.of(0.5, 0.2, 0.1, 0.9, 0.3);
    const seen = simulate(x, genes, () => shares, assay, of(1), 'cells');
    const alone = simulate(
      takeColumns(x, [3, 1]),
      genesCalled('D', 'B'),
      () => Float64Array.of(0.9, 0.2),
      assay,
      of(1),
      'cells',
    );
    expect(denseOf(alone)).toEqual(denseOf(takeColumns(seen, [3, 1])));
    expect(denseOf(simulate(x, genes, () => shares, assay, of(1), 'others'))).not.toEqual(denseOf(seen));
  });

  it('have the false molecules of the background, in ascending columns', () => {
    const seen = simulate(
      x,
      genes,
      () => new Float64Array(5),
      { ...whole, background: 0.3, depthSd: 0.2 },
      of(0),
      'cells',
    );
    const sum = seen.values.reduce((a, b) => a + b, 0);
    expect(sum / (x.rows * x.cols)).toBeCloseTo(0.3, 1);
    for (let i = 0; i < seen.rows; i++) {
      const row = Array.from(seen.indices.subarray(seen.indptr[i], seen.indptr[i + 1]));
      expect(row).toEqual([...new Set(row)].sort((a, b) => a - b));
    }
  });

  it('are scaled by the total of their own genes, or not at all, or binarised', () => {
    const two = csr([
      [1, 3],
      [0, 8],
    ]);
    expect(panelTarget(two)).toBe(6);
    expect(denseOf(readMolecules(two, whole, 6))[0][1]).toBeCloseTo(Math.log1p((3 * 6) / 4));
    expect(denseOf(readMolecules(two, { ...whole, ownTotal: false }, 6))[0][1]).toBeCloseTo(Math.log1p(3));
    expect(denseOf(readMolecules(two, whole, 6, true))).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });
});

it.each(Object.entries(assayPresets))('the preset %s is an assay that can be asked for', (_, { assay, title }) => {
  if (assay) expect(assaySchema.parse(assay).name).toBe(title);
});

it('refuses a range whose ends are exchanged', () => {
  expect(assaySchema.safeParse({ ...whole, capture: [1, 0.2] }).success).toBe(false);
});
