/** HDF5 from strangers: whatever points out of the file is refused by name, and not one byte of another file is read. */
import fs, { cpSync, readdirSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../../src-main/formats/hdf5/file.ts';
import { loadLibrary } from '../../../src-main/formats/hdf5/library.ts';
import { opening, withinFile } from '../../../src-main/formats/hdf5/outside.ts';
import { readLabelFile } from '../../../src-main/formats/readers/label-file.ts';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const folder = temporaryFolder();
const fixture = (name: string) => `test/fixtures/outside/${name}.h5ad`;
const refusal = (path: string) => openFile(path).then(() => 'it was opened', describeError);

/** What is told of each file: what in it points outside, and where to. */
const strangers: [name: string, what: string, where: string][] = [
  ['external-storage', 'obs/label', 'the file /etc/passwd'],
  ['external-storage-matrix', 'X', 'the file /etc/passwd'],
  ['external-storage-second', 'obs/label', 'external-storage-second.h5ad'],
  ['external-storage-relative', 'obs/label', 'formats/make.py'],
  ['external-storage-scalar', 'obs/note', 'the file /etc/passwd'],
  ['external-storage-unused', 'uns/deep/deeper/table', 'the file /etc/passwd'],
  ['external-link', 'X', '/X of the file other.h5'],
  ['external-link-there', 'X', '/obs/label of the file external-link.h5ad'],
  ['external-link-itself', 'uns', '/obs of the file external-link-itself.h5ad'],
  ['external-link-group', 'obs', '/obs of the file ../formats/current.h5ad'],
  ['soft-through-external', 'door', '/ of the file ../formats/current.h5ad'],
  ['soft-to-nothing', 'obs/label', '/etc/passwd, which is not in the file'],
  ['soft-upwards', 'obs/label', '../../other.h5/label, which is not in the file'],
  ['virtual', 'obs/label', 'obs/_index of the file ../formats/current.h5ad'],
  ['virtual-numbered', 'X', 'part-'],
];

/** Files that were opened, other than the library and its plugins. */
let opened: string[] = [];

beforeEach(() => {
  opened = [];
  const { openSync } = fs;
  vi.spyOn(fs, 'openSync').mockImplementation((path, ...rest) => {
    if (!String(path).includes('node_modules')) opened.push(realpathSync(path));
    return openSync(path, ...rest);
  });
});
afterEach(() => void vi.restoreAllMocks());

describe('HDF5 that points out of its file', () => {
  it.each(strangers)('%s: is refused, and names %s and %s', async (name, what, where) => {
    const said = await refusal(fixture(name));
    expect(said).toContain(`${name}.h5ad: ${what} is not in the file itself, but points at `);
    expect(said).toContain(where);
    expect(opened.filter((path) => path !== realpathSync(fixture(name)))).toEqual([]);
    expect(opened).not.toEqual([]);
  });

  it('every such file is in this table', () => {
    const files = readdirSync('test/fixtures/outside').filter((name) => name.endsWith('.h5ad'));
    const whole = ['inner-links.h5ad', 'virtual-itself.h5ad'];
    expect(files.filter((name) => !whole.includes(name)).sort()).toEqual(strangers.map(([name]) => `${name}.h5ad`).sort()); // prettier-ignore
  });

  it.each(['h5', 'loom', 'dat'])('is refused whatever its name: .%s', async (ending) => {
    const path = folder.path(`${ending}.${ending}`);
    cpSync(fixture('external-storage'), path);
    expect(await refusal(path)).toContain('points at the file /etc/passwd');
  });

  it('is refused as a file of labels, too', async () => {
    const said = await readLabelFile(fixture('external-storage')).then(() => 'it was read', describeError);
    expect(said).not.toBe('it was read');
    expect(opened.map((path) => basename(path))).not.toContain('passwd');
  });

  it('links within a file are followed, also where a group holds itself', async () => {
    for (const name of ['inner-links', 'virtual-itself']) {
      const file = await openFile(fixture(name));
      expect((await dense(file, 'X'))[5]).toEqual([20, 21, 22, 23]);
      file.close();
    }
  });

  it('what gets past the looking is still not opened by the library', async () => {
    const library = await loadLibrary();
    const { Module } = library;
    const file = opening(Module, fixture('virtual'), () => new library.File(fixture('virtual'), 'r'));
    const read = () => (file.get('obs/label') as Dataset).value;
    expect(() => withinFile(Module, 'virtual.h5ad', 'obs/label', read)).toThrow('points at the file ');
    file.close();
    expect(opened).toEqual([realpathSync(fixture('virtual'))]);
  });
});
