/** The provisioning of TensorFlow, without the network: `npm run test:tensorflow` does it for real. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { explain, fetchWheel, findPython } from '../../scripts/tensorflow/download.ts';
import { unpackLibraries } from '../../scripts/tensorflow/unpack.ts';
import { type Wheel, wheelsFor } from '../../scripts/tensorflow/wheels.ts';
import { libraryFiles } from '../../src-main/nn/tensorflow/library.ts';
import { zipOf } from '../formats/zip-of.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const content = 'a wheel';
const wheel: Wheel = {
  file: 'thing-1.0-py3-none-any.whl',
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
};
const noPython = () => {
  throw new Error('nothing should be fetched');
};

/** A Python whose pip writes this file into the folder that it is given with --dest. */
function fakePython(folder: string, written: string): string {
  const path = join(folder, 'python');
  const script = `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\nprintf '${written}' > "$2/${wheel.file}"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

describe('a wheel', () => {
  it('that is there whole is not fetched again', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, wheel.file), content);
    expect(await fetchWheel(wheel, folder, noPython)).toBe(join(folder, wheel.file));
  });

  it.skipIf(process.platform === 'win32')('that is there in part is fetched again', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    const folder = temporaryFolder();
    writeFileSync(join(folder, wheel.file), content.slice(0, 3));
    const path = await fetchWheel(wheel, folder, () => fakePython(folder, content));
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it.skipIf(process.platform === 'win32')('that is another than the pinned one is refused and removed', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    const folder = temporaryFolder();
    const fetched = fetchWheel(wheel, folder, () => fakePython(folder, 'forged'));
    await expect(fetched).rejects.toThrow(/is not the file that was expected: its SHA-256 is [0-9a-f]{64}, not/);
    expect(existsSync(join(folder, wheel.file))).toBe(false);
  });

  it('that does not fit on the disk is not begun', async () => {
    const fetched = fetchWheel({ ...wheel, bytes: 1e18 }, temporaryFolder(), noPython);
    await expect(fetched).rejects.toThrow(/too little room in .*: 1000000000\.0 GB are needed/);
  });
});

describe('what stands in the way of a download', () => {
  it('is said of a machine without Python', () => {
    expect(() => findPython(['no-such-python'])).toThrow(/there is no Python on this machine/);
  });

  it.each([
    ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', /did not fit/],
    [
      "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution",
      /not answer/,
    ],
    ['ERROR: No matching distribution found for thing==1.0', /does not have thing 1\.0 for this machine/],
    ['Traceback\nValueError: something else', /pip could not fetch thing 1\.0: ValueError: something else/],
  ])('is read from pip: %s', (said, message) => {
    const error = explain(said, 'thing 1.0', '/cache');
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(/run this again/);
  });

  it('is a machine that TensorFlow is not built for', () => {
    expect(() => wheelsFor('cpu', 'win32', 'x64')).toThrow(/no library for this machine \(win32-x64\)/);
    expect(() => wheelsFor('gpu', 'darwin', 'arm64')).toThrow(/with CUDA is built for Linux x64/);
    expect(wheelsFor('gpu', 'linux', 'x64').length).toBeGreaterThan(5);
  });
});

describe('the libraries in wheels', () => {
  const [framework, cc] = libraryFiles;

  it('are taken out, and nothing else', async () => {
    const folder = temporaryFolder();
    const [tensorflow, nvidia] = [join(folder, 'a.whl'), join(folder, 'b.whl')];
    writeFileSync(
      tensorflow,
      zipOf({
        [`tensorflow/${framework}`]: 'f',
        [`tensorflow/${cc}`]: 'c',
        'tensorflow/python/x.so': 'x',
        'a.py': 'y',
      }),
    );
    writeFileSync(nvidia, zipOf({ 'nvidia/cublas/lib/libcublas.so.12': 'n', 'nvidia/cublas/include/cublas.h': 'h' }));
    const library = join(folder, 'library');
    await unpackLibraries([tensorflow, nvidia], library);
    expect(readFileSync(join(library, 'tensorflow', cc), 'utf8')).toBe('c');
    const files = readdirSync(library, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name).sort()).toEqual(['libcublas.so.12', cc, framework].sort());
  });

  it('are all there or none of them', async () => {
    const folder = temporaryFolder();
    const [good, empty] = [join(folder, 'a.whl'), join(folder, 'b.whl')];
    writeFileSync(good, zipOf({ [`tensorflow/${cc}`]: 'c' }));
    writeFileSync(empty, zipOf({ 'a.py': 'y' }));
    await expect(unpackLibraries([good, empty], join(folder, 'library'))).rejects.toThrow(/none of TensorFlow’s/);
    expect(readdirSync(folder).sort()).toEqual(['a.whl', 'b.whl']);
  });
});
