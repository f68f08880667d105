/** Real data of two kinds that hold the same classes: a reference that panels are chosen on, a target that they are judged in. */
import { join } from 'node:path';
import type { Assay, Gene, RunConfig } from '../../src-shared/model.ts';
import { type Csr, takeColumns, takeRows } from '../../src-main/data/csr.ts';
import { type LabelColumn, labelledOf } from '../../src-main/data/labels.ts';
import { random } from '../../src-main/data/random.ts';
import { makeSplit } from '../../src-main/data/splits.ts';
import { type Prepared, prepare } from '../../src-main/engine/prepare.ts';
import type { CategoricalTask } from '../../src-main/engine/transfer.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { stack } from '../../src-main/formats/rows.ts';
import { trainingDefaults } from '../../src-shared/settings/training.ts';
import type { Method } from '../../src-shared/methods.ts';

export interface Labelled {
  /** cells × genes, counts */
  x: Csr;
  genes: Gene[];
  task: CategoricalTask;
}

export interface Pair {
  name: string;
  reference: Labelled;
  target: Labelled;
}

/** Classes of fewer cells are left out on either side. */
const LEAST_CELLS = 10;
/** Cells of a target that are judged on, at most. */
const TARGET_CELLS = 2500;

/**
 * The cells of a file that have a class.
 *
 * @param classOf the class that a label counts as; null: it is left out
 * @param where a column and the value that the cells must have in it
 */
async function readLabelled(
  path: string,
  column: string,
  classOf: (label: string) => string | null = (label) => label,
  where?: { column: string; value: string },
): Promise<Labelled> {
  const file = await openFile(path);
  try {
    const genes = file.genes(file.proposedMatrix);
    const chunks: Csr[] = [];
    for await (const chunk of file.rows(file.proposedMatrix)) chunks.push(chunk);
    const x = stack(chunks, genes.length);
    const labels = categoricalOf(file.obs, column);
    const wanted = where && categoricalOf(file.obs, where.column);
    const named = Array.from(labels.codes, (code, cell) =>
      code < 0 || (wanted && wanted.categories[wanted.codes[cell]] !== where!.value)
        ? null
        : classOf(labels.categories[code]),
    );
    const sizes = new Map<string, number>();
    for (const name of named) if (name !== null) sizes.set(name, (sizes.get(name) ?? 0) + 1);
    const classes = [...sizes.keys()].filter((name) => sizes.get(name)! >= LEAST_CELLS).sort();
    const codes = Int32Array.from(named, (name) => (name === null ? -1 : classes.indexOf(name)));
    const task: CategoricalTask = { name: column, kind: 'categorical', classes, y: codes };
    const cells = labelledOf(task);
    return { x: takeRows(x, cells), genes, task: { ...task, y: Int32Array.from(cells, (cell) => codes[cell]) } };
  } finally {
    file.close();
  }
}

function categoricalOf(obs: LabelColumn[], name: string) {
  const column = obs.find((one) => one.name === name);
  if (column?.kind !== 'categorical') throw new Error(`no column ${name} of classes`);
  return column;
}

/** Both sides over the classes that both have, and the target over the genes that both have, in the reference's order. */
function pairOf(name: string, reference: Labelled, target: Labelled): Pair {
  const shared = reference.task.classes.filter((one) => target.task.classes.includes(one));
  const inTarget = new Map(target.genes.map(({ symbol }, gene) => [symbol, gene]));
  const genes = reference.genes.filter(({ symbol }) => inTarget.has(symbol));
  const capped = atMost(onlyClasses(target, shared), TARGET_CELLS);
  return {
    name,
    reference: onlyClasses(reference, shared),
    target: { ...capped, genes, x: takeColumns(capped.x, genes.map(({ symbol }) => inTarget.get(symbol)!)) }, // prettier-ignore
  };
}

function onlyClasses({ x, genes, task }: Labelled, classes: string[]): Labelled {
  const y = task.y.map((code) => classes.indexOf(task.classes[code]));
  const cells = Int32Array.from(y.keys()).filter((cell) => y[cell] >= 0);
  return { x: takeRows(x, cells), genes, task: { ...task, classes, y: Int32Array.from(cells, (cell) => y[cell]) } };
}

function atMost({ x, genes, task }: Labelled, most: number): Labelled {
  if (x.rows <= most) return { x, genes, task };
  const all = Int32Array.from({ length: x.rows }, (_, cell) => cell);
  const cells = random(0, 'cells of a target').shuffle(all).slice(0, most).sort();
  return { x: takeRows(x, cells), genes, task: { ...task, y: Int32Array.from(cells, (cell) => task.y[cell]) } };
}

/** What a selector is given: the reference's training and validation cells, the shared genes being all it may choose from. */
export function prepareReference(
  { x, genes, task }: Labelled,
  candidates: Gene[] | null,
  { splitSeed, k, method, assay }: { splitSeed: number; k: number; method: Method; assay?: Assay },
): { prepared: Prepared; split: Uint8Array; config: RunConfig } {
  const keys = Array.from({ length: x.rows }, (_, cell) => String(cell));
  const split = makeSplit({ tasks: [task], cells: x.rows, keys }, { seed: splitSeed, testFraction: 0.2 });
  const config: RunConfig = {
    datasetIds: [1],
    datasets: [{ id: 1, name: 'reference', sha256: '', cells: x.rows, genes: genes.length }],
    tasks: [],
    method,
    k,
    mustInclude: [],
    exclude: [],
    ...(candidates && { candidates: candidates.map(({ name }) => name) }),
    seed: 0,
    splitSeed,
    splitId: 1,
    labelsSha256: '',
    testFraction: 0.2,
    minClass: LEAST_CELLS,
    hvg: 5000,
    backend: 'onnx',
    probeSteps: 0,
    settings: trainingDefaults,
    ...(assay && { assay }),
  };
  return { prepared: prepare({ x, kind: 'counts', genes, tasks: [task], split }, config), split, config };
}

/** The pairs of a data folder, by name. */
export function knownPairs(data: string): Record<string, () => Promise<Pair>> {
  const imaging = (name: string) => async () => {
    const file = (side: string) => join(data, 'pairs', `${name}_${side}.h5ad`);
    const matched = (label: string) => (label === 'unmatched' ? null : label);
    const [reference, target] = await Promise.all([readLabelled(file('reference'), 'class_matched', matched), readLabelled(file('spatial'), 'class_matched', matched)]); // prettier-ignore
    return pairOf(name, reference, target);
  };
  const blood = () => readLabelled(join(data, 'pbmc3k.h5ad'), 'cell_type_scanpy');
  const control = () => readLabelled(join(data, 'pbmc_kang2018_ctrl.h5ad'), 'cell_type');
  const half = (value: string) => readLabelled(join(data, 'pbmc_ifnb_kang2018.h5ad'), 'cell_type', undefined, { column: 'stim', value }); // prettier-ignore
  return {
    mpfc: imaging('mpfc_starmap_zeisel'),
    merfish: imaging('carcinoma_merfish_lung_vs_breast10x'),
    osmfish: imaging('cortex_osmfish_full'),
    'pbmc3k-kang': async () => pairOf('pbmc3k-kang', await blood(), await control()),
    'kang-pbmc3k': async () => pairOf('kang-pbmc3k', await control(), await blood()),
    'ifnb-ctrl-stim': async () => pairOf('ifnb-ctrl-stim', await half('CTRL'), await half('STIM')),
    'ifnb-stim-ctrl': async () => pairOf('ifnb-stim-ctrl', await half('STIM'), await half('CTRL')),
  };
}

/** Data whose cells are read as assays would, by name. */
export function knownReferences(data: string): Record<string, () => Promise<Labelled>> {
  const of = (file: string, column: string) => () => readLabelled(join(data, `${file}.h5ad`), column);
  return {
    pbmc3k: of('pbmc3k', 'cell_type'),
    ifnb: of('pbmc_ifnb_kang2018', 'cell_type_stim'),
    paul15: of('bonemarrow_paul2015', 'paul15_clusters'),
    kang: of('pbmc_kang2018_ctrl', 'cell_type'),
    cortex: of('pairs/mpfc_starmap_zeisel_reference', 'class_label'),
    breast: of('pairs/carcinoma_merfish_lung_vs_breast10x_reference', 'celltype_major'),
  };
}
