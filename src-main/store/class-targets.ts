/** The table of targets: classes that must not be missed, and the recall that the user wants of them. */
import type { Database } from 'better-sqlite3';
import type { ClassTarget } from '../../src-shared/model.ts';

export function classTargetsTable(db: Database) {
  const list = db.prepare<[], ClassTarget>(
    'select task, class as className, recall from class_targets order by task, class',
  );
  const write = db.prepare(
    `insert into class_targets (task, class, recall) values (?, ?, ?)
     on conflict (task, class) do update set recall = excluded.recall`,
  );
  const remove = db.prepare('delete from class_targets where task = ? and class = ?');

  return {
    list: (): ClassTarget[] => list.all(),
    /** @param recall null takes the target away */
    set: (task: string, className: string, recall: number | null) =>
      recall === null ? remove.run(task, className) : write.run(task, className, recall),
  };
}
