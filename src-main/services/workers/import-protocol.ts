/** What the main process and a reading process say to each other. The main process alone writes the project. */
import type { ErrorData } from '../../../src-shared/errors.ts';
import type { Gene, ImportFilters, Inspection, MatrixKind, ObsColumn } from '../../../src-shared/model.ts';
import type { LabelColumn } from '../../data/labels.ts';
import type { Spawn } from '../../engine/child.ts';
import type { InspectRequest } from '../../formats/inspect.ts';
import type { OpenOptions } from '../../formats/readers/labelled.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { PackedChunk } from '../../store/matrix-chunks.ts';

export interface ImportRequest extends OpenOptions {
  path: string;
  name?: string;
  /** default: the one that the file's inspection proposes */
  matrix?: string;
  /** what the values of the matrix are, whatever they look like */
  values?: MatrixKind;
  /** cells and genes to leave out */
  filters?: ImportFilters;
}

/** All of a data set but its matrix. */
export interface DatasetHead {
  row: Omit<DatasetRow, 'id' | 'removedAt' | 'addedAt'>;
  cellNames: string[];
  genes: Gene[];
  columns: { column: LabelColumn; summary: ObsColumn }[];
}

export type ToImporter =
  | { type: 'inspect'; request: InspectRequest }
  | { type: 'read'; request: ImportRequest }
  /** a project that may come from a stranger */
  | { type: 'examine'; path: string }
  /** the last chunks are written: send the next */
  | { type: 'taken' };

export type FromImporter =
  /** sent again and again for as long as the process is not stuck */
  | { type: 'alive' }
  | { type: 'progress'; doing: string; fraction: number }
  | { type: 'inspected'; inspection: Inspection }
  | { type: 'head'; head: DatasetHead }
  | { type: 'chunks'; chunks: PackedChunk[] }
  | { type: 'read'; entries: number }
  | { type: 'examined' }
  | { type: 'failed'; error: ErrorData };

export type SpawnImporter = Spawn<ToImporter, FromImporter>;
