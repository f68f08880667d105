/** Tasks: the questions that a panel must answer, and what their labels hold. */
import type { Handlers } from '../../src-preload/contract.ts';
import { AppError } from '../../src-preload/errors.ts';
import type { Finding, Task, TaskSummary } from '../../src-preload/model.ts';
import { didYouMean } from '../data/nearest.ts';
import type { Store } from '../store/open.ts';
import type { Context } from './context.ts';
import { openProject, writableProject } from './context.ts';
import { stackLabels } from './labels.ts';

/** Classes smaller than this are pointed out where nobody says another bound; the default of a run. */
export const MIN_CLASS = 10;

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
      return summarise(store, { ...draft, id }, MIN_CLASS);
    },
    'tasks.update'(task) {
      const { store } = writableProject(context);
      find(store, task.id);
      checkDraft(store, task, task.id);
      store.tasks.update(task);
      changed();
      return summarise(store, task, MIN_CLASS);
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
      return summarise(store, task, MIN_CLASS);
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
  for (const { datasetId, column: name } of draft.sources) {
    const dataset = store.datasets.get(datasetId);
    if (!dataset) throw new AppError('not-found', `There is no data set ${datasetId} in this project.`);
    const column = store.obsColumns.summary(datasetId, name);
    if (!column) {
      const names = store.obsColumns.summaries(datasetId).map((candidate) => candidate.name);
      throw new AppError(
        'not-found',
        `${dataset.name} has no label column “${name}”.`,
        didYouMean(name, names, names.length > 0 ? `It has ${names.join(', ')}.` : 'Add a label file to it first.'),
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

/** A task with what its labels hold over all its data sets. */
function summarise(store: Store, task: Task, minClass: number): TaskSummary {
  const datasets = store.datasets.list();
  const { labels, counts, cells, labelled } = stackLabels(
    store,
    task,
    datasets.filter(({ id }) => task.sources.some((source) => source.datasetId === id)).map(({ id }) => id),
  );
  const missingFrom = datasets
    .filter(({ id }) => !task.sources.some((source) => source.datasetId === id))
    .map(({ name }) => name);
  const distinct = labels.kind === 'continuous' ? new Set(labels.y.filter((value) => !Number.isNaN(value))).size : 0;
  return {
    ...task,
    classes: counts
      .map((entry) => ({ ...entry, learnable: entry.cells >= minClass }))
      .sort((a, b) => b.cells - a.cells),
    labelledCells: labelled,
    unlabelledCells: cells - labelled,
    findings: [
      ...(task.kind === 'categorical'
        ? [...vocabularyFindings(store, task), ...classFindings(task.name, counts, minClass)]
        : numberFindings(task.name, distinct)),
      ...(missingFrom.length > 0 && cells > 0 ? [notEverywhere(task.name, missingFrom)] : []),
    ],
  };
}

/** What keeps classes from being told apart, or makes it doubtful. */
export function classFindings(task: string, counts: { name: string; cells: number }[], minClass: number): Finding[] {
  const large = counts.filter((entry) => entry.cells >= minClass);
  const small = counts.filter((entry) => entry.cells < minClass);
  const list = (entries: typeof counts) => entries.map((entry) => `${entry.name} (${entry.cells})`).join(', ');
  const findings: Finding[] = [];
  if (large.length < 2) {
    findings.push({
      severity: 'problem',
      code: counts.length === 0 ? 'no-labels' : counts.length === 1 ? 'one-class' : 'classes-too-small',
      what:
        counts.length === 0
          ? `The task “${task}” has no labelled cell.`
          : counts.length === 1
            ? `The task “${task}” has one class only: ${list(counts)}.`
            : `The task “${task}” has ${large.length === 0 ? 'no class' : 'one class only'} of at least ${minClass} cells; it has ${list(counts)}.`,
      why: 'A panel is chosen to tell classes apart, so there must be two or more.',
      remedy:
        counts.length > 1 ? 'Choose another column, or allow smaller classes.' : 'Choose another column for this task.',
    });
  } else if (small.length > 0) {
    findings.push({
      severity: 'warning',
      code: 'small-classes',
      what: `${small.length === 1 ? 'One class' : `${small.length} classes`} of “${task}” ${small.length === 1 ? 'has' : 'have'} fewer than ${minClass} cells: ${list(small)}.`,
      why: 'Too few cells to learn from and to score on; they count as unlabelled.',
      remedy: 'Add cells of these classes, merge them with a similar class, or allow smaller classes.',
    });
  }
  return findings;
}

/** Data sets that name their classes each in a language of its own: the same cells would be told apart. */
function vocabularyFindings(store: Store, task: Task): Finding[] {
  const datasets = store.datasets.list().flatMap(({ id, name }) => {
    const source = task.sources.find(({ datasetId }) => datasetId === id);
    const classes = source ? (store.obsColumns.summary(id, source.column)?.classes ?? []) : [];
    const names = classes.map((entry) => entry.name).filter((entry) => !task.unlabelled.includes(entry));
    return names.length > 0 ? [{ name, names }] : [];
  });
  const names = datasets.flatMap((dataset) => dataset.names);
  if (datasets.length < 2 || new Set(names).size < names.length) return [];
  return [
    {
      severity: 'warning',
      code: 'no-shared-class',
      what: `“${task.name}” has no class that two of ${datasets.map(({ name }) => name).join(', ')} share.`,
      why: 'Classes are matched by name. Where the same cells go by two names, the panel is asked to tell data sets apart.',
      remedy: 'Give them the same names in a label file, or ask one question for each data set.',
    },
  ];
}

/** What keeps a continuous task from being learned. */
export function numberFindings(task: string, distinct: number): Finding[] {
  if (distinct >= 2) return [];
  return [
    {
      severity: 'problem',
      code: distinct === 0 ? 'no-labels' : 'one-value',
      what:
        distinct === 0
          ? `The task “${task}” has no labelled cell.`
          : `The task “${task}” has the same value in all cells.`,
      why: 'There is nothing to predict.',
      remedy: 'Choose another column for this task.',
    },
  ];
}

function notEverywhere(task: string, datasets: string[]): Finding {
  return {
    severity: 'note',
    code: 'task-not-everywhere',
    what: `“${task}” has no labels in ${datasets.join(', ')}.`,
    why: 'Cells of those data sets train the other tasks and are left out of this one.',
    remedy: 'Nothing to do, unless one of their columns means the same: then add it to this task.',
  };
}
