/** Tasks whose classes are merged, renamed or dropped, which weigh more than others, which refine another. */
import type { Database } from 'better-sqlite3';

export const version = 2;

export function up(db: Database): void {
  db.exec(`
alter table tasks add column merges text not null default '[]';
alter table tasks add column weight real not null default 1;
-- the task one level up in a hierarchy
alter table tasks add column broader integer references tasks (id) on delete set null;
`);
}
