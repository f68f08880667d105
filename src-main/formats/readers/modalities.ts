/** Several AnnData in one file, of which one is read: modalities of MuData, tables of SpatialData. */
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding } from '../../../src-shared/model.ts';
import type { LabelColumn } from '../../data/labels.ts';
import type { Tree } from '../tree/tree.ts';
import type { OpenedFile } from '../types.ts';
import { readFrame } from './h5ad-frame.ts';
import { openAnnData } from './h5ad.ts';

type About = Parameters<typeof openAnnData>[1];

/** Names by which labs call what was counted of RNA; `table` is the one table that most SpatialData stores have. */
const isRna = (name: string): boolean =>
  /(^|[^a-z])(sc|sn|m)?(rna|gex|gene.?expression|transcript)/i.test(name) || name === 'table';

/**
 * The modality that was asked for, else the one of RNA, else the first.
 *
 * @param group that they lie in, @param what one of them is called
 * @throws AppError `not-found` for one that is not there, `unreadable` where there is none
 */
export async function openModality(
  tree: Tree,
  about: About,
  group: string,
  what: 'modality' | 'table',
  wanted?: string,
): Promise<OpenedFile> {
  const names: string[] = [];
  for (const name of await tree.keys(group)) if (await isAnnData(tree, `${group}/${name}`)) names.push(name);
  if (names.length === 0) {
    throw new AppError(
      'unreadable',
      `${tree.name} has no ${what}: ${group} holds nothing with obs and var.`,
      'Write the object again, with its expression in it.',
    );
  }
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new AppError(
      'not-found',
      `${tree.name} has no ${what} "${wanted}"; it has ${names.join(', ')}.`,
      'Choose one of these.',
    );
  }
  const read = wanted ?? names.find(isRna) ?? names[0];
  const opened = await openAnnData(tree.open(`${group}/${read}`), about);
  const joint = await jointColumns(tree, opened);
  return {
    ...opened,
    obs: [...opened.obs, ...joint],
    findings: [...opened.findings, ...(names.length > 1 ? [several(names, read, what, wanted)] : [])],
    modalities: { what, names, read },
  };
}

/** True for a group that holds cells and genes as AnnData does. */
export const isAnnData = async (tree: Tree, path = ''): Promise<boolean> =>
  (await tree.kind(inside(path, 'obs'))) !== null && (await tree.kind(inside(path, 'var'))) !== null;

const inside = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** MuData keeps columns of all cells beside its modalities: those that the modality lacks, for its cells. */
async function jointColumns(tree: Tree, { obsNames, obs }: OpenedFile): Promise<LabelColumn[]> {
  if ((await tree.kind('obs')) === null) return [];
  const frame = await readFrame(tree, 'obs');
  const rows = new Map(frame.index.map((name, i) => [name, i]));
  if (rows.size < frame.index.length) return [];
  const own = new Set(obs.map(({ name }) => name));
  // `rna:leiden` is the column leiden of the modality rna, once more
  const further = frame.columns.filter(({ name }) => !own.has(name) && !own.has(name.replace(/^[^:]*:/, '')));
  const at = obsNames.map((name) => rows.get(name));
  return further.map((column) =>
    column.kind === 'categorical'
      ? { ...column, codes: Int32Array.from(at, (row) => (row === undefined ? -1 : column.codes[row])) }
      : { ...column, values: Float64Array.from(at, (row) => (row === undefined ? NaN : column.values[row])) },
  );
}

function several(names: string[], read: string, what: string, wanted?: string): Finding {
  const others = names.filter((name) => name !== read);
  return {
    severity: wanted !== undefined || isRna(read) ? 'note' : 'warning',
    code: 'several-modalities',
    what: `The file has ${names.length} ${what === 'table' ? 'tables' : 'modalities'}; ${read} is read, and ${others.join(', ')} not.`,
    why: 'A panel is chosen among the genes of one of them.',
    remedy: `Choose another ${what} if you mean it: in the window, or with --modality on the command line.`,
  };
}
