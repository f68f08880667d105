/** The tables of saved models: the predictor of each finished run, its arrays a row each. */
import type { Database } from 'better-sqlite3';
import type { StoredModel } from '../engine/saved-model.ts';
import { pack, unpack } from './codec.ts';
import { fromJson, stored } from './stored-rows.ts';

export function modelsTable(db: Database) {
  const insert = db.prepare('insert into models (run_id, description) values (?, ?)');
  const insertArray = db.prepare('insert into model_arrays (run_id, name, "values") values (?, ?, ?)');
  const description = db.prepare('select description from models where run_id = ?').pluck();
  const arrays = db.prepare<[number], { name: string; values: Buffer }>(
    'select name, "values" from model_arrays where run_id = ?',
  );

  return {
    insert: db.transaction((runId: number, model: StoredModel) => {
      insert.run(runId, JSON.stringify(model.description));
      for (const [name, values] of Object.entries(model.arrays)) insertArray.run(runId, name, pack(values));
    }),
    /** whose network it is; null for a run that has none */
    predictor(runId: number): StoredModel['description']['predictor'] | null {
      const text = description.get(runId) as string | undefined;
      return text === undefined ? null : descriptionOf(text, runId).predictor;
    },
    /** null for a run that has none: not finished, or of a version that kept none */
    get(runId: number): StoredModel | null {
      const text = description.get(runId) as string | undefined;
      if (text === undefined) return null;
      const unpacked = arrays.all(runId).map(({ name, values }) => [name, unpack(values)]);
      return {
        description: descriptionOf(text, runId),
        arrays: Object.fromEntries(unpacked) as StoredModel['arrays'],
      };
    },
  };
}

const descriptionOf = (text: string, runId: number) =>
  fromJson<StoredModel['description']>(stored.description, text, `the predictor of run ${runId}`);
