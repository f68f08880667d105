/** The table of notes: what a user says of a gene, in every run of the project. */
import type { Database } from 'better-sqlite3';
import type { GeneNote } from '../../src-shared/model.ts';

export function geneNotesTable(db: Database) {
  const list = db.prepare<[], GeneNote>('select gene, note, written_at as writtenAt from gene_notes order by gene');
  const write = db.prepare(
    `insert into gene_notes (gene, note, written_at) values (?, ?, ?)
     on conflict (gene) do update set note = excluded.note, written_at = excluded.written_at`,
  );
  const remove = db.prepare('delete from gene_notes where gene = ?');

  return {
    list: (): GeneNote[] => list.all(),
    /** an empty note is none */
    set: (gene: string, note: string, at: string) => (note === '' ? remove.run(gene) : write.run(gene, note, at)),
  };
}
