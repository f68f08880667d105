/** The predictor of each finished run. */
import type { Database } from 'better-sqlite3';

export const version = 3;

export function up(db: Database): void {
  db.exec(`
-- genes, normalisation, heads: all of a predictor that is no array of numbers
create table models (
  run_id integer primary key references runs (id) on delete cascade,
  description text not null
) strict;

create table model_arrays (
  run_id integer not null references models (run_id) on delete cascade,
  name text not null,
  "values" blob not null,
  primary key (run_id, name)
) strict;
`);
}
