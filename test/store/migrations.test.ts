/** Migrations go forward, as a whole or not at all, with a copy before; the newest form is in schema.sql for review. */
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, migrations } from '../../src-main/store/migrations/index.ts';
import type { Migration } from '../../src-main/store/migrations/index.ts';

const noBackup = () => {
  throw new Error('nothing to back up');
};

function newest() {
  const db = new Database(':memory:');
  migrate(db, migrations, noBackup);
  return db;
}

/** The schema as text, one statement a paragraph, in the order of names. */
function schemaOf(db: Database.Database): string {
  const statements = db
    .prepare(
      `select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type desc, name`,
    )
    .pluck()
    .all() as string[];
  return statements.map((sql) => `${sql};\n`).join('\n');
}

const latest = migrations.length;
const addNotes: Migration = { version: latest + 1, up: (db) => void db.exec('create table notes (text text) strict') };
const fails: Migration = {
  version: latest + 2,
  up(db) {
    db.exec('drop table notes');
    throw new Error('half-way');
  },
};

describe('migrations', () => {
  it('are numbered 1, 2, 3, …', () => {
    expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, i) => i + 1));
  });

  it('make the schema that was reviewed', () => {
    // to take a change over: write what this prints to test/store/schema.sql, and read the difference
    expect(schemaOf(newest())).toBe(readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8'));
  });

  it('make STRICT tables only', () => {
    const tables = newest().pragma('table_list') as { schema: string; name: string; strict: number }[];
    expect(tables.filter((table) => !table.name.startsWith('sqlite_') && !table.strict)).toEqual([]);
  });

  it('take an older file to the newest form after a backup', () => {
    const db = newest();
    const backups: number[] = [];
    expect(migrate(db, [...migrations, addNotes], (version) => backups.push(version))).toBe(true);
    expect(backups).toEqual([latest]);
    expect(db.pragma('user_version', { simple: true })).toBe(latest + 1);
    expect(schemaOf(db)).toContain('CREATE TABLE notes');
  });

  it('do nothing to a file that is new enough', () => {
    expect(migrate(newest(), migrations, noBackup)).toBe(false);
  });

  it('leave the file as it was when one of them fails', () => {
    const db = newest();
    const before = schemaOf(db);
    expect(() => migrate(db, [...migrations, addNotes, fails], () => undefined)).toThrow('half-way');
    expect(db.pragma('user_version', { simple: true })).toBe(latest);
    expect(schemaOf(db)).toBe(before);
  });

  it('give tasks of a first project what later ones can say', () => {
    const db = new Database(':memory:');
    migrate(db, migrations.slice(0, 1), noBackup);
    db.exec(`insert into tasks (name, kind, sources, unlabelled) values ('type', 'categorical', '[]', '[]')`);
    migrate(db, migrations, () => undefined);
    expect(db.prepare('select merges, weight, broader from tasks').get()).toEqual({
      merges: '[]',
      weight: 1,
      broader: null,
    });
  });
});
