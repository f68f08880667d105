/** Questions that a panel must answer. */
import type { ClassCount, Finding } from './datasets.ts';

export type TaskKind = 'categorical' | 'continuous';

/** Where a task's labels stand in one data set. */
export interface TaskSource {
  datasetId: number;
  column: string;
  /** a second column: the label is then the pair, `B × STIM`, and a cell needs both */
  by?: string;
}

/** Classes of equal `to` become one; an empty `to` drops the class, whose cells then have no label. */
export interface ClassChange {
  from: string;
  to: string;
}

/** A question that the panel must answer: one column of labels, in one data set or in several. */
export interface Task {
  id: number;
  name: string;
  kind: TaskKind;
  sources: TaskSource[];
  /** values that mean "no label" */
  unlabelled: string[];
  /** classes renamed, merged or dropped, by the names that the data sets give them */
  merges: ClassChange[];
  /** what the task counts in the loss, beside the others */
  weight: number;
  /** the task one level up in a hierarchy, which every class of this one should lie in a single class of */
  broader: number | null;
}

/** A class of a task, and which values of which data sets it is made of. */
export interface TaskClass extends ClassCount {
  /** false: too few cells to be learned and tested */
  learnable: boolean;
  /** the values that are this class, by falling number of cells */
  from: (ClassCount & { datasetId: number })[];
}

export interface TaskSummary extends Task {
  /** over all sources, by falling number of cells, values that mean "unlabelled" left out */
  classes: TaskClass[];
  /** values whose classes were dropped */
  dropped: (ClassCount & { datasetId: number })[];
  labelledCells: number;
  unlabelledCells: number;
  findings: Finding[];
}
