/** A data file with the columns of a label file among its own. */
import { basename } from 'node:path';
import type { LabelJoin } from '../../../src-shared/model.ts';
import { possibleCellNames, readLabelFile, withLabels } from './label-file.ts';
import { openFile } from '../registry.ts';
import type { Hints, OpenedFile } from '../types.ts';

export interface OpenOptions extends Pick<Hints, 'geneNames' | 'modality' | 'within'> {
  /** a label file to join */
  labels?: string;
  /** a table that names cells: it tells which side of a text matrix these are on, and is not joined */
  cellTable?: string;
}

/**
 * Opens a file; of two columns with one name, the label file's stays. The caller closes it.
 *
 * @throws AppError as `openFile` and `readLabelFile`; `invalid` for labels that meet no cell
 */
export async function openLabelled(
  path: string,
  { labels, cellTable, ...hints }: OpenOptions,
): Promise<{ file: OpenedFile; join?: LabelJoin }> {
  const named = labels ?? cellTable;
  if (named === undefined) return { file: await openFile(path, hints) };
  const table = await readLabelFile(named);
  const file = await openFile(path, { ...hints, cellNames: possibleCellNames(table) });
  if (labels === undefined) return { file };
  try {
    return withLabels(file, table, basename(path));
  } catch (error) {
    file.close();
    throw error;
  }
}
