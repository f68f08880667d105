/** An engine in memory that answers the contract with plain, fixed data: for tests of the window's state. */
import type { Client, Transport } from '../../../src-shared/client.ts';
import { createClient } from '../../../src-shared/client.ts';
import type { CallName, EventName, Handlers, Reply } from '../../../src-shared/contract.ts';
import { AppError, type ErrorData } from '../../../src-shared/errors.ts';
import type { Dataset, Finding, Inspection, ObsColumn, Run, Task, TaskSummary } from '../../../src-shared/model.ts';

const column = (
  name: string,
  classes: [string, number][],
  missing: number,
  labelScore: number,
  unlabelledCandidates: string[] = [],
): ObsColumn => ({
  name,
  kind: 'categorical',
  classes: classes.map(([name, cells]) => ({ name, cells })),
  missing,
  range: null,
  labelScore,
  unlabelledCandidates,
});

const pbmcColumns: ObsColumn[] = [
  column(
    'cell_type',
    [
      ['Naive CD4 T', 697], ['Memory CD4 T', 483], ['CD14+ Mono', 480], ['B', 344], ['CD8 T', 271],
      ['FCGR3A+ Mono', 162], ['NK', 155], ['DC', 32], ['Platelet', 14],
    ], // prettier-ignore
    0,
    0.98,
  ),
  column(
    'lineage',
    [
      ['T/NK', 1180],
      ['Unknown', 420],
      ['Myeloid', 470],
      ['B', 248],
      ['Platelet', 8],
    ],
    312,
    0.8,
    ['Unknown'],
  ),
  column(
    'barcode_prefix',
    [
      ['AAAC', 140],
      ['TTGC', 120],
    ],
    2378,
    0.1,
  ),
  {
    name: 'n_counts',
    kind: 'continuous',
    classes: [],
    missing: 0,
    range: { min: 548, mean: 2366.9, max: 15844 },
    labelScore: 0.05,
    unlabelledCandidates: [],
  },
];

const ifnbColumns: ObsColumn[] = [
  column(
    'cell_type',
    [
      ['CD14 Mono', 912], ['CD4 Naive T', 535], ['CD4 Memory T', 333], ['CD16 Mono', 225], ['B', 178], ['CD8 T', 148],
      ['T activated', 130], ['NK', 107], ['DC', 89], ['B Activated', 66], ['Mk', 46], ['pDC', 23], ['Eryth', 8],
    ], // prettier-ignore
    0,
    0.97,
  ),
  column(
    'stim',
    [
      ['STIM', 1490],
      ['CTRL', 1310],
    ],
    0,
    0.9,
  ),
];

export function inspection(path: string): Inspection {
  const second = path.includes('ifnb');
  const [cells, genes] = second ? [2800, 13488] : [2638, 32738];
  const matrix = (name: string, kind: 'counts' | 'log', evidence: string) => ({
    name,
    cells,
    genes,
    nonZeros: 2_242_529,
    kind,
    evidence,
  });
  return {
    path,
    name: second ? 'pbmc_ifnb_kang2018' : 'pbmc3k',
    format: 'h5ad',
    proposedName: second ? 'pbmc_ifnb_kang2018' : 'pbmc3k',
    cells,
    genes,
    matrices: second
      ? [matrix('X', 'counts', 'Whole numbers from 0 to 3 841.')]
      : [
          matrix('layers/counts', 'counts', 'Whole numbers from 0 to 419.'),
          matrix('X', 'log', 'Not whole, none negative, none above 8.9: logarithms.'),
        ],
    proposedMatrix: second ? 'X' : 'layers/counts',
    geneIdentifiers: 'symbols',
    species: 'human',
    geneColumns: ['gene_ids'],
    importSeconds: 2,
    columns: second ? ifnbColumns : pbmcColumns,
    findings: second
      ? []
      : [
          {
            severity: 'warning',
            code: 'duplicate-gene-names',
            what: '2 gene names occur more than once: MATR3, TBCE.',
            why: 'A panel must name each gene once.',
            remedy: 'Their counts are added up on import.',
          },
          {
            severity: 'note',
            code: 'missing-labels',
            what: '312 cells have no value in “lineage”.',
            why: 'They teach nothing about that column and still count for the others.',
            remedy: '',
          },
        ],
    geneExamples: ['MIR1302-10', 'FAM138A', 'OR4F5', 'RP11-34P13.7', 'AL627309.1'],
    cellExamples: ['AAACATACAACCAC-1', 'AAACATTGAGCTAC-1', 'AAACATTGATCAGC-1'],
    fileBytes: 7_673_983,
    memoryBytes: 41_000_000,
  };
}

export interface FakeEngine {
  transport: Transport;
  client: Client;
  emit: (event: EventName, payload: unknown) => void;
  /** the engine is lost, or with null there again */
  lose: (lost: ErrorData | null) => void;
  /** every call that was made, in order */
  asked: [CallName, unknown][];
  runs: Run[];
  /** replaces the answer to a call */
  answer: <N extends CallName>(name: N, handler: Handlers[N]) => void;
}

export const project = {
  path: '/home/ada/Panel.panelwright',
  name: 'Panel',
  createdAt: '2026-11-20T10:00:00Z',
  readOnly: false,
  unreadable: [],
};

/** @param open a project is open from the start */
export function fakeEngine(open = true): FakeEngine {
  let current = open ? project : null;
  let datasets: Dataset[] = [];
  let tasks: Task[] = [];
  const removed: (Dataset | Task)[] = [];
  const runs: Run[] = [];
  const asked: [CallName, unknown][] = [];
  const watchers = new Set<(lost: ErrorData | null) => void>();
  const listeners: Partial<Record<EventName, Set<(payload: unknown) => void>>> = {};
  const emit = (event: EventName, payload: unknown) => listeners[event]?.forEach((listener) => listener(payload));
  let next = 1;

  const summary = (task: Task, minClass: number): TaskSummary => {
    const columns = task.sources.flatMap(
      ({ datasetId, column }) =>
        datasets.find((data) => data.id === datasetId)?.columns.filter((one) => one.name === column) ?? [],
    );
    const cells: Record<string, number> = {};
    for (const one of columns.flatMap((column) => column.classes))
      if (!task.unlabelled.includes(one.name)) cells[one.name] = (cells[one.name] ?? 0) + one.cells;
    const classes = Object.entries(cells)
      .map(([name, cells]) => ({
        name,
        cells,
        learnable: cells >= minClass,
        from: [{ name, cells, datasetId: task.sources[0].datasetId }],
      }))
      .sort((a, b) => b.cells - a.cells);
    const labelledCells = classes.reduce((sum, one) => sum + one.cells, 0);
    const small = classes.filter((one) => !one.learnable);
    const findings: Finding[] = small.map((one) => ({
      severity: 'warning',
      code: 'small-classes',
      what: `“${one.name}” has ${one.cells} cells.`,
      why: 'Too few to be learned and tested.',
      remedy: 'They count as unlabelled.',
    }));
    const total = datasets
      .filter((data) => task.sources.some((source) => source.datasetId === data.id))
      .reduce((sum, data) => sum + data.cells, 0);
    return { ...task, classes, dropped: [], labelledCells, unlabelledCells: total - labelledCells, findings };
  };

  const found = <T extends { id: number }>(list: readonly T[], id: number): T => {
    const one = list.find((one) => one.id === id);
    if (!one) throw new AppError('not-found', `There is no number ${id}.`);
    return one;
  };

  const handlers: Partial<Handlers> = {
    'app.info': () => ({
      version: '0.1.0',
      host: 'browser',
      home: '/home/ada',
      project: current,
      recent: [
        { path: project.path, name: project.name, openedAt: '2026-11-20T10:00:00Z', exists: true, training: 0 },
        {
          path: '/media/stick/Old.panelwright',
          name: 'Old',
          openedAt: '2026-10-02T10:00:00Z',
          exists: false,
          training: 0,
        },
      ],
      fileKinds: [{ endings: ['h5ad'], what: 'AnnData', detail: 'of any age' }],
    }),
    'project.create': () => (current = project),
    'project.open': () => (current = project),
    'project.example': () => (current = project),
    'project.close': () => (current = null),
    'files.list': ({ folder }) => ({
      path: folder ?? '/home/ada',
      parent: folder === '/' ? null : '/',
      entries: [
        { name: 'data', path: '/home/ada/data', kind: 'folder', bytes: 0, modifiedAt: '2026-11-20T10:00:00Z' },
        ...['pbmc3k.h5ad', 'pbmc_ifnb.h5ad', 'labels.csv', 'Panel.panelwright'].map((name) => ({
          name,
          path: `/home/ada/${name}`,
          kind: 'file' as const,
          bytes: 7_673_983,
          modifiedAt: '2026-11-19T09:00:00Z',
        })),
      ],
    }),
    'datasets.list': () => datasets,
    'datasets.inspect': ({ path }) => {
      if (path.includes('broken'))
        throw new AppError(
          'unreadable',
          `${path} was expected to be an h5ad file and ends in the middle.`,
          'Copy the file again and compare its size with the original’s.',
        );
      return inspection(path);
    },
    'datasets.add': ({ path, name, matrix }) => {
      const about = inspection(path);
      const { cells, genes, columns, findings, geneIdentifiers, format } = about;
      const data: Dataset = {
        ...{ cells, genes, columns, findings, geneIdentifiers, format },
        id: next++,
        name: name ?? about.name,
        sourcePath: path,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        matrix: about.matrices.find((one) => one.name === matrix) ?? about.matrices[0],
        addedAt: '2026-11-21T08:00:00Z',
      };
      datasets = [...datasets, data];
      emit('datasets.changed', null);
      return data;
    },
    'datasets.rename': ({ id, name }) => {
      datasets = datasets.map((data) => (data.id === id ? { ...data, name } : data));
      return found(datasets, id);
    },
    'datasets.remove': ({ id }) => {
      removed.push(found(datasets, id));
      datasets = datasets.filter((data) => data.id !== id);
      return null;
    },
    'datasets.restore': ({ id }) => {
      const data = found(removed, id) as Dataset;
      datasets = [...datasets, data];
      return data;
    },
    'datasets.labels': () => ({
      columns: ['celltype5', 'donor'],
      cells: 2638,
      matched: 2610,
      unmatchedExamples: ['AAACCGTGTATGCG-1', 'TTTGCATGCCTCAC-1'],
      reconciliation: 'The ending “-1” was added to the names in the label file.',
    }),
    'datasets.genes': ({ contains, limit }) => {
      const all = ['CD3D', 'CD3E', 'CD4', 'CD8A', 'CD8B', 'CD14', 'CD19', 'CD79A', 'LYZ', 'MS4A1', 'NKG7', 'PPBP'];
      const genes = all.filter((gene) => gene.toLowerCase().includes(contains.toLowerCase()));
      return { total: genes.length, genes: genes.slice(0, limit).map((name) => ({ name, symbol: name, id: '' })) };
    },
    'tasks.list': ({ minClass }) => tasks.map((task) => summary(task, minClass)),
    'tasks.add': (draft) => {
      const task = { ...draft, id: next++ };
      tasks = [...tasks, task];
      return summary(task, 10);
    },
    'tasks.update': (task) => {
      tasks = tasks.map((one) => (one.id === task.id ? task : one));
      return summary(task, 10);
    },
    'tasks.remove': ({ id }) => {
      removed.push(found(tasks, id));
      tasks = tasks.filter((task) => task.id !== id);
      return null;
    },
    'tasks.restore': ({ id }) => {
      const task = found(removed, id) as Task;
      tasks = [...tasks, task];
      return summary(task, 10);
    },
    'targets.list': () => [],
    'runs.defaults': () => ({
      datasetIds: [],
      taskIds: [],
      method: 'yoto',
      k: 32,
      mustInclude: [],
      exclude: [],
      seed: 0,
      splitSeed: 0,
      testFraction: 0.2,
      minClass: 10,
      hvg: 5000,
      backend: 'auto',
      probeSteps: 3000,
      settings: {
        ...{
          steps: 700,
          restarts: 3,
          screen: 1000,
          batch: 256,
          hidden: 128,
          learningRate: 0.001,
          scoreTravel: 4,
          dropout: 0.2,
          geneDropout: 0.3,
          blend: 0.5,
        },
        ...{ classBalance: 0.5, gumbel: 0.1, temperatureStart: 10, temperatureEnd: 0.01, annealing: 0.5 },
      },
    }),
    'runs.estimate': () => null,
    'runs.check': ({ mustInclude, k }) => ({
      genes: 32738,
      k,
      findings: mustInclude.includes('CD3')
        ? [
            {
              severity: 'problem',
              code: 'must-include-missing',
              what: 'No gene is called CD3.',
              why: 'A gene that was not measured cannot be in the panel.',
              remedy: 'Near ones: CD3D, CD3E, CD3G.',
            },
          ]
        : [],
    }),
    'runs.list': () => runs,
    'runs.progress': () => [],
    'runs.cancel': () => null,
  };

  const transport: Transport = {
    async invoke(name, input) {
      asked.push([name, input]);
      const handler = handlers[name] as ((input: unknown) => unknown) | undefined;
      if (!handler) throw new AppError('internal', `The fake engine has no answer to ${name}.`);
      return structuredClone(await handler(input)) as Reply<CallName>;
    },
    subscribe(name, listener) {
      const own = (listeners[name] ??= new Set());
      own.add(listener);
      return () => void own.delete(listener);
    },
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    pathOf: async (file) => `/tmp/${file.name}`,
    save: async () => true,
    dialogs: null,
  };

  return {
    transport,
    client: createClient(transport),
    emit,
    lose: (lost) => watchers.forEach((watcher) => watcher(lost)),
    asked,
    runs,
    answer: (name, handler) => void ((handlers as Record<string, unknown>)[name] = handler),
  };
}
