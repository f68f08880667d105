/**
 * What training costs, in one process and one run:
 *
 *     npm run bench [-- steps band leak runs] [-- large PROJECT …] [-- parts PROJECT] [-- methods PROJECT [METHOD …]]
 *
 * Without a word: all but `large`, `parts` and `methods`, which measure projects that are there
 * (`scripts/make-cells.ts` makes some), `methods` each in a process of its own. Tables in Markdown; `runs` draws
 * docs/images/run-time.svg. Times are the least of many, which is what a thing costs where nothing disturbs it: on a
 * machine that does other work, compare ratios.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chooseBackend } from '../src-main/nn/backend.ts';
import { trainingDefaults } from '../src-shared/settings/training.ts';
import { type Method, methodNames } from '../src-shared/methods.ts';
import { bandAround, rankScores, relaxedMaskGradient } from '../src-main/selection/yoto/neuralsort.ts';
import { random } from '../src-main/data/random.ts';
import { denseMaskGradient } from './bench/dense-neuralsort.ts';
import { measureLarge } from './bench/large.ts';
import { measureMethod } from './bench/methods.ts';
import { measureParts } from './bench/parts.ts';
import { timeProducts } from './bench/products.ts';
import { figures, svgCharts, table } from './bench/tables.ts';
import { dataOf, least, timeSteps } from './bench/trainings.ts';

const CELLS = 600;
const CLASSES = 16;
const K = 32;
const STEPS = 100;
/** Times that everything is measured where the least counts. */
const ROUNDS = 2;
/** Seconds of the processor that a method may choose for before it is cut short. */
const CAP = 240;

const { executor } = await chooseBackend('onnx');
const sections: Record<string, (rest: string[]) => Promise<void>> = { steps, band, leak, runs, large, parts, methods };
const asked = process.argv.slice(2);
const wanted = asked.length > 0 ? asked.filter((name) => name in sections) : ['steps', 'band', 'leak', 'runs'];
console.log(`${executor.name}, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'an unnamed processor'}\n`);
for (const name of wanted) {
  await sections[name](asked.filter((word) => !(word in sections)));
  console.log();
  if (['large', 'parts', 'methods'].includes(name)) break;
}

/** A step of a settled panel by the number of genes (a run's screen lets 1,000 compete), and by the size of the panel. */
async function steps(): Promise<void> {
  const rows = [];
  for (const [genes, k] of [
    [1000, K],
    [2000, K],
    [4000, K],
    [10_000, K],
    [30_000, K],
    [4000, 128],
    [4000, 512],
    [4000, 2000],
  ]) {
    const data = dataOf({ cells: CELLS, genes, classes: CLASSES });
    const timed = await timeSteps(data, k, executor, STEPS);
    const shape = { cells: trainingDefaults.batch, hidden: trainingDefaults.hidden, classes: CLASSES };
    const products = await timeProducts(executor, { ...shape, genes: k });
    const whole = least(timed.steps);
    rows.push([
      genes.toLocaleString('en-US'),
      k,
      ...[whole, least(timed.graph), products].map(figures),
      (products / whole).toFixed(2),
    ]);
  }
  console.log(table(['genes', 'panel', 'step, ms', 'graph, ms', 'products, ms', 'products / step'], rows));
}

/** The gradient of the relaxed mask, banded and dense, at 5,000 genes. */
async function band(): Promise<void> {
  const n = 5000;
  const draw = random(1, 'scores');
  const scores = Float64Array.from({ length: n }, () => 0.3 * draw.normal());
  const upstream = Float64Array.from({ length: n }, () => draw.normal());
  const rows = [];
  for (const [k, temperature] of [
    [K, 0.05],
    [500, 1],
    [2500, 10],
  ]) {
    const banded: number[] = [];
    for (let i = 0; i < 50; i++) {
      const began = performance.now();
      const ranking = rankScores(scores, Math.min(n, k + 129));
      relaxedMaskGradient(ranking, bandAround(ranking, k, temperature, 128), k, temperature, upstream);
      banded.push(performance.now() - began);
    }
    const dense: number[] = [];
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      denseMaskGradient(scores, k, temperature, upstream);
      dense.push(performance.now() - began);
    }
    const ratio = least(dense) / least(banded);
    rows.push([k, temperature, figures(least(banded)), figures(least(dense)), figures(ratio)]);
  }
  console.log(table(['panel', 'temperature', 'banded, ms', 'dense, ms', 'ratio'], rows));
}

/** Resident memory over 10,000 steps. */
async function leak(): Promise<void> {
  const data = dataOf({ cells: CELLS, genes: 500, classes: CLASSES });
  const rows: (string | number)[][] = [];
  await timeSteps(data, K, executor, 10_000, { hidden: 32, batch: 64 }, (step) => {
    if (step % 1000 === 0) rows.push([step.toLocaleString('en-US'), Math.round(process.memoryUsage().rss / 2 ** 20)]);
  });
  console.log(table(['steps', 'resident, MB'], rows));
}

/**
 * Seconds of a training of 1,000 steps, from a shorter one that anneals alike: in each tenth of it the least step stands
 * for all, so that neither looks at validation cells nor other work on the machine count.
 */
async function runs(): Promise<void> {
  const usual = { genes: 4000, cells: 2000, classes: 16, k: K };
  const ranges = {
    genes: [1000, 2000, 4000, 10_000],
    cells: [500, 2000, 10_000],
    classes: [2, 16, 90],
    k: [8, 32, 128, 512],
  };
  const seconds = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [what, values] of Object.entries(ranges) as [keyof typeof usual, number[]][]) {
      for (const value of values) {
        const shape = { ...usual, [what]: value };
        const annealed = { annealing: trainingDefaults.annealing, temperatureStart: trainingDefaults.temperatureStart };
        const timed = await timeSteps(dataOf(shape), shape.k, executor, STEPS, annealed);
        const tenth = STEPS / 10;
        const tenths = Array.from({ length: 10 }, (_, t) => least(timed.steps.slice(t * tenth, (t + 1) * tenth)));
        const one = tenths.reduce((sum, step) => sum + step * 0.1, 0);
        const key = `${what} ${value}`;
        seconds.set(key, Math.min(one, seconds.get(key) ?? Infinity));
      }
    }
  }
  const charts = Object.entries(ranges).map(([what, values]) => {
    const points = values.map((x) => ({ x, y: seconds.get(`${what} ${x}`)! }));
    return { x: what, y: 'seconds, 1,000 steps', series: { name: what, points } };
  });
  const rows = charts.flatMap(({ x, series }) =>
    series.points.map((point) => [x, point.x.toLocaleString('en-US'), figures(point.y)]),
  );
  console.log(table(['what differs', 'value', 'seconds of 1,000 steps'], rows));
  writeFileSync(join(import.meta.dirname, '..', 'docs', 'images', 'run-time.svg'), svgCharts(charts));
}

/** Projects that are there: `large PROJECT …`. */
async function large(projects: string[]): Promise<void> {
  const rows = [];
  for (const project of projects) {
    const m = await measureLarge(project);
    rows.push([
      m.cells.toLocaleString('en-US'),
      m.genes.toLocaleString('en-US'),
      m.nonZeros.toLocaleString('en-US'),
      ...[m.startSeconds, m.prepareSeconds, m.prepareCpuSeconds, m.step].map(figures),
      figures((m.step * m.stepsAnEpoch) / 1000),
      m.peakMB,
    ]);
  }
  const head = [
    'cells',
    'genes',
    'values held',
    'asking, s',
    'reading, s',
    'of it CPU, s',
    'step, ms',
    'epoch, s',
    'peak, MB',
  ];
  console.log(table(head, rows));
}

/** What each part of a run of a project takes: `parts PROJECT`. */
async function parts([project]: string[]): Promise<void> {
  const rows: string[][] = [];
  await measureParts(project, ({ doing, cpuSeconds, peakMB }) => {
    rows.push([doing, figures(cpuSeconds), peakMB.toFixed(0)]);
    console.error(rows.at(-1)!.join('  '));
  });
  console.log(table(['part', 'CPU, s', 'peak, MB'], rows));
}

/** What each method takes to choose its genes: `methods PROJECT [METHOD …]`. */
async function methods([project, ...names]: string[]): Promise<void> {
  const rows = [];
  for (const method of names.length > 0 ? (names as Method[]) : methodNames) {
    const cost = await measureMethod(project, method, CAP);
    const gigabytes = [cost.reckoned, cost.read, cost.peak].map((bytes) => (bytes / 1e9).toFixed(2));
    const ended = cost.cutAt === null ? 'to its end' : `cut short at: ${cost.cutAt}`;
    rows.push([method, ...gigabytes, ...[cost.seconds, cost.cpuSeconds].map(figures), ended]);
    console.error(rows.at(-1)!.join('  '));
  }
  const head = ['method', 'reckoned, GB', 'read, GB', 'peak, GB', 'choosing, s', 'choosing, CPU s', 'went'];
  console.log(table(head, rows));
}
