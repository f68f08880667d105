/** The card of every gene of a panel: what it is for, what would be lost without it, who tells the same. */
import type { GeneReport, GenesReport } from '../../src-shared/analysis.ts';
import { flagsOf } from '../../src-shared/gene-flags.ts';
import type { PanelGene } from '../../src-shared/model.ts';
import { correlations } from './correlation.ts';
import { byGroup } from './expression.ts';
import type { Heads } from './heads.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { type Highest, reasonFor } from './reason.ts';
import type { Workbench } from './workbench.ts';

/** Genes that rise and fall together less than this are no partners. */
const PARTNER = 0.5;
const LEAST_CELLS = 5;

/** @param siblings panels (gene names) of the runs that differ in the seed only, this run's among them */
export async function genesReport(
  bench: Workbench,
  heads: Heads,
  predictor: string,
  panel: readonly PanelGene[],
  siblings: readonly string[][],
  pause: (fraction: number) => Promise<void>,
): Promise<GenesReport> {
  const { tasks, lost } = await leaveOneOut(bench, heads, pause);
  const r = correlations(bench.train, heads.genes);
  const most = mostMolecules(bench, heads.genes);
  const classes = ofClasses(bench, heads.genes);
  const genes = panel.map((gene, j): GeneReport => {
    const partners = panel
      .map((other, i) => ({ gene: other.name, symbol: shownSymbol(other), r: r[j * panel.length + i], i }))
      .filter((other) => other.i !== j && Math.abs(other.r) >= PARTNER)
      .sort((a, b) => Math.abs(b.r) - Math.abs(a.r))
      .slice(0, 3)
      .map(({ gene, symbol, r }) => ({ gene, symbol, r }));
    const scored = lost[j].filter((_, t) => tasks[t].score !== null);
    return {
      gene: gene.name,
      symbol: shownSymbol(gene),
      rank: gene.rank,
      lost: lost[j],
      lostMean: scored.reduce((sum, { score }) => sum + score, 0) / Math.max(1, scored.length),
      partners,
      detected: gene.detected,
      mean: gene.meanExpression,
      most: most[j],
      flags: flagsOf(classes[j]),
      seeds: { chosen: siblings.filter((names) => names.includes(gene.name)).length, runs: siblings.length },
      reason: reasonFor({
        forced: gene.forced,
        tasks,
        lost: lost[j],
        partners,
        highest: highestIn(bench, heads.genes[j]),
      }),
    };
  });
  return { cells: bench.cells, predictor, tasks, genes };
}

/** For each gene the class in which a cell has most molecules of it. */
function mostMolecules(bench: Workbench, genes: Int32Array): GeneReport['most'][] {
  const most: GeneReport['most'][] = Array.from(genes, () => null);
  if (bench.kind !== 'counts') return most;
  for (const task of bench.train.tasks) {
    if (task.kind === 'continuous') continue;
    const { cells, raw } = byGroup(bench.train, genes, task.y, task.classes.length);
    task.classes.forEach((className, c) => {
      if (cells[c] < LEAST_CELLS) return;
      genes.forEach((_, j) => {
        const molecules = raw[j * task.classes.length + c];
        if (molecules > (most[j]?.molecules ?? -1)) most[j] = { task: task.name, className, molecules };
      });
    });
  }
  return most;
}

/** For each gene what every class that is large enough has of it. */
function ofClasses(bench: Workbench, genes: Int32Array): { share: number; molecules: number | null }[][] {
  const all: { share: number; molecules: number | null }[][] = Array.from(genes, () => []);
  for (const task of bench.train.tasks) {
    if (task.kind === 'continuous') continue;
    const groups = task.classes.length;
    const { cells, share, raw } = byGroup(bench.train, genes, task.y, groups);
    for (let c = 0; c < groups; c++) {
      if (cells[c] < LEAST_CELLS) continue;
      all.forEach((classes, j) =>
        classes.push({ share: share[j * groups + c], molecules: bench.kind === 'counts' ? raw[j * groups + c] : null }),
      );
    }
  }
  return all;
}

/** The class of the first categorical question in which the gene is most expressed, with the shares that show it there and elsewhere. */
function highestIn(bench: Workbench, gene: number): Highest | null {
  const task = bench.train.tasks.find((one) => one.kind === 'categorical');
  if (task?.kind !== 'categorical') return null;
  const { cells, mean, share } = byGroup(bench.train, Int32Array.of(gene), task.y, task.classes.length);
  const enough = task.classes.map((_, c) => c).filter((c) => cells[c] >= LEAST_CELLS);
  if (enough.length < 2) return null;
  const top = enough.reduce((a, b) => (mean[b] > mean[a] ? b : a));
  const others = enough.filter((c) => c !== top);
  const rest = others.reduce((sum, c) => sum + cells[c], 0);
  const elsewhere = others.reduce((sum, c) => sum + share[c] * cells[c], 0) / rest;
  return { className: task.classes[top], share: share[top], elsewhere };
}
