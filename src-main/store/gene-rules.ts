/** The table of rules on genes that are kept by name, to serve several designs. */
import type { Database } from 'better-sqlite3';
import type { GeneRules, SavedGeneRules } from '../../src-shared/model.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

interface Stored {
  id: number;
  name: string;
  rules: string;
}

export function geneRulesTable(db: Database, unreadable: Unreadable) {
  const list = db.prepare<[], Stored>('select * from gene_rules order by name');
  const save = db.prepare(
    'insert into gene_rules (name, rules) values (?, ?) on conflict (name) do update set rules = excluded.rules',
  );
  const remove = db.prepare('delete from gene_rules where id = ?');

  return {
    list: (): SavedGeneRules[] =>
      unreadable.each(list.all(), (row) => ({
        ...row,
        rules: fromJson<GeneRules>(stored.rules, row.rules, `the gene rules “${row.name}”`),
      })),
    /** anew, or in the place of the rules of that name */
    save: (name: string, rules: GeneRules) => save.run(name, JSON.stringify(rules)),
    remove: (id: number) => remove.run(id),
  };
}
