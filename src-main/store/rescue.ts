/** What can be read of a damaged project, copied into a new one. */
import Database from 'better-sqlite3';
import { AppError } from '../../src-shared/errors.ts';
import { isWhole } from './codec.ts';
import { contents, damageAsText } from './damage.ts';
import { damaged } from './failures.ts';
import { migrations } from './migrations/index.ts';
import { createStore, openStore } from './open.ts';
import { type BrokenSeal, brokenSeals, keepSeals, provideDigest, tablesOf } from './seals.ts';

/** What a run is good for without: curves, where it could go on from, what was tried with it. */
const dispensable = ['history', 'checkpoints', 'sandboxes'];

/**
 * Copies every run, data set and the like that is as it was written. A run that lacks a part of its result is left out; of
 * a data set that lacks a part only the names stay, for the runs that were made of it.
 *
 * @param to a file that is not there
 * @returns what is lost, as text; null where everything could be copied
 * @throws AppError for what is no project, is of an earlier form, or holds nothing that can be read
 */
export function rescueProject(from: string, to: string, appVersion: string): string | null {
  const old = new Database(from, { readonly: true, fileMustExist: true });
  try {
    provideDigest(old);
    const lost = readDamage(old, from);
    createStore(to, appVersion).close();
    const db = new Database(to);
    try {
      provideDigest(db);
      db.pragma('foreign_keys = on');
      keepSeals(db);
      db.transaction(() => copyWhole(old, db, lost))();
    } finally {
      db.close();
    }
    openStore(to).close();
    return lost.length > 0 ? damageAsText(old, lost) : null;
  } finally {
    old.close();
  }
}

function readDamage(old: Database.Database, from: string): BrokenSeal[] {
  try {
    const newest = migrations.at(-1)!.version;
    if (old.pragma('user_version', { simple: true }) === newest) return brokenSeals(old);
  } catch (error) {
    throw damaged(from, 'not even its checksums can be read', error);
  }
  throw new AppError(
    'unreadable',
    `${from} was not written by this version of Panelwright, so nothing can be copied of it.`,
    'Use a backup of it.',
  );
}

function copyWhole(old: Database.Database, db: Database.Database, lost: BrokenSeal[]): void {
  const order = Object.keys(contents);
  const tables = tablesOf(db).filter(({ name }) => name !== 'project');
  tables.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  for (const { name, owner } of tables) {
    const broken = lost.filter(({ table }) => table === name);
    if (broken.some((one) => one.owner === null)) continue;
    const rows = old.prepare<[number | string], Record<string, unknown>>(
      `select * from "${name}" where "${owner}" = ?`,
    );
    const owners = old.prepare(`select distinct "${owner}" from "${name}" order by 1`).pluck().all() as (
      number | string
    )[];
    for (const id of owners.filter((id) => !broken.some((one) => one.owner === id))) {
      try {
        db.transaction(() => copyRows(db, name, rows.iterate(id)))();
      } catch {
        // a packed part is damaged, or what the rows belong to is not there
        lost.push({ table: name, owner: id });
      }
    }
  }
  const isOf = (kind: 'run' | 'data set') => (one: BrokenSeal) =>
    contents[one.table]?.of === kind && !dispensable.includes(one.table);
  const all = (table: string) => db.prepare(`select id from ${table}`).pluck().all() as number[];
  const hit = (kind: 'run' | 'data set', table: string) =>
    lost.filter(isOf(kind)).flatMap(({ owner }) => (owner === null ? all(table) : [owner]));
  for (const id of hit('run', 'runs')) db.prepare('delete from runs where id = ?').run(id);
  // opening the project empties the bin of what is as old as that
  for (const id of hit('data set', 'datasets')) db.prepare(`update datasets set removed_at = '' where id = ?`).run(id);
}

function copyRows(db: Database.Database, table: string, rows: Iterable<Record<string, unknown>>): void {
  let insert: Database.Statement | undefined;
  for (const row of rows) {
    const names = Object.keys(row);
    if (Object.values(row).some((value) => Buffer.isBuffer(value) && !isWhole(value)))
      throw new Error('a damaged part');
    insert ??= db.prepare(
      `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
    );
    insert.run(Object.values(row));
  }
}
