/** The table of tasks. */
import type { Database } from 'better-sqlite3';
import type { Task } from '../../src-shared/model.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

interface Stored {
  id: number;
  name: string;
  kind: Task['kind'];
  sources: string;
  unlabelled: string;
  merges: string;
  weight: number;
  broader: number | null;
}

export function tasksTable(db: Database, unreadable: Unreadable) {
  const insert = db.prepare(
    'insert into tasks (name, kind, sources, unlabelled, merges, weight, broader) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare(
    `update tasks set name = ?, kind = ?, sources = ?, unlabelled = ?, merges = ?, weight = ?, broader = ? where id = ?`,
  );
  const list = db.prepare<[], Stored>('select * from tasks where removed_at is null order by id');
  const get = db.prepare<[number], Stored>('select * from tasks where id = ?');
  const setRemoved = db.prepare('update tasks set removed_at = ? where id = ?');

  return {
    insert(task: Omit<Task, 'id'>): number {
      return Number(insert.run(...valuesOf(task)).lastInsertRowid);
    },
    update: (task: Task) => update.run(...valuesOf(task), task.id),
    list: (): Task[] => unreadable.each(list.all(), fromStored),
    /** also a removed one */
    get(id: number): Task | undefined {
      const row = get.get(id);
      return row && fromStored(row);
    },
    setRemoved: (id: number, at: string | null) => setRemoved.run(at, id),
  };
}

const valuesOf = ({ name, kind, sources, unlabelled, merges, weight, broader }: Omit<Task, 'id'>) =>
  [name, kind, JSON.stringify(sources), JSON.stringify(unlabelled), JSON.stringify(merges), weight, broader] as const;

function fromStored(row: Stored): Task {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    sources: fromJson<Task['sources']>(stored.sources, row.sources, `the columns of the task “${row.name}”`),
    unlabelled: fromJson<string[]>(stored.texts, row.unlabelled, `the unlabelled values of the task “${row.name}”`),
    merges: fromJson<Task['merges']>(stored.merges, row.merges, `the classes of the task “${row.name}”`),
    weight: row.weight,
    broader: row.broader,
  };
}
