/** Label columns of one or several data sets, as candidates for questions. */
import type { ClassCount, Dataset, ObsColumn, TaskKind } from '../../src-shared/model.ts';
import type { TaskDraft } from '../state/tasks.svelte.ts';

/** columns that score less are more likely counts and codes than labels; they are folded away */
const LIKELY = 0.3;

export const isLikely = (column: { labelScore: number }) => column.labelScore >= LIKELY;

/** A column name over all data sets that have it: what a task can be made of. */
export interface Candidate {
  name: string;
  kind: TaskKind;
  sources: { dataset: Dataset; column: ObsColumn }[];
  /** over all sources, by falling number of cells */
  classes: ClassCount[];
  missing: number;
  labelScore: number;
  unlabelledCandidates: string[];
}

/** Equal names of equal kind are one candidate; the likeliest first. */
export function candidates(datasets: readonly Dataset[]): Candidate[] {
  const found: Record<string, Candidate> = {};
  for (const dataset of datasets) {
    for (const column of dataset.columns) {
      const candidate = (found[`${column.kind} ${column.name}`] ??= {
        name: column.name,
        kind: column.kind,
        sources: [],
        classes: [],
        missing: 0,
        labelScore: 0,
        unlabelledCandidates: [],
      });
      candidate.sources.push({ dataset, column });
      candidate.classes = merged(candidate.classes, column.classes);
      candidate.missing += column.missing;
      candidate.labelScore = Math.max(candidate.labelScore, column.labelScore);
      candidate.unlabelledCandidates = [
        ...new Set([...candidate.unlabelledCandidates, ...column.unlabelledCandidates]),
      ];
    }
  }
  return Object.values(found).sort((a, b) => b.labelScore - a.labelScore || b.sources.length - a.sources.length);
}

/** Counts of classes of the same name added up, by falling number of cells. */
export function merged(a: readonly ClassCount[], b: readonly ClassCount[]): ClassCount[] {
  const cells: Record<string, number> = {};
  for (const one of [...a, ...b]) cells[one.name] = (cells[one.name] ?? 0) + one.cells;
  return Object.entries(cells)
    .map(([name, cells]) => ({ name, cells }))
    .sort((x, y) => y.cells - x.cells);
}

/** The task that a candidate becomes with one click: all data sets, the usual words for "no label" taken as such. */
export function taskOf(candidate: Candidate): TaskDraft {
  return {
    name: candidate.name,
    kind: candidate.kind,
    sources: candidate.sources.map(({ dataset, column }) => ({ datasetId: dataset.id, column: column.name })),
    unlabelled: candidate.unlabelledCandidates,
  };
}
