/** The table of rules on genes that are kept by name, to serve several designs. */
import type { Database } from 'better-sqlite3';
import type { GeneRules, SavedGeneRules } from '../../src-shared/model.ts';

interface Stored {
  id: number;
  name: string;
  rules: string;
}

export function geneRulesTable(db: Database) {
  const list = db.prepare<[], Stored>('select * from gene_rules order by name');
  const save = db.prepare(
    'insert into gene_rules (name, rules) values (?, ?) on conflict (name) do update set rules = excluded.rules',
  );
  const remove = db.prepare('delete from gene_rules where id = ?');

  return {
    list: (): SavedGeneRules[] => list.all().map((row) => ({ ...row, rules: JSON.parse(row.rules) as GeneRules })),
    /** anew, or in the place of the rules of that name */
    save: (name: string, rules: GeneRules) => save.run(name, JSON.stringify(rules)),
    remove: (id: number) => remove.run(id),
  };
}
