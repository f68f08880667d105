/** What a user says of genes, and the classes that must not be missed. */
import type { Database } from 'better-sqlite3';

export const version = 6;

export function up(db: Database): void {
  db.exec(`
create table gene_notes (
  gene text primary key,
  note text not null,
  written_at text not null
) strict;

create table class_targets (
  task text not null,
  class text not null,
  recall real not null check (recall > 0 and recall <= 1),
  primary key (task, class)
) strict;
`);
}
