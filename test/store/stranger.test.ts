/** Projects from strangers: refused before anything of them is used, in a sentence, or read without what is evil in them. */
import Database from 'better-sqlite3';
import { copyFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src-main/store/open.ts';
import { provideDigest, sealAll } from '../../src-main/store/seals.ts';
import { describeError } from '../../src-shared/errors.ts';
import { everythingOf, fullProject } from '../torture/everything.ts';
import { temporaryFolder } from './temporary-folder.ts';

let whole: Promise<Buffer> | undefined;

/** A project that a stranger changed with SQLite itself, seals and all. */
async function changed(change: (db: Database.Database) => void): Promise<string> {
  const bytes = await (whole ??= fullProject().then((path) => readFileSync(path)));
  const path = join(temporaryFolder(), 'evil.panelwright');
  writeFileSync(path, bytes);
  const db = new Database(path);
  db.unsafeMode(true);
  provideDigest(db);
  db.pragma('foreign_keys = off');
  change(db);
  if (db.prepare("select 1 from sqlite_schema where name = 'seals'").get()) sealAll(db);
  db.close();
  return path;
}

/** What is said of it, by a reader and by a writer; it must be the same. */
function said(path: string): string {
  const both = [true, false].map((readOnly) => {
    try {
      const store = openStore(path, { readOnly });
      try {
        everythingOf(store);
        return `it was read; ${store.info().unreadable.join(' ')}`;
      } finally {
        store.close();
      }
    } catch (error) {
      return describeError(error);
    }
  });
  expect(both[1]).toBe(both[0]);
  return both[0]!;
}

const schema = (sql: string) => (db: Database.Database) => void db.exec(sql);
const rewrite = (sql: string) => (db: Database.Database) => {
  db.pragma('writable_schema = on');
  db.exec(sql);
};

describe('a schema that is not Panelwright’s', () => {
  it.each<[name: string, change: (db: Database.Database) => void]>([
    ['trigger', schema('create trigger t after insert on runs begin delete from runs; end')],
    ['trigger', schema('create trigger u before update on project begin select load_extension(1); end')],
    ['view', schema('create view v as select * from runs')],
    ['', schema('alter table runs rename to r; create view runs as select * from r')],
    ['table', schema('create virtual table f using fts5(a)')],
    ['table', schema('create table more (a)')],
    ['index', schema('create index i on runs (name)')],
    ['index', schema('create index i on runs (abs(id))')],
    ['table “runs” is another', schema('alter table runs add column g text generated always as (name) virtual')],
    ['table “runs” is another', schema('alter table runs add column more text')],
    ['table “gene_notes”', schema('drop table gene_notes')],
    ['table “genes” is another', rewrite("update sqlite_schema set sql = replace(sql, 'strict', '') where name = 'genes'")],
    ['table “genes” is another', rewrite("update sqlite_schema set sql = replace(sql, 'not null', '') where name = 'genes'")],
    ['', rewrite("update sqlite_schema set sql = 'create view genes as select 1' , type = 'view', rootpage = 0 where name = 'genes'")],
    ['', rewrite("insert into sqlite_schema values ('trigger', 'x', 'runs', 0, 'create trigger x after insert on runs begin select 1; end')")],
    ['', (db) => { for (let i = 0; i < 300; i++) db.exec(`create table "t${i}" (a)`); }],
  ])('has a %s: it is refused, and says so', async (name, change) => {
    const text = said(await changed(change));
    expect(text).toMatch(/was changed by another program|is damaged/);
    expect(text).toContain(name);
  }); // prettier-ignore

  it('an older file, too, before it is brought up to date', async () => {
    const path = await changed((db) => {
      db.exec('drop table seals; create trigger t after update on runs begin delete from datasets; end');
      db.pragma('user_version = 10');
    });
    expect(said(path)).toContain('the trigger “t”');
    expect(existsSync(`${path}.version-10`)).toBe(false);
  });

  it('says of itself that it is of version 0, −1 or newer', async () => {
    for (const version of [0, -1, 1, 999]) {
      const text = said(await changed((db) => void db.pragma(`user_version = ${version}`)));
      expect(text).toMatch(/was changed by another program|newer Panelwright/);
    }
  });
});

describe('what lies next to a project', () => {
  it.each(['-wal', '-shm', '-journal', '-lock'])('a link called %s is not written through', async (ending) => {
    const path = await changed(() => {});
    const victim = join(temporaryFolder(), 'victim.txt');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, path + ending);
    expect(said(path)).toContain('is a link');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  it('a rollback journal that names another file does not delete it', async () => {
    const path = await changed(() => {});
    const victim = join(temporaryFolder(), 'victim.txt');
    writeFileSync(victim, 'precious');
    const name = Buffer.from(victim);
    const tail = Buffer.alloc(8);
    tail.writeUInt32BE(name.length, 0);
    tail.writeUInt32BE(
      name.reduce((sum, byte) => sum + byte, 0),
      4,
    );
    writeFileSync(`${path}-journal`, Buffer.concat([Buffer.from('d9d505f920a163d7', 'hex'), Buffer.alloc(504), Buffer.from([0, 0, 0, 0]), name, tail, Buffer.from('d9d505f920a163d7', 'hex')])); // prettier-ignore
    expect(said(path)).toContain('names another file');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });
});

/** A blob as Panelwright packs it, of any content. */
function blob(type: number, packed: Uint8Array): Buffer {
  const head = Buffer.from([type, 0, 0, 0, 0]);
  head.writeUInt32LE(crc32(packed, crc32(head.subarray(0, 1))), 1);
  return Buffer.concat([head, packed]);
}

describe('rows that are not what they should be', () => {
  const set =
    (sql: string, ...values: unknown[]) =>
    (db: Database.Database) =>
      void db.prepare(sql).run(...values);

  it.each<[what: string, change: (db: Database.Database) => void]>([
    ['cells', set('update datasets set cells = ?', 9e15)],
    ['cells', set('update datasets set cells = -1')],
    ['genes', set('update datasets set genes = ?', 1e12)],
    ['does not fit', set('update matrix_chunks set cells = ?', 1e9)],
    ['does not fit', set('update matrix_chunks set entries = ?', 1e15)],
    ['does not fit', set('update matrix_chunks set first_cell = -5')],
    ['does not fit', set('update matrix_chunks set dataset_id = 77 where dataset_id = (select max(id) from datasets)')],
    ['takes', set('update runs set note = ?', 'x'.repeat(130 * 2 ** 20))],
    ['checksum', set('update matrix_chunks set "values" = ?', blob(4, zstdCompressSync(Buffer.alloc(1 << 28))))],
    ['checksum', set('update matrix_chunks set columns = ?', blob(2, zstdCompressSync(Buffer.from(new Int32Array(4).fill(2 ** 30).buffer))))],
    ['checksum', set('update cells set names = ?', blob(5, Buffer.from('28b52ffde0ffffffffffffff7f', 'hex')))],
    ['checksum', set('update cells set names = ?', blob(5, Buffer.from('not zstd at all')))],
    ['checksum', set('update cells set names = ?', blob(9, zstdCompressSync('[]')))],
    ['cannot be read', set('update cells set names = ?', blob(5, zstdCompressSync('{"a":1}')))],
    ['cannot be read', set('update cells set names = ?', blob(5, zstdCompressSync('[1,2')))],
    ['when it was made', set('delete from project')],
  ])('%s: the project or the part is refused in a sentence', async (what, change) => {
    const text = said(await changed(change));
    expect(text).toContain(what);
    expect(text).not.toMatch(/undefined|SqliteError|ZSTD|SyntaxError|JSON at|RangeError/);
  }); // prettier-ignore

  it.each<[table: string, column: string]>([
    ['runs', 'config'],
    ['runs', 'headline'],
    ['runs', 'tags'],
    ['tasks', 'sources'],
    ['tasks', 'merges'],
    ['datasets', 'findings'],
    ['comparisons', 'run_ids'],
    ['benchmarks', 'request'],
    ['gene_rules', 'rules'],
  ])('%s.%s: a bad row costs that row, which is said, and not the list', async (table, column) => {
    for (const value of ['', '{', 'null', '7', '"x"', '[{}]', '{"__proto__":{"a":1}}', '[null]']) {
      let rows = 0;
      const path = await changed((db) => {
        rows = db.prepare(`select count(*) from ${table}`).pluck().get() as number;
        db.prepare(`update ${table} set ${column} = ? where id = (select max(id) from ${table})`).run(value);
      });
      const store = openStore(path, { readOnly: true });
      const lists = {
        runs: store.runs.list,
        tasks: store.tasks.list,
        datasets: store.datasets.list,
        comparisons: store.comparisons.list,
        benchmarks: store.benchmarks.list,
        gene_rules: store.geneRules.list,
      };
      const listed = lists[table as keyof typeof lists]();
      const { unreadable } = store.info();
      store.close();
      // an object is what a request may be
      if (listed.length === rows) expect([table, value.startsWith('{"')]).toEqual(['benchmarks', true]);
      else expect([listed.length, unreadable.length, unreadable[0]]).toEqual([rows - 1, 1, expect.stringContaining('cannot be read')]); // prettier-ignore
    }
  });
});

it('the connection is one of SQLite’s careful ones', async () => {
  const path = await changed(() => {});
  const copy = join(temporaryFolder(), 'copy.panelwright');
  copyFileSync(path, copy);
  const store = openStore(copy);
  expect(store.info().unreadable).toEqual([]);
  store.close();
});
