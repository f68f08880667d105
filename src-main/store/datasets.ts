/** The table of data sets, and the names of their cells. */
import type { Database } from 'better-sqlite3';
import type { Dataset, Finding, MatrixInfo } from '../../src-shared/model.ts';
import { packNames, unpackNames } from './codec.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

/** A data set without its columns, which have a table of their own. */
export type DatasetRow = Omit<Dataset, 'columns'> & { removedAt: string | null };

interface Stored {
  id: number;
  name: string;
  source_path: string;
  format: string;
  sha256: string;
  matrix: string;
  cells: number;
  genes: number;
  gene_identifiers: Dataset['geneIdentifiers'];
  findings: string;
  added_at: string;
  removed_at: string | null;
}

export function datasetsTable(db: Database, unreadable: Unreadable) {
  const insert = db.prepare(
    `insert into datasets (name, source_path, format, sha256, matrix, cells, genes, gene_identifiers, findings, added_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCells = db.prepare('insert into cells (dataset_id, names) values (?, ?)');
  const cells = db.prepare('select names from cells where dataset_id = ?').pluck();
  const list = db.prepare<[], Stored>('select * from datasets where ready = 1 and removed_at is null order by id');
  const get = db.prepare<[number], Stored>('select * from datasets where ready = 1 and id = ?');
  const finish = db.prepare('update datasets set matrix = ?, ready = 1 where id = ?');
  const rename = db.prepare('update datasets set name = ? where id = ?');
  const setFindings = db.prepare('update datasets set findings = ? where id = ?');
  const setRemoved = db.prepare('update datasets set removed_at = ? where id = ?');
  const remove = db.prepare('delete from datasets where id = ?');
  const unfinished = db.prepare('select id from datasets where ready = 0').pluck();
  const sources = db.prepare('select distinct source_path from datasets').pluck();

  return {
    /** A data set that is not listed until `finish`. */
    insert(row: Omit<DatasetRow, 'id' | 'removedAt'>, cellNames: string[]): number {
      const { lastInsertRowid } = insert.run(
        row.name,
        row.sourcePath,
        row.format,
        row.sha256,
        JSON.stringify(row.matrix),
        row.cells,
        row.genes,
        row.geneIdentifiers,
        JSON.stringify(row.findings),
        row.addedAt,
      );
      const id = Number(lastInsertRowid);
      insertCells.run(id, packNames(cellNames));
      return id;
    },
    finish: (id: number, matrix: MatrixInfo) => finish.run(JSON.stringify(matrix), id),
    list: (): DatasetRow[] => unreadable.each(list.all(), fromStored),
    /** also a removed one, as runs go on referring to it */
    get(id: number): DatasetRow | undefined {
      const row = get.get(id);
      return row && fromStored(row);
    },
    cellNames: (id: number): string[] => unpackNames(cells.get(id) as Buffer),
    rename: (id: number, name: string) => rename.run(name, id),
    setFindings: (id: number, findings: Finding[]) => setFindings.run(JSON.stringify(findings), id),
    setRemoved: (id: number, at: string | null) => setRemoved.run(at, id),
    delete: (id: number) => remove.run(id),
    unfinished: () => unfinished.all() as number[],
    /** files and folders that data sets were read from, those of removed ones too */
    sources: () => sources.all() as string[],
  };
}

function fromStored(row: Stored): DatasetRow {
  return {
    id: row.id,
    name: row.name,
    sourcePath: row.source_path,
    format: row.format,
    sha256: row.sha256,
    matrix: fromJson<MatrixInfo>(stored.matrix, row.matrix, `the matrix of the data set “${row.name}”`),
    cells: row.cells,
    genes: row.genes,
    geneIdentifiers: row.gene_identifiers,
    findings: fromJson<Finding[]>(stored.findings, row.findings, `what was found in the data set “${row.name}”`),
    addedAt: row.added_at,
    removedAt: row.removed_at,
  };
}
