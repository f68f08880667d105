/** Wheels from the package index that pip is configured with. A wheel that is there whole is not fetched again. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import type { Wheel } from './wheels.ts';

/** @throws AppError where there is no Python, or none that has pip */
export function findPython(candidates: readonly string[] = ['python3', 'python']): string {
  const found = candidates.filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
  if (found.length === 0) {
    throw new AppError(
      'not-found',
      'TensorFlow is fetched with pip, and there is no Python on this machine.',
      'Install Python 3 with pip, any version, and run this again.',
    );
  }
  const python = found.find((name) => spawnSync(name, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0);
  if (python !== undefined) return python;
  throw new AppError(
    'not-found',
    `TensorFlow is fetched with pip, which the Python of this machine (${found[0]}) does not have.`,
    'Install it (“python3 -m ensurepip”, or the system’s package python3-pip) and run this again.',
  );
}

/**
 * Sees to it that the folder holds the wheel; returns its path.
 *
 * @param python as `findPython` found it, called only where something must be fetched
 * @throws AppError for want of network or room, and for a file that is not the one that was pinned
 */
export async function fetchWheel(wheel: Wheel, folder: string, python: () => string): Promise<string> {
  const path = join(folder, wheel.file);
  mkdirSync(folder, { recursive: true });
  if (existsSync(path) && (await fingerprint(path)) === wheel.sha256) return path;
  rmSync(path, { force: true });
  await checkRoom(folder, wheel.bytes);
  await download(wheel, folder, python());
  const found = existsSync(path) ? await fingerprint(path) : 'no file';
  if (found === wheel.sha256) return path;
  rmSync(path, { force: true });
  throw new AppError(
    'unreadable',
    `${wheel.file} is not the file that was expected: its SHA-256 is ${found}, not ${wheel.sha256}.`,
    'Run this again; if it stays so, the package index does not hand out the original, and pip’s configuration says which one it is.',
  );
}

/** @throws AppError where a folder's disk has fewer bytes left */
export async function checkRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes < bavail * bsize) return;
  throw outOfRoom(folder, `${gigabytes(bytes)} are needed and ${gigabytes(bavail * bsize)} are left`);
}

export const outOfRoom = (folder: string, detail: string) =>
  new AppError(
    'conflict',
    `There is too little room in ${folder}: ${detail}.`,
    'Make room there, or name another cache folder in XDG_CACHE_HOME, and run this again.',
  );

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

async function download({ file, bytes }: Wheel, folder: string, python: string): Promise<void> {
  const [name, version, , , platforms] = file.replace(/\.whl$/, '').split('-');
  const project = name.replaceAll('_', '-');
  console.log(`Fetching ${project} ${version} (${Math.ceil(bytes / 1e6)} MB)`);
  const { code, said } = await run(python, [
    ...['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--only-binary=:all:', '--disable-pip-version-check'],
    ...['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '--abi', 'none'],
    ...platforms.split('.').flatMap((platform) => ['--platform', platform]),
    ...['--dest', folder, `${project}==${version}`],
  ]);
  if (code !== 0) throw explain(said, `${project} ${version}`, folder);
}

/** What pip said, as a sentence. */
export function explain(said: string, what: string, folder: string): AppError {
  if (/No space left|Errno 28/i.test(said)) return outOfRoom(folder, `${what} did not fit`);
  if (
    /Max retries|NewConnection|ConnectionError|timed? ?out|resol(ve|ution)|ProxyError|SSLError|unreachable/i.test(said)
  ) {
    return new AppError(
      'not-found',
      `The package index did not answer, so ${what} could not be fetched.`,
      'Check the network and pip’s configuration (index-url, proxy), and run this again: what is there already is kept.',
    );
  }
  if (/No matching distribution/i.test(said)) {
    return new AppError(
      'not-found',
      `The package index that pip is configured with does not have ${what} for this machine.`,
      'Let pip use https://pypi.org/simple, and run this again.',
    );
  }
  const last = said.trim().split('\n').at(-1) || 'it did not say why';
  return new AppError('unreadable', `pip could not fetch ${what}: ${last}`, 'Mend that and run this again.');
}

/** Runs a program to its end, and hands back what it said on stderr. */
function run(program: string, args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, said }));
  });
}

async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
