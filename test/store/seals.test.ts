/** Damage of a project is noticed: by seals of its rows, by checksums of its packed parts. */
import Database from 'better-sqlite3';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, migrations } from '../../src-main/store/migrations/index.ts';
import { contents } from '../../src-main/store/damage.ts';
import { openStore, createStore } from '../../src-main/store/open.ts';
import { brokenSeals, provideDigest, tablesOf } from '../../src-main/store/seals.ts';
import { fullProject, everythingOf } from '../torture/everything.ts';
import { addDataset, addRun } from './fill.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Changes the file as no Panelwright would: nobody keeps the seals. */
function tamper(path: string, sql: string): void {
  const db = new Database(path);
  db.pragma('foreign_keys = on');
  expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
  db.close();
}

function brokenIn(path: string) {
  const db = new Database(path, { readonly: true });
  provideDigest(db);
  try {
    return brokenSeals(db);
  } finally {
    db.close();
  }
}

describe('seals', () => {
  it('hold whatever is written: rows added, changed, put in the place of others, removed, and removed with their owner', () => {
    const path = join(temporaryFolder(), 'p.panelwright');
    const store = createStore(path, '0.1.0');
    const [gone, kept] = [addDataset(store, 'gone'), addDataset(store, 'kept')];
    const run = addRun(store, kept);
    const point = { step: 10, k: 4, temperature: 1, loss: [0.5], validation: null };
    store.history.append(run, [point]);
    store.history.append(run, [{ ...point, loss: [0.25] }]);
    store.checkpoints.replace(run, { step: 1, executor: 'x', arrays: { w: Float32Array.of(1) } });
    store.checkpoints.replace(run, { step: 2, executor: 'x', arrays: { w: Float32Array.of(1, 2) } });
    store.datasets.rename(kept, 'renamed');
    store.runs.rename(run, 'größe');
    store.geneNotes.set('CD3D', 'one', 'now');
    store.geneNotes.set('CD3D', 'two', 'now');
    store.datasets.delete(gone);
    expect(() =>
      store.transaction(() => {
        store.runs.rename(run, 'not this');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(brokenIn(path)).toEqual([]);
    store.close();
    expect(brokenIn(path)).toEqual([]);
    const again = openStore(path);
    again.runs.setRemoved(run, 'now');
    again.close();
    expect(brokenIn(path)).toEqual([]);
  });

  it.each([
    [
      'a score',
      `update results set result = replace(result, '0.8', '0.9') where run_id = 1`,
      'scores of the run “finished”',
    ],
    [
      'a gene of a panel',
      `update panels set symbol = 'CD3E' where run_id = 1 and rank = 1`,
      'panel of the run “finished”',
    ],
    [
      'the name of a gene',
      `update genes set name = 'X' where dataset_id = 1 and position = 0`,
      'genes of the data set “blood”',
    ],
    [
      'a class',
      `update obs_columns set categories = replace(categories, 'NK', 'NX') where dataset_id = 1`,
      'labels of the data set “blood”',
    ],
    [
      'a setting',
      `update runs set config = replace(config, '"seed":0', '"seed":4') where id = 1`,
      'settings of the run “finished”',
    ],
    ['a row that is lost', `delete from results where run_id = 2`, 'scores of the run “second”'],
    ['a chunk that is lost', `delete from matrix_chunks where dataset_id = 2`, 'counts of the data set “spleen”'],
    ['a row too many', `insert into gene_notes values ('LYZ', 'x', 'y')`, 'notes on genes'],
  ])('%s that is not as it was written is named', async (_what, sql, named) => {
    const path = await fullProject();
    tamper(path, sql);
    for (const readOnly of [true, false]) {
      expect(() => openStore(path, { readOnly })).toThrow(`The project ${path} is damaged: ${named}`);
    }
  });

  it('are of every table, and every table has a name that users know', () => {
    const db = new Database(':memory:');
    migrate(db, migrations, () => undefined);
    expect(
      tablesOf(db)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(contents).sort());
  });
});

describe('a project without checksums', () => {
  it('is given them, and holds what it held', async () => {
    const path = await fullProject();
    const store = openStore(path);
    const before = everythingOf(store);
    store.close();
    const old = join(temporaryFolder(), 'old.panelwright');
    copyFileSync(path, old);
    withoutChecksums(old);
    const again = openStore(old);
    expect(everythingOf(again)).toEqual(before);
    again.close();
    expect(brokenIn(old)).toEqual([]);
    expect(readFileSync(`${old}.version-10`).subarray(0, 6).toString()).toBe('SQLite');
  });

  /** What version 10 of the file was: blobs of numbers with one byte before what is packed, texts with none, no seals. */
  function withoutChecksums(path: string): void {
    const db = new Database(path);
    db.function('bare_numbers', (blob) => {
      const bytes = blob as Buffer | null;
      return bytes && Buffer.concat([bytes.subarray(0, 1), bytes.subarray(5)]);
    });
    db.function('bare_text', (blob) => (blob as Buffer).subarray(5));
    const texts = ['names', 'content'];
    for (const { name } of tablesOf(db)) {
      for (const column of db.pragma(`table_info("${name}")`) as { name: string; type: string }[]) {
        if (column.type.toLowerCase() !== 'blob') continue;
        const bare = texts.includes(column.name) ? 'bare_text' : 'bare_numbers';
        db.exec(`update "${name}" set "${column.name}" = ${bare}("${column.name}")`);
      }
    }
    db.exec('drop table seals');
    db.pragma('user_version = 10');
    db.close();
  }
});
