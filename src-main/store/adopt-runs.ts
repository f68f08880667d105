/**
 * Runs of another project of the same data, brought in with all that is kept of them: every table that refers to runs is
 * copied as it is, so that a table that is added later comes along.
 */
import type { Database } from 'better-sqlite3';
import type { RunConfig } from '../../src-shared/model.ts';

interface ForeignRun {
  id: number;
  config: string;
  split_id: number;
}

/**
 * @param path a project of the same version whose data sets and tasks have the same ids; it is only read
 * @param wanted whether a run is to be brought in
 * @returns ids that the runs have here
 */
export function adoptRuns(db: Database, path: string, wanted: (config: RunConfig) => boolean): number[] {
  db.prepare('attach ? as other').run(path);
  try {
    const ended = `select id, config, split_id from other.runs where state in ('succeeded', 'failed') order by id`;
    const runs = db.prepare<[], ForeignRun>(ended).all();
    return db.transaction(() =>
      runs.filter(({ config }) => wanted(JSON.parse(config) as RunConfig)).map((run) => adopt(db, run)),
    )();
  } finally {
    db.exec('detach other');
  }
}

function adopt(db: Database, run: ForeignRun): number {
  const splitId = adoptSplit(db, run.split_id);
  const id = copyRows(db, 'runs', 'id', run.id, { id: null, split_id: splitId });
  const config = { ...(JSON.parse(run.config) as RunConfig), splitId };
  db.prepare('update runs set config = ? where id = ?').run(JSON.stringify(config), id);
  for (const table of tablesOf(db, 'run_id')) copyRows(db, table, 'run_id', run.id, { run_id: id });
  return id;
}

/** The split of the same cells, labels, seed and shares; copied where it is not here yet. */
function adoptSplit(db: Database, foreignId: number): number {
  const find = 'select id from main.splits where made_from = (select made_from from other.splits where id = ?)';
  const known = db.prepare(find).pluck().get(foreignId) as number | undefined;
  if (known !== undefined) return known;
  const id = copyRows(db, 'splits', 'id', foreignId, { id: null });
  copyRows(db, 'split_cells', 'split_id', foreignId, { split_id: id });
  return id;
}

/** @returns the id of the last row that was written */
function copyRows(
  db: Database,
  table: string,
  key: string,
  value: number,
  changed: Record<string, number | null>,
): number {
  const columns = columnsOf(db, table);
  const chosen = columns.map((name) => (Object.hasOwn(changed, name) ? '?' : `"${name}"`));
  const values = columns.filter((name) => Object.hasOwn(changed, name)).map((name) => changed[name]);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const copy = `insert into main."${table}" (${names}) select ${chosen.join(', ')} from other."${table}" where "${key}" = ?`;
  return Number(db.prepare(copy).run(...values, value).lastInsertRowid);
}

const columnsOf = (db: Database, table: string): string[] =>
  db.prepare('select name from pragma_table_info(?)').pluck().all(table) as string[];

/** Tables with such a column, those that others refer to first. */
function tablesOf(db: Database, column: string): string[] {
  const named = db
    .prepare(
      `select m.name from main.sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and c.name = ?`,
    )
    .pluck()
    .all(column) as string[];
  const refersTo = db.prepare('select "table" from pragma_foreign_key_list(?)').pluck();
  const ordered: string[] = [];
  const visit = (table: string) => {
    if (ordered.includes(table) || !named.includes(table)) return;
    for (const parent of refersTo.all(table) as string[]) visit(parent);
    ordered.push(table);
  };
  for (const table of named) visit(table);
  return ordered;
}
