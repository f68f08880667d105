/** Zarr stores of AnnData, of MuData, and of the tables of SpatialData. */
import { AppError } from '../../../src-shared/errors.ts';
import { checkWithin } from '../containers/within.ts';
import type { DataFormat } from '../types.ts';
import { filesIn, isStore, openStore } from '../zarr/store.ts';
import { openAnnData } from './h5ad.ts';
import { isAnnData, openModality } from './modalities.ts';

export const zarr: DataFormat = {
  name: 'zarr',
  endings: ['zarr'],
  what: 'Zarr',
  detail: 'of AnnData, MuData or SpatialData, also as .zarr.zip; of a folder, choose its zarr.json or .zgroup',
  standIns: ['zgroup', 'json'],
  match: ({ container, entries }) => container === 'folder' && isStore(entries),
  async open(source, { modality, within }) {
    const files = await filesIn(source.path);
    for (const file of files) checkWithin(within, file);
    const tree = openStore(source.path, source.name);
    const about = { format: 'zarr', name: source.name, files };
    if ((await tree.kind('mod')) === 'group') return openModality(tree, about, 'mod', 'modality', modality);
    if (await isAnnData(tree)) return openAnnData(tree, about);
    // `table` is what SpatialData called the group before it held several
    for (const group of ['tables', 'table']) {
      if ((await tree.keys(group)).length > 0) return openModality(tree, about, group, 'table', modality);
    }
    const held = await tree.keys('');
    throw new AppError(
      'unreadable',
      `${source.name} is a zarr store, but not one of AnnData, MuData or SpatialData with a table: instead of obs, var and X it holds ${held.slice(0, 6).join(', ') || 'nothing'}.`,
      'Write the expression as AnnData: adata.write_zarr("data.zarr") in Python; an image store of SpatialData needs a table.',
    );
  },
};
