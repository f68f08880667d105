/** The table of genes: the columns of each data set's matrix, in order. */
import type { Database } from 'better-sqlite3';
import type { Gene } from '../../src-shared/model.ts';

export function genesTable(db: Database) {
  const insert = db.prepare('insert into genes (dataset_id, position, name, symbol, gene_id) values (?, ?, ?, ?, ?)');
  const list = db.prepare<[number], Gene>(
    'select name, symbol, gene_id as id from genes where dataset_id = ? order by position',
  );
  const remove = db.prepare('delete from genes where dataset_id = ?');

  return {
    insert: db.transaction((datasetId: number, genes: Gene[]) => {
      genes.forEach((gene, position) => insert.run(datasetId, position, gene.name, gene.symbol, gene.id));
    }),
    list: (datasetId: number): Gene[] => list.all(datasetId),
    delete: (datasetId: number) => remove.run(datasetId),
  };
}
