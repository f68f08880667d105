/** What was tried by hand in the sandbox of a run, back and forth. */
import type { Database } from 'better-sqlite3';

export const version = 9;

export function up(db: Database): void {
  db.exec(`
-- "history": the panel as it stands, the edits before it and those taken back, as JSON
create table sandboxes (
  run_id integer primary key references runs (id) on delete cascade,
  history text not null,
  changed_at text not null
) strict;
`);
}
