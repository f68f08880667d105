/**
 * What is left of a panel's score in an assay: it captures a share of the molecules that the reference had, it measures
 * no other gene to scale cells by, and a probe may fail.
 */
import type { AssayReading, AssayReport } from '../../src-shared/analysis.ts';
import { random } from '../data/random.ts';
import { type FitContext, type Heads, fitHeads, predictValidation, scorePanel } from './heads.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { meanScore, readTasks } from './readings.ts';
import { type GeneColumns, type Reading, type Workbench, asTheRunDid } from './workbench.ts';

const SEEDS = [0, 1] as const;

/** How an assay reads the panel. */
export interface Assay {
  /** share of the molecules that it captures, 0…1 */
  capture: number;
  /** expression is binarised (detected or not) */
  binary: boolean;
  /** a gene of the panel whose probes fail: it reads zero in every cell */
  failed?: number;
}

export async function assayReport(
  context: FitContext,
  genes: Int32Array,
  assays: readonly Assay[],
  pause: (fraction: number) => Promise<void>,
): Promise<AssayReport> {
  const { bench } = context;
  const total = assays.length + 1;
  const readings: AssayReading[] = [];
  for (const [i, assay] of assays.entries()) {
    // heads fitted on cells that were read alike: what one would do with such an assay
    const { tasks } = await scorePanel(context, genes, SEEDS, readAs(bench, genes, assay));
    readings.push({ capture: assay.capture, binary: assay.binary, tasks, mean: meanScore(tasks) });
    await pause((i + 1) / total);
  }
  return {
    cells: bench.cells,
    readings,
    failures: await failures(context, genes, (done) => pause((assays.length + done) / total)),
    how: 'Each molecule of the reference is kept with the chance given (binomial thinning); cells are scaled by what is left of the panel’s own molecules; predictors are fitted on training cells read in the same way, mean of 2 trainings, and scored on validation cells.',
  };
}

async function failures(context: FitContext, genes: Int32Array, pause: (fraction: number) => Promise<void>) {
  const { bench } = context;
  const counts = bench.kind === 'counts';
  const whole: Reading = counts ? readAs(bench, genes, { capture: 1, binary: false }) : asTheRunDid;
  const heads: Heads = await fitHeads(context, genes, SEEDS[0], whole);
  const before = meanScore(readTasks(bench.validation.tasks, predictValidation(bench, heads, whole)));
  const results: AssayReport['failures'] = [];
  for (let j = 0; j < genes.length; j++) {
    const reading: Reading = counts
      ? readAs(bench, genes, { capture: 1, binary: false, failed: j })
      : (part, panel) => {
          const read = asTheRunDid(part, panel);
          return (gene, entry) => (gene === j ? 0 : read(gene, entry));
        };
    const tasks = readTasks(bench.validation.tasks, predictValidation(bench, heads, reading));
    results.push({
      gene: bench.genes[genes[j]].name,
      symbol: shownSymbol(bench.genes[genes[j]]),
      tasks: tasks.map(({ task, score }) => ({ task, score })),
      change: meanScore(tasks) - before,
    });
    await pause((j + 1) / genes.length);
  }
  return results.sort((a, b) => a.change - b.change);
}

/** Cells as an assay reads them. What is fitted for it, the size that cells are scaled to, is fitted on training cells. */
function readAs(bench: Workbench, genes: Int32Array, assay: Assay): Reading {
  const totals = (part: GeneColumns) => panelTotals(part, genes, thinned(part, genes, assay));
  const sizes = totals(bench.train)
    .filter((size) => size > 0)
    .sort();
  const target = sizes.length > 0 ? sizes[sizes.length >> 1] : 1;
  return (part) => {
    const counts = thinned(part, genes, assay);
    const size = panelTotals(part, genes, counts);
    return (j, entry) => {
      const left = counts[j][entry - part.start[genes[j]]];
      if (assay.binary || part.binary) return left > 0 ? 1 : 0;
      return left > 0 ? Math.log1p((left * target) / size[part.cell[entry]]) : 0;
    };
  };
}

/** For each gene what is left of the count of each of its entries. The same draw for the same cells, gene and share. */
export function thinned(part: GeneColumns, genes: Int32Array, { capture, failed }: Assay): Float32Array[] {
  return Array.from(genes, (gene, j) => {
    const counts = part.value.slice(part.start[gene], part.start[gene + 1]);
    if (j === failed) return counts.fill(0);
    if (capture >= 1) return counts;
    const { uniform } = random(part.cells, 'thinning', gene);
    return counts.map((count) => binomial(count, capture, uniform));
  });
}

/** Successes in n trials, by jumping from one to the next: as many draws as there are successes. */
export function binomial(n: number, p: number, uniform: () => number): number {
  if (p <= 0) return 0;
  const scale = 1 / Math.log1p(-p);
  let successes = -1;
  let trial = 0;
  while (trial <= n) {
    successes++;
    trial += 1 + Math.floor(Math.log(1 - uniform()) * scale);
  }
  return successes;
}

function panelTotals(part: GeneColumns, genes: Int32Array, counts: Float32Array[]): Float64Array {
  const totals = new Float64Array(part.cells);
  genes.forEach((gene, j) => {
    for (let e = part.start[gene]; e < part.start[gene + 1]; e++)
      totals[part.cell[e]] += counts[j][e - part.start[gene]];
  });
  return totals;
}
