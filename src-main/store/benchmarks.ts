/** The table of benchmarks: grids of runs, as they were asked for. */
import type { Database } from 'better-sqlite3';
import type { Benchmark } from '../../src-shared/model.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

interface Stored {
  id: number;
  name: string;
  request: string;
  created_at: string;
}

export function benchmarksTable(db: Database, unreadable: Unreadable) {
  const insert = db.prepare('insert into benchmarks (name, request, created_at) values (?, ?, ?)');
  const list = db.prepare<[], Stored>('select * from benchmarks where removed_at is null order by id');
  const get = db.prepare<[number], Stored & { removed_at: string | null }>('select * from benchmarks where id = ?');
  const setRemoved = db.prepare('update benchmarks set removed_at = ? where id = ?');

  return {
    insert: ({ name, request, createdAt }: Omit<Benchmark, 'id'>): number =>
      Number(insert.run(name, JSON.stringify(request), createdAt).lastInsertRowid),
    list: (): Benchmark[] => unreadable.each(list.all(), fromStored),
    get(id: number, removedToo = false): Benchmark | undefined {
      const row = get.get(id);
      return row && (removedToo || row.removed_at === null) ? fromStored(row) : undefined;
    },
    setRemoved: (id: number, at: string | null) => setRemoved.run(at, id).changes > 0,
  };
}

function fromStored(row: Stored): Benchmark {
  return {
    id: row.id,
    name: row.name,
    request: fromJson<Benchmark['request']>(stored.request, row.request, `the comparison of methods “${row.name}”`),
    createdAt: row.created_at,
  };
}
