/** Tasks: the questions that a panel must answer, and what their labels hold. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { ObsColumn, Task, TaskSummary } from '../../../src-shared/model.ts';
import { settingDefaults } from '../../../src-shared/settings.ts';
import { didYouMean } from '../../data/nearest.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject, writableProject } from '../context.ts';
import { stackLabels } from '../cohort/labels.ts';
import { labelFindings, notEverywhere } from './task-findings.ts';

type TaskHandlers = Pick<Handlers, 'tasks.list' | 'tasks.add' | 'tasks.update' | 'tasks.remove' | 'tasks.restore'>;

export function taskHandlers(context: Context): TaskHandlers {
  const changed = () => context.emit('tasks.changed', null);
  return {
    'tasks.list'({ minClass }) {
      const { store } = openProject(context);
      return store.tasks.list().map((task) => summarise(store, task, minClass));
    },
    'tasks.add'(draft) {
      const { store } = writableProject(context);
      checkDraft(store, draft);
      const id = store.tasks.insert(draft);
      changed();
      return summarise(store, { ...draft, id }, settingDefaults.minClass);
    },
    'tasks.update'(task) {
      const { store } = writableProject(context);
      find(store, task.id);
      checkDraft(store, task, task.id);
      store.tasks.update(task);
      changed();
      return summarise(store, task, settingDefaults.minClass);
    },
    'tasks.remove'({ id }) {
      const { store } = writableProject(context);
      find(store, id);
      store.tasks.setRemoved(id, new Date().toISOString());
      changed();
      return null;
    },
    'tasks.restore'({ id }) {
      const { store } = writableProject(context);
      const task = store.tasks.get(id);
      if (!task) throw new AppError('not-found', 'This task cannot be brought back any more.', 'Add it anew.');
      checkDraft(store, task, id);
      store.tasks.setRemoved(id, null);
      changed();
      return summarise(store, task, settingDefaults.minClass);
    },
  };
}

function find(store: Store, id: number): Task {
  const task = store.tasks.list().find((candidate) => candidate.id === id);
  if (!task)
    throw new AppError('not-found', `There is no task ${id} in this project.`, 'Look at the list of tasks again.');
  return task;
}

/** @throws AppError where a column is not there or is of another kind, or the name is taken */
function checkDraft(store: Store, draft: Omit<Task, 'id'>, ownId?: number): void {
  if (store.tasks.list().some((task) => task.name === draft.name && task.id !== ownId)) {
    throw new AppError(
      'conflict',
      `There is a task “${draft.name}” already.`,
      'Change that one, or give another name.',
    );
  }
  checkHierarchy(store, draft, ownId);
  for (const { datasetId, column: name, by } of draft.sources) {
    const dataset = store.datasets.get(datasetId);
    if (!dataset) throw new AppError('not-found', `There is no data set ${datasetId} in this project.`);
    const column = findColumn(store, dataset, name);
    if (by !== undefined && [column, findColumn(store, dataset, by)].some(({ kind }) => kind === 'continuous')) {
      throw new AppError(
        'invalid',
        `“${name}” and “${by}” of ${dataset.name} cannot be paired: one of them holds numbers.`,
        'Pairs are made of two columns of classes.',
      );
    }
    if (draft.kind === 'categorical' && column.kind === 'continuous') {
      throw new AppError(
        'invalid',
        `“${name}” of ${dataset.name} holds numbers, not classes.`,
        'Make it a continuous task, or add a column of classes from a label file.',
      );
    }
    const words = column.classes.filter(
      (entry) => Number.isNaN(Number(entry.name)) && !draft.unlabelled.includes(entry.name),
    );
    if (draft.kind === 'continuous' && words.length > 0) {
      throw new AppError(
        'invalid',
        `“${name}” of ${dataset.name} holds classes (${words[0].name}, …), not numbers.`,
        'Make it a categorical task, or say which values mean "no label".',
      );
    }
  }
}

function findColumn(store: Store, dataset: DatasetRow, name: string): ObsColumn {
  const column = store.obsColumns.summary(dataset.id, name);
  if (column) return column;
  const names = store.obsColumns.summaries(dataset.id).map((candidate) => candidate.name);
  throw new AppError(
    'not-found',
    `${dataset.name} has no label column “${name}”.`,
    didYouMean(name, names, names.length > 0 ? `It has ${names.join(', ')}.` : 'Add a label file to it first.'),
  );
}

/** @throws AppError where the broader task is not there, has no classes, or refines this one */
function checkHierarchy(store: Store, { name, kind, broader }: Omit<Task, 'id'>, ownId?: number): void {
  if (broader === null) return;
  const tasks = store.tasks.list();
  const above = tasks.find(({ id }) => id === broader);
  if (!above) throw new AppError('not-found', `There is no task ${broader} to refine in this project.`);
  if (kind === 'continuous' || above.kind === 'continuous') {
    throw new AppError(
      'invalid',
      `“${name}” cannot be a finer level of “${above.name}”: both must have classes.`,
      'Choose two categorical tasks.',
    );
  }
  for (let level: Task | undefined = above; level; level = tasks.find(({ id }) => id === level!.broader)) {
    if (level.id !== ownId) continue;
    throw new AppError(
      'invalid',
      `“${name}” cannot be a finer level of “${above.name}”, which is a finer level of it.`,
      'Take one of the two levels out first.',
    );
  }
}

/** A task with what its labels hold over all its data sets. */
function summarise(store: Store, task: Task, minClass: number): TaskSummary {
  const datasets = store.datasets.list();
  const own = datasets.filter(({ id }) => task.sources.some((source) => source.datasetId === id));
  const stacked = stackLabels(
    store,
    task,
    own.map(({ id }) => id),
  );
  const { counts, dropped, cells, labelled } = stacked;
  const missingFrom = datasets.filter((dataset) => !own.includes(dataset)).map(({ name }) => name);
  return {
    ...task,
    classes: counts
      .map((entry) => ({ ...entry, learnable: entry.cells >= minClass }))
      .sort((a, b) => b.cells - a.cells),
    dropped,
    labelledCells: labelled,
    unlabelledCells: cells - labelled,
    findings: [
      ...labelFindings(store, task, own, stacked, minClass),
      ...(missingFrom.length > 0 && cells > 0 ? [notEverywhere(task.name, missingFrom)] : []),
    ],
  };
}
