/** What a report is made of: plain data, gathered by services/report.ts. */
import type { RunDetail } from '../../src-preload/model.ts';

/** What a gene tells of one task, on training cells. */
export type GeneRole =
  | {
      task: string;
      kind: 'categorical';
      className: string;
      detectedIn: number;
      detectedElsewhere: number;
      lead: number;
    }
  | { task: string; kind: 'continuous'; pearson: number };

export interface ReportData {
  run: RunDetail;
  project: string;
  /** one list a gene, in the order of the panel; null where the cells are no longer in the project */
  roles: GeneRole[][] | null;
  /** ISO */
  madeAt: string;
}
