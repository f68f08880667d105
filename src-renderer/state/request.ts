import { methods } from '../../src-shared/methods.ts';
import { usualAssay } from '../../src-shared/assays.ts';
import type { Assay, ClassTarget, Dataset, GeneRules, RunRequest, TaskSummary } from '../../src-shared/model.ts';
import { type AskedSettings, geneRuleKeys, pick } from '../../src-shared/settings.ts';

export type DraftSettings = Omit<AskedSettings, 'targets' | 'parent' | 'assay'>;

/** What the user has chosen so far; tasks and data sets are all in unless they are left out. */
export interface DraftValues extends DraftSettings {
  /** null: as sequenced; undefined: what is usual for the data */
  assay: Assay | null | undefined;
  name: string;
  withoutTasks: number[];
  withoutDatasets: number[];
  /** the run that this is a variant of: its cells are tested on again, while its data sets are the ones chosen */
  testCellsOf: { runId: number; name: string; datasetIds: number[] } | undefined;
}

/** No rules on genes at all. */
export const withoutRules = {
  ...(Object.fromEntries(geneRuleKeys.map((key) => [key, undefined])) as Partial<GeneRules>),
  mustInclude: [],
  exclude: [],
};

/** The rules on genes among what else somebody chose, without those that were not. */
export const geneRulesOf = (values: GeneRules): GeneRules => pick(values, geneRuleKeys);

/**
 * The request that a draft makes of the project as it is: the chosen tasks, what is asked of their classes, and the data
 * sets that hold labels for them. Null while there is nothing to ask for.
 */
export function requestOf(
  values: DraftValues | null,
  tasks: readonly TaskSummary[],
  datasets: readonly Dataset[],
  targets: readonly ClassTarget[] = [],
): RunRequest | null {
  if (!values) return null;
  const chosen = tasks.filter((task) => !values.withoutTasks.includes(task.id));
  const labelled = new Set(chosen.flatMap((task) => task.sources.map((source) => source.datasetId)));
  const used = datasets.filter((data) => labelled.has(data.id) && !values.withoutDatasets.includes(data.id));
  if (chosen.length === 0 || used.length === 0) return null;
  const {
    name,
    assay,
    selectOn,
    leaveOut,
    testCellsOf,
    withoutTasks: _tasks,
    withoutDatasets: _datasets,
    ...rest
  } = values;
  // kept in the draft for when it means something again
  const oneOfSeveral = methods[values.method].can.labels === 'one' && chosen.length > 1;
  const asked = targets.filter(({ task }) => chosen.some(({ name }) => name === task));
  const measured = assay === undefined ? usualAssay(used.map(({ matrix }) => matrix.kind)) : assay;
  return {
    ...rest,
    ...(measured ? { assay: measured } : {}),
    ...(asked.length > 0 ? { targets: asked } : {}),
    ...(oneOfSeveral && chosen.some((task) => task.id === selectOn) ? { selectOn } : {}),
    ...(used.length > 1 && used.some((data) => data.id === leaveOut) ? { leaveOut } : {}),
    ...(testsOnCellsOf(testCellsOf, used) ? { splitOf: testCellsOf.runId } : {}),
    ...(name.trim() ? { name: name.trim() } : {}),
    taskIds: chosen.map((task) => task.id),
    datasetIds: used.map((data) => data.id),
  };
}

/** True where the cells of the run that a draft is a variant of can be told apart as it did. */
function testsOnCellsOf<T extends DraftValues['testCellsOf']>(
  run: T,
  datasets: readonly { id: number }[],
): run is NonNullable<T> {
  const ids = (list: readonly number[]) => list.toSorted((a, b) => a - b).join();
  return run !== undefined && ids(run.datasetIds) === ids(datasets.map(({ id }) => id));
}
