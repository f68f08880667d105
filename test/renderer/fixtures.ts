/** Runs as the engine would report them, made from a seed: for charts and pages, without an engine. */
import type {
  CategoricalResult,
  CategoricalScores,
  Comparison,
  ContinuousResult,
  HeadlineScore,
  HistoryPoint,
  Method,
  PanelGene,
  PanelMetrics,
  Repeated,
  Run,
  RunDetail,
  RunState,
  TaskResult,
} from '../../src-shared/model.ts';

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const cellTypes: [string, number][] = [
  ['CD14 Mono', 168],
  ['CD4 Naive T', 97],
  ['CD4 Memory T', 71],
  ['CD16 Mono', 41],
  ['B', 38],
  ['CD8 T', 33],
  ['T activated', 25],
  ['NK', 24],
  ['DC', 18],
  ['B Activated', 16],
  ['Mk', 9],
  ['pDC', 6],
  ['Eryth', 2],
];
const symbols =
  'CCR7 LYZ GNLY CD79A FCGR3A CCL5 ISG15 CD8A S100A8 MS4A1 IL7R HLA-DQA1 PPBP NKG7 CXCL10 SELL CD74 CREM VMO1 GZMB TSPAN13 HBB CACYBP IFI6 FCER1A CD3D ANXA1 TIMP1 MIR155HG PRF1 CD14 NME1 LTB GIMAP7 IFIT1 CST3 CTSW HSPA1A IRF7 TCF4'.split(
    ' ',
  );

/** Scores of predictions whose confusion falls on the neighbours of a class as often as `error` says. */
export function categorical(counts: readonly [string, number][], error: number, seed: number): CategoricalScores {
  const next = random(seed);
  const confusion = counts.map(([, cells], truth) => {
    const row = counts.map(() => 0);
    for (let cell = 0; cell < cells; cell++) {
      const wrong = next() < error * (0.4 + (truth % 4) * 0.5);
      const called = wrong ? (truth + (next() < 0.7 ? 1 : 2)) % counts.length : truth;
      row[called] = (row[called] ?? 0) + 1;
    }
    return row;
  });
  const at = (truth: number, called: number) => confusion[truth]?.[called] ?? 0;
  const perClass = counts.map(([name, support], i) => {
    const called = counts.reduce((sum, _, truth) => sum + at(truth, i), 0);
    const precision = called ? at(i, i) / called : 0;
    const recall = at(i, i) / support;
    return {
      name,
      precision,
      recall,
      f1: precision + recall ? (2 * precision * recall) / (precision + recall) : 0,
      support,
    };
  });
  const cells = counts.reduce((sum, [, one]) => sum + one, 0);
  const mean = (value: (i: number) => number) => perClass.reduce((sum, _, i) => sum + value(i), 0) / perClass.length;
  const macroF1 = mean((i) => perClass[i]?.f1 ?? 0);
  return {
    macroF1,
    weightedF1: perClass.reduce((sum, { f1, support }) => sum + (f1 * support) / cells, 0),
    accuracy: perClass.reduce((sum, _, i) => sum + at(i, i), 0) / cells,
    balancedAccuracy: mean((i) => perClass[i]?.recall ?? 0),
    auroc: 1 - (1 - macroF1) / 6,
    auprc: macroF1 * 0.97,
    perClass,
    confusion,
  };
}

const panelMetrics: PanelMetrics = {
  cells: 528,
  testCells: 528,
  genes: 5000,
  geneCorrelation: 0.842,
  uncorrelatedShare: 0.906,
  neighbourhoods: [5, 10, 15, 20, 25, 30].map((k) => ({ k, overlap: 0.06 + 0.006 * k })),
  neighbourhoodPreservation: 0.165,
  cellScore: 0.861,
  clusterSimilarity: 0.734,
  explainedVariance: 0.271,
  explainedVarianceOfOthers: 0.083,
};

/** As if each of three trainings had come out a little different. */
const repeated = (scores: CategoricalScores): Repeated<CategoricalScores> => ({
  ...scores,
  seeds: [-0.01, 0, 0.01].map((by) => scores.macroF1 + by),
});

const stim: [string, number][] = [
  ['CTRL', 271],
  ['STIM', 277],
];

export function results(quality: number, seed: number, own = true): TaskResult[] {
  const one = (task: string, counts: [string, number][], error: number): CategoricalResult => ({
    task,
    kind: 'categorical',
    classes: counts.map(([name]) => name),
    trainCells: 1790,
    validationCells: 448,
    testCells: counts.reduce((sum, [, cells]) => sum + cells, 0),
    own: own ? categorical(counts, error, seed) : null,
    probe: repeated(categorical(counts, error * 1.1, seed + 2)),
    forest: repeated(categorical(counts, error * 1.25, seed + 1)),
    ceiling: categorical(counts, error * 0.7, 99),
  });
  const age: ContinuousResult = {
    task: 'age',
    kind: 'continuous',
    trainCells: 1603,
    validationCells: 401,
    testCells: 490,
    own: own ? { r2: 0.412, mse: 0.588, pearson: 0.651 } : null,
    probe: { r2: 0.401, mse: 0.599, pearson: 0.639, seeds: [0.39, 0.401, 0.412] },
    forest: { r2: 0.377, mse: 0.623, pearson: 0.618, seeds: [0.37, 0.377, 0.384] },
    ceiling: { r2: 0.466, mse: 0.534, pearson: 0.69 },
  };
  return [one('cell_type', cellTypes, 0.2 / quality), one('stim', stim, 0.04 / quality), age];
}

export const headline = (all: TaskResult[]): HeadlineScore[] =>
  all.map((one) =>
    one.kind === 'categorical'
      ? {
          task: one.task,
          metric: 'macro-F1',
          own: one.own?.macroF1 ?? null,
          probe: one.probe?.macroF1 ?? null,
          forest: one.forest.macroF1,
          ceiling: one.ceiling.macroF1,
        }
      : {
          task: one.task,
          metric: 'R²',
          own: one.own?.r2 ?? null,
          probe: one.probe?.r2 ?? null,
          forest: one.forest.r2,
          ceiling: one.ceiling.r2,
        },
  );

function panel(k: number, seed: number): PanelGene[] {
  const next = random(seed);
  const pool = [...symbols, ...Array.from({ length: Math.max(0, k * 2) }, (_, i) => `RP11-${100 + i * 7}.${i % 5}`)];
  // each seed swaps some of the genes and their order
  const chosen = pool.map((symbol, i) => ({ symbol, at: i + next() * 14 })).sort((a, b) => a.at - b.at);
  return chosen.slice(0, k).map(({ symbol }, i) => ({
    name: symbol,
    symbol,
    id: `ENSG00000${100000 + symbol.length * 7919 + symbol.charCodeAt(0) * 331 + symbol.charCodeAt(1)}`,
    rank: i + 1,
    score: 1.9 * Math.exp(-i / k) - 0.2 * next() - 0.1 * i * 0.01,
    meanExpression: 0.05 + 2.4 * next() ** 2,
    detected: 0.02 + 0.9 * next() ** 2,
    forced: symbol === 'CD3D' || symbol === 'CD14',
  }));
}

/** Training of 3,000 steps, seen up to one of them. */
export function history(tasks: number, k: number, until = 3000, genes = 5000): HistoryPoint[] {
  const next = random(7);
  const points: HistoryPoint[] = [];
  for (let step = 0; step <= until; step += 20) {
    const done = step / 3000;
    const annealed = Math.min(1, done / 0.5);
    points.push({
      step,
      k: Math.round(genes * (k / genes) ** annealed),
      temperature: 10 * (0.01 / 10) ** done,
      loss: Array.from({ length: tasks }, (_, t) => (2.4 - t * 0.8) * Math.exp(-done * 3) + 0.2 + 0.08 * next()),
      validation:
        step % 100 === 0
          ? Array.from(
              { length: tasks },
              (_, t) => [0.82, 0.97, 0.41][t % 3]! * (1 - Math.exp(-(done * 9) - 0.1)) - 0.02 * next(),
            )
          : null,
    });
  }
  return points;
}

interface Wanted {
  id?: number;
  name?: string;
  method?: Method;
  k?: number;
  state?: RunState;
  seed?: number;
  splitId?: number;
  quality?: number;
}

export function run(wanted: Wanted = {}): RunDetail {
  const { id = 1, method = 'yoto', k = 32, state = 'succeeded', seed = 0, splitId = 1, quality = 1 } = wanted;
  const all = results(quality, 10 + seed + id, method === 'yoto');
  const done = state === 'succeeded';
  const source = (column: string) => [{ datasetId: 1, column }];
  const plain = { merges: [], weight: 1, broader: null };
  return {
    id,
    name: wanted.name ?? `${method === 'yoto' ? 'YOTO' : method} ${k}`,
    state,
    config: {
      labelsSha256: '4be1f0a2',
      datasetIds: [1],
      datasets: [
        {
          id: 1,
          name: 'pbmc_ifnb_kang2018',
          sha256: '9f2b54c0e8a16d7735b1cc02d1f8ab3e4c5d6e7f8091a2b3c4d5e6f708192a3b',
          cells: 2786,
          genes: 13999,
        },
      ],
      tasks: [
        { id: 1, name: 'cell_type', kind: 'categorical', sources: source('cell_type'), unlabelled: ['NA'], ...plain },
        { id: 2, name: 'stim', kind: 'categorical', sources: source('stim'), unlabelled: [], ...plain },
        { id: 3, name: 'age', kind: 'continuous', sources: source('age'), unlabelled: [], ...plain },
      ],
      method,
      k,
      mustInclude: ['CD3D', 'CD14'],
      exclude: ['/^MT-/', '/^RP[LS]/'],
      seed,
      splitSeed: 0,
      testFraction: 0.2,
      minClass: 10,
      hvg: 5000,
      backend: 'auto',
      probeSteps: 3000,
      splitId,
      settings: {
        steps: 700,
        restarts: 3,
        screen: 1000,
        blend: 0.5,
        batch: 256,
        hidden: 128,
        learningRate: 0.001,
        scoreTravel: 4,
        dropout: 0.2,
        geneDropout: 0.3,
        classBalance: 0.5,
        gumbel: 0.1,
        temperatureStart: 10,
        temperatureEnd: 0.01,
        annealing: 0.5,
      },
    },
    createdAt: '2026-11-20T09:02:11Z',
    startedAt: state === 'queued' ? null : '2026-11-20T09:02:12Z',
    finishedAt: state === 'queued' || state === 'running' ? null : '2026-11-20T09:03:26Z',
    message:
      state === 'failed'
        ? 'The training process ended without a word (signal SIGKILL). The machine may have run out of memory.'
        : null,
    backend: state === 'queued' ? null : 'tfjs wasm with SIMD, one thread: native TensorFlow was not found',
    headline: done ? headline(all) : [],
    panel: done ? panel(k, seed + 3 * id) : [],
    results: done ? all : [],
    predictor: state === 'succeeded' ? 'own' : null,
    byGroup: [],
    panelMetrics: state === 'succeeded' ? panelMetrics : null,
    checkpointStep: state === 'interrupted' ? 1800 : null,
    history: method === 'yoto' && state !== 'queued' ? history(3, k, done ? 3000 : 1840) : [],
    notes: done
      ? [
          {
            severity: 'note',
            code: 'small-classes',
            what: 'Class Eryth of cell_type has 7 cells and counts as unlabelled.',
            why: 'Classes under 10 cells can be neither learned nor tested.',
            remedy: 'Lower the smallest class size to include it.',
          },
        ]
      : [],
    seconds: done ? { load: 0.8, prepare: 2.1, select: 58.4, score: 12.7 } : null,
    peakMemoryMB: done ? 812 : null,
    appVersion: '0.1.0',
    pinned: false,
    tags: [],
    note: '',
    archived: false,
    split: { id: splitId, seed: splitId - 1, train: 1790, validation: 448, test: 548 },
  };
}

/** A small text as a seed, so that every run of a comparison has numbers of its own. */
export function comparison(runs: RunDetail[]): Comparison {
  const genes = new Map<string, (number | null)[]>();
  runs.forEach(({ panel }, at) => {
    for (const gene of panel) {
      const ranks = genes.get(gene.symbol) ?? runs.map(() => null);
      ranks[at] = gene.rank;
      genes.set(gene.symbol, ranks);
    }
  });
  const table = [...genes]
    .map(([symbol, ranks]) => ({ gene: symbol, symbol, ranks }))
    .sort((a, b) => a.ranks.filter((r) => r === null).length - b.ranks.filter((r) => r === null).length);
  const [reference] = runs;
  const sameSplit = (run: RunDetail) => run.split.id === reference?.split.id;
  const scores: Comparison['scores'] = [];
  for (const predictor of ['own', 'probe', 'forest', 'ceiling'] as const)
    reference?.results.forEach((result, t) => {
      const metrics =
        result.kind === 'categorical' ? (['macroF1', 'accuracy', 'auroc'] as const) : (['r2', 'mse'] as const);
      for (const metric of metrics) {
        const values = runs.map((run) => {
          const scored = run.results[t]?.[predictor] as Record<string, number> | null | undefined;
          return scored?.[metric] ?? null;
        });
        const differences = values.map((value, i) =>
          i === 0 || value === null || values[0] === null || values[0] === undefined || !sameSplit(runs[i]!)
            ? null
            : value - values[0],
        );
        scores.push({
          task: result.task,
          metric,
          predictor,
          read: 'sequenced',
          values,
          differences,
          spreads: values.map(() => null),
        });
      }
    });
  const setting = (key: string, label: string, value: (run: Run) => string | number) => {
    const values = runs.map((run) => String(value(run)));
    return { key, label, values, differs: new Set(values).size > 1 };
  };
  return {
    runs: runs.map(({ id, name, config, split }) => ({
      id,
      name,
      method: config.method,
      k: config.k,
      seed: config.seed,
      splitId: split.id,
      seconds: null,
      peakMemoryMB: null,
      backend: null,
    })),
    reference: reference?.id ?? 0,
    settings: [
      setting('method', 'Method', (run) => run.config.method),
      setting('k', 'Genes', (run) => run.config.k),
      setting('seed', 'Seed', (run) => run.config.seed),
      setting('split', 'Split', (run) => run.config.splitId),
      setting('steps', 'Training steps', (run) => run.config.settings.steps),
      setting('datasets', 'Data sets', (run) => run.config.datasets.map(({ name }) => name).join(', ')),
    ],
    scores,
    recalls: cellTypes.map(([className], i) => ({
      task: 'cell_type',
      className,
      testCells: 40,
      own: runs.map(({ results: [first] }) =>
        first?.kind === 'categorical' ? (first.own?.perClass[i]?.recall ?? null) : null,
      ),
      probe: runs.map(({ results: [first] }) =>
        first?.kind === 'categorical' ? (first.probe?.perClass[i]?.recall ?? null) : null,
      ),
      forest: runs.map(({ results: [first] }) =>
        first?.kind === 'categorical' ? (first.forest.perClass[i]?.recall ?? null) : null,
      ),
    })),
    genes: {
      sharedByAll: table.filter(({ ranks }) => !ranks.includes(null)).map(({ gene }) => gene),
      private: runs.map((_, at) =>
        table.filter(({ ranks }) => ranks.every((rank, i) => (rank !== null) === (i === at))).map(({ gene }) => gene),
      ),
      table,
    },
    curves: [],
    stability: [],
    notes: runs.every(sameSplit)
      ? []
      : ['Differences are shown only between runs of one split: these runs were scored on different held-out cells.'],
  };
}
