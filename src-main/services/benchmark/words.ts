/** What a comparison of methods says, in plain words. */
import { isHeadline, metrics, metricsOf } from '../../../src-shared/metrics.ts';
import { entrantName, entrantsOf, isEntrant } from '../../../src-shared/entrants.ts';
import type { BenchmarkRequest, BenchmarkRow, Entrant } from '../../../src-shared/model.ts';
import { pairedTest } from '../../evaluation/paired.ts';
import { meanAndSd } from '../compare/score-curves.ts';

/** Below this a difference is not worth a word. */
const ALIKE = 0.005;
const CHANCE = 0.05;

/**
 * What the table says, sentence by sentence. Methods are compared by the headline score of the predictor that is the same
 * for all (the probe, else the forest), averaged over tasks and sizes within each repetition, so that repetitions are what
 * is counted.
 */
export function benchmarkWords(request: BenchmarkRequest, rows: readonly BenchmarkRow[]): string[] {
  const predictor = rows.some((row) => row.predictor === 'probe') ? 'probe' : 'forest';
  const headline = rows.filter((row) => row.predictor === predictor && isHeadline(row.metric));
  if (headline.length === 0) return ['No run of this comparison is finished yet.'];
  const tasks = new Set(headline.map(({ task }) => task)).size;
  const full = tasks * request.ks.length;
  const all = entrantsOf(request);
  const entrants = all
    .map((entrant) => {
      const own = headline.filter((row) => isEntrant(row, entrant));
      const whole = request.repetitions.map((_, r) => {
        const values = own.flatMap((row) => row.values[r] ?? []);
        return values.length === full ? values.reduce((sum, value) => sum + value, 0) / full : null;
      });
      const known = whole.filter((value) => value !== null);
      return { ...entrant, whole, known, mean: known.length > 0 ? meanAndSd(known).mean : null };
    })
    .filter((entrant): entrant is typeof entrant & { mean: number } => entrant.mean !== null)
    .sort((a, b) => b.mean - a.mean);
  // what could not be asked for was said when it was asked for, and is told run by run
  const isRefused = (entrant: Entrant) =>
    request.ks.every((k) => request.refused?.some((one) => one.method === entrant.method && one.k === k));
  const missing = all.filter((entrant) => !isRefused(entrant) && !entrants.some((one) => isEntrant(one, entrant)));
  const unfinished = missing.length
    ? [`Not finished, and so not compared here: ${missing.map(entrantName).join('; ')}.`]
    : [];
  const [best, second] = entrants;
  if (!best) return unfinished;
  const by = predictor === 'probe' ? 'the same network trained again on each panel' : 'a random forest on each panel';
  const metric = metricsOf('categorical')
    .concat(metricsOf('continuous'))
    .filter((one) => headline.some((row) => row.metric === one))
    .map((one) => metrics[one].name)
    .join(' or ');
  const mean = best.mean.toFixed(3);
  const reached = second ? `the highest mean ${metric} (${mean})` : `a mean ${metric} of ${mean}`;
  const first = `Judged by ${by}, ${entrantName(best)}${best.alone ? ',' : ''} reaches ${reached}${extent(request, tasks)}.`;
  if (!second) return [first, ...unfinished];
  const others = entrants.slice(1, 4).map((other) => beside(request, best, other));
  return [first, ...others, ...caution(request), ...unfinished];
}

/** What a mean is taken over: `, over 2 questions, 3 panel sizes and 3 repetitions`. */
function extent({ ks, repetitions }: BenchmarkRequest, tasks: number): string {
  const over = [
    tasks > 1 ? `${tasks} tasks` : '',
    ks.length > 1 ? `${ks.length} panel sizes` : '',
    repetitions.length > 1 ? `${repetitions.length} repetitions` : '',
  ].filter(Boolean);
  const size = ks.length === 1 ? ` with panels of ${ks[0]} genes` : '';
  if (over.length === 0) return size;
  const last = over.pop()!;
  return `${size}, over ${over.length > 0 ? `${over.join(', ')} and ${last}` : last}`;
}

interface Standing extends Entrant {
  whole: (number | null)[];
  mean: number;
}

function beside({ repetitions, base }: BenchmarkRequest, best: Standing, other: Standing): string {
  const name = `${entrantName(other)}${other.alone ? ',' : ''}`;
  const pairs = repetitions.flatMap((_, r) => {
    const [a, b] = [best.whole[r], other.whole[r]];
    return a === null || b === null ? [] : [[a, b] as const];
  });
  if (pairs.length === 0) return `${name} has no repetition in common with it.`;
  const { difference, ahead, p } = pairedTest(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
    base.testFraction,
  );
  if (p === null && pairs.length > 1)
    return `${name} does just as well (${other.mean.toFixed(3)}) in every repetition.`;
  const distance =
    Math.abs(difference) < ALIKE
      ? `${name} does about as well (${other.mean.toFixed(3)})`
      : `${name} is ${difference.toFixed(3)} lower (${other.mean.toFixed(3)})`;
  const verdict =
    p === null
      ? 'one repetition cannot tell whether that is more than chance'
      : p < CHANCE
        ? `that is more than chance explains (p ${p < 0.001 ? '< 0.001' : p.toFixed(3)}, corrected paired t-test over splits)`
        : `that may be chance (p ${p.toFixed(2)}, corrected paired t-test over splits)`;
  const wins = pairs.length > 1 ? `, and behind in ${ahead} of ${pairs.length} repetitions` : '';
  return `${distance}${wins}; ${verdict}.`;
}

function caution({ repetitions }: BenchmarkRequest): string[] {
  // of one alone it was said that it cannot tell
  if (repetitions.length < 2) return [];
  const splits = new Set(repetitions.map(({ splitSeed }) => splitSeed)).size;
  if (splits < 2) return ['All repetitions share one split, so this says how they differ by seed, not on other cells.'];
  if (splits < 5)
    return [`With ${splits} splits only large differences can be told from chance; more splits tell smaller ones.`];
  return [
    'The best of several methods is a little flattered by having been picked; differences near the limit deserve more splits.',
  ];
}
