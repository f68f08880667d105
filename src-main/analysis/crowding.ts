/**
 * How crowded cells get: molecules of the panel's genes a cell, class by class, and what to cut when an instrument can
 * tell no more apart.
 */
import type { CrowdingReport } from '../../src-shared/analysis.ts';
import { byGroup } from './expression.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import type { Workbench } from './workbench.ts';

export interface CrowdingOptions {
  /** molecules that the assay captures for one of the reference */
  capture: number;
  /** most molecules a cell that the user allows in any class; null: none set */
  limit: number | null;
}

/** A gene with what it is worth: mean score lost over the questions when it is masked. */
export interface Worth {
  gene: number;
  lostMean: number;
  forced: boolean;
}

/** Classes with fewer training cells than this do not decide: their mean is of too few cells. */
const LEAST_CELLS = 10;

export function crowdingReport(bench: Workbench, worths: readonly Worth[], options: CrowdingOptions): CrowdingReport {
  const genes = Int32Array.from(worths, ({ gene }) => gene);
  const { capture, limit } = options;
  const groups = bench.train.tasks.flatMap((task) => {
    if (task.kind === 'continuous') return [];
    const { cells, raw } = byGroup(bench.train, genes, task.y, task.classes.length);
    return task.classes.map((name, c) => ({
      task: task.name,
      name,
      cells: cells[c],
      perGene: Float64Array.from(genes, (_, j) => raw[j * task.classes.length + c] * capture),
    }));
  });
  const overall = byGroup(bench.train, genes, new Int32Array(bench.train.cells), 1).raw.map((mean) => mean * capture);
  const total = (perGene: Float64Array) => perGene.reduce((a, b) => a + b, 0);
  // without any class all cells are one
  const judged = groups.filter(({ cells }) => cells >= LEAST_CELLS).map(({ perGene }) => perGene);
  const deciding = judged.length > 0 ? judged : [overall];
  const crowded = deciding.reduce((a, b) => (total(b) > total(a) ? b : a));
  const spends = total(crowded) || 1;
  const { cuts, left } = limit === null ? { cuts: [], left: total(crowded) } : cutOrder(deciding, worths, limit);
  const named = (j: number) => ({ gene: bench.genes[genes[j]].name, symbol: shownSymbol(bench.genes[genes[j]]) });
  return {
    classes: groups
      .map(({ task, name, cells, perGene }) => ({ task, name, cells, molecules: total(perGene) }))
      .sort((a, b) => b.molecules - a.molecules),
    genes: worths
      .map(({ lostMean, forced }, j) => ({
        ...named(j),
        mean: overall[j],
        most: Math.max(...deciding.map((perGene) => perGene[j])),
        share: crowded[j] / spends,
        lostMean,
        forced,
      }))
      .sort((a, b) => b.share - a.share),
    limit,
    cuts: cuts.map(({ j, molecules, left }) => ({ ...named(j), molecules, lostMean: worths[j].lostMean, left })),
    met: limit === null || left <= limit,
  };
}

/** Losses smaller than this count alike: they are within the noise of a few hundred validation cells. */
const NOISE = 0.002;

/**
 * Cuts gene after gene until the most crowded class is within the limit: each time the one that frees most molecules of
 * that class for the score it costs. Must-haves stay.
 */
export function cutOrder(classes: readonly Float64Array[], worths: readonly Worth[], limit: number) {
  const totals = classes.map((perGene) => perGene.reduce((a, b) => a + b, 0));
  const there = new Set(worths.flatMap(({ forced }, j) => (forced ? [] : [j])));
  const cuts: { j: number; molecules: number; left: number }[] = [];
  for (;;) {
    const most = totals.indexOf(Math.max(...totals));
    if (totals[most] <= limit || there.size === 0) return { cuts, left: totals[most] };
    const value = (j: number) => classes[most][j] / Math.max(NOISE, worths[j].lostMean);
    const j = [...there].reduce((a, b) => (value(b) > value(a) ? b : a));
    there.delete(j);
    const molecules = classes[most][j];
    classes.forEach((perGene, c) => (totals[c] -= perGene[j]));
    cuts.push({ j, molecules, left: Math.max(...totals) });
  }
}
