/**
 * What a panel keeps of what all genes say, and how much of it is said twice: the measures of Spapros and geneBasis,
 * that need no labels.
 */
import type { PanelMetrics } from '../../src-shared/model.ts';
import { type Csr, takeColumns, takeRows } from '../data/csr.ts';
import { random } from '../data/random.ts';
import { clusterSimilarity, neighbourGraph } from './clusters.ts';
import { explainedVariance } from './explained-variance.ts';
import { cellScore, nearestNeighbours, neighbourOverlap } from './neighbours.ts';
import { principalComponents } from './pca.ts';
import { redundancy } from './redundancy.ts';

/** Neighbours are looked for among so many cells at most: the time it takes grows with their square. */
const MOST_CELLS = 1500;
/** A linear model of the panel needs no more cells. */
const MOST_TRAINING_CELLS = 10_000;
const COMPONENTS = 50;
/** Sizes of the neighbourhoods, as Spapros has them. */
const SIZES = [5, 10, 15, 20, 25, 30];
/** geneBasis's. */
const CELL_SCORE_SIZE = 5;
const SEED = 0;

/**
 * @param train cells × genes to choose from, log-normalised; fits the linear model of explained variance
 * @param test the same of cells that selection never saw; everything else is measured on them
 * @param panel columns of both
 */
export function panelMetrics(
  train: Csr,
  test: Csr,
  panel: Int32Array,
  progress: (fraction: number) => void = () => {},
): PanelMetrics {
  const cells = sample(test.rows, MOST_CELLS);
  const x = takeRows(test, cells);
  const ofPanel = takeColumns(x, panel);
  const explained = explainedVariance(takeRows(train, sample(train.rows, MOST_TRAINING_CELLS)), test, panel);
  progress(0.2);
  const space = principalComponents(x, COMPONENTS);
  progress(0.5);
  const sizes = SIZES.filter((size) => size < x.rows);
  const k = sizes.at(-1) ?? 0;
  const known = { redundancy: redundancy(x, panel), explained };
  if (k === 0) return metricsOf(x, test, known, []);
  const truth = nearestNeighbours(space, k);
  const found = nearestNeighbours(principalComponents(ofPanel, COMPONENTS), k);
  progress(0.7);
  return {
    ...metricsOf(
      x,
      test,
      known,
      sizes.map((size) => ({ k: size, overlap: neighbourOverlap(truth, found, size) })),
    ),
    cellScore: cellScore(space, truth, found, Math.min(CELL_SCORE_SIZE, k)),
    clusterSimilarity: clusterSimilarity(neighbourGraph(truth), neighbourGraph(found), SEED),
  };
}

function metricsOf(
  x: Csr,
  test: Csr,
  known: { redundancy: ReturnType<typeof redundancy>; explained: ReturnType<typeof explainedVariance> },
  neighbourhoods: PanelMetrics['neighbourhoods'],
): PanelMetrics {
  const overlaps = neighbourhoods.map(({ overlap }) => overlap);
  return {
    cells: x.rows,
    testCells: test.rows,
    genes: test.cols,
    geneCorrelation: known.redundancy?.geneCorrelation ?? null,
    uncorrelatedShare: known.redundancy?.uncorrelatedShare ?? null,
    neighbourhoods,
    neighbourhoodPreservation: overlaps.length > 0 ? overlaps.reduce((a, b) => a + b, 0) / overlaps.length : null,
    cellScore: null,
    clusterSimilarity: null,
    explainedVariance: known.explained?.all ?? null,
    explainedVarianceOfOthers: known.explained?.others ?? null,
  };
}

/** At most so many rows, drawn with a seed, in order. */
function sample(rows: number, most: number): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  return rows <= most ? all : random(SEED, 'panel metrics', rows).shuffle(all).slice(0, most).sort();
}
