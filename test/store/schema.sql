CREATE TABLE benchmarks (
  id integer primary key autoincrement,
  name text not null,
  request text not null,
  created_at text not null,
  removed_at text
) strict;

CREATE TABLE cells (
  dataset_id integer primary key references datasets (id) on delete cascade,
  names blob not null
) strict;

CREATE TABLE checkpoints (
  run_id integer not null references runs (id) on delete cascade,
  name text not null,
  step integer not null,
  "values" blob not null, executor text not null default '',
  primary key (run_id, name)
) strict;

CREATE TABLE class_targets (
  task text not null,
  class text not null,
  recall real not null check (recall > 0 and recall <= 1),
  primary key (task, class)
) strict;

CREATE TABLE comparisons (
  id integer primary key autoincrement,
  name text not null,
  run_ids text not null,
  created_at text not null,
  removed_at text
) strict;

CREATE TABLE datasets (
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

CREATE TABLE gene_notes (
  gene text primary key,
  note text not null,
  written_at text not null
) strict;

CREATE TABLE gene_rules (
  id integer primary key autoincrement,
  name text not null unique,
  rules text not null
) strict;

CREATE TABLE gene_tables (
  id integer primary key autoincrement,
  name text not null,
  sha256 text not null,
  added_at text not null,
  content blob not null,
  removed_at text
) strict;

CREATE TABLE genes (
  dataset_id integer not null references datasets (id) on delete cascade,
  position integer not null,
  name text not null,
  symbol text not null,
  gene_id text not null,
  primary key (dataset_id, position)
) strict, without rowid;

CREATE TABLE history (
  run_id integer not null references runs (id) on delete cascade,
  step integer not null,
  k integer not null,
  temperature real not null,
  loss text not null,
  validation text,
  primary key (run_id, step)
) strict, without rowid;

CREATE TABLE matrix_chunks (
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

CREATE TABLE model_arrays (
  run_id integer not null references models (run_id) on delete cascade,
  name text not null,
  "values" blob not null,
  primary key (run_id, name)
) strict;

CREATE TABLE models (
  run_id integer primary key references runs (id) on delete cascade,
  description text not null
) strict;

CREATE TABLE obs_columns (
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

CREATE TABLE other_predictions (
  run_id integer not null,
  position integer not null,
  number integer not null,
  predictor text not null,
  seed integer,
  "values" blob not null,
  primary key (run_id, position, number),
  foreign key (run_id, position) references predictions (run_id, position) on delete cascade
) strict;

CREATE TABLE panel_metrics (
  run_id integer primary key references runs (id) on delete cascade,
  metrics text not null
) strict;

CREATE TABLE panels (
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

CREATE TABLE predictions (
  run_id integer not null references runs (id) on delete cascade,
  position integer not null,
  task text not null,
  cells blob not null,
  truth blob not null,
  predicted blob not null,
  probabilities blob,
  primary key (run_id, position)
) strict;

CREATE TABLE project (
  id integer primary key check (id = 1),
  created_at text not null,
  app_version text not null
) strict;

CREATE TABLE results (
  run_id integer not null references runs (id) on delete cascade,
  position integer not null,
  task text not null,
  result text not null,
  primary key (run_id, position)
) strict, without rowid;

CREATE TABLE runs (
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
, pinned integer not null default 0, tags text not null default '[]', note text not null default '', archived integer not null default 0) strict;

CREATE TABLE sandboxes (
  run_id integer primary key references runs (id) on delete cascade,
  history text not null,
  changed_at text not null
) strict;

CREATE TABLE seals (
  table_name text not null,
  owner any not null,
  rows integer not null,
  digest integer not null,
  primary key (table_name, owner)
) strict, without rowid;

CREATE TABLE split_cells (
  split_id integer not null references splits (id) on delete cascade,
  dataset_id integer not null references datasets (id),
  assignment blob not null,
  primary key (split_id, dataset_id)
) strict;

CREATE TABLE splits (
  id integer primary key autoincrement,
  made_from text not null unique,
  seed integer not null,
  test_fraction real not null,
  train integer not null,
  validation integer not null,
  test integer not null,
  created_at text not null
) strict;

CREATE TABLE tasks (
  id integer primary key autoincrement,
  name text not null,
  kind text not null check (kind in ('categorical', 'continuous')),
  sources text not null,
  unlabelled text not null,
  removed_at text
, merges text not null default '[]', weight real not null default 1, broader integer references tasks (id) on delete set null) strict;

CREATE INDEX runs_by_split on runs (split_id);

CREATE INDEX split_cells_by_dataset on split_cells (dataset_id);
