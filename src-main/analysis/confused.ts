/** Who is taken for whom on validation cells, and which genes outside the panel would tell the worst pair apart. */
import type { ConfusedPair, ConfusionReport } from '../../src-shared/analysis.ts';
import { type ConfusedClasses, worstPair } from '../../src-shared/worst-pair.ts';
import type { TaskLabels } from '../data/labels.ts';
import { type FitContext, type Heads, predictValidation, scorePanel } from './heads.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { confusionOf, meanScore } from './readings.ts';
import { best, outsiders } from './screen.ts';
import { SEEDS } from './substitutes.ts';
import { type GeneColumns, normalised } from './workbench.ts';

const TRIED = 5;

export async function confusionReport(
  context: FitContext,
  heads: Heads,
  t: number,
  barred: Uint8Array,
  progress: (fraction: number) => void,
): Promise<ConfusionReport> {
  const { bench } = context;
  const task = bench.validation.tasks[t];
  if (task.kind === 'continuous') return { task: task.name, classes: [], confusion: [], worst: null };
  const confusion = confusionOf(task, predictValidation(bench, heads)[t]);
  const pair = worstPair(confusion);
  return {
    task: task.name,
    classes: task.classes,
    confusion,
    worst: pair && (await helped(context, heads.genes, t, pair, barred, progress)),
  };
}

async function helped(
  context: FitContext,
  panel: Int32Array,
  t: number,
  { truth, called, cells, of }: ConfusedClasses,
  barred: Uint8Array,
  progress: (fraction: number) => void,
): Promise<ConfusedPair> {
  const { bench } = context;
  const task = bench.train.tasks[t] as TaskLabels & { kind: 'categorical' };
  const difference = differences(bench.train, task.y, truth, called);
  const candidates = best(outsiders(bench.train, panel, barred), (gene) => Math.abs(difference(gene)), TRIED);
  const before = await scorePanel(context, panel, SEEDS);
  const helpers: ConfusedPair['helpers'] = [];
  for (const [i, gene] of candidates.entries()) {
    progress((i + 1) / (candidates.length + 1));
    const after = await scorePanel(context, Int32Array.of(...panel, gene), SEEDS);
    helpers.push({
      gene: bench.genes[gene].name,
      symbol: shownSymbol(bench.genes[gene]),
      difference: difference(gene),
      f1: after.tasks[t].classes[truth].f1,
      f1Before: before.tasks[t].classes[truth].f1,
      scoreChange: meanScore(after.tasks) - meanScore(before.tasks),
    });
  }
  return {
    truth: task.classes[truth],
    called: task.classes[called],
    cells: of,
    confused: cells,
    helpers: helpers.sort((a, b) => b.f1 - a.f1),
  };
}

/** Welch's t of a gene between the cells of two classes. */
export function differences(part: GeneColumns, y: Int32Array, a: number, b: number): (gene: number) => number {
  const cells = [a, b].map((of) => y.reduce((count, one) => (one === of ? count + 1 : count), 0));
  return (gene) => {
    const sums = [0, 0];
    const squares = [0, 0];
    for (let e = part.start[gene]; e < part.start[gene + 1]; e++) {
      const label = y[part.cell[e]];
      const side = label === a ? 0 : label === b ? 1 : -1;
      if (side < 0) continue;
      const value = normalised(part, e);
      sums[side] += value;
      squares[side] += value * value;
    }
    const means = sums.map((sum, side) => sum / Math.max(1, cells[side]));
    const error = means.reduce((total, mean, side) => {
      const n = Math.max(2, cells[side]);
      return total + Math.max(0, squares[side] - cells[side] * mean * mean) / (n - 1) / n;
    }, 0);
    return error > 1e-12 ? (means[0] - means[1]) / Math.sqrt(error) : 0;
  };
}
