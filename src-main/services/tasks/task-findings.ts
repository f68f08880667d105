/** What there is to say about the labels of a task: what keeps it from being learned, and what makes it doubtful. */
import type { Finding, Task } from '../../../src-shared/model.ts';
import { crossTable, uncertaintyCoefficient } from '../../data/association.ts';
import type { TaskLabels } from '../../data/labels.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import { firstOf } from '../findings.ts';
import { PAIRED, stackLabels } from '../cohort/labels.ts';
import type { StackedLabels } from '../cohort/labels.ts';
import { numberFindings } from './number-findings.ts';

/**
 * @param datasets those of the task's data sets that count
 * @param stacked the task's labels over them
 */
export function labelFindings(
  store: Store,
  task: Task,
  datasets: DatasetRow[],
  stacked: StackedLabels,
  minClass: number,
): Finding[] {
  const { labels, counts } = stacked;
  if (labels.kind === 'continuous') {
    return numberFindings(
      task.name,
      labels.y.filter((value) => !Number.isNaN(value)),
      minClass,
    );
  }
  return [
    ...idleChanges(task, stacked),
    ...vocabularyFindings(task, datasets, stacked),
    ...hierarchyFindings(store, task, datasets, labels),
    ...confoundedFindings(store, task, datasets, labels),
    ...classFindings(task.name, counts, minClass),
  ];
}

/** Changes of classes that no cell has. */
function idleChanges(task: Task, { counts, dropped }: StackedLabels): Finding[] {
  const values = new Set([...counts.flatMap(({ from }) => from), ...dropped].map(({ name }) => name));
  const isPaired = task.sources.some(({ by }) => by !== undefined);
  const known = isPaired ? new Set([...values].flatMap((value) => [value, ...value.split(PAIRED)])) : values;
  const idle = task.merges
    .map(({ from }) => from)
    .filter((from) => !known.has(from) && !task.unlabelled.includes(from));
  if (idle.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'idle-change',
      what: `“${task.name}” has no cell of ${few(idle.map((name) => `“${name}”`))}, which ${idle.length === 1 ? 'is' : 'are'} to be merged, renamed or dropped.`,
      why: 'The change does nothing; the name may be misspelt.',
      remedy: `It has ${few([...values])}.`,
    },
  ];
}

/** Data sets that name their classes each in a language of its own: the same cells would be told apart. */
function vocabularyFindings(task: Task, datasets: DatasetRow[], { counts }: StackedLabels): Finding[] {
  const having = datasets.filter(({ id }) => counts.some(({ from }) => from.some(({ datasetId }) => datasetId === id)));
  if (having.length < 2) return [];
  const shared = counts.filter(({ from }) => new Set(from.map(({ datasetId }) => datasetId)).size > 1);
  if (shared.length > 0) return [];
  return [
    {
      severity: 'warning',
      code: 'no-shared-class',
      what: `“${task.name}” has no class that ${having.length === 2 ? '' : 'two of '}${having.map(({ name }) => name).join(having.length === 2 ? ' and ' : ', ')} share.`,
      why: 'Classes are matched by name. Where the same cells go by two names, the panel is asked to tell data sets apart.',
      remedy: 'Merge the names that mean the same, or make one task for each data set.',
    },
  ];
}

/** Fine classes whose cells lie in several broad ones: then one of the two labels is wrong somewhere. */
function hierarchyFindings(
  store: Store,
  task: Task,
  datasets: DatasetRow[],
  fine: TaskLabels & { kind: 'categorical' },
): Finding[] {
  const broader = store.tasks.list().find(({ id }) => id === task.broader);
  if (!broader) return [];
  const broad = stackLabels(
    store,
    broader,
    datasets.map(({ id }) => id),
  ).labels;
  if (broad.kind === 'continuous') return [];
  const table = crossTable(fine.y, fine.classes.length, broad.y, broad.classes.length);
  const torn = table.flatMap((row, c) => {
    const parents = row.map((cells, p) => ({ cells, name: broad.classes[p] })).filter(({ cells }) => cells > 0);
    if (parents.length < 2) return [];
    parents.sort((a, b) => b.cells - a.cells);
    return [
      `${fine.classes[c]} in ${few(parents.map(({ name, cells }) => `${name} (${cells.toLocaleString('en-US')})`))}`,
    ];
  });
  if (torn.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'two-parents',
      what: `${torn.length === 1 ? 'A class' : `${torn.length} classes`} of “${task.name}” ${torn.length === 1 ? 'lies' : 'lie'} in several classes of “${broader.name}”: ${torn.slice(0, 5).join('; ')}${torn.length > 5 ? '; …' : ''}.`,
      why: 'In a hierarchy each fine class belongs to one broad class; else the two tasks contradict each other.',
      remedy: 'Correct the labels, split the class, or take the two tasks apart.',
    },
  ];
}

/** Columns that say whose cells they are, or with what they were processed. */
const groupLike = /donor|patient|subject|individual|sample|batch|library|lane|plate|replicate|animal|orig\.ident/i;
/** From here on one set of labels all but determines the other. */
const CONFOUNDED = 0.9;

/** Labels that cannot be told from the donor, the batch or the data set that the cells are from. */
function confoundedFindings(
  store: Store,
  task: Task,
  datasets: DatasetRow[],
  { y }: TaskLabels & { kind: 'categorical' },
): Finding[] {
  const findings: Finding[] = [];
  const doubt = (group: string, where: string) =>
    findings.push({
      severity: 'warning',
      code: 'confounded',
      what: `“${task.name}” and ${group}${where} all but determine each other.`,
      why: 'What tells the classes apart may be what tells the groups apart, and no score on these cells can say which.',
      remedy: 'Hold whole groups out of training when scoring, or read the scores with that in mind.',
    });
  let first = 0;
  for (const { id, name, cells } of datasets) {
    const own = y.subarray(first, (first += cells));
    const source = task.sources.find(({ datasetId }) => datasetId === id);
    if (!source) continue;
    for (const column of store.obsColumns.summaries(id)) {
      const groups = column.classes.length;
      if (column.kind !== 'categorical' || [source.column, source.by].includes(column.name)) continue;
      if (!groupLike.test(column.name) || groups < 2 || groups > cells / 5) continue;
      const stored = store.obsColumns.get(id, column.name);
      if (stored?.kind !== 'categorical') continue;
      if (Math.max(uncertaintyCoefficient(own, stored.codes), uncertaintyCoefficient(stored.codes, own)) < CONFOUNDED)
        continue;
      doubt(`“${column.name}”`, datasets.length > 1 ? ` of ${name}` : '');
    }
  }
  if (task.sources.length > 1 && datasets.length > 1) {
    const origin = Int32Array.from(datasets.flatMap(({ cells }, d) => new Array<number>(cells).fill(d)));
    if (uncertaintyCoefficient(y, origin) >= CONFOUNDED) doubt('the data set that a cell is from', '');
  }
  return findings;
}

/** What keeps classes from being told apart, or makes it doubtful. */
function classFindings(task: string, counts: { name: string; cells: number }[], minClass: number): Finding[] {
  const large = counts.filter((entry) => entry.cells >= minClass);
  const small = counts.filter((entry) => entry.cells < minClass);
  const listed = (entries: typeof counts) =>
    few(entries.map((entry) => `${entry.name} (${entry.cells.toLocaleString('en-US')})`));
  const findings: Finding[] = [];
  if (large.length < 2) {
    findings.push({
      severity: 'problem',
      code: counts.length === 0 ? 'no-labels' : counts.length === 1 ? 'one-class' : 'classes-too-small',
      what:
        counts.length === 0
          ? `The task “${task}” has no labelled cell.`
          : counts.length === 1
            ? `The task “${task}” has one class only: ${listed(counts)}.`
            : `The task “${task}” has ${large.length === 0 ? 'no class' : 'one class only'} of at least ${minClass} cells; it has ${listed(counts)}.`,
      why: 'A panel is chosen to tell classes apart, so there must be two or more.',
      remedy:
        counts.length > 1 ? 'Choose another column, or allow smaller classes.' : 'Choose another column for this task.',
    });
  } else if (small.length > 0) {
    findings.push({
      severity: 'warning',
      code: 'small-classes',
      what: `${small.length === 1 ? 'One class' : `${small.length} classes`} of “${task}” ${small.length === 1 ? 'has' : 'have'} fewer than ${minClass} cells: ${listed(small)}.`,
      why: 'Too few cells to learn from and to score on; they count as unlabelled.',
      remedy: 'Add such cells, merge them with a similar class, or allow smaller classes.',
    });
  }
  return findings;
}

export function notEverywhere(task: string, datasets: string[]): Finding {
  return {
    severity: 'note',
    code: 'task-not-everywhere',
    what: `“${task}” has no labels in ${datasets.join(', ')}.`,
    why: 'Cells of those data sets train the other tasks and are left out of this one.',
    remedy: 'Nothing to do, unless one of their columns means the same: then add it to this task.',
  };
}

const few = (names: string[]) => firstOf(names, 6);
