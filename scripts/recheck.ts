/**
 * Computes the scores of a comparison of methods anew, from nothing but the predictions that it saved, by formulas that
 * the application does not share:
 *
 *   panelwright benchmark DATA --task COLUMN -k 16,32 --assay as-sequenced --predictions predictions.zip
 *   node scripts/recheck.ts predictions.zip
 */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { fromBufferPromise } from 'yauzl';

type Row = Record<string, string>;
const tableOf = (content: string) => parse(content, { columns: true, bom: true }) as Row[];

export interface Rechecked {
  /** numbers of the table that were computed anew */
  compared: number;
  /** the greatest difference from the table, and where it is */
  greatest: number;
  where: string;
  /** numbers of the table whose predictions are not there, as a ceiling's that another run trained */
  without: number;
}

/** @param files contents by name, as `--predictions` packs them */
export function recheck(files: Record<string, string>): Rechecked {
  const runs = tableOf(files['runs.csv']);
  const predictions = new Map<string, Row[]>();
  const tasks = new Map<string, Set<string>>();
  for (const { file } of runs) {
    tasks.set(file, new Set());
    for (const row of tableOf(files[file])) {
      tasks.get(file)!.add(row.task);
      const key = `${file} ${row.task} ${row.predictor}`;
      const known = predictions.get(key);
      if (known) known.push(row);
      else predictions.set(key, [row]);
    }
  }
  const result: Rechecked = { compared: 0, greatest: 0, where: '', without: 0 };
  for (const score of tableOf(files['scores.csv'])) {
    for (const run of runs) {
      const said = score[`seed ${run.seed} split ${run.split_seed}`];
      const isOfRow = (['method', 'questions', 'k'] as const).every((column) => run[column] === score[column]);
      if (!isOfRow || !said || !tasks.get(run.file)!.has(score.task)) continue;
      const rows = predictions.get(`${run.file} ${score.task} ${score.predictor}`);
      if (!rows) {
        result.without++;
        continue;
      }
      const computed = mean(
        [...Map.groupBy(rows, ({ seed }) => seed).values()].map((one) => metrics[score.metric](one)),
      );
      const difference = Math.abs(computed - Number(said));
      result.compared++;
      if (!(difference <= result.greatest)) {
        result.greatest = difference;
        result.where = `${score.metric} of ${score.task} by ${score.predictor}, ${run.run}: ${said}, computed ${computed}`;
      }
    }
  }
  return result;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each of the rows of one task, one predictor and one seed. */
const metrics: Record<string, (rows: Row[]) => number> = {
  accuracy: (rows) => mean(rows.map(({ truth, predicted }) => Number(truth === predicted))),
  macroF1(rows) {
    const classes = new Set(rows.flatMap(({ truth, predicted }) => [truth, predicted]));
    return mean(
      [...classes].map((name) => {
        const hits = rows.filter(({ truth, predicted }) => truth === name && predicted === name).length;
        const named = rows.filter(({ truth }) => truth === name).length;
        return (2 * hits) / (named + rows.filter(({ predicted }) => predicted === name).length);
      }),
    );
  },
  auroc: (rows) => overClasses(rows, areaUnderRoc),
  auprc: (rows) => overClasses(rows, averagePrecision),
  r2(rows) {
    const middle = mean(rows.map(({ truth }) => Number(truth)));
    const squares = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row) ** 2, 0);
    return (
      1 - squares((row) => Number(row.truth) - Number(row.predicted)) / squares((row) => Number(row.truth) - middle)
    );
  },
  pearson(rows) {
    const [x, y] = (['truth', 'predicted'] as const).map((name) => {
      const values = rows.map((row) => Number(row[name]));
      return values.map((value) => value - mean(values));
    });
    const product = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
  },
};

interface Scored {
  p: number;
  isOne: boolean;
}

/** One class against the others, mean over the classes that some cells have and some have not. */
function overClasses(rows: Row[], area: (cells: Scored[]) => number): number {
  const classes = Object.keys(rows[0]).filter((column) => column.startsWith('p:') && rows[0][column] !== '');
  const areas = classes.flatMap((column) => {
    const cells = rows.map((row) => ({ p: Number(row[column]), isOne: row.truth === column.slice(2) }));
    return cells.some(({ isOne }) => isOne) && cells.some(({ isOne }) => !isOne) ? [area(cells)] : [];
  });
  return mean(areas);
}

/** The share of pairs of a cell of the class and another cell that are in the right order; a tie is half a pair. */
function areaUnderRoc(cells: Scored[]): number {
  const ones = cells.filter(({ isOne }) => isOne);
  const others = cells.filter(({ isOne }) => !isOne);
  let right = 0;
  for (const one of ones) for (const other of others) right += one.p > other.p ? 1 : one.p === other.p ? 0.5 : 0;
  return right / (ones.length * others.length);
}

/** Σ (recall gained × precision) over the thresholds, from the highest. */
function averagePrecision(cells: Scored[]): number {
  const thresholds = [...new Set(cells.map(({ p }) => p))].sort((a, b) => b - a);
  const ones = cells.filter(({ isOne }) => isOne).length;
  let [area, recall] = [0, 0];
  for (const threshold of thresholds) {
    const above = cells.filter(({ p }) => p >= threshold);
    const hits = above.filter(({ isOne }) => isOne).length;
    area += (hits / ones - recall) * (hits / above.length);
    recall = hits / ones;
  }
  return area;
}

async function unpacked(path: string): Promise<Record<string, string>> {
  const archive = await fromBufferPromise(readFileSync(path), { lazyEntries: true });
  const files: Record<string, string> = {};
  for await (const entry of archive.eachEntry()) {
    files[entry.fileName] = await text(await archive.openReadStreamPromise(entry));
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path] = process.argv.slice(2);
  if (!path) throw new Error('name the archive that benchmark --predictions wrote');
  const { compared, greatest, where, without } = recheck(await unpacked(path));
  console.log(
    `${compared} scores computed anew; greatest difference ${greatest.toExponential(1)}${where && ` (${where})`}`,
  );
  if (without > 0)
    console.log(`${without} scores have no predictions in the archive: a ceiling is kept by the run that trained it.`);
}
