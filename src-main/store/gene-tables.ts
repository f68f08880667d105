/** The table of tables of gene properties. */
import type { Database } from 'better-sqlite3';
import type { GeneTable } from '../data/gene-table.ts';
import { packText, unpackText } from './codec.ts';
import { fromJson, stored } from './stored-rows.ts';

export interface GeneTableRow {
  id: number;
  name: string;
  sha256: string;
  addedAt: string;
}

interface Stored {
  id: number;
  name: string;
  sha256: string;
  added_at: string;
}

export function geneTablesTable(db: Database) {
  const insert = db.prepare('insert into gene_tables (name, sha256, added_at, content) values (?, ?, ?, ?)');
  const list = db.prepare<[], Stored>(
    'select id, name, sha256, added_at from gene_tables where removed_at is null order by id',
  );
  const content = db.prepare<[number], { name: string; content: Buffer }>(
    'select name, content from gene_tables where id = ?',
  );
  const setRemoved = db.prepare('update gene_tables set removed_at = ? where id = ?');

  return {
    insert({ name, columns, rows }: GeneTable, sha256: string, addedAt: string): number {
      const packed = packText(JSON.stringify({ columns, rows }));
      return Number(insert.run(name, sha256, addedAt, packed).lastInsertRowid);
    },
    list: (): GeneTableRow[] =>
      list.all().map(({ id, name, sha256, added_at }) => ({ id, name, sha256, addedAt: added_at })),
    /** also a removed one, as runs go on referring to it */
    get(id: number): GeneTable | undefined {
      const row = content.get(id);
      return (
        row && {
          name: row.name,
          ...fromJson<Omit<GeneTable, 'name'>>(stored.table, unpackText(row.content), `the table “${row.name}”`),
        }
      );
    },
    /** false where there is no such table */
    setRemoved: (id: number, at: string | null) => setRemoved.run(at, id).changes > 0,
  };
}
