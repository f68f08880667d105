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
  const isShared = ({ of }: LabelArgument) => of === undefined && data.length > 1;
  const join = async (path: string, id: number, label: LabelArgument, apply = true) => {
    try {
      const among = isShared(label) ? [...ids] : [];
      const joined = await call('datasets.labels', { id, path: label.file, apply, among });
      met.add(label);
      if (apply) undo.push(() => call('datasets.undoLabels', { id }));
      const tell = joined.matched < joined.cells ? progress.note : progress.say;
      tell(joinInWords(label.file, path, joined));
    } catch (error) {
      // a file may name the cells of some of the data sets only
      if (!isShared(label) || !namesNoCell(error)) throw error;
      unmet.set(label, error);
    }
  };
  const brought: { path: string; id: number; files: LabelArgument[] }[] = [];
  for (const path of data) {
    const digest = present.length > 0 && existsSync(path) ? await sha256OfFile(path) : null;
    const known = present.find((dataset) => dataset.sha256 === digest && wasReadLike(dataset, reading));
    const files = labels.filter(({ of }) => of === undefined || of === path);
    let id = known?.id;
    if (id === undefined) {
      const [label] = files;
      // cells named in a label file tell which side of a text matrix they are on
      const beside = label && (isShared(label) ? { cellTable: label.file } : { labels: label.file });
      const added = await call('datasets.add', { path, ...beside, ...reading });
      id = added.id;
      undo.push(async () => {
        await call('datasets.remove', { id: added.id });
        await call('bin.delete', { kind: 'dataset', id: added.id });
      });
    }
    brought.push({ path, id, files });
    ids.add(id);
    for (const label of files) {
      if (isShared(label)) continue;
      // the first file of a new data set came in with it; this says how it met the cells
      await join(path, id, label, known !== undefined || label !== files[0]);
    }
  }
  // only once all are there is it known which names occur in several of them
  for (const { path, id, files } of brought) {
    for (const label of files) if (isShared(label)) await join(path, id, label);
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
  { matrix: layer, modality, values, geneNames, filters }: DesignArguments['reading'],
): boolean {
  const { before: _, ...applied } = matrix.filters ?? { before: null };
  const same = (a: object, b: object) => isDeepStrictEqual({ ...a }, { ...b });
  const asked = layer === undefined || [layer, `layers/${layer}`, `${layer}/X`, `X:${layer}`].includes(matrix.name);
  return (
    asked &&
    matrix.modality === modality &&
    (matrix.declared ? matrix.kind : undefined) === values &&
    same(applied, filters ?? {}) &&
    same(matrix.geneNames ?? {}, geneNames ?? {})
  );
}
