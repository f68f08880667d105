/** What was removed and can be brought back: for 30 days, or until the bin is emptied. */
import type { Database } from 'better-sqlite3';
import type { RemovedThing } from '../../src-shared/model.ts';

/** Days for which what was removed is kept. */
export const DAYS_KEPT = 30;

const tables: Record<RemovedThing['kind'], string> = {
  dataset: 'datasets',
  task: 'tasks',
  run: 'runs',
  comparison: 'comparisons',
  benchmark: 'benchmarks',
};

export function binOf(db: Database) {
  const list = db.prepare<[], RemovedThing>(
    Object.entries(tables)
      .map(([kind, table]) => {
        // of a data set that runs were made of the name stays when its cells have gone
        const isThere = kind === 'dataset' ? 'and exists (select 1 from matrix_chunks where dataset_id = id)' : '';
        return `select '${kind}' as kind, id, name, removed_at as removedAt from ${table} where removed_at is not null ${isThere}`;
      })
      .join(' union all ') + ' order by removedAt desc',
  );
  const outdate = (table: string) =>
    db.prepare(`update ${table} set removed_at = '' where id = ? and removed_at is not null`);
  const remove = (table: string) => db.prepare<[string]>(`delete from ${table} where removed_at < ?`);
  const removals = ['comparisons', 'benchmarks', 'runs', 'tasks'].map(remove);
  const splits = db.prepare('delete from splits where id not in (select split_id from runs)');
  const datasets = db.prepare<[string], number>('select id from datasets where removed_at < ?').pluck();
  const parts = ['matrix_chunks', 'genes', 'obs_columns'].map((table) =>
    db.prepare(`delete from ${table} where dataset_id = ?`),
  );
  const dataset = db.prepare(
    'delete from datasets where id = ? and not exists (select 1 from split_cells where dataset_id = datasets.id)',
  );

  return {
    /** the last one first */
    list: (): RemovedThing[] => list.all(),
    /** Makes one thing older than anything, so that `empty` takes it. False where there is no such thing in the bin. */
    outdate: (kind: RemovedThing['kind'], id: number) => outdate(tables[kind]).run(id).changes > 0,
    /** Removes for good what was removed before that time; a data set that runs were made of keeps its name and cell names. */
    empty: db.transaction((before: string) => {
      for (const removal of removals) removal.run(before);
      splits.run();
      for (const id of datasets.all(before)) {
        for (const part of parts) part.run(id);
        dataset.run(id);
      }
    }),
  };
}
