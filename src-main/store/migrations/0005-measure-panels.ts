/** What the panel of each finished run keeps of all genes. */
import type { Database } from 'better-sqlite3';

export const version = 5;

export function up(db: Database): void {
  db.exec(`
create table panel_metrics (
  run_id integer primary key references runs (id) on delete cascade,
  metrics text not null
) strict;
`);
}
