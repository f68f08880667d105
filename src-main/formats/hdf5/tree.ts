/** HDF5 as a tree. */
import type { Field, Numbers, Ranges, Tree } from '../tree/tree.ts';
import { type Hdf5, isDataset } from './file.ts';
import { repairText } from './strings.ts';

/** @param root group that the paths start from; '' for the whole file */
export function treeOf(h5: Hdf5, root = ''): Tree {
  const at = (path: string) => (path.startsWith('/') ? path : [root, path].filter(Boolean).join('/') || '/');
  const node = (path: string) => (at(path) === '/' ? h5.root : h5.get(at(path)));
  const array = (path: string) => h5.expect(at(path));
  return {
    name: root === '' ? h5.name : `${h5.name}/${root}`,
    kind(path) {
      const found = node(path);
      return found && (isDataset(found) ? 'array' : 'group');
    },
    keys: (path) => h5.keys(at(path) === '/' ? h5.root : h5.group(at(path))),
    attribute(path, name) {
      const found = node(path);
      return found ? h5.attribute(found, name) : undefined;
    },
    shape: (path) => h5.shape(array(path)),
    dtype: (path) => (h5.isNothing(array(path)) ? 'nothing' : h5.dtype(array(path))),
    tile: (path, axis) => h5.tile(array(path), axis),
    strings: (path) => h5.strings(array(path)),
    numbers: (path: string, ranges?: Ranges): Numbers => h5.numbers(array(path), ranges),
    textFields: (path) => h5.textFields(array(path)),
    records(path) {
      const dataset = array(path);
      const rows = h5.values(dataset) as unknown[][];
      return h5.fields(dataset).map((name, i): Field => {
        const values = rows.map((row) => (typeof row[i] === 'string' ? repairText(row[i]) : row[i]));
        return { name, values, boolean: h5.isBooleanField(dataset, name) };
      });
    },
    referred(path, attribute) {
      const found = node(path);
      return (found && h5.referred(found, attribute)?.path) ?? null;
    },
    open: (path) => treeOf(h5, at(path)),
    close: () => h5.close(),
  };
}
