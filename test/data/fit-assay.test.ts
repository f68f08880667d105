/** An assay fitted to a pilot is the one that the pilot was made with. */
import { describe, expect, it } from 'vitest';
import { assayPresets } from '../../src-shared/assays.ts';
import type { Assay, Gene } from '../../src-shared/model.ts';
import { drawShares, poisson, simulate } from '../../src-main/data/assay.ts';
import { type ClassSums, collectClassSums, fitAssay, pauleMandel } from '../../src-main/data/fit-assay.ts';
import { random } from '../../src-main/data/random.ts';
import type { Csr } from '../../src-main/data/csr.ts';
import { csr } from './matrices.ts';

const GENES = 150;
const genes: Gene[] = Array.from({ length: GENES }, (_, g) => ({ name: `G${g}`, symbol: `G${g}`, id: '' }));
const assay: Assay = {
  ...assayPresets.imaging.assay,
  capture: [0.5, 0.5],
  efficiencySd: 0.8,
  depthSd: 0.6,
  background: 0.05,
};
const draw = { purpose: 'scoring', draw: 0 } as const;
const shares = drawShares(assay, genes, draw);

/** Cells of two classes, the first half of the genes marking the first; so many of each. */
function cells(of: [number, number], seed: number): { x: Csr; classOf: (cell: number) => number } {
  const draws = random(seed, 'cells');
  const classOf = (cell: number) => Number(cell >= of[0]);
  const rows = Array.from({ length: of[0] + of[1] }, (_, i) =>
    Array.from({ length: GENES }, (_, g) => poisson(g % 3 === 0 ? 2 : g % 3 === 1 ? 4 * (1 - classOf(i)) : 0.5, draws)),
  );
  return { x: csr(rows), classOf };
}

function sums({ x, classOf }: ReturnType<typeof cells>, classes = 2): ClassSums {
  const collected = collectClassSums(GENES, classes, classes === 1 ? () => 0 : classOf);
  collected.add(x);
  return collected.finish();
}

const seenBy = (one: ReturnType<typeof cells>) => ({
  ...one,
  x: simulate(one.x, genes, () => shares, assay, draw, 'pilot'),
});

describe('a fitted assay', () => {
  it('has the shares, their spread, the background and the depth that the pilot was made with', () => {
    const fitted = fitAssay(genes, sums(cells([300, 300], 1)), sums(seenBy(cells([300, 300], 2))));
    const { efficiencies, efficiencySd, background, depthSd, capture } = fitted.assay;
    expect(efficiencySd).toBeCloseTo(0.8, 0);
    expect(Math.abs(efficiencySd - 0.8)).toBeLessThan(0.15);
    expect(Math.abs(capture[0] - 0.5)).toBeLessThan(0.15);
    expect(background).toBeCloseTo(0.05, 2);
    expect(Math.abs(depthSd - 0.6)).toBeLessThan(0.15);
    const off = genes.map(({ name }, g) => Math.log(efficiencies![name].share / shares[g]));
    expect(Math.sqrt(off.reduce((sum, one) => sum + one ** 2, 0) / GENES)).toBeLessThan(0.25);
    // about as sure as it says
    const z = off.map((one, g) => one / efficiencies![genes[g].name].sd);
    expect(z.filter((one) => Math.abs(one) < 2).length / GENES).toBeGreaterThan(0.85);
  });

  it('is not misled by classes that the pilot has in other shares, where both have them', () => {
    const [reference, pilot] = [cells([300, 300], 1), seenBy(cells([60, 540], 2))];
    const bias = (classes: number) => {
      const { efficiencies } = fitAssay(genes, sums(reference, classes), sums(pilot, classes)).assay;
      const ofMarkers = genes.flatMap(({ name }, g) => (g % 3 === 1 ? [Math.log(efficiencies![name].share / shares[g])] : [])); // prettier-ignore
      return ofMarkers.reduce((a, b) => a + b, 0) / ofMarkers.length;
    };
    expect(bias(1)).toBeLessThan(-0.8);
    expect(Math.abs(bias(2))).toBeLessThan(0.15);
  });

  it('shrinks what a few cells say, and says how unsure it is', () => {
    const [few, many] = [20, 2000].map((count) => fitAssay(genes, sums(cells([300, 300], 1)), sums(seenBy(cells([count / 2, count / 2], 2))))); // prettier-ignore
    const meanSd = ({ genes }: typeof few) => genes.reduce((sum, { sd }) => sum + sd, 0) / genes.length;
    expect(meanSd(few)).toBeGreaterThan(2 * meanSd(many));
  });

  it('sees a probe that failed, first of all', () => {
    const failing = { ...seenBy(cells([300, 300], 2)) };
    for (let e = 0; e < failing.x.values.length; e++) if (failing.x.indices[e] === 3) failing.x.values[e] = 0;
    const fitted = fitAssay(genes, sums(cells([300, 300], 1)), sums(failing));
    expect(fitted.genes[0].gene).toBe('G3');
    expect(fitted.genes[0].share).toBeLessThan(0.02);
  });

  it('bounds the background by the rarest genes where there are no classes, and says so', () => {
    const { assay: fitted, background } = fitAssay(
      genes,
      sums(cells([300, 300], 1), 1),
      sums(seenBy(cells([300, 300], 2)), 1),
    );
    expect(background).toMatch(/at most/);
    expect(fitted.background).toBeGreaterThanOrEqual(0.05);
  });
});

describe('Paule and Mandel’s estimate', () => {
  it('is the mean and the sample variance of effects that are known exactly', () => {
    const { mu, variance } = pauleMandel([1, 2, 3, 6], [0, 0, 0, 0]);
    expect(mu).toBeCloseTo(3);
    expect(variance).toBeCloseTo(14 / 3);
  });

  it('is no spread where the effects differ by less than they are unsure', () => {
    expect(pauleMandel([1, 1.1, 0.9], [1, 1, 1]).variance).toBe(0);
  });
});
