/** The formats that are read, in the order in which they are asked. A new one is a file of its own and a line here. */
import type { FileKind } from '../../src-shared/model.ts';
import { assays } from './assays.ts';
import { csv } from './readers/csv.ts';
import { h5ad } from './readers/h5ad.ts';
import { h5mu } from './readers/h5mu.ts';
import { loom } from './readers/loom.ts';
import { mtx } from './readers/mtx.ts';
import { tenxHdf5 } from './readers/tenx-hdf5.ts';
import { zarr } from './readers/zarr.ts';
import type { DataFormat } from './types.ts';

export const formats: DataFormat[] = [h5ad, h5mu, tenxHdf5, loom, zarr, mtx, csv];

/** Endings of what other files are packed in, see containers/. */
const packings = ['gz', 'tgz', 'zip', 'tar'];

/** What can be opened, for file dialogs. */
export const fileKinds: FileKind[] = [
  ...assays.map(({ endings, what, detail }) => ({ endings, what, detail })),
  ...formats.map(({ endings, what, detail, standIns }) => ({ endings, what, detail, ...(standIns && { standIns }) })),
  { endings: packings, what: 'Archive', detail: 'of any of these' },
];

const ending = (endings: readonly string[]) => new RegExp(`\\.(${endings.join('|')})$`, 'i');
const data = ending(fileKinds.flatMap(({ endings }) => endings));
const whole = ending(formats.filter(({ standsAlone }) => standsAlone).flatMap(({ endings }) => endings));
const packed = ending(packings);

/** True for a name that ends as data files do. */
export const isDataName = (name: string): boolean => data.test(name);

/** True for the name of a file that holds everything by itself, gzipped or not. */
export const standsAlone = (name: string): boolean => whole.test(name.replace(/\.gz$/i, ''));

export const isPacked = (name: string): boolean => packed.test(name);

/** What a data set is called to begin with: its file's name without the endings that only say how it is written. */
export function datasetName(file: string): string {
  let name = file;
  while (isDataName(name)) name = name.replace(data, '');
  return name || file;
}

/** What can be opened, as the end of a sentence. */
export const readable = fileKinds.map(({ endings, what }) => `${what} (.${endings.join(', .')})`).join('; ');
