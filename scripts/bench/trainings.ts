/** Trainings on seeded data whose steps are timed one by one. */
import { columnMoments, fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { type Csr, takeColumns } from '../../src-main/data/csr.ts';
import { stack } from '../../src-main/formats/rows.ts';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import type { Executor } from '../../src-main/nn/executor.ts';
import { trainingDefaults } from '../../src-shared/settings/training.ts';
import type { LabelledCells, SelectionInput } from '../../src-main/selection/types.ts';
import { trainYoto } from '../../src-main/selection/yoto/yoto-training.ts';
import { synthetic } from './synthetic.ts';

export interface Shape {
  cells: number;
  genes: number;
  classes: number;
  k: number;
}

export type Data = Pick<SelectionInput, 'train' | 'validation' | 'mean' | 'sd' | 'variability'>;

/** Normalised seeded cells, the last fifth of them for validation. */
export function dataOf({ cells, genes, classes }: Pick<Shape, 'cells' | 'genes' | 'classes'>): Data {
  const made = synthetic({ cells, genes, density: 0.1, classes, seed: 1 });
  const counts = stack([...made.chunks()], genes);
  const all = Int32Array.from({ length: cells }, (_, i) => i);
  const log = normalise(counts, fitNormalisation(counts, 'counts', all));
  const x = takeColumns(
    log,
    Int32Array.from({ length: genes }, (_, g) => g),
  );
  const column = made.columns[0];
  if (column.kind !== 'categorical') throw new Error('a type is a class');
  const labels: TaskLabels = { name: 'type', kind: 'categorical', classes: column.categories, y: column.codes };
  const cut = Math.floor(0.8 * cells);
  const part = (from: number, to: number): LabelledCells => ({
    x: rows(x, from, to),
    tasks: [{ ...labels, y: labels.y.slice(from, to) }],
  });
  const moments = columnMoments(x, all);
  return { train: part(0, cut), validation: part(cut, cells), ...moments, variability: Float64Array.from(moments.sd) };
}

function rows(x: Csr, from: number, to: number): Csr {
  const [start, end] = [x.indptr[from], x.indptr[to]];
  return {
    ...x,
    rows: to - from,
    indptr: x.indptr.slice(from, to + 1).map((offset) => offset - start),
    indices: x.indices.slice(start, end),
    values: x.values.slice(start, end),
  };
}

export interface Timed {
  /** of each step, everything that it does: ms */
  steps: number[];
  /** of each step, what the executor did: ms */
  graph: number[];
}

/**
 * Trains with a panel of k genes from the first step on, and tells how long each step took. Validation cells are looked
 * at every 40th part of the steps: of 200 steps or more the median is one without a look.
 */
export async function timeSteps(
  data: Data,
  k: number,
  executor: Executor,
  steps: number,
  settings: Partial<typeof trainingDefaults> = {},
  afterStep: (step: number) => void = () => {},
): Promise<Timed> {
  const timed: Timed = { steps: [], graph: [] };
  let last = performance.now();
  await trainYoto({
    ...data,
    forced: new Int32Array(0),
    k,
    seed: 0,
    settings: {
      ...trainingDefaults,
      steps,
      annealing: 0,
      temperatureStart: trainingDefaults.temperatureEnd,
      ...settings,
    },
    methodSettings: {},
    selectOn: null,
    targets: [],
    assay: null,
    ahead: null,
    executor: timedExecutor(executor, timed.graph),
    progress() {
      timed.steps.push(performance.now() - last);
      afterStep(timed.steps.length);
      last = performance.now();
    },
    history() {},
    resume: null,
    checkpoint() {},
  });
  return timed;
}

function timedExecutor(executor: Executor, times: number[]): Executor {
  return {
    ...executor,
    async prepare(signature, build) {
      const runner = await executor.prepare(signature, build);
      return {
        async run(feeds, into) {
          const began = performance.now();
          const results = await runner.run(feeds, into);
          times.push(performance.now() - began);
          return results;
        },
      };
    },
  };
}

/** The least: what it costs where nothing disturbs it. */
export const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);

export const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
