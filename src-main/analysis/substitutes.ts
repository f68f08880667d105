/** What could stand in a gene's place: the genes most like it, and those that explain most of what is lost without it. */
import type { SubstitutesReport } from '../../src-shared/analysis.ts';
import { type FitContext, fitHeads, predictRows, scorePanel } from './heads.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { meanScore } from './readings.ts';
import { best, explained, outsiders, residuals } from './screen.ts';
import { columnOf, normalised, rowsOf } from './workbench.ts';

const TRIED = { alike: 5, explaining: 5 };
export const SEEDS = [0, 1] as const;

/**
 * Every candidate is tried in earnest: heads fitted again on the panel with it in the gene's place.
 *
 * @param gene one of `panel`, whose place is to be filled
 * @param rules of the run: genes that they keep out, and what they are in words
 */
export async function findSubstitutes(
  context: FitContext,
  panel: Int32Array,
  gene: number,
  rules: { barred: Uint8Array; words: string[] },
  progress: (fraction: number) => void,
): Promise<SubstitutesReport> {
  const { bench } = context;
  const rest = panel.filter((other) => other !== gene);
  const whole = await scorePanel(context, panel, SEEDS);
  const without = await scorePanel(context, rest, SEEDS);
  const r = correlationWith(context, gene);
  const candidates = await propose(context, panel, rest, rules.barred, r);
  const before = meanScore(whole.tasks);
  const substitutes: SubstitutesReport['substitutes'] = [];
  for (const [i, candidate] of candidates.entries()) {
    progress((i + 2) / (candidates.length + 2));
    const swapped = panel.map((other) => (other === gene ? candidate : other));
    const { tasks } = await scorePanel(context, swapped, SEEDS);
    substitutes.push({
      gene: bench.genes[candidate].name,
      symbol: shownSymbol(bench.genes[candidate]),
      r: r(candidate),
      tasks,
      change: meanScore(tasks) - before,
    });
  }
  return {
    gene: bench.genes[gene].name,
    cells: bench.cells,
    panel: whole.tasks,
    without: without.tasks,
    withoutChange: meanScore(without.tasks) - before,
    substitutes: substitutes.sort((a, b) => b.change - a.change),
    how: `Measured: predictors fitted again on the panel with each in its place, mean of 2 trainings, on validation cells.${
      rules.words.length > 0 ? ` Only genes that the rules of the run allow were tried: ${rules.words.join('; ')}.` : ''
    }`,
  };
}

async function propose(
  context: FitContext,
  panel: Int32Array,
  rest: Int32Array,
  barred: Uint8Array,
  r: (gene: number) => number,
): Promise<number[]> {
  const { train } = context.bench;
  const outside = outsiders(train, panel, barred);
  const alike = best(outside, (other) => Math.abs(r(other)), TRIED.alike);
  const { network } = await fitHeads(context, rest, SEEDS[0]);
  const unexplained = residuals(train.tasks, predictRows(network, rowsOf(train, rest)));
  const others = outside.filter((other) => !alike.includes(other));
  return [...alike, ...best(others, (other) => explained(train, other, unexplained), TRIED.explaining)];
}

/** Pearson's r of a gene with any other over the training cells. */
function correlationWith({ bench: { train } }: FitContext, gene: number): (other: number) => number {
  const values = columnOf(train, gene);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0));
  return (other) => {
    let [product, sum, squares] = [0, 0, 0];
    for (let e = train.start[other]; e < train.start[other + 1]; e++) {
      const value = normalised(train, e);
      product += value * (values[train.cell[e]] - mean);
      sum += value;
      squares += value * value;
    }
    const length = Math.sqrt(Math.max(0, squares - (sum * sum) / train.cells)) * spread;
    return length > 0 ? product / length : 0;
  };
}
