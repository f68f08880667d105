/**
 * The tables of docs/BENCHMARKS.md that compare methods, from what `panelwright benchmark --out` wrote:
 *
 *   node scripts/bench-methods.ts NAME=FILE.csv[,FILE.csv…] …
 *
 * Each NAME is a data set; its files may differ in methods, sizes and repetitions. Scores are means over the tasks.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { pairedTest } from '../src-main/evaluation/paired.ts';
import { table } from './bench/tables.ts';

const predictors = ['own', 'probe', 'forest'] as const;
type Predictor = (typeof predictors)[number];

/** What all are compared with. */
const FIRST = 'yoto';
const TEST_SHARE = 0.2;
/** Fewer splits are shown, but not tested: they could tell large differences only, and every test weakens the others. */
const LEAST_SPLITS = 10;
/** Differences that chance makes less often than this, over all comparisons by one predictor, are named. */
const CHANCE = 0.05;

/** One method at one size on one data set. */
export interface Entry {
  dataset: string;
  method: string;
  k: number;
  /** mean over the tasks of each repetition, by its name in the file's head; of repetitions with all tasks only */
  scores: Record<Predictor, Map<string, number>>;
}

/** @param files contents of CSV files */
export function entriesOf(dataset: string, files: string[]): Entry[] {
  const rows = files.flatMap((text) => parse(text, { columns: true, bom: true }) as Record<string, string>[]);
  const headline = rows.filter(({ metric }) => metric === 'macroF1' || metric === 'r2');
  const tasks = new Set(headline.map(({ task }) => task)).size;
  const entries = new Map<string, Entry & { parts: Map<string, Map<string, number>> }>();
  for (const row of headline) {
    if (!predictors.includes(row.predictor as Predictor)) continue;
    const key = `${row.method} ${row.k}`;
    const entry = entries.get(key) ?? {
      dataset,
      method: row.method,
      k: Number(row.k),
      scores: { own: new Map(), probe: new Map(), forest: new Map() },
      parts: new Map(),
    };
    entries.set(key, entry);
    for (const [repetition, value] of Object.entries(row)) {
      if (!/^seed \d+ split \d+$/.test(repetition) || value === '') continue;
      const at = `${row.predictor} ${repetition}`;
      entry.parts.set(at, (entry.parts.get(at) ?? new Map()).set(row.task, Number(value)));
    }
  }
  return [...entries.values()].map(({ parts, ...entry }) => {
    for (const [at, byTask] of parts) {
      if (byTask.size < tasks) continue;
      const space = at.indexOf(' ');
      entry.scores[at.slice(0, space) as Predictor].set(at.slice(space + 1), mean([...byTask.values()]));
    }
    return entry;
  });
}

export interface Comparison {
  dataset: string;
  k: number;
  against: string;
  /** repetitions that both have */
  pairs: number;
  difference: number;
  ahead: number;
  /** of the corrected paired t-test, Holm's correction over all tests by this predictor; null of fewer than ten pairs */
  p: number | null;
}

/** YOTO against every other method, wherever both were run on the same repetitions. */
export function comparisons(entries: Entry[], predictor: Predictor): Comparison[] {
  const found = entries.flatMap((first) => {
    if (first.method !== FIRST) return [];
    const others = entries.filter(
      ({ dataset, k, method }) => dataset === first.dataset && k === first.k && method !== FIRST,
    );
    return others.flatMap((other) => {
      const shared = [...first.scores[predictor]].filter(([repetition]) => other.scores[predictor].has(repetition));
      if (shared.length === 0) return [];
      const test = pairedTest(
        shared.map(([, score]) => score),
        shared.map(([repetition]) => other.scores[predictor].get(repetition)!),
        TEST_SHARE,
      );
      const p = shared.length < LEAST_SPLITS ? null : test.p;
      return [{ dataset: first.dataset, k: first.k, against: other.method, ...test, p }];
    });
  });
  const corrected = holm(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, p: corrected[i] }));
}

/** Holm (1979): the least p counts as often as there are tests, the next once less, and none less than one before it. */
export function holm(ps: (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, i) => (p === null ? [] : [i])).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = ps.slice();
  let floor = 0;
  order.forEach((i, rank) => {
    floor = Math.max(floor, Math.min(1, ps[i]! * (order.length - rank)));
    corrected[i] = floor;
  });
  return corrected;
}

/**
 * Mean over data sets and sizes of the rank that each method has there, among those that were run on all of them, by the
 * repetitions that all of them have.
 */
export function meanRanks(entries: Entry[], predictor: Predictor): Map<string, { rank: number; places: number }> {
  const places = [...new Set(entries.map(placeOf))];
  const methods = [...new Set(entries.map(({ method }) => method))].filter((method) =>
    places.every((place) =>
      entries.some((entry) => entry.method === method && placeOf(entry) === place && entry.scores[predictor].size > 0),
    ),
  );
  const ranks = new Map(methods.map((method) => [method, [] as number[]]));
  for (const place of places) {
    const here = entries.filter((entry) => placeOf(entry) === place && methods.includes(entry.method));
    const shared = [...here[0].scores[predictor].keys()].filter((repetition) =>
      here.every((entry) => entry.scores[predictor].has(repetition)),
    );
    const score = (entry: Entry) => mean(shared.map((repetition) => entry.scores[predictor].get(repetition)!));
    for (const entry of here) {
      const above = here.filter((other) => score(other) > score(entry)).length;
      const level = here.filter((other) => score(other) === score(entry)).length;
      ranks.get(entry.method)!.push(above + (level + 1) / 2);
    }
  }
  return new Map([...ranks].map(([method, list]) => [method, { rank: mean(list), places: list.length }]));
}

const placeOf = ({ dataset, k }: Entry) => `${dataset} ${k}`;
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function scoreTable(entries: Entry[], dataset: string): string {
  const here = entries.filter((entry) => entry.dataset === dataset);
  const rows = here
    .toSorted((a, b) => a.k - b.k || Number(b.method === FIRST) - Number(a.method === FIRST) || best(b) - best(a))
    .map((entry) => [
      entry.k,
      entry.method,
      ...predictors.map((predictor) => spread([...entry.scores[predictor].values()])),
      Math.max(...predictors.map((predictor) => entry.scores[predictor].size)),
    ]);
  return table(['k', 'method', ...predictors, 'splits'], rows);
}

const best = ({ scores }: Entry) => mean([...scores.probe.values()]);

function spread(values: number[]): string {
  if (values.length === 0) return '–';
  const centre = mean(values);
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
  return values.length < 2 ? centre.toFixed(3) : `${centre.toFixed(3)} ± ${sd.toFixed(3)}`;
}

function summary(entries: Entry[]): string {
  const ranks = { probe: meanRanks(entries, 'probe'), forest: meanRanks(entries, 'forest') };
  const found = { probe: comparisons(entries, 'probe'), forest: comparisons(entries, 'forest') };
  const methods = [...new Set(entries.map(({ method }) => method))].filter((method) => method !== FIRST);
  const cells = (predictor: 'probe' | 'forest', method: string): string[] => {
    const own = found[predictor].filter(({ against }) => against === method);
    const by = (sign: number) =>
      own.filter(({ difference, p }) => Math.sign(difference) === sign && p !== null && p < CHANCE).length;
    return [
      ranks[predictor].get(method)?.rank.toFixed(1) ?? '–',
      signed(mean(own.map(({ difference }) => difference))),
      `${own.filter(({ difference }) => difference > 0).length} of ${own.length}`,
      `${by(1)} / ${by(-1)}`,
    ];
  };
  const of = (predictor: string) => [`${predictor}: rank`, 'difference', 'ahead', 'surely ahead / behind'];
  return table(
    ['YOTO against', ...of('probe'), ...of('forest')],
    [
      ['(itself)', ranks.probe.get(FIRST)!.rank.toFixed(1), '', '', '', ranks.forest.get(FIRST)!.rank.toFixed(1), '', '', ''],
      ...methods.map((method) => [method, ...cells('probe', method), ...cells('forest', method)]),
    ], // prettier-ignore
  );
}

/** Where a method's mean is above YOTO's. */
function losses(entries: Entry[]): string {
  const rows = (['probe', 'forest'] as const).flatMap((predictor) =>
    comparisons(entries, predictor)
      .filter(({ difference }) => difference < 0)
      .map(({ dataset, k, against, difference, pairs, p }) => [
        dataset,
        k,
        against,
        predictor,
        signed(difference),
        pairs,
        p === null ? '–' : p.toFixed(2),
      ]),
  );
  return table(['data set', 'k', 'method', 'judged by', 'difference', 'splits', 'p (Holm)'], rows);
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2).map((argument) => argument.split('='));
  if (asked.length === 0 || asked.some((parts) => parts.length !== 2)) {
    console.error(`usage: node scripts/${basename(import.meta.filename)} NAME=FILE.csv[,FILE.csv…] …`);
    process.exit(2);
  }
  const entries = asked.flatMap(([name, files]) =>
    entriesOf(
      name,
      files.split(',').map((path) => readFileSync(path, 'utf8')),
    ),
  );
  for (const [name] of asked) console.log(`### ${name}\n\n${scoreTable(entries, name)}\n`);
  console.log(`### YOTO against the others\n\n${summary(entries)}\n`);
  console.log(`### Where another method’s mean is higher\n\n${losses(entries)}`);
}
