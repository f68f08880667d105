/** The table of panels: the chosen genes of a run, best first. */
import type { Database } from 'better-sqlite3';
import type { PanelGene } from '../../src-shared/model.ts';

export function panelsTable(db: Database) {
  const insert = db.prepare(
    `insert into panels (run_id, rank, name, symbol, gene_id, score, mean_expression, detected, forced)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const list = db.prepare<[number], Omit<PanelGene, 'forced'> & { forced: number }>(
    `select rank, name, symbol, gene_id as id, score, mean_expression as meanExpression, detected, forced
     from panels where run_id = ? order by rank`,
  );

  return {
    insert: db.transaction((runId: number, panel: PanelGene[]) => {
      for (const gene of panel) {
        insert.run(
          runId,
          gene.rank,
          gene.name,
          gene.symbol,
          gene.id,
          gene.score,
          gene.meanExpression,
          gene.detected,
          gene.forced ? 1 : 0,
        );
      }
    }),
    list: (runId: number): PanelGene[] => list.all(runId).map((gene) => ({ ...gene, forced: gene.forced === 1 })),
  };
}
