/**
 * Panels judged where they are used:
 *
 *   node scripts/bench-pairs.ts DATA [--only pairs|simulated] [--sets A,B] [--k 8,16,32] [--splits 0,1,2]
 *                                    [--methods yoto@imaging,t-test,…] [--keep FILE]
 *
 * DATA is a folder with the files that `bench/pairs.ts` names. Of a pair the reference's training cells choose the panel,
 * among the genes that both sides have, and it is judged inside the target by the target's labels (`engine/transfer.ts`).
 * Of a single data set five simulated assays are read: a share of 0.3, and of 0.1, of all molecules alike; 0.1 and 0.3 on
 * average with genes that differ (log-normal, sd 0.7 and 1.0); 0.3 and 0.7 by predictors that were trained in another
 * draw. Predictors then learn from training and validation cells and are scored on test cells.
 *
 * A method is followed by `@` and the name of an assay where it is to choose for one. The seed of a run is its split's.
 * Rows are kept in FILE as they come, and are not measured again. Prints macro-F1, means of a forest and a logistic
 * regression: mean over splits, and mean rank among the methods.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AssayPresetName, assayPresets } from '../src-shared/assays.ts';
import { type Method, fillMethodSettings } from '../src-shared/methods.ts';
import type { Gene } from '../src-shared/model.ts';
import { drawMolecules } from '../src-main/data/assay.ts';
import { type Csr, takeColumns, takeRows } from '../src-main/data/csr.ts';
import { random } from '../src-main/data/random.ts';
import { TEST, cellsIn } from '../src-main/data/splits.ts';
import { cellsOfAssay } from '../src-main/engine/assay-cells.ts';
import { type LabelledCounts, scoreAcross, scoreInside } from '../src-main/engine/transfer.ts';
import { createCrew } from '../src-main/learners/crew.ts';
import { chooseBackend } from '../src-main/nn/backend.ts';
import { selectorOf } from '../src-main/selection/registry.ts';
import { type Labelled, type Pair, knownPairs, knownReferences, prepareReference } from './bench/pairs.ts';
import { table } from './bench/tables.ts';

const METHODS = 'yoto@imaging,yoto,t-test,wilcoxon,xgboost,mrmr-f,random-forest,gfsnetwork';
const TREES = 50;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    sets: { type: 'string' },
    k: { type: 'string', default: '8,16,32' },
    splits: { type: 'string', default: '0,1,2' },
    methods: { type: 'string', default: METHODS },
    keep: { type: 'string' },
  },
});
const [data] = positionals;
if (!data) throw new Error('name the folder that holds the data');
const numbers = (list: string) => list.split(',').map(Number);
const isAsked = (set: string) => !options.sets || options.sets.split(',').includes(set);

interface Row {
  set: string;
  method: string;
  k: number;
  split: number;
  /** macro-F1, mean of both predictors; of simulated assays the mean of all */
  score: number;
  /** of simulated assays: the same cells as they were sequenced, and each assay */
  asSequenced?: number;
  assays?: number[];
  /** molecules of the panel in a cell of the class that has most, as sequenced */
  crowded?: number;
  /** CPU seconds of the selection */
  seconds: number;
  panel: string[];
}

interface SimulatedAssay {
  capture: number;
  efficiencySd: number;
  /** predictors learn in another draw */
  carriedOver?: true;
}

const SIMULATED: SimulatedAssay[] = [
  { capture: 0.3, efficiencySd: 0 },
  { capture: 0.1, efficiencySd: 0 },
  { capture: 0.1, efficiencySd: 0.7 },
  { capture: 0.3, efficiencySd: 1 },
  { capture: 0.3, efficiencySd: 0.7, carriedOver: true },
];
/** Of the predictors that are carried over. */
const OTHER_DRAW = SIMULATED.length;

const { executor } = await chooseBackend('onnx');
const rows: Row[] =
  options.keep && existsSync(options.keep)
    ? readFileSync(options.keep, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row) // prettier-ignore
    : [];

if (options.only !== 'simulated') {
  for (const [name, read] of Object.entries(knownPairs(data))) {
    if (isAsked(name)) await measure(`pair:${name}`, read, ({ target }) => target.genes.length, inTarget);
  }
}
if (options.only !== 'pairs') {
  for (const [name, read] of Object.entries(knownReferences(data))) {
    if (isAsked(name)) await measure(`simulated:${name}`, read, ({ genes }) => genes.length, inSimulatedAssays);
  }
}
for (const kind of ['pair', 'simulated']) report(rows.filter(({ set }) => set.startsWith(kind)));

/** Every method, size and split of one set, but those that are kept. */
async function measure<Set>(
  set: string,
  read: () => Promise<Set>,
  genesOf: (data: Set) => number,
  judge: (data: Set, method: string, k: number, split: number) => Promise<Omit<Row, 'set' | 'method' | 'k' | 'split'>>,
): Promise<void> {
  let whole: Set | null = null;
  for (const split of numbers(options.splits)) {
    for (const k of numbers(options.k)) {
      for (const method of options.methods.split(',')) {
        if (rows.some((row) => row.set === set && row.method === method && row.k === k && row.split === split))
          continue;
        whole ??= await read();
        if (k >= genesOf(whole)) continue;
        const row = { set, method, k, split, ...(await judge(whole, method, k, split)) };
        rows.push(row);
        if (options.keep) appendFileSync(options.keep, `${JSON.stringify(row)}\n`);
        console.error(`${set} ${method} k=${k} split=${split}: ${row.score.toFixed(3)}`);
      }
    }
  }
}

async function choose(reference: Labelled, candidates: Gene[] | null, name: string, k: number, splitSeed: number) {
  const [method, preset] = name.split('@') as [Method, AssayPresetName | undefined];
  const assay = (preset && assayPresets[preset].assay) ?? undefined;
  const { prepared, split, config } = prepareReference(reference, candidates, { splitSeed, k, method, assay });
  const { train, validation, mean, sd, variability, forced } = prepared;
  const began = process.cpuUsage();
  const { genes } = await selectorOf(method)({
    ...{ train, validation, mean, sd, variability, forced, k, executor },
    seed: splitSeed,
    settings: config.settings,
    methodSettings: fillMethodSettings(method, {}),
    selectOn: null,
    targets: [],
    assay: cellsOfAssay(prepared, config),
    crew: createCrew(),
    progress() {},
    history() {},
    resume: null,
    checkpoint() {},
  });
  const { user, system } = process.cpuUsage(began);
  const panel = Int32Array.from(genes, (gene) => prepared.candidates[gene]);
  return { panel, split, seconds: (user + system) / 1e6, names: Array.from(panel, (gene) => reference.genes[gene].symbol) }; // prettier-ignore
}

async function inTarget({ reference, target }: Pair, method: string, k: number, split: number) {
  const { names, seconds } = await choose(reference, target.genes, method, k, split);
  const position = new Map(target.genes.map(({ symbol }, gene) => [symbol, gene]));
  const columns = Int32Array.from(names, (name) => position.get(name)!);
  const { mean } = scoreInside(target.x, 'counts', columns, target.task, { trees: TREES });
  return { score: mean, seconds, panel: names };
}

async function inSimulatedAssays(reference: Labelled, method: string, k: number, splitSeed: number) {
  const { panel, names, split, seconds } = await choose(reference, null, method, k, splitSeed);
  const counts = takeColumns(reference.x, panel);
  const { y, classes } = reference.task;
  const test = cellsIn(split, TEST);
  const taught = Int32Array.from(split.keys()).filter((cell) => split[cell] !== TEST);
  const part = (x: Csr, cells: Int32Array): LabelledCounts => ({
    x: takeRows(x, cells),
    y: Int32Array.from(cells, (cell) => y[cell]),
    classes: classes.length,
  });
  const score = (train: Csr, tests: Csr) =>
    scoreAcross(part(train, taught), part(tests, test), 'counts', { trees: TREES }).mean;
  const assays = SIMULATED.map((assay, draw) => {
    const seen = thinned(counts, panel, assay, draw);
    return score(assay.carriedOver ? thinned(counts, panel, assay, OTHER_DRAW) : seen, seen);
  });
  return {
    score: mean(assays),
    asSequenced: score(counts, counts),
    assays,
    crowded: Math.max(...classMeans(counts, y, classes.length)),
    seconds,
    panel: names,
  };
}

/** A gene meets the same share whatever panel it is in. @param genes of the reference, which the columns are */
function thinned(x: Csr, genes: Int32Array, { capture, efficiencySd: sd }: SimulatedAssay, draw: number): Csr {
  const shares = Float64Array.from(genes, (gene) => {
    const z = random(draw, 'share of a gene', gene).normal();
    return Math.min(1, capture * Math.exp(sd * z - (sd * sd) / 2));
  });
  const molecules = random(draw, 'molecules');
  return { ...x, values: x.values.map((count, e) => drawMolecules(count, shares[x.indices[e]], 0, molecules)) };
}

/** Molecules of all columns in a mean cell of each class. */
function classMeans(x: Csr, y: Int32Array, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  const cells = new Float64Array(classes);
  for (let i = 0; i < x.rows; i++) {
    cells[y[i]]++;
    for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) sums[y[i]] += x.values[e];
  }
  return sums.map((sum, c) => sum / Math.max(1, cells[c]));
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function report(of: Row[]): void {
  if (of.length === 0) return;
  const methods = [...new Set(of.map(({ method }) => method))];
  const sets = [...new Set(of.map(({ set, k }) => `${set.split(':')[1]} ${k}`))];
  const cell = (method: string, set: string) => {
    const own = of.filter((row) => row.method === method && `${row.set.split(':')[1]} ${row.k}` === set);
    return own.length > 0 ? mean(own.map(({ score }) => score)) : NaN;
  };
  const rank = (method: string, set: string) =>
    1 + methods.filter((other) => cell(other, set) > cell(method, set)).length;
  const lines = methods.map((method) => {
    const own = of.filter((row) => row.method === method);
    const known = sets.filter((set) => !Number.isNaN(cell(method, set)));
    const extra = own[0].asSequenced === undefined ? [] : [mean(own.map((row) => row.asSequenced!)).toFixed(3), mean(own.map((row) => row.crowded!)).toFixed(0)]; // prettier-ignore
    return [
      method,
      ...sets.map((set) => (Number.isNaN(cell(method, set)) ? '' : cell(method, set).toFixed(3))),
      mean(known.map((set) => cell(method, set))).toFixed(3),
      mean(known.map((set) => rank(method, set))).toFixed(2),
      ...extra,
      mean(own.map(({ seconds }) => seconds)).toFixed(1),
    ];
  });
  const extra = of[0].asSequenced === undefined ? [] : ['as sequenced', 'crowded'];
  console.log(`\n${table(['method', ...sets, 'mean', 'mean rank', ...extra, 'CPU, s'], lines)}`);
}
