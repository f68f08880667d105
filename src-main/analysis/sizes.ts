/** How good a panel of which size is: the first k genes of a ranking, and panels that were designed at k. */
import type { SizePoint, SizesReport } from '../../src-shared/analysis.ts';
import { type FitContext, type QuickScore, scorePanel } from './heads.ts';

const LADDER = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
const SEEDS = [0, 1, 2] as const;

/** Sizes to try of a ranking of k genes: the steps of the ladder below it, and itself; small panels have smaller steps. */
export function sizesUpTo(k: number): number[] {
  const small = [2, 4, 6].filter((size) => k <= 24 && size < k);
  return [...small, ...LADDER.filter((size) => size < k), k];
}

/** A panel that a run designed. */
export interface DesignedPanel {
  runId: number;
  genes: Int32Array;
}

export async function sizesReport(
  context: FitContext,
  ranking: Int32Array,
  designed: DesignedPanel[],
  progress: (fraction: number) => void,
): Promise<SizesReport> {
  const sizes = sizesUpTo(ranking.length);
  const bySize = Map.groupBy(designed, ({ genes }) => genes.length);
  const total = sizes.length + designed.length;
  let done = 0;
  const points: SizePoint[] = [];
  for (const k of sizes) {
    points.push(pointOf(k, 'ranking', [], [await scorePanel(context, ranking.slice(0, k), SEEDS)]));
    progress(++done / total);
  }
  for (const [k, panels] of [...bySize].sort(([a], [b]) => a - b)) {
    const scored: QuickScore[] = [];
    for (const { genes } of panels) {
      scored.push(await scorePanel(context, genes, SEEDS));
      progress(++done / total);
    }
    points.push(
      pointOf(
        k,
        'runs',
        panels.map(({ runId }) => runId),
        scored,
      ),
    );
  }
  const curve = curveOf(points);
  return {
    cells: context.bench.cells,
    points,
    knee: kneeOf(curve),
    ...enoughOf(curve),
    how: 'Predictors fitted again on each panel, 3 trainings, on validation cells. The first genes of one ranking are a quick first look: a panel designed at its own size is at least as good as a rule.',
  };
}

/** Bands: over the panels where there are several (other seeds of the method), else over the trainings. */
function pointOf(k: number, from: SizePoint['from'], runs: number[], scored: QuickScore[]): SizePoint {
  const perSeed = scored.flatMap((one) => one.perSeed);
  const spread = scored.length > 1 ? scored.map((one) => average(one.perSeed)) : perSeed;
  return {
    k,
    from,
    runs,
    tasks: scored[0].tasks.map(({ task, classes }, t) => {
      const scores =
        scored.length > 1
          ? scored.map((one) => one.tasks[t].score ?? NaN)
          : scored[0].readings.map((reading) => reading[t].score ?? NaN);
      return {
        task,
        scores: scores.filter((score) => !Number.isNaN(score)),
        mean: average(scores),
        classes: classes.map(({ name, cells, tooFew }, c) => ({
          name,
          tooFew,
          recall: cells > 0 ? average(scored.map((one) => one.tasks[t].classes[c].recall)) : null,
        })),
      };
    }),
    mean: average(perSeed),
    low: Math.min(...spread),
    high: Math.max(...spread),
  };
}

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

/** One score a size, rising in k: of designed panels where there are any, else of the ranking's first genes. */
export function curveOf(points: readonly SizePoint[]): { k: number; score: number }[] {
  const at = new Map<number, number>();
  for (const point of points) if (point.from === 'ranking' || !at.has(point.k)) at.set(point.k, point.mean);
  for (const point of points) if (point.from === 'runs') at.set(point.k, point.mean);
  return [...at].map(([k, score]) => ({ k, score })).sort((a, b) => a.k - b.k);
}

/** The best score of a curve and the smallest size whose score is within 1 % of it. */
export function enoughOf(curve: readonly { k: number; score: number }[]): { enough: number; best: number } {
  const best = Math.max(...curve.map(({ score }) => score));
  return { best, enough: curve.find(({ score }) => score >= best - 0.01 * Math.abs(best))!.k };
}

/** Sizes grow by doubling, so the curve is read over log₂ k; a bend less than this above its chord is none. */
const LEAST_BEND = 0.1;

/**
 * Where more genes begin to help less: the point furthest above the chord of the curve from its first to its best point,
 * both axes brought to 0…1 (Satopää et al. 2011, "Kneedle"). Null for fewer than four points, or a curve without a bend.
 */
export function kneeOf(curve: readonly { k: number; score: number }[]): number | null {
  if (curve.length < 4) return null;
  const [first, last] = [curve[0], curve.at(-1)!];
  const top = Math.max(...curve.map(({ score }) => score));
  if (top - first.score < 1e-6) return null;
  const bends = curve.map(({ k, score }) => ({
    k,
    above: (score - first.score) / (top - first.score) - Math.log2(k / first.k) / Math.log2(last.k / first.k),
  }));
  const knee = bends.reduce((a, b) => (b.above > a.above ? b : a));
  return knee.above >= LEAST_BEND ? knee.k : null;
}
