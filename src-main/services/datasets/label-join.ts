/** Label files joined to a data set that is in the project already, and taken back. */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, LabelJoin } from '../../../src-shared/model.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { columnFindings } from '../../formats/column-findings.ts';
import { summariseColumn } from '../../formats/columns.ts';
import { joinLabels, readLabelFile } from '../../formats/readers/label-file.ts';
import type { Store } from '../../store/open.ts';

/** What stood in the place of each column before every join, by data set, the last one last; kept while the project is open. */
const before = new WeakMap<Store, Map<number, { name: string; column: LabelColumn | undefined }[][]>>();

/**
 * Says how a label file would meet the cells of a data set; `apply` adds its columns, in the place of those with the same
 * names.
 *
 * @param among data sets that the file is joined to besides: a name that several of them have joins nothing
 * @throws AppError for a file that is no table, or labels that meet no cell
 */
export async function joinLabelFile(
  store: Store,
  { id, path, apply, among = [] }: { id: number; path: string; apply: boolean; among?: readonly number[] },
): Promise<LabelJoin> {
  const table = await readLabelFile(path);
  const cells = (of: number) => ({ names: store.datasets.cellNames(of), called: store.datasets.get(of)!.name });
  const { join, columns } = joinLabels(store.datasets.cellNames(id), table, {
    own: columnsOf(store, id),
    called: store.datasets.get(id)!.name,
    others: among.filter((other) => other !== id).map(cells),
  });
  if (!apply) return join;
  const replaced = columns.map(({ name }) => ({ name, column: store.obsColumns.get(id, name) }));
  changeColumns(store, id, () => {
    for (const column of columns) store.obsColumns.put(id, column, summariseColumn(column));
  });
  if (!before.has(store)) before.set(store, new Map());
  const joins = before.get(store)!;
  joins.set(id, [...(joins.get(id) ?? []), replaced]);
  return join;
}

function columnsOf(store: Store, id: number): LabelColumn[] {
  return store.obsColumns.summaries(id).flatMap(({ name }) => store.obsColumns.get(id, name) ?? []);
}

/** Takes the last join back. @throws AppError `not-found` where there is none to take back */
export function undoLabelFile(store: Store, id: number): void {
  const replaced = before.get(store)?.get(id)?.pop();
  if (!replaced) {
    throw new AppError(
      'not-found',
      'There is no label file of this data set to take back.',
      'Join the right one again.',
    );
  }
  changeColumns(store, id, () => {
    for (const { name, column } of replaced) {
      if (column) store.obsColumns.put(id, column, summariseColumn(column));
      else store.obsColumns.remove(id, name);
    }
  });
}

/** Does what changes columns, and brings the findings about them up to date. */
function changeColumns(store: Store, id: number, change: () => void): void {
  store.transaction(() => {
    const stale = new Set(findingsOnColumns(store, id).map(({ what }) => what));
    change();
    const others = store.datasets.get(id)!.findings.filter(({ what }) => !stale.has(what));
    store.datasets.setFindings(id, [...findingsOnColumns(store, id), ...others]);
  });
}

function findingsOnColumns(store: Store, id: number): Finding[] {
  return columnFindings(store.obsColumns.summaries(id), store.datasets.get(id)!.cells);
}
