/**
 * Whether the rows of a project are those that were written. For every table, the rows that belong together (of one run,
 * one data set: the first column of the primary key) have a seal: their number and the sum of their checksums. Triggers of
 * this connection keep it, so no table takes care of its own; opening a project compares. Packed blobs have checksums of
 * their own (codec.ts) and are checked when they are read, so that opening reads none of them: a seal counts their length.
 */
import type { Database } from 'better-sqlite3';
import { crc32 } from 'node:zlib';

/** The first version of the file that has seals. */
export const SEALED_SINCE = 11;

/** Rows that are not as they were written. */
export interface BrokenSeal {
  table: string;
  /** id of the run, data set, … that they belong to; null where the table cannot be read through */
  owner: number | string | null;
}

interface Table {
  name: string;
  /** the first column of the primary key */
  owner: string;
  /** the columns as arguments of `row_digest`, of the row that is called so */
  values(row: string): string;
}

/** To be called of every connection that reads or keeps seals. */
export function provideDigest(db: Database): void {
  db.function('row_digest', { varargs: true, deterministic: true }, (...values) => crc32(JSON.stringify(values)));
}

export function tablesOf(db: Database): Table[] {
  const names = db
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'seals'`)
    .pluck()
    .all() as string[];
  return names.map((name) => {
    const columns = db.pragma(`table_info("${name}")`) as { name: string; type: string; pk: number }[];
    return {
      name,
      // a table without a primary key is sealed row by row
      owner: columns.find(({ pk }) => pk === 1)?.name ?? 'rowid',
      values: (row) =>
        columns
          .map((column) => `${row}."${column.name}"`)
          .map((value, c) => (columns[c].type.toLowerCase() === 'blob' ? `length(${value})` : value))
          .join(', '),
    };
  });
}

/** Keeps the seals of all that this connection writes from now on. */
export function keepSeals(db: Database): void {
  for (const { name, owner, values } of tablesOf(db)) {
    const change = (row: 'new' | 'old', sign: '' | '-') => `
      insert into seals (table_name, owner, rows, digest)
      values ('${name}', ${row}."${owner}", ${sign}1, ${sign}row_digest(${values(row)}))
      on conflict (table_name, owner) do update set rows = rows + excluded.rows, digest = digest + excluded.digest;`;
    const empty = `delete from seals where table_name = '${name}' and owner = old."${owner}" and rows = 0;`;
    db.exec(`
      create temp trigger "seal inserted ${name}" after insert on main."${name}" begin ${change('new', '')} end;
      create temp trigger "seal deleted ${name}" after delete on main."${name}" begin ${change('old', '-')} ${empty} end;
      create temp trigger "seal updated ${name}" after update on main."${name}" begin
        ${change('old', '-')} ${change('new', '')} ${empty}
      end;`);
  }
}

/** Seals everything as it is now: after a migration, which has changed what rows consist of. */
export function sealAll(db: Database): void {
  db.exec('delete from seals');
  for (const { name, owner, values } of tablesOf(db)) {
    db.exec(`insert into seals (table_name, owner, rows, digest)
      select '${name}', "${owner}", count(*), sum(row_digest(${values('t')})) from "${name}" as t group by 2`);
  }
}

type Seal = { owner: number | string; rows: number; digest: number };

/** What is not as it was written. @throws SqliteError where not even the seals can be read */
export function brokenSeals(db: Database): BrokenSeal[] {
  const kept = db.prepare<[string], Seal>('select owner, rows, digest from seals where table_name = ?');
  return db.transaction(() => {
    const known = new Set(db.prepare('select distinct table_name from seals').pluck().all() as string[]);
    const broken: BrokenSeal[] = [];
    for (const { name, owner, values } of tablesOf(db)) {
      known.delete(name);
      const seals = new Map(kept.all(name).map((seal) => [seal.owner, seal]));
      try {
        const found = db
          .prepare<[], Seal>(
            `select "${owner}" as owner, count(*) as rows, sum(row_digest(${values('t')})) as digest
             from "${name}" as t group by 1`,
          )
          .all();
        for (const { owner, rows, digest } of found) {
          const seal = seals.get(owner);
          if (seal?.rows !== rows || seal.digest !== digest) broken.push({ table: name, owner });
          seals.delete(owner);
        }
        for (const missing of seals.keys()) broken.push({ table: name, owner: missing });
      } catch {
        broken.push({ table: name, owner: null });
      }
    }
    for (const table of known) broken.push({ table, owner: null });
    return broken;
  })();
}
