/** What a user says about runs, comparisons that were given a name, and grids of runs that compare methods. */
import type { Database } from 'better-sqlite3';

export const version = 4;

export function up(db: Database): void {
  db.exec(`
alter table runs add column pinned integer not null default 0;
alter table runs add column tags text not null default '[]';
alter table runs add column note text not null default '';
alter table runs add column archived integer not null default 0;

create table comparisons (
  id integer primary key autoincrement,
  name text not null,
  run_ids text not null,
  created_at text not null,
  removed_at text
) strict;

-- a grid is what was asked for; its cells are the runs that were asked for alike
create table benchmarks (
  id integer primary key autoincrement,
  name text not null,
  request text not null,
  created_at text not null,
  removed_at text
) strict;
`);
}
