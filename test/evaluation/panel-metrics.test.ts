import { describe, expect, it } from 'vitest';
import { type Csr, takeColumns, takeRows } from '../../src-main/data/csr.ts';
import { clusterSimilarity, neighbourGraph, normalisedMutualInformation } from '../../src-main/evaluation/clusters.ts';
import { explainedVariance } from '../../src-main/evaluation/explained-variance.ts';
import { nearestNeighbours, neighbourOverlap } from '../../src-main/evaluation/neighbours.ts';
import { panelMetrics } from '../../src-main/evaluation/panel-metrics.ts';
import { principalComponents } from '../../src-main/evaluation/pca.ts';
import { redundancy } from '../../src-main/evaluation/redundancy.ts';
import { csr, hasReference, reference } from '../data/matrices.ts';
import { random } from '../../src-main/data/random.ts';
import { commonMatrix } from '../selection/common-matrix.ts';

interface Explained {
  pooled: number;
  pooled_without_panel_genes: number;
}
interface PanelReference {
  genes: string[];
  gene_correlation: number;
  'share_of_genes_with_max_abs_r_below_0.8': number;
  knn_overlap: Record<string, number>;
  explained_variance: { hvg2000_ols: Explained; hvg2000_ridge_alpha_1: Explained };
}
interface Reference {
  panels: Record<string, PanelReference>;
  nmi_check: { a: number[]; b: number[]; nmi_arithmetic: number };
}
interface SpaprosReference {
  panels: Record<string, { cluster_similarity: { summary: { 'cluster_similarity nmi_5_20': number } } }>;
}

const name = 'the metrics of a panel, as numpy, scikit-learn and Spapros compute them (needs ../shared/data)';
describe.skipIf(!hasReference)(name, async () => {
  const { panels, nmi_check } = hasReference
    ? reference<Reference>('panel_metrics.json')
    : { panels: {}, nmi_check: { a: [], b: [], nmi_arithmetic: 0 } };
  const names = Object.keys(panels);
  const data = hasReference ? await commonMatrix('pbmc3k') : null;
  const genesOf = (panel: string) => Int32Array.from(panels[panel].genes, (gene) => data!.names.indexOf(gene));
  const spaceOf = (panel: string) => principalComponents(takeColumns(data!.x, genesOf(panel)), 50);
  const lazily = <T>(make: () => T) => {
    let made: T | null = null;
    return () => (made ??= make());
  };
  const space = lazily(() => principalComponents(data!.x, 50));
  const near = lazily(() => nearestNeighbours(space(), 30));

  it.each(names)('correlation between the genes of %s', (panel) => {
    const found = redundancy(data!.x, genesOf(panel))!;
    expect(found.geneCorrelation).toBeCloseTo(panels[panel].gene_correlation, 6);
    expect(found.uncorrelatedShare).toBeCloseTo(panels[panel]['share_of_genes_with_max_abs_r_below_0.8'], 6);
  });

  // hvg_32 is left out: half of its cells have no panel gene at all, and neighbours are a matter of their order
  it.each([
    ['mrmr_64', 1e-3],
    ['hvg_v3_32', 1e-3],
    ['random_32', 2e-3],
  ])('neighbourhoods kept by %s', (panel, tolerance) => {
    const chosen = nearestNeighbours(spaceOf(panel), 30);
    for (const [k, expected] of Object.entries(panels[panel].knn_overlap)) {
      expect(Math.abs(neighbourOverlap(near(), chosen, Number(k)) - expected)).toBeLessThan(tolerance);
    }
  });

  it.each(names)('variance explained by %s', (panel) => {
    const test = reference<{ sets: { pbmc3k: { test_rows: number[] } } }>('forest.json').sets.pbmc3k.test_rows;
    const isTest = new Set(test);
    const train = Array.from({ length: data!.x.rows }, (_, i) => i).filter((i) => !isTest.has(i));
    const parts: [Csr, Csr, Int32Array] = [takeRows(data!.x, train), takeRows(data!.x, test), genesOf(panel)];
    const { hvg2000_ols: plain, hvg2000_ridge_alpha_1: ridge } = panels[panel].explained_variance;
    for (const [alpha, expected] of [
      [0, plain],
      [1, ridge],
    ] as const) {
      const found = explainedVariance(...parts, alpha)!;
      expect(found.all).toBeCloseTo(expected.pooled, 5);
      expect(found.others).toBeCloseTo(expected.pooled_without_panel_genes, 5);
    }
  });

  it('agreement of two labellings', () => {
    expect(normalisedMutualInformation(nmi_check.a, nmi_check.b)).toBeCloseTo(nmi_check.nmi_arithmetic, 6);
  });

  it.each(['mrmr_64', 'hvg_v3_32', 'random_32'])('clusters kept by %s', (panel) => {
    const spapros = reference<SpaprosReference>('panel_metrics_spapros.json').panels[panel].cluster_similarity.summary;
    const graphs = [near(), nearestNeighbours(spaceOf(panel), 30)].map(neighbourGraph);
    const found = clusterSimilarity(graphs[0], graphs[1], 0)!;
    expect(Math.abs(found - spapros['cluster_similarity nmi_5_20'])).toBeLessThan(0.05);
  });
});

/** Cells in well parted groups, each with genes of its own; the last genes are noise. */
function grouped(groups: number, perGroup: number, genesPerGroup = 3, noise = 6) {
  const draw = random(3, 'groups');
  const rows = Array.from({ length: groups * perGroup }, (_, i) =>
    Array.from({ length: groups * genesPerGroup + noise }, (_, g) => {
      const marks = Math.floor(g / genesPerGroup) === Math.floor(i / perGroup);
      return (marks ? 5 : 0) + draw.uniform();
    }),
  );
  return csr(rows);
}

describe('the metrics of a panel', () => {
  const x = grouped(6, 20);
  const markers = Int32Array.of(0, 3, 6, 9, 12, 15);
  const noise = Int32Array.of(18, 19, 20, 21, 22, 23);

  it('tell a panel that keeps the groups from one that keeps nothing', () => {
    const good = panelMetrics(x, x, markers);
    const bad = panelMetrics(x, x, noise);
    expect(good).toMatchObject({ cells: 120, testCells: 120, genes: 24 });
    expect(good.clusterSimilarity).toBeGreaterThan(0.8);
    expect(bad.clusterSimilarity).toBeLessThan(0.4);
    expect(good.cellScore).toBeGreaterThan(0.9);
    expect(Math.abs(bad.cellScore!)).toBeLessThan(0.3);
    expect(good.explainedVarianceOfOthers).toBeGreaterThan(0.8);
    expect(bad.explainedVarianceOfOthers).toBeLessThan(0.2);
    expect(good.neighbourhoodPreservation).toBeGreaterThan(2 * bad.neighbourhoodPreservation!);
  });

  it('are perfect for a panel of all genes', () => {
    const all = panelMetrics(
      x,
      x,
      Int32Array.from({ length: 24 }, (_, g) => g),
    );
    expect(all).toMatchObject({ neighbourhoodPreservation: 1, clusterSimilarity: 1 });
    expect(all.cellScore).toBeCloseTo(1, 9);
    expect(all.explainedVariance).toBeGreaterThan(0.99);
    expect(all.explainedVarianceOfOthers).toBeNull();
  });

  it('say nothing where there is nothing to say', () => {
    const few = panelMetrics(x, takeRows(x, [0, 25, 50, 75]), Int32Array.of(0));
    expect(few).toMatchObject({ geneCorrelation: null, neighbourhoods: [], cellScore: null, clusterSimilarity: null });
    const same = panelMetrics(x, takeRows(x, new Array<number>(40).fill(0)), markers);
    expect(same).toMatchObject({ explainedVariance: null, geneCorrelation: 1, uncorrelatedShare: 1 });
  });

  it('do not look at more cells than can be compared with one another, the same ones each time', () => {
    const many = takeRows(
      x,
      Int32Array.from({ length: 1600 }, (_, i) => i % x.rows),
    );
    const found = panelMetrics(x, many, markers);
    expect(found).toMatchObject({ cells: 1500, testCells: 1600 });
    expect(panelMetrics(x, many, markers)).toEqual(found);
  });
});

describe('principal components', () => {
  it('are the same by Lanczos as by covariances', () => {
    const x = grouped(4, 15);
    const wide = { ...x, cols: 300 };
    const [few, many] = [principalComponents(x, 5), principalComponents(wide, 5)];
    for (let d = 0; d < 5; d++) {
      const along = (space: typeof few) => Array.from({ length: x.rows }, (_, i) => space.values[i * 5 + d]);
      const sign = Math.sign(along(few)[0] * along(many)[0]);
      along(few).forEach((value, i) => expect(along(many)[i] * sign).toBeCloseTo(value, 4));
    }
  });

  it('of fewer cells than were asked for are as many as there can be', () => {
    expect(principalComponents({ ...grouped(2, 4), cols: 300 }, 50).dimensions).toBe(7);
  });
});
