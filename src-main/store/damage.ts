/** What is wrong with a damaged project, as text: which rows are not as they were written, by the names that users know. */
import type { Database } from 'better-sqlite3';
import type { BrokenSeal } from './seals.ts';

type Owner = 'run' | 'data set' | 'task' | 'split' | 'comparison' | 'comparison of methods' | null;

/** What the rows of each table hold, and whose they are. */
export const contents: Record<string, { what: string; of: Owner }> = {
  project: { what: 'the date of the project', of: null },
  datasets: { what: 'name and matrix', of: 'data set' },
  cells: { what: 'names of cells', of: 'data set' },
  obs_columns: { what: 'labels', of: 'data set' },
  genes: { what: 'genes', of: 'data set' },
  matrix_chunks: { what: 'counts', of: 'data set' },
  tasks: { what: 'settings', of: 'task' },
  splits: { what: 'size and seed', of: 'split' },
  split_cells: { what: 'test cells', of: 'split' },
  runs: { what: 'settings', of: 'run' },
  history: { what: 'training curves', of: 'run' },
  checkpoints: { what: 'checkpoint', of: 'run' },
  panels: { what: 'panel', of: 'run' },
  results: { what: 'scores', of: 'run' },
  predictions: { what: 'predictions', of: 'run' },
  other_predictions: { what: 'predictions', of: 'run' },
  panel_metrics: { what: 'panel metrics', of: 'run' },
  models: { what: 'predictor', of: 'run' },
  model_arrays: { what: 'predictor', of: 'run' },
  sandboxes: { what: 'panel changed by hand', of: 'run' },
  comparisons: { what: 'runs', of: 'comparison' },
  benchmarks: { what: 'settings', of: 'comparison of methods' },
  gene_notes: { what: 'notes on genes', of: null },
  class_targets: { what: 'minimum recalls', of: null },
  gene_rules: { what: 'rules on genes', of: null },
  gene_tables: { what: 'tables of gene properties', of: null },
};

const named: Record<NonNullable<Owner>, string | null> = {
  run: 'runs',
  'data set': 'datasets',
  task: 'tasks',
  split: null,
  comparison: 'comparisons',
  'comparison of methods': 'benchmarks',
};

/** Most things that a message names one by one. */
const MOST = 5;

/** `scores of the run “YOTO, 32 genes”, labels of the data set “blood” and 2 more`. */
export function damageAsText(db: Database, broken: readonly BrokenSeal[]): string {
  const all = [...new Set(broken.map((one) => partAsText(db, one)))];
  const shown = all.slice(0, MOST).join(', ');
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}

function partAsText(db: Database, { table, owner }: BrokenSeal): string {
  const { what, of } = contents[table] ?? { what: `the table ${table}`, of: null };
  if (of === null || owner === null) return of === null ? what : `${what} of a ${of}`;
  return `${what} of the ${of} ${nameOf(db, named[of], owner)}`;
}

/** Its name in quotation marks, or its number where not even the name can be read. */
function nameOf(db: Database, table: string | null, id: number | string): string {
  try {
    const name: unknown = table && db.prepare(`select name from ${table} where id = ?`).pluck().get(id);
    return typeof name === 'string' ? `“${name}”` : String(id);
  } catch {
    return String(id);
  }
}
