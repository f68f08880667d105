/** Rules on genes kept by name, and tables of gene properties that limits refer to. */
import type { Database } from 'better-sqlite3';

export const version = 7;

export function up(db: Database): void {
  db.exec(`
create table gene_rules (
  id integer primary key autoincrement,
  name text not null unique,
  rules text not null
) strict;

-- "content": columns and rows as they were written, packed; runs refer to tables, so they are only hidden
create table gene_tables (
  id integer primary key autoincrement,
  name text not null,
  sha256 text not null,
  added_at text not null,
  content blob not null,
  removed_at text
) strict;
`);
}
