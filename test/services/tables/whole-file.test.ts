/** Files written as a whole or not at all. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeStreamed, writeWhole } from '../../../src-main/services/tables/whole-file.ts';
import { zipFile } from '../../../src-main/services/tables/zip-file.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

const fresh = { overwrite: false };

describe('an archive', () => {
  it('fails with what keeps one of its files from being made', async () => {
    const gone = new Error('gone');
    const fails = {
      name: 'b.csv',
      make() {
        throw gone;
      },
    };
    await expect(zipFile('x.zip', [{ name: 'a.csv', mime: 'text/csv', content: 'a' }, fails])).rejects.toBe(gone);
  });
});

describe('a file', () => {
  it.skipIf(process.platform === 'win32')('goes into a pipe without taking its place', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = readFile(pipe, 'utf8');
    await writeStreamed(pipe, async (out) => void out.end('streamed'), fresh);
    expect(await read).toBe('streamed');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('that cannot be written says why in a sentence', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x'.repeat(300));
    expect(() => writeWhole(path, 'a', fresh)).toThrow(/cannot be written: its name is too long\.$/);
    expect(() => writeWhole(join(folder, 'none', 'x'), 'a', fresh)).toThrow(/its folder is not there/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the old one as it was when the disk is full', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'panel.csv');
    writeWhole(path, 'old', fresh);
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    await expect(
      writeStreamed(
        path,
        async (out) => {
          out.write('half');
          out.destroy(full);
        },
        { overwrite: true },
      ),
    ).rejects.toMatchObject({ message: `${path} cannot be written: the disk is full.` });
    expect(readdirSync(folder)).toEqual(['panel.csv']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('is refused in a folder to be read only', () => {
    const folder = temporaryFolder();
    execFileSync('chmod', ['555', folder]);
    expect(() => writeWhole(join(folder, 'x'), 'a', fresh)).toThrow(/permission denied/);
  });
});
