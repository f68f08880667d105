/** Brings the data sets that the arguments name into the project, or finds them there. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Dataset, LabelJoin } from '../../src-shared/model.ts';
import { namesNoCell } from '../formats/readers/label-file.ts';
import { sha256OfFile } from '../formats/containers/sha256.ts';
import type { DesignArguments } from './design-arguments.ts';
import type { LabelArgument } from './label-arguments.ts';
import type { ProgressLine } from './output.ts';
import type { Undo } from './project.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

/**
 * The data sets of the files: those that the project has already, and new ones, with the columns of the label files.
 *
 * @throws AppError for a file that cannot be read; `invalid` for a label file that names no cell of what it belongs to
 */
export async function bringData(
  { call }: Session,
  { data, labels, reading }: Pick<DesignArguments, 'data' | 'labels' | 'reading'>,
  undo: Undo,
  progress: ProgressLine,
): Promise<Dataset[]> {
  const present = await call('datasets.list', {});
  const ids = new Set<number>();
  const met = new Set<LabelArgument>();
  const unmet = new Map<LabelArgument, unknown>();
  // a label file may name the cells of some of the files only
  const attempt = async <T>(label: LabelArgument, join: (file: string) => Promise<T>): Promise<T | undefined> => {
    try {
      const joined = await join(label.file);
      met.add(label);
      return joined;
    } catch (error) {
      if (label.of !== undefined || data.length === 1 || !namesNoCell(error)) throw error;
      unmet.set(label, error);
      return undefined;
    }
  };
  for (const path of data) {
    const digest = present.length > 0 && existsSync(path) ? await sha256OfFile(path) : null;
    const known = present.find((dataset) => dataset.sha256 === digest && wasReadLike(dataset, reading));
    const files = labels.filter(({ of }) => of === undefined || of === path);
    let id = known?.id;
    if (id === undefined) {
      // cells named in a label file tell which side of a text matrix they are on
      const add = (labels?: string) => call('datasets.add', { path, labels, ...reading });
      const added = (files[0] && (await attempt(files[0], add))) ?? (await add());
      id = added.id;
      const { id: newId } = added;
      undo.push(() => call('datasets.remove', { id: newId }));
    }
    for (const file of files) {
      // the first file of a new data set came in with it; this says how it met the cells
      const apply = known !== undefined || file !== files[0];
      const join = await attempt(file, (path) => call('datasets.labels', { id, path, apply }));
      if (!join) continue;
      if (apply) undo.push(() => call('datasets.undoLabels', { id }));
      const tell = join.matched < join.cells ? progress.note : progress.say;
      tell(joinInWords(file.file, path, join));
    }
    ids.add(id);
  }
  for (const [label, error] of unmet) if (!met.has(label)) throw error;
  return (await call('datasets.list', {})).filter(({ id }) => ids.has(id));
}

/** The data set of `--leave-out`: of this name, or of this file. @throws UsageError */
export function datasetLeftOut(
  { leaveOut, data }: Pick<DesignArguments, 'leaveOut' | 'data'>,
  datasets: Dataset[],
): number | undefined {
  if (leaveOut === undefined) return undefined;
  const file = data.find((path) => path === resolve(leaveOut) || basename(path) === leaveOut);
  const found = datasets.find(({ name, sourcePath }) => name === leaveOut || sourcePath === file);
  if (found) return found.id;
  const names = datasets.map(({ name }) => name);
  throw new UsageError(`--leave-out names one of ${names.join(', ')}, not "${leaveOut}".`);
}

function joinInWords(file: string, path: string, { matched, cells, columns, reconciliation }: LabelJoin): string {
  const count = (value: number) => value.toLocaleString('en-US');
  return `Labels: ${basename(file)} names ${count(matched)} of ${count(cells)} cells of ${basename(path)}; columns ${columns.join(', ')}. ${reconciliation}`.trimEnd();
}

/** True where a data set has what reading the file in this way would give: the same matrix, names and filters. */
function wasReadLike(
  { matrix }: Dataset,
  { matrix: layer, modality, geneNames, filters }: DesignArguments['reading'],
): boolean {
  const { before: _, ...applied } = matrix.filters ?? { before: null };
  const same = (a: object, b: object) => isDeepStrictEqual({ ...a }, { ...b });
  const asked = layer === undefined || [layer, `layers/${layer}`, `${layer}/X`].includes(matrix.name);
  return (
    asked &&
    matrix.modality === modality &&
    same(applied, filters ?? {}) &&
    same(matrix.geneNames ?? {}, geneNames ?? {})
  );
}
