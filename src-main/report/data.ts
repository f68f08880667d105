/** What a report is made of: plain data, gathered by services/report.ts. */
import type { ExpressionReport, GenesReport } from '../../src-shared/analysis.ts';
import type { PredictedValues, RunDetail } from '../../src-shared/model.ts';

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

/** What each gene is in the panel for, measured by hiding it; or why that could not be measured, in a sentence. */
export type Why =
  { kind: 'measured'; genes: GenesReport; expression: ExpressionReport[] } | { kind: 'unknown'; sentence: string };

export interface ReportData {
  run: RunDetail;
  /** of the questions that are numbers */
  predicted: PredictedValues[];
  project: string;
  why: Why;
  /** where each gene stands out, one list a gene in the order of the panel; null where `why` says more, or nobody can */
  roles: GeneRole[][] | null;
  /** ISO */
  madeAt: string;
}
