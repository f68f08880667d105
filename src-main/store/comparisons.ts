/** The table of comparisons that were given a name. */
import type { Database } from 'better-sqlite3';
import type { SavedComparison } from '../../src-shared/model.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

interface Stored {
  id: number;
  name: string;
  run_ids: string;
  created_at: string;
}

export function comparisonsTable(db: Database, unreadable: Unreadable) {
  const insert = db.prepare('insert into comparisons (name, run_ids, created_at) values (?, ?, ?)');
  const list = db.prepare<[], Stored>('select * from comparisons where removed_at is null order by id');
  const setRemoved = db.prepare('update comparisons set removed_at = ? where id = ?');

  return {
    insert: (one: Omit<SavedComparison, 'id'>): number =>
      Number(insert.run(one.name, JSON.stringify(one.runIds), one.createdAt).lastInsertRowid),
    list: (): SavedComparison[] =>
      unreadable.each(list.all(), (row) => ({
        id: row.id,
        name: row.name,
        runIds: fromJson<number[]>(stored.ids, row.run_ids, `the runs of the comparison “${row.name}”`),
        createdAt: row.created_at,
      })),
    setRemoved: (id: number, at: string | null) => setRemoved.run(at, id).changes > 0,
  };
}
