/** A request with what was looked up for it: what everything that follows from it starts from. */
import type { Finding, Task } from '../../../src-shared/model.ts';
import type { ResolvedRules } from '../../data/gene-rules.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { StackedLabels } from './labels.ts';

export interface ExaminedRequest {
  datasets: DatasetRow[];
  tasks: Task[];
  /** labels of the tasks, small classes left out */
  labels: StackedLabels['labels'][];
  /** names of all cells, data set after data set */
  cellNames: string[];
  /** equal for the same cell in two data sets */
  cellKeys: string[];
  /** genes that a panel may be chosen from */
  genes: number;
  /** genes in the panel: as asked, or the starting panel's and those to be added */
  k: number;
  rules: ResolvedRules | null;
  findings: Finding[];
}
