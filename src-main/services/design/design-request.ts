/**
 * Looks at a request before anything is trained: what stands in its way, what to know about it. The same look is taken
 * when it is started, so what the check lets through can be trained.
 */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, RunRequest, Task } from '../../../src-shared/model.ts';
import type { GeneFacts } from '../../data/gene-facts.ts';
import { needsFacts } from '../../data/gene-rules.ts';
import { type TaskLabels, isLabelled } from '../../data/labels.ts';
import { backendMissing } from '../../nn/backend.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import type { ExaminedRequest } from '../cohort/examined-request.ts';
import { firstOf, problem } from '../findings.ts';
import { geneFactsFor } from '../cohort/gene-facts.ts';
import { groupFindings, groupKeys } from '../cohort/groups.ts';
import { stackLabels, withoutSmallClasses } from '../cohort/labels.ts';
import type { StackedLabels } from '../cohort/labels.ts';
import { matrixFindings } from './matrix-findings.ts';
import { memoryFindings } from '../workers/memory.ts';
import { type AllowedGenes, allowedGenes } from './rule-findings.ts';
import { type CellKeys, cellKeys } from '../cohort/same-cells.ts';
import { seenCellFindings } from '../cohort/seen-cells.ts';
import { sharedGenes, sharingFindings } from '../cohort/shared-genes.ts';
import { methodFindings } from './method-findings.ts';
import { targetFindings } from './target-findings.ts';
import { labelFindings } from '../tasks/task-findings.ts';
import { timeFindings } from '../timing/time-findings.ts';

/**
 * The whole look, limits on genes included: these are judged by going through the training cells.
 *
 * @throws AppError `not-found` for a data set or task that the project does not have
 */
export async function examineWithLimits(store: Store, request: RunRequest): Promise<ExaminedRequest> {
  const examined = examine(store, request, null);
  if (examined.findings.some(({ severity }) => severity === 'problem')) return examined;
  const seen = seenCellFindings(store, request, examined);
  const whole = needsFacts(request) ? examine(store, request, await geneFactsFor(store, request, examined)) : examined;
  return { ...whole, findings: [...seen, ...whole.findings] };
}

/** @param facts what limits on genes are judged by; null: they bar nothing */
function examine(store: Store, request: RunRequest, facts: GeneFacts | null): ExaminedRequest {
  const datasets = pick(store.datasets.list(), request.datasetIds, 'data set');
  const tasks = pick(store.tasks.list(), request.taskIds, 'task');
  const datasetIds = datasets.map(({ id }) => id);
  const { genes } = sharedGenes(store, datasetIds, request);
  const stacked = tasks.map((task) => stackLabels(store, task, datasetIds));
  const labels = stacked.map((all) => withoutSmallClasses(all, request.minClass));
  const cellNames = datasetIds.flatMap((id) => store.datasets.cellNames(id));
  const { keys, common } = cellKeys(store, datasets, request);
  const allowed = allowedGenes(store, datasets, request, facts);
  const k = request.add === undefined ? request.k : allowed.forced + request.add;
  return {
    datasets,
    tasks,
    labels,
    cellNames,
    cellKeys: request.group === undefined ? keys : groupKeys(store, datasets, request.group, keys),
    genes: allowed.count,
    k,
    rules: allowed.rules,
    findings: [
      ...matrixFindings(request, datasets),
      ...sharingFindings(store, datasets, request),
      ...sameCellFindings(datasets, common),
      ...groupFindings(store, request, datasets),
      ...memoryFindings(store, { ...request, asked: { columns: columnsOf(labels) } }),
      ...timeFindings(store, request, datasets, tasks, labels),
      ...leaveOutFindings(request, datasets, tasks, stacked),
      ...allowed.findings,
      ...sizeFindings({ k, hvg: request.hvg }, genes.length, allowed),
      ...tasks.flatMap((task, t) => taskFindings(store, task, stacked[t], datasets, request.minClass)),
      ...methodFindings(request, tasks, datasets[0].matrix.kind),
      ...targetFindings(
        request,
        stacked.map(({ labels }) => labels),
        labels,
      ),
      ...testCellFindings(request, cellNames),
      ...backendFindings(request),
    ],
  };
}

/** Columns of predictions, over all tasks: one a class, one of a number. */
const columnsOf = (labels: readonly TaskLabels[]): number =>
  labels.reduce((sum, task) => sum + (task.kind === 'categorical' ? task.classes.length : 1), 0);

/** Throws the first problem among the findings as an error. */
export function refuseProblems(findings: Finding[]): void {
  const problem = findings.find((finding) => finding.severity === 'problem');
  if (problem) throw new AppError('invalid', problem.what, problem.remedy);
}

/** Rows in the order of their ids, whatever the order asked for: the same things asked for are the same run. */
function pick<T extends { id: number }>(rows: T[], ids: number[], what: string): T[] {
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) {
    throw new AppError(
      'not-found',
      `There is no ${what} ${missing} in this project.`,
      `Choose a ${what} from the list.`,
    );
  }
  return rows.filter((row) => ids.includes(row.id));
}

function sizeFindings({ k, hvg }: Pick<RunRequest, 'k' | 'hvg'>, genes: number, allowed: AllowedGenes): Finding[] {
  const why = 'A panel has exactly the size asked for, must-haves included.';
  if (allowed.forced > k) {
    return [
      problem(
        'k-below-must-includes',
        `${allowed.forced} genes must be in a panel of ${k}.`,
        why,
        `Ask for at least ${allowed.forced} genes, or require fewer.`,
      ),
    ];
  }
  if (k > allowed.count) {
    const left =
      allowed.count < genes
        ? `${allowed.count.toLocaleString('en-US')} of ${genes.toLocaleString('en-US')} genes are left after rules and exclusions`
        : `the data have ${genes.toLocaleString('en-US')} ${genes === 1 ? 'gene' : 'genes'}`;
    return [
      problem(
        'k-above-genes',
        `A panel of ${k} genes cannot be chosen: ${left}.`,
        why,
        'Choose a smaller panel or exclude fewer genes.',
      ),
    ];
  }
  if (k - allowed.forced > hvg) {
    return [
      problem(
        'k-above-hvg',
        `A panel of ${k} genes cannot be chosen from ${hvg} variable genes.`,
        why,
        'Choose a smaller panel, or keep more variable genes.',
      ),
    ];
  }
  return [];
}

function sameCellFindings(datasets: DatasetRow[], common: CellKeys['common']): Finding[] {
  return common.map(({ a, b, cells }) => ({
    severity: 'note',
    code: 'same-cells',
    what: `${cells.toLocaleString('en-US')} ${cells === 1 ? 'cell is' : 'cells are'} in both ${datasets[a].name} and ${datasets[b].name}.`,
    why: 'A cell that was trained on must not be scored on: the two stay on one side of the split.',
    remedy: 'Nothing to do.',
  }));
}

/** What a data set that is only scored on must leave for the training. */
function leaveOutFindings(
  { leaveOut }: RunRequest,
  datasets: DatasetRow[],
  tasks: Task[],
  stacked: StackedLabels[],
): Finding[] {
  if (leaveOut === undefined) return [];
  const left = datasets.find(({ id }) => id === leaveOut);
  const why = 'A panel chosen without a data set is scored on it: that is how it will do on data that nobody has seen.';
  if (!left || datasets.length === 1) {
    return [
      problem(
        'leave-out',
        left
          ? `${left.name} cannot be left out: it is the only data set.`
          : 'The data set to leave out is none of those chosen.',
        why,
        'Choose two data sets or more, one of which is left out.',
      ),
    ];
  }
  const first = datasets.slice(0, datasets.indexOf(left)).reduce((sum, { cells }) => sum + cells, 0);
  return tasks.flatMap((task, t) => {
    const { labels, cells } = stacked[t];
    let [inside, outside] = [0, 0];
    for (let i = 0; i < cells; i++) {
      if (!isLabelled(labels, i)) continue;
      if (i >= first && i < first + left.cells) inside++;
      else outside++;
    }
    if (inside > 0 && outside > 0) return [];
    return [
      problem(
        'leave-out',
        `“${task.name}” has no label ${inside === 0 ? `in ${left.name}, which is left out to be scored on` : `but in ${left.name}, which is left out`}.`,
        why,
        `Tie a column of ${inside === 0 ? left.name : 'another data set'} to this task, or leave the task out.`,
      ),
    ];
  });
}

function taskFindings(
  store: Store,
  task: Task,
  stacked: StackedLabels,
  datasets: DatasetRow[],
  minClass: number,
): Finding[] {
  const having = (dataset: DatasetRow) => task.sources.some((source) => source.datasetId === dataset.id);
  const without = datasets.filter((dataset) => !having(dataset));
  if (without.length === datasets.length) {
    return [
      problem(
        'task-not-here',
        `“${task.name}” is a column of none of the chosen data sets.`,
        'A task needs labels in at least one of them.',
        'Leave the task out, or choose a data set that has it.',
      ),
    ];
  }
  return [
    ...labelFindings(store, task, datasets, stacked, minClass),
    ...without.map(({ name }): Finding => ({
      severity: 'note',
      code: 'task-not-everywhere',
      what: `“${task.name}” has no labels in ${name}.`,
      why: 'Its cells train the other tasks and are left out of this one.',
      remedy: 'Nothing to do.',
    })),
  ];
}

function testCellFindings({ testCells }: RunRequest, cellNames: string[]): Finding[] {
  if (!testCells) return [];
  const names = new Set(cellNames);
  const strangers = [...new Set(testCells)].filter((cell) => !names.has(cell));
  if (strangers.length === 0) return [];
  const why = 'Test cells are named as the data set names its cells.';
  if (strangers.length === new Set(testCells).size) {
    return [
      problem(
        'test-cells-missing',
        `None of the ${strangers.length.toLocaleString('en-US')} test cells is a cell of the data (${firstOf(strangers, 4)}).`,
        why,
        `Cells are called like ${cellNames.slice(0, 2).join(', ')}.`,
      ),
    ];
  }
  return [
    {
      severity: 'warning',
      code: 'test-cells-missing',
      what: `${strangers.length.toLocaleString('en-US')} of the test cells ${strangers.length === 1 ? 'is no cell' : 'are no cells'} of the data (${firstOf(strangers, 4)}).`,
      why,
      remedy: 'Check the list of test cells if that surprises you.',
    },
  ];
}

function backendFindings({ backend }: RunRequest): Finding[] {
  const missing = backendMissing(backend);
  if (!missing) return [];
  return [problem('backend-missing', missing.message, 'It trains only where its library is.', missing.remedy ?? '')];
}
