/**
 * What the main process and the analysing process say to each other. It reads the project, never writes it, keeps a
 * run's cells in memory between questions, and goes when nobody has asked for a while.
 */
import type {
  AssayReport,
  CellValues,
  ConfusionReport,
  CorrelationReport,
  CrowdingReport,
  EmbeddingReport,
  ExpressionReport,
  GenesReport,
  SandboxReport,
  SizesReport,
  SubstitutesReport,
} from '../../src-shared/analysis.ts';
import type { ErrorData } from '../../src-shared/errors.ts';
import type { Spawn } from '../engine/child.ts';
import type { Assay } from './assay.ts';
import type { CrowdingOptions } from './crowding.ts';

/** Every question about a run, with what must be said to ask it and what is answered. */
export interface Questions {
  /** `siblings`: panels of the runs that differ in the seed only */
  genes: { asked: { siblings: string[][] }; answer: GenesReport };
  expression: { asked: { task: string }; answer: ExpressionReport };
  correlation: { asked: object; answer: CorrelationReport };
  substitutes: { asked: { gene: string }; answer: SubstitutesReport };
  embedding: { asked: object; answer: EmbeddingReport };
  cellValues: { asked: { gene: string }; answer: CellValues };
  confusion: { asked: { task: string }; answer: ConfusionReport };
  /** `designed`: panels that runs like this one designed at their own sizes */
  sizes: { asked: { designed: { runId: number; genes: string[] }[] }; answer: SizesReport };
  sandbox: { asked: { genes: string[] }; answer: SandboxReport };
  assay: { asked: { assays: Assay[] }; answer: AssayReport };
  crowding: { asked: CrowdingOptions; answer: CrowdingReport };
}
export type Topic = keyof Questions;

export type ToAnalyst = {
  [T in Topic]: { id: number; projectPath: string; runId: number; topic: T; asked: Questions[T]['asked'] };
}[Topic];

export type FromAnalyst =
  | { id: number; type: 'progress'; doing: string; fraction: number }
  | { id: number; type: 'answer'; answer: Questions[Topic]['answer'] }
  | { id: number; type: 'failed'; error: ErrorData };

export type SpawnAnalyst = Spawn<ToAnalyst, FromAnalyst>;
