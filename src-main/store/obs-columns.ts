/** The table of obs columns: the labels of the cells, and their summaries. */
import type { Database } from 'better-sqlite3';
import type { ObsColumn } from '../../src-shared/model.ts';
import type { LabelColumn } from '../data/labels.ts';
import { pack, unpack } from './codec.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

interface Stored {
  name: string;
  kind: LabelColumn['kind'];
  categories: string;
  data: Buffer;
}

export function obsColumnsTable(db: Database, unreadable: Unreadable) {
  const insert = db.prepare(
    `insert into obs_columns (dataset_id, position, name, kind, categories, data, summary)
     values (?, (select coalesce(max(position), -1) + 1 from obs_columns where dataset_id = ?), ?, ?, ?, ?, ?)
     on conflict (dataset_id, name) do update
     set kind = excluded.kind, categories = excluded.categories, data = excluded.data, summary = excluded.summary`,
  );
  const summaries = db.prepare('select summary from obs_columns where dataset_id = ? order by position').pluck();
  const summary = db.prepare('select summary from obs_columns where dataset_id = ? and name = ?').pluck();
  const get = db.prepare<[number, string], Stored>(
    'select name, kind, categories, data from obs_columns where dataset_id = ? and name = ?',
  );
  const remove = db.prepare('delete from obs_columns where dataset_id = ?');
  const removeOne = db.prepare('delete from obs_columns where dataset_id = ? and name = ?');

  return {
    /** Adds a column, or puts it in the place of the one with its name. */
    put(datasetId: number, column: LabelColumn, summary: ObsColumn) {
      const categorical = column.kind === 'categorical';
      insert.run(
        datasetId,
        datasetId,
        column.name,
        column.kind,
        JSON.stringify(categorical ? column.categories : []),
        pack(categorical ? column.codes : column.values),
        JSON.stringify(summary),
      );
    },
    summaries: (datasetId: number) => unreadable.each(summaries.all(datasetId) as string[], columnOf),
    summary(datasetId: number, name: string): ObsColumn | undefined {
      const text = summary.get(datasetId, name) as string | undefined;
      return text === undefined ? undefined : columnOf(text);
    },
    get(datasetId: number, name: string): LabelColumn | undefined {
      const row = get.get(datasetId, name);
      if (!row) return undefined;
      return row.kind === 'categorical'
        ? {
            name: row.name,
            kind: 'categorical',
            categories: fromJson<string[]>(stored.texts, row.categories, `the labels “${row.name}”`),
            codes: unpack(row.data) as Int32Array,
          }
        : { name: row.name, kind: 'continuous', values: unpack(row.data) as Float64Array };
    },
    /** Takes one column away. */
    remove: (datasetId: number, name: string) => removeOne.run(datasetId, name),
    delete: (datasetId: number) => remove.run(datasetId),
  };
}

const columnOf = (text: string) => fromJson<ObsColumn>(stored.column, text, 'a column of labels');
