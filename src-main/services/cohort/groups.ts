/** Cells held out by group: all cells of a donor, a sample or whatever a column says stay on one side of the split. */
import type { FindingCode } from '../../../src-shared/findings.ts';
import type { Finding, RunRequest } from '../../../src-shared/model.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';

/** Training, validation and test need a group each. */
const FEWEST = 3;

/**
 * Keys that are equal for cells that must stay together: those of one group, and one cell in two data sets. A cell
 * without a value of the column is a group of its own.
 *
 * @param cellKeys equal for the same cell in two data sets
 */
export function groupKeys(store: Store, datasets: DatasetRow[], column: string, cellKeys: string[]): string[] {
  const groups = datasets.flatMap(({ id, cells }) => groupsOf(store, id, column, cells));
  // a cell that two data sets put into two groups joins these
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
    return at;
  };
  const groupKey = (group: string) => `group ${group}`;
  groups.forEach((group, i) => {
    if (group === null) return;
    const [cell, top] = [root(`cell ${cellKeys[i]}`), root(groupKey(group))];
    if (cell !== top) parent.set(cell, top);
  });
  return cellKeys.map((key) => root(`cell ${key}`));
}

/** The value of the column for each cell, as text; null where there is none. */
function groupsOf(store: Store, datasetId: number, name: string, cells: number): (string | null)[] {
  const column = store.obsColumns.get(datasetId, name);
  if (!column) return new Array<null>(cells).fill(null);
  return column.kind === 'categorical'
    ? Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]))
    : Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
}

/** What stands in the way of holding out groups. */
export function groupFindings(
  store: Store,
  { group, testCells, leaveOut }: RunRequest,
  datasets: DatasetRow[],
): Finding[] {
  if (group === undefined) return [];
  const why = 'Whole groups stay on one side: some train, one steers, one is scored on.';
  const problem = (code: FindingCode, what: string, remedy: string): Finding[] => [
    { severity: 'problem', code, what, why, remedy },
  ];
  if (testCells || leaveOut !== undefined) {
    return problem(
      'group-and-test-cells',
      `Test cells cannot be held out by “${group}” and be named at once.`,
      'Hold out groups, or name the test cells, or leave a data set out.',
    );
  }
  const without = datasets.find(({ id }) => !store.obsColumns.get(id, group));
  if (without) {
    const names = store.obsColumns.summaries(without.id).map(({ name }) => name);
    return problem(
      'group-missing',
      `${without.name} has no column “${group}” to hold cells out by.`,
      `It has ${names.join(', ') || 'no columns'}.`,
    );
  }
  const values = new Set(datasets.flatMap(({ id, cells }) => groupsOf(store, id, group, cells)));
  values.delete(null);
  if (values.size >= FEWEST) return [];
  return problem(
    'too-few-groups',
    `“${group}” has ${values.size} ${values.size === 1 ? 'value' : 'values'}; ${FEWEST} are needed to hold groups out.`,
    'Choose a column with more groups, or hold out cells.',
  );
}
