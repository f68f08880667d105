/** The first form of a project file. Never edited once released: a change is a migration of its own. */
import type { Database } from 'better-sqlite3';

export const version = 1;

export function up(db: Database): void {
  db.exec(`
-- one row: where the project comes from
create table project (
  id integer primary key check (id = 1),
  created_at text not null,
  app_version text not null
) strict;

-- "ready" is 0 while the import is under way: what a crash left half-done is swept when the project is opened
create table datasets (
  id integer primary key autoincrement,
  name text not null,
  source_path text not null,
  format text not null,
  sha256 text not null,
  matrix text not null,
  cells integer not null,
  genes integer not null,
  gene_identifiers text not null,
  findings text not null,
  added_at text not null,
  ready integer not null default 0,
  removed_at text
) strict;

-- names of the cells in their order, packed
create table cells (
  dataset_id integer primary key references datasets (id) on delete cascade,
  names blob not null
) strict;

-- a column of obs: codes into categories (-1: no value) or values (NaN: no value), packed
create table obs_columns (
  dataset_id integer not null references datasets (id) on delete cascade,
  position integer not null,
  name text not null,
  kind text not null check (kind in ('categorical', 'continuous')),
  categories text not null,
  data blob not null,
  summary text not null,
  primary key (dataset_id, position),
  unique (dataset_id, name)
) strict, without rowid;

create table genes (
  dataset_id integer not null references datasets (id) on delete cascade,
  position integer not null,
  name text not null,
  symbol text not null,
  gene_id text not null,
  primary key (dataset_id, position)
) strict, without rowid;

-- the matrix: compressed sparse rows of consecutive cells, so that it can be streamed
create table matrix_chunks (
  dataset_id integer not null references datasets (id) on delete cascade,
  position integer not null,
  first_cell integer not null,
  cells integer not null,
  entries integer not null,
  row_lengths blob not null,
  columns blob not null,
  "values" blob not null,
  primary key (dataset_id, position)
) strict;

create table tasks (
  id integer primary key autoincrement,
  name text not null,
  kind text not null check (kind in ('categorical', 'continuous')),
  sources text not null,
  unlabelled text not null,
  removed_at text
) strict;

-- who trains, who steers, who is scored once; "made_from" is a digest of all that it was made from
create table splits (
  id integer primary key autoincrement,
  made_from text not null unique,
  seed integer not null,
  test_fraction real not null,
  train integer not null,
  validation integer not null,
  test integer not null,
  created_at text not null
) strict;

create table split_cells (
  split_id integer not null references splits (id) on delete cascade,
  dataset_id integer not null references datasets (id),
  assignment blob not null,
  primary key (split_id, dataset_id)
) strict;

create table runs (
  id integer primary key autoincrement,
  name text not null,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
  config text not null,
  split_id integer not null references splits (id),
  app_version text not null,
  created_at text not null,
  started_at text,
  finished_at text,
  message text,
  backend text,
  headline text not null default '[]',
  notes text not null default '[]',
  seconds text,
  peak_memory_mb real,
  removed_at text
) strict;

create table history (
  run_id integer not null references runs (id) on delete cascade,
  step integer not null,
  k integer not null,
  temperature real not null,
  loss text not null,
  validation text,
  primary key (run_id, step)
) strict, without rowid;

-- where the training of a run had got to; kept until it succeeds
create table checkpoints (
  run_id integer not null references runs (id) on delete cascade,
  name text not null,
  step integer not null,
  "values" blob not null,
  primary key (run_id, name)
) strict;

create table panels (
  run_id integer not null references runs (id) on delete cascade,
  rank integer not null,
  name text not null,
  symbol text not null,
  gene_id text not null,
  score real,
  mean_expression real not null,
  detected real not null,
  forced integer not null,
  primary key (run_id, rank)
) strict, without rowid;

create table results (
  run_id integer not null references runs (id) on delete cascade,
  position integer not null,
  task text not null,
  result text not null,
  primary key (run_id, position)
) strict, without rowid;

-- predictions for labelled test cells; "cells" are rows of the run's data sets laid one below the other
create table predictions (
  run_id integer not null references runs (id) on delete cascade,
  position integer not null,
  task text not null,
  cells blob not null,
  truth blob not null,
  predicted blob not null,
  probabilities blob,
  primary key (run_id, position)
) strict;

create index split_cells_by_dataset on split_cells (dataset_id);
create index runs_by_split on runs (split_id);
`);
}
