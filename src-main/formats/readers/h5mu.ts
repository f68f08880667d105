/** MuData's .h5mu: several AnnData under `mod`, of which one is read. */
import { Hdf5 } from '../hdf5/file.ts';
import { treeOf } from '../hdf5/tree.ts';
import type { DataFormat } from '../types.ts';
import { openModality } from './modalities.ts';

export const h5mu: DataFormat = {
  name: 'h5mu',
  endings: ['h5mu'],
  what: 'MuData',
  detail: 'of which one modality is read, RNA unless another is chosen',
  standsAlone: true,
  match: ({ container, entries }) => container === 'hdf5' && entries.includes('mod') && entries.includes('obs'),
  async open(source, { modality }) {
    const h5 = await Hdf5.open(source.path, source.name);
    try {
      const about = { format: 'h5mu', name: source.name, files: [source.path] };
      return await openModality(treeOf(h5), about, 'mod', 'modality', modality);
    } catch (error) {
      h5.close();
      throw error;
    }
  },
};
