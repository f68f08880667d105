/** Brings the data sets that the arguments name into the project, or finds them there. */
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { toErrorData } from '../../src-preload/errors.ts';
import type { Dataset } from '../../src-preload/model.ts';
import { sha256OfFile } from '../formats/sha256.ts';
import type { Undo } from './bring-tasks.ts';
import type { DesignArguments } from './design-arguments.ts';
import type { Session } from './session.ts';

/** The data sets of the files: those that the project has already, and new ones. */
export async function bringData(
  { call }: Session,
  { data, labels, reading }: DesignArguments,
  undo: Undo,
): Promise<Dataset[]> {
  const present = await call('datasets.list', {});
  const found: Dataset[] = [];
  let unmet: unknown = null;
  let met = labels === undefined;
  // a label file may name the cells of some of the files only
  const withLabels = async <T>(bring: (labels: string | undefined) => Promise<T>): Promise<T> => {
    try {
      const brought = await bring(labels);
      met = true;
      return brought;
    } catch (error) {
      if (labels === undefined || data.length === 1 || !isUnmet(error)) throw error;
      unmet = error;
      return bring(undefined);
    }
  };
  for (const path of data) {
    const digest = present.length > 0 && existsSync(path) ? await sha256OfFile(path) : null;
    const known = present.find((dataset) => dataset.sha256 === digest && wasReadLike(dataset, reading));
    if (known) {
      await withLabels(async (labels) => {
        if (labels === undefined) return;
        await call('datasets.labels', { id: known.id, path: labels, apply: true });
        undo.push(() => call('datasets.undoLabels', { id: known.id }));
      });
      found.push(known);
    } else {
      const dataset = await withLabels((labels) => call('datasets.add', { path, labels, ...reading }));
      undo.push(() => call('datasets.remove', { id: dataset.id }));
      found.push(dataset);
    }
  }
  if (!met) throw unmet;
  const ids = new Set(found.map(({ id }) => id));
  return (await call('datasets.list', {})).filter(({ id }) => ids.has(id));
}

/** True for the refusal of a label file that names no cell. */
const isUnmet = (error: unknown): boolean => toErrorData(error).message.includes('names a cell of the data set');

/** True where a data set has what reading the file in this way would give: the same matrix, names and filters. */
function wasReadLike({ matrix }: Dataset, { matrix: layer, geneNames, filters }: DesignArguments['reading']): boolean {
  const { before: _, ...applied } = matrix.filters ?? { before: null };
  const same = (a: object, b: object) => isDeepStrictEqual({ ...a }, { ...b });
  const asked = layer === undefined || [layer, `layers/${layer}`, `${layer}/X`].includes(matrix.name);
  return asked && same(applied, filters ?? {}) && same(matrix.geneNames ?? {}, geneNames ?? {});
}
