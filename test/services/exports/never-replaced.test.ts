/** What no export may replace: projects, what data were read from, what is hidden; and other files only with consent. */
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportKindNames } from '../../../src-shared/exports.ts';
import { checkWritable, writeStreamed, writeWhole } from '../../../src-main/services/tables/whole-file.ts';
import { createStore } from '../../../src-main/store/open.ts';
import { finishedRun } from '../finished-run.ts';
import type { Laboratory } from '../laboratory.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

/** Everything that can be written over, by what it is called here, with the way to it. */
const places: Record<string, (folder: string) => string> = {
  'the open project': (folder) => join(folder, 'study.panelwright'),
  'its write-ahead log': (folder) => join(folder, 'study.panelwright-wal'),
  'its shared memory': (folder) => join(folder, 'study.panelwright-shm'),
  'its journal, which is not there': (folder) => join(folder, 'study.panelwright-journal'),
  'its lock': (folder) => join(folder, 'study.panelwright-lock'),
  'a link to it': (folder) => linked(folder, symlinkSync, 'study.panelwright'),
  'another name of it': (folder) => linked(folder, linkSync, 'study.panelwright'),
  'the project through a link to its folder': (folder) => {
    symlinkSync(folder, join(folder, 'same'));
    return join(folder, 'same', 'study.panelwright-journal');
  },
  'the file that a data set was read from': (folder) => join(folder, 'blood.csv'),
  'another name of that file': (folder) => linked(folder, linkSync, 'blood.csv'),
  'a project that is not open': (folder) => {
    createStore(join(folder, 'other.panelwright'), '0.1.0').close();
    return join(folder, 'other.panelwright');
  },
  'the log of a project that is open elsewhere': (folder) => {
    createStore(join(folder, 'other.panelwright'), '0.1.0').close();
    return join(folder, 'other.panelwright-wal');
  },
  'a hidden file': (folder) => join(folder, '.profile'),
  'a file in a hidden folder': (folder) => {
    mkdirSync(join(folder, '.ssh'));
    return join(folder, '.ssh', 'authorized_keys');
  },
  'a hidden folder through a link': (folder) => {
    mkdirSync(join(folder, '.hidden'));
    symlinkSync(join(folder, '.hidden'), join(folder, 'seen'));
    return join(folder, 'seen', 'x');
  },
};

function linked(folder: string, link: (from: string, to: string) => void, name: string): string {
  const path = join(folder, `link to ${name}`);
  link(join(folder, name), path);
  return path;
}

async function contentsOf(folder: string): Promise<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  // memory shared among processes changes as the project is read, and the log of the application as it is called
  const kept = files.filter(({ name }) => !/-shm$|\.log$/.test(name));
  return Object.fromEntries(
    await Promise.all(
      kept.map(async ({ name, parentPath }) => [name, await readFile(join(parentPath, name), 'latin1')]),
    ),
  ) as Record<string, string>;
}

describe('an export', () => {
  it.each(Object.entries(places))('never replaces %s, whatever is agreed to', async (_what, place) => {
    const lab = await finishedRun();
    const path = place(lab.folder);
    const before = await contentsOf(lab.folder);
    for (const as of exportKindNames) {
      await expect(lab.call('exports.write', { id: 1, as, path, overwrite: true })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('cannot be written'),
      });
    }
    const consent = { overwrite: true };
    expect(() => checkWritable(path, consent)).toThrow('cannot be written');
    expect(() => writeWhole(path, 'x', consent)).toThrow('cannot be written');
    await expect(writeStreamed(path, async (out) => void out.end('x'), consent)).rejects.toThrow('cannot be written');
    expect(await contentsOf(lab.folder)).toEqual(before);
    expect(await lab.call('runs.list', {})).toHaveLength(1);
  });

  it('replaces another file only where that was agreed to', async () => {
    const lab = await finishedRun();
    const path = join(lab.folder, 'panel.csv');
    writeFileSync(path, 'precious');
    const asked = { id: 1, as: 'panel' as const, path };
    await expect(lab.call('exports.write', asked)).rejects.toMatchObject({
      code: 'conflict',
      message: `${path} cannot be written: the file is there already.`,
    });
    expect(readFileSync(path, 'utf8')).toBe('precious');
    await lab.call('exports.write', { ...asked, overwrite: true });
    expect(readFileSync(path, 'utf8')).toContain('gene_symbol');
  });

  it('does not count the word of a window where the host has dialogs that ask', async () => {
    const lab: Laboratory = await finishedRun();
    const path = join(lab.folder, 'panel.csv');
    writeFileSync(path, 'precious');
    const agreed = new Set<string>();
    lab.host.agreedInDialog = (asked) => agreed.delete(asked);
    const write = () => lab.call('exports.write', { id: 1, as: 'panel', path, overwrite: true });
    await expect(write()).rejects.toMatchObject({ code: 'conflict' });
    agreed.add(path);
    await write();
    await expect(write()).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(path)).toBe(true);
  });

  it('of a run is written where nothing is', async () => {
    const folder = temporaryFolder();
    writeWhole(join(folder, 'new.csv'), 'a', { overwrite: false });
    expect(readdirSync(folder)).toEqual(['new.csv']);
  });
});
