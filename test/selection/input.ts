/** What a selector is given, made from dense rows. */
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { columnMoments } from '../../src-main/data/normalise.ts';
import { createCrew } from '../../src-main/learners/crew.ts';
import { trainingDefaults } from '../../src-shared/settings/training.ts';
import type { SelectionInput } from '../../src-main/selection/types.ts';
import type { Csr } from '../../src-main/data/csr.ts';
import { csr } from '../data/matrices.ts';

type Labels = { classes: ArrayLike<number> } | { values: ArrayLike<number> } | { tasks: TaskLabels[] };

function tasksOf(labels: Labels): TaskLabels[] {
  if ('tasks' in labels) return labels.tasks;
  if ('values' in labels) return [{ name: 'value', kind: 'continuous', y: Float32Array.from(labels.values) }];
  const y = Int32Array.from(labels.classes);
  const names = Array.from({ length: Math.max(...y) + 1 }, (_, c) => `class ${c}`);
  return [{ name: 'class', kind: 'categorical', classes: names, y }];
}

/** Training cells only, no forced genes, k = 1; for selectors that train no network. */
export function selectionInput(matrix: number[][] | Csr, labels: Labels): SelectionInput {
  const x = Array.isArray(matrix) ? csr(matrix) : matrix;
  const cells = { x, tasks: tasksOf(labels) };
  const unused = (): never => {
    throw new Error('this selector trains no network');
  };
  return {
    train: cells,
    validation: cells,
    ...columnMoments(
      x,
      Int32Array.from({ length: x.rows }, (_, i) => i),
    ),
    variability: new Float64Array(x.cols),
    forced: new Int32Array(0),
    k: 1,
    seed: 0,
    settings: trainingDefaults,
    methodSettings: { trees: 100 },
    selectOn: null,
    targets: [],
    assay: null,
    executor: { name: 'none', tensor: unused, prepare: unused },
    crew: createCrew(),
    progress() {},
    history() {},
    resume: null,
    checkpoint() {},
  };
}
