/** The table of panel metrics: what the panel of each finished run keeps of all genes. */
import type { Database } from 'better-sqlite3';
import type { PanelMetrics } from '../../src-shared/model.ts';
import { fromJson, stored } from './stored-rows.ts';

export function panelMetricsTable(db: Database) {
  const insert = db.prepare('insert into panel_metrics (run_id, metrics) values (?, ?)');
  const get = db.prepare('select metrics from panel_metrics where run_id = ?').pluck();

  return {
    insert: (runId: number, metrics: PanelMetrics) => insert.run(runId, JSON.stringify(metrics)),
    /** null for a run that is not finished, or was before there were any */
    get(runId: number): PanelMetrics | null {
      const text = get.get(runId) as string | undefined;
      return text === undefined
        ? null
        : fromJson<PanelMetrics>(stored.metrics, text, `the panel metrics of run ${runId}`);
    },
  };
}
